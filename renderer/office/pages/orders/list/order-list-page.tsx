import { Button } from '@mantine/core'
import { Link, useLocation } from 'wouter'
import { Icon } from '../../../../components/icon.tsx'
import { DataTable, type Column } from '../../../components/data-table.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Mark, OrderState } from '../../../components/order-state.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useSorting } from '../../../components/use-address.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { useMay } from '../../../session.tsx'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import { useImportRun } from '../import/import-run.ts'
import { ExportButton } from './export-button.tsx'
import classes from './list.module.css'
import { OrderFilters } from './order-filters.tsx'
import { useOrderQuery, useOrders, type OrderRow } from './use-orders.ts'

/** Behind every day there is. */
const NO_DAY = '9999-12-31'

export function OrderListPage() {
  const { say } = useText()
  const { query, isFiltered, clear } = useOrderQuery()
  const orders = useOrders(query)
  const rows = orders.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Page title={say('nav.orders')} actions={<Actions />}>
      <RunningImport />
      <OrderFilters exportButton={<ExportButton query={query} />} />
      <ProblemNotice error={orders.error} />
      {orders.isPending && <Loading />}
      {orders.isSuccess && rows.length === 0 && (
        <NoOrders isFiltered={isFiltered} onClear={clear} />
      )}
      {rows.length > 0 && <OrderTable rows={rows} />}
      {orders.hasNextPage && (
        <Button
          className={classes['more']}
          variant="default"
          loading={orders.isFetchingNextPage}
          onClick={() => void orders.fetchNextPage()}
        >
          {say('table.more')}
        </Button>
      )}
    </Page>
  )
}

/** An import of this window goes on while its list is looked at. */
function RunningImport() {
  const { say } = useText()
  const { count } = useFormats()
  const run = useImportRun()
  if (run === null) return null
  const { name, rowsDone, file, state } = run
  const isUnderWay = state === 'running' || state === 'stopping'
  return (
    <p className={classes['running']} role="status">
      <Link href="/import">
        {say(isUnderWay ? 'order-import.running' : 'order-import.done', { name })}
      </Link>{' '}
      {say('order-import.progress-of', { done: count(rowsDone), rows: count(file.rows) })}
    </p>
  )
}

function Actions() {
  const { say } = useText()
  const may = useMay()
  const [, go] = useLocation()
  if (!may('orders:write')) return null
  return (
    <>
      <Button variant="default" onClick={() => go('/import')}>
        {say('orders.import')}
      </Button>
      <Button onClick={() => go('/new')}>{say('orders.new')}</Button>
    </>
  )
}

function NoOrders({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const { say } = useText()
  if (!isFiltered) {
    return (
      <EmptyState title={say('orders.none')} hint={say('orders.none-do')}>
        <div className={classes['first']}>
          <Actions />
        </div>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={say('table.none-found')}>
      <Button variant="default" onClick={onClear}>
        {say('table.clear')}
      </Button>
    </EmptyState>
  )
}

function OrderTable({ rows }: { rows: readonly OrderRow[] }) {
  const { say } = useText()
  const columns = useColumns()
  const [sorting, setSorting] = useSorting()
  // The office sorts: newest first, oldest first, or by day. Their order is kept as it comes.
  const shown = sorting?.key === 'day' ? { key: 'day', isDescending: false } : sorting
  const sort = (asked: { key: string; isDescending: boolean }) =>
    setSorting(
      asked.key === 'day' && asked.isDescending ? { key: 'taken', isDescending: true } : asked,
    )
  return (
    <DataTable
      label={say('orders.list')}
      rows={rows}
      columns={columns}
      rowKey={({ orderNumber }) => orderNumber}
      sorting={shown ?? { key: 'taken', isDescending: true }}
      onSort={sort}
    />
  )
}

function useColumns(): Column<OrderRow>[] {
  const { say } = useText()
  const formats = useFormats()
  const regionName = useRegionNames()
  return [
    {
      key: 'number',
      title: say('orders.number'),
      cell: ({ orderNumber }) => (
        <Link className={classes['number']} href={`/${orderNumber}`}>
          {orderNumber}
        </Link>
      ),
    },
    { key: 'state', title: say('orders.state'), cell: (row) => <StateCell row={row} /> },
    {
      key: 'customer',
      title: say('orders.customer'),
      cell: ({ shipTo, customerRef }) => (
        <>
          {shipTo.name} <span className={classes['ref']}>{customerRef}</span>
        </>
      ),
    },
    {
      key: 'city',
      title: say('orders.city'),
      cell: ({ shipTo }) => nowrap(`${shipTo.postalCode} ${shipTo.city}`),
    },
    {
      key: 'region',
      title: say('orders.region'),
      cell: ({ region }) => (region === null ? say('orders.collect') : regionName(region)),
    },
    {
      key: 'day',
      title: say('orders.day'),
      cell: ({ deliveryDate }) =>
        nowrap(deliveryDate === null ? say('orders.no-day') : formats.day(deliveryDate)),
      sortBy: ({ deliveryDate }) => deliveryDate ?? NO_DAY,
    },
    {
      key: 'taken',
      title: say('orders.taken'),
      cell: ({ createdAt }) => nowrap(formats.time(createdAt)),
      sortBy: ({ createdAt }) => createdAt,
    },
  ]
}

function nowrap(text: string) {
  return <span className={classes['nowrap']}>{text}</span>
}

function StateCell({ row }: { row: OrderRow }) {
  const { say } = useText()
  return (
    <span className={classes['states']}>
      <OrderState status={row.status} />
      {row.isBlocked && <Mark tone="wrong" icon="lock" text={say('orders.stopped')} />}
      {row.isBackordered && (
        <span title={say('orders.waiting-only')} className={classes['waits']}>
          <Icon name="clock" size="1rem" />
          <span className={classes['hidden']}>{say('orders.waiting-only')}</span>
        </span>
      )}
    </span>
  )
}
