import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { ScanCode } from '../../../../components/scan-code.tsx'
import { EmptyState } from '../../../components/empty-state.tsx'
import { Facts } from '../../../components/facts.tsx'
import { Loading } from '../../../components/loading.tsx'
import { OrderState } from '../../../components/order-state.tsx'
import { Page, Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useMay } from '../../../session.tsx'
import { RegionName } from '../../../components/region-name.tsx'
import { InWarehouse } from '../../../components/zone.tsx'
import { useText } from '../../../text/text.ts'
import { HolderWords } from '../lists/list-state.tsx'
import classes from '../picking.module.css'
import { ConfirmDialog, DepartDialog } from './leave-dialogs.tsx'
import {
  LoadState,
  NotPacked,
  stopsNotPacked,
  VolumeBar,
  WeightBar,
  type LoadingList,
} from './load-state.tsx'
import { TransferDialog } from './transfer-dialog.tsx'
import { UnitsTable } from './units-table.tsx'
import { useLoadingList } from './use-loading-list.ts'

type Asked = 'confirm' | 'depart' | 'transfer' | null

/** One load: its units and their states, its stops, and what can be done with it. */
export function LoadPage({ number }: { number: string }) {
  const { say } = useText()
  const [asked, ask] = useState<Asked>(null)
  const { data: list, error } = useLoadingList(number)
  const close = () => ask(null)
  return (
    <InWarehouse code={list?.warehouse}>
      <Page
        title={say('load.title', { number })}
        lead={<Link href={dayLink(list)}>{say('load.loads')}</Link>}
        actions={list !== undefined && <Actions list={list} onAsk={ask} />}
      >
        <ProblemNotice error={error} />
        {list === undefined && error === null && <Loading />}
        {list !== undefined && <Whole list={list} />}
        {list !== undefined && asked === 'confirm' && <ConfirmDialog list={list} onClose={close} />}
        {list !== undefined && asked === 'depart' && <DepartDialog list={list} onClose={close} />}
        {list !== undefined && asked === 'transfer' && (
          <TransferDialog list={list} onClose={close} />
        )}
      </Page>
    </InWarehouse>
  )
}

function dayLink(list: LoadingList | undefined): string {
  return list === undefined
    ? '/loads'
    : `/loads?day=${list.deliveryDate}&warehouse=${list.warehouse}`
}

function Actions({ list, onAsk }: { list: LoadingList; onAsk: (asked: Asked) => void }) {
  const { say } = useText()
  const may = useMay()
  const { number, status, totals } = list
  const isHere = status !== 'departed'
  const hasUnits = totals.onBoardUnits > 0
  return (
    <>
      <Button variant="default" component={Link} href={`/loads/${number}/list`}>
        {say('load.print')}
      </Button>
      {may('loading:write') && (
        <>
          {isHere && (
            <Button variant="default" component={Link} href={`/loads/${number}/edit`}>
              {say('load.edit')}
            </Button>
          )}
          {hasUnits && (
            <Button variant="default" onClick={() => onAsk('transfer')}>
              {say('load.transfer')}
            </Button>
          )}
          {hasUnits && (status === 'open' || status === 'claimed') && (
            <Button variant="default" onClick={() => onAsk('confirm')}>
              {say('load.confirm')}
            </Button>
          )}
          {isHere && <Button onClick={() => onAsk('depart')}>{say('load.depart')}</Button>}
        </>
      )}
    </>
  )
}

function Whole({ list }: { list: LoadingList }) {
  const { say } = useText()
  return (
    <div className={classes['columns']}>
      <div className={classes['side']}>
        <Section title={say('load.units')}>
          {list.units.length === 0 ? (
            <EmptyState title={say('load.units.none')} hint={say('load.units.none-hint')} />
          ) : (
            <UnitsTable units={list.units} />
          )}
        </Section>
        <Stops list={list} />
      </div>
      <div className={classes['side']}>
        <LoadFacts list={list} />
        <div className={classes['codeCard']}>
          <ScanCode text={list.code} size="9rem" />
          <span className={classes['code']}>{list.code}</span>
        </div>
      </div>
    </div>
  )
}

function LoadFacts({ list }: { list: LoadingList }) {
  const { say } = useText()
  const { day } = useAmounts()
  const { vehicle, totals, status, heldBy } = list
  const wrong = list.units.filter((unit) => unit.wrong !== null).length
  return (
    <Section title={say('pick.overview')}>
      <Facts
        facts={[
          [say('pick.state'), <LoadState key="state" status={status} />],
          [say('load.holder'), <HolderWords key="holder" {...{ heldBy, status }} />],
          [say('pick.day'), day(list.deliveryDate)],
          [say('pick.region'), <RegionName key="region" code={list.region} />],
          [say('load.col.vehicle'), vehicle.plate],
          [say('load.col.driver'), list.driver],
          [say('load.seal'), list.seal ?? '–'],
          [
            say('load.col.weight'),
            <WeightBar
              key="weight"
              vehicle={vehicle}
              weightGrams={totals.onBoardGrams}
              expectedGrams={totals.expectedGrams}
            />,
          ],
          [
            say('load.col.volume'),
            <VolumeBar
              key="volume"
              vehicle={vehicle}
              volumeCm3={totals.onBoardCm3}
              expectedCm3={totals.expectedCm3}
            />,
          ],
          [
            say('load.col.on-board'),
            say('load.of', { part: totals.onBoardUnits, whole: totals.units }),
          ],
          [say('load.col.missing'), String(list.missing.length)],
          [say('load.col.wrong'), String(wrong)],
        ]}
      />
      {status !== 'departed' && (
        <p>
          <NotPacked count={stopsNotPacked(list).length} />
        </p>
      )}
      <p className={classes[totals.fits ? 'soft' : 'wrong']}>
        {say(totals.fits ? 'load.fits' : 'load.fits-not')}
      </p>
    </Section>
  )
}

function Stops({ list: { stops, units } }: { list: LoadingList }) {
  const { say } = useText()
  return (
    <Section title={say('load.stops')}>
      {stops.length === 0 && <p className={classes['soft']}>{say('load.stops.none')}</p>}
      <ol className={classes['stack']}>
        {stops.map((stop, index) => {
          const count = units.filter(({ shipmentId }) => shipmentId === stop.shipmentId).length
          return (
            <li key={stop.shipmentId} className={classes['filters']}>
              <b>{index + 1}</b>
              <Link href={`~/orders/${stop.orderNumber}`}>{stop.orderNumber}</Link>
              <OrderState status={stop.status} />
              <span>
                {stop.shipTo.name}, {stop.shipTo.postalCode} {stop.shipTo.city}
              </span>
              <span className={classes['soft']}>{say('load.list.units', { count })}</span>
            </li>
          )
        })}
      </ol>
    </Section>
  )
}
