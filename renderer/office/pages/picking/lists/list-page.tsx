import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { OrderStatus } from '#contract/orders/order-status.ts'
import { ScanCode } from '../../../../components/scan-code.tsx'
import { call, type CallAnswer } from '../../../api.ts'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { Facts } from '../../../components/facts.tsx'
import { Loading } from '../../../components/loading.tsx'
import { OrderState } from '../../../components/order-state.tsx'
import { Page, Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useMay } from '../../../session.tsx'
import { RegionName } from '../../../components/region-name.tsx'
import { InWarehouse } from '../../../components/zone.tsx'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { listProgress } from '../progress.ts'
import { HolderWords, isInHand, ListState } from './list-state.tsx'
import { ReissueButton } from './reissue-button.tsx'
import { ReleaseDialog } from './release-dialog.tsx'

type WholeList = CallAnswer<'GET /v1/pick-lists/{id}'>

/** One list: its lines as they are picked, its orders, and who has it. */
export function ListPage({ code }: { code: string }) {
  const { say } = useText()
  const may = useMay()
  const [isReleasing, setReleasing] = useState(false)
  const { data: list, error } = useQuery({
    queryKey: ['live', ['picking', 'stations', 'orders'], 'pick-list', code],
    queryFn: () => call('GET /v1/pick-lists/{id}', { params: { id: code } }),
  })
  return (
    <InWarehouse code={list?.warehouse}>
      <Page
        title={say('pick.list-title', { code })}
        lead={<Link href={dayLink(list)}>{say('nav.picking')}</Link>}
        actions={
          <>
            <Button variant="default" component={Link} href={`/sheet?list=${code}`}>
              {say('pick.sheet.one')}
            </Button>
            {list !== undefined && <ReissueButton list={list} />}
            {list !== undefined && isInHand(list) && may('picking:write') && (
              <Button color="red" variant="light" onClick={() => setReleasing(true)}>
                {say('pick.release')}
              </Button>
            )}
          </>
        }
      >
        <ProblemNotice error={error} />
        {list === undefined && error === null && <Loading />}
        {list !== undefined && (
          <div className={classes['columns']}>
            <div className={classes['side']}>
              <Section title={say('pick.list-lines')}>
                <LinesTable list={list} />
              </Section>
              <OrdersOf list={list} />
            </div>
            <div className={classes['side']}>
              <ListFacts list={list} />
              <div className={classes['codeCard']}>
                <ScanCode text={list.code} size="9rem" />
                <span className={classes['code']}>{list.code}</span>
                <span>{say('pick.list-scan')}</span>
              </div>
            </div>
          </div>
        )}
        {isReleasing && list !== undefined && (
          <ReleaseDialog list={list} onClose={() => setReleasing(false)} />
        )}
      </Page>
    </InWarehouse>
  )
}

function dayLink(list: WholeList | undefined): string {
  return list === undefined ? '/' : `/?day=${list.deliveryDate}&warehouse=${list.warehouse}`
}

function ListFacts({ list }: { list: WholeList }) {
  const { say } = useText()
  const { day } = useAmounts()
  const { lines, linesDone, picked, requested, short } = listProgress(list)
  const region =
    list.region === null ? (
      say('pick.region.collect')
    ) : (
      <RegionName key="region" code={list.region} />
    )
  return (
    <Section title={say('pick.overview')}>
      <Facts
        facts={[
          [say('pick.state'), <ListState key="state" status={list.status} />],
          [say('pick.col.holder'), <HolderWords key="holder" {...list} />],
          [say('pick.day'), day(list.deliveryDate)],
          [say('pick.region'), region],
          [say('pick.mode'), say(`pick.mode.${list.mode}`)],
          [say('pick.list-lines'), say('pick.lines-done', { done: linesDone, total: lines })],
          [say('pick.col.pieces'), say('load.of', { part: picked, whole: requested })],
          [say('pick.col.short'), String(short)],
        ]}
      />
    </Section>
  )
}

type Line = WholeList['lines'][number]

function LinesTable({ list }: { list: WholeList }) {
  const { say } = useText()
  const [sorting, sort] = useSorting()
  const columns = useLineColumns(list)
  return (
    <DataTable
      label={say('pick.list-lines')}
      rows={list.lines}
      columns={columns}
      rowKey={({ lineNo }) => String(lineNo)}
      sorting={sorting}
      onSort={sort}
    />
  )
}

function useLineColumns(list: WholeList): Column<Line>[] {
  const { say } = useText()
  return [
    {
      key: 'line',
      title: say('pick.col.line'),
      cell: ({ lineNo }) => lineNo,
      isNumber: true,
      sortBy: ({ lineNo }) => lineNo,
    },
    {
      key: 'place',
      title: say('pick.col.place'),
      cell: ({ location }) => location,
      sortBy: ({ location }) => location,
    },
    {
      key: 'product',
      title: say('pick.col.product'),
      cell: ({ sku }) => (
        <>
          {list.products[sku] ?? sku}
          <br />
          <span className={classes['soft']}>{sku}</span>
        </>
      ),
      sortBy: ({ sku }) => list.products[sku] ?? sku,
    },
    {
      key: 'order',
      title: say('pick.col.orders'),
      cell: ({ orderNumber }) => <Link href={`~/orders/${orderNumber}`}>{orderNumber}</Link>,
      sortBy: ({ orderNumber }) => orderNumber,
    },
    {
      key: 'picked',
      title: say('pick.col.progress'),
      cell: ({ picked, requested }) => say('load.of', { part: picked, whole: requested }),
      isNumber: true,
      sortBy: ({ picked, requested }) => picked / Math.max(1, requested),
    },
    {
      key: 'short',
      title: say('pick.col.short'),
      cell: ({ short }) => (short > 0 ? <span className={classes['wrong']}>{short}</span> : short),
      isNumber: true,
      sortBy: ({ short }) => short,
    },
  ]
}

function OrdersOf({ list: { orders } }: { list: WholeList }) {
  const { say } = useText()
  return (
    <Section title={say('pick.list-orders')}>
      <ul className={classes['stack']}>
        {orders.map(({ orderNumber, shipTo, status, totePosition }) => {
          const state = OrderStatus.safeParse(status)
          return (
            <li key={orderNumber} className={classes['filters']}>
              <Link href={`~/orders/${orderNumber}`}>{orderNumber}</Link>
              {state.success && <OrderState status={state.data} />}
              <span>
                {shipTo.name}, {shipTo.city}
              </span>
              {totePosition !== null && (
                <span className={classes['soft']}>
                  {say('pick.col.tote')} {totePosition}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
