import { Button } from '@mantine/core'
import { useState } from 'react'
import { ScanCode } from '../../../../components/scan-code.tsx'
import { longSscc } from '../../../../format/unit-name.ts'
import { BarCode } from '../../../components/bar-code.tsx'
import { Loading } from '../../../components/loading.tsx'
import { Page } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useFormats } from '../../../components/use-formats.ts'
import { RegionName } from '../../../components/region-name.tsx'
import { InWarehouse } from '../../../components/zone.tsx'
import { isTextKey, useText } from '../../../text/text.ts'
import paper from '../paper.module.css'
import { useRunningTitle } from '../use-running-title.ts'
import { useVolume } from '../use-volume.ts'
import type { ListedUnit, LoadingList } from './load-state.tsx'
import { useLoadingList } from './use-loading-list.ts'

/** The loading list as it is printed: the last stop first, with boxes to tick and lines to sign. */
export function LoadingListPage({ number }: { number: string }) {
  const { say } = useText()
  const { data: list, error } = useLoadingList(number)
  return (
    <InWarehouse code={list?.warehouse}>
      <Page
        title={say('load.list.title', { number })}
        actions={
          <span className={paper['screen']}>
            <Button variant="default" onClick={() => history.back()}>
              {say('pick.back')}
            </Button>{' '}
            <Button disabled={list === undefined} onClick={() => print()}>
              {say('pick.print')}
            </Button>
          </span>
        }
      >
        <ProblemNotice error={error} />
        {list === undefined && error === null && <Loading />}
        {list !== undefined && <Sheet list={list} />}
      </Page>
    </InWarehouse>
  )
}

function Sheet({ list }: { list: LoadingList }) {
  const { say } = useText()
  const m3 = useVolume()
  const { weight, time } = useFormats()
  const { totals, status } = list
  const isLoading = status === 'open' || status === 'claimed'
  useRunningTitle(list.number)
  const [printedAt] = useState(() => new Date().toISOString())
  return (
    <article
      className={paper['sheet']}
      aria-label={say('load.list.title', { number: list.number })}
    >
      <SheetHead list={list} />
      <p className={paper['small']}>{say('load.list.last-first')}</p>
      {stopsOf(list).map((stop) => (
        <StopRows key={stop.key} stop={stop} isLoading={isLoading} />
      ))}
      <div className={paper['end']}>
        <p className={paper['total']}>
          <span>
            {say('load.list.total')}: {say('load.list.units', { count: totals.units })}
          </span>
          <span>
            {weight(totals.grossGrams)} · {m3(totals.volumeCm3)}
          </span>
        </p>
        {(totals.expectedGrams > totals.grossGrams || totals.expectedCm3 > totals.volumeCm3) && (
          <p className={paper['small']}>
            {say('load.expected-all', {
              weight: weight(totals.expectedGrams),
              volume: m3(totals.expectedCm3),
            })}
          </p>
        )}
        {!totals.fits && <p className={paper['missing']}>{say('load.fits-not')}</p>}
        <div className={paper['signs']}>
          <span>{say('load.list.loaded-by')}</span>
          <span>{say('load.list.checked-by')}</span>
          <span>{say('load.list.driver-sign')}</span>
          <span>{say('load.list.left-at')}</span>
        </div>
        <p className={paper['small']}>{say('load.list.printed', { time: time(printedAt) })}</p>
      </div>
    </article>
  )
}

function SheetHead({ list }: { list: LoadingList }) {
  const { say } = useText()
  const { dayLong, kg } = useAmounts()
  const m3 = useVolume()
  const { vehicle } = list
  return (
    <header className={paper['sheetHead']}>
      <div>
        <dl className={paper['facts']}>
          <dt>{say('pick.day')}</dt>
          <dd className={paper['whole']}>{dayLong(list.deliveryDate)}</dd>
          <dt>{say('pick.region')}</dt>
          <dd>
            <RegionName code={list.region} />
          </dd>
          <dt>{say('load.col.vehicle')}</dt>
          <dd>{vehicle.plate}</dd>
          <dt>{say('load.col.driver')}</dt>
          <dd>{list.driver}</dd>
          <dt>{say('load.carries')}</dt>
          <dd>
            {kg(vehicle.maxWeightGrams)} · {m3(vehicle.maxVolumeCm3)}
          </dd>
          <dt>{say('load.seal')}</dt>
          <dd>{list.seal ?? '____________'}</dd>
        </dl>
      </div>
      <div className={paper['barcode']}>
        <ScanCode text={list.code} size="24mm" />
        <BarCode text={list.code} height="9mm" module="0.3mm" />
        {list.code}
      </div>
    </header>
  )
}

type StopOnPaper = {
  key: string
  stop: number | null
  shipTo: ListedUnit['shipTo']
  orderNumbers: string[]
  units: ListedUnit[]
  /** What was ordered for it, while nothing is measured. */
  ordered: { weightGrams: number; volumeCm3: number } | null
}
/** `isLoading`: what is not on board yet has a box to tick, and is not missing. */
type StopProps = { stop: StopOnPaper; isLoading: boolean }

/** Stops from the last to the first, also those with nothing packed; what has no stop comes after them. */
function stopsOf({ stops, units }: LoadingList): StopOnPaper[] {
  const planned = stops.map(({ shipmentId, orderNumber, shipTo, ...ordered }, index) => ({
    key: shipmentId,
    stop: index + 1,
    shipTo,
    orderNumbers: [orderNumber],
    units: units.filter((unit) => unit.stop === index + 1),
    ordered,
  }))
  const others = Map.groupBy(
    units.filter(({ stop }) => stop === null),
    ({ shipmentId, unitId }) => shipmentId ?? unitId,
  )
  const unplanned = [...others].map(([key, ofShipment]) => ({
    key,
    stop: null,
    shipTo: ofShipment[0]?.shipTo ?? null,
    orderNumbers: ofShipment[0]?.orderNumbers ?? [],
    units: ofShipment,
    ordered: null,
  }))
  return [...planned.toReversed(), ...unplanned]
}

/** A stop of so few units stays on one page; the head of a longer one stands on each. */
const SHORT_STOP = 12

function StopRows({ stop: of, isLoading }: StopProps) {
  const { say } = useText()
  const { weight } = useFormats()
  const m3 = useVolume()
  const { stop, shipTo, orderNumbers, units, ordered } = of
  return (
    <table className={paper['stop']} data-short={units.length <= SHORT_STOP}>
      <colgroup>
        <col className={paper['colBox']} />
        <col className={paper['colUnit']} />
        <col className={paper['colKind']} />
        <col />
        <col className={paper['colAmount']} />
        <col className={paper['colAmount']} />
      </colgroup>
      <thead>
        <tr>
          <th colSpan={6} scope="rowgroup">
            <div className={paper['stopHead']}>
              <b>{stop === null ? say('load.no-stop') : say('load.list.stop', { stop })}</b>
              <span>
                <span className={paper['stopName']}>{shipTo?.name}</span>
                <br />
                {shipTo !== null && `${shipTo.line1}, ${shipTo.postalCode} ${shipTo.city}`}
              </span>
              <span className={paper['right']}>
                {orderNumbers.join(' ')}
                <br />
                {units.length === 0
                  ? say('load.list.not-packed')
                  : say('load.list.units', { count: units.length })}
                {units.length === 0 && ordered !== null && (
                  <>
                    <br />
                    {say('load.expected', {
                      amount: `${weight(ordered.weightGrams)} · ${m3(ordered.volumeCm3)}`,
                    })}
                  </>
                )}
              </span>
            </div>
          </th>
        </tr>
      </thead>
      <tbody>
        {units.map((unit) => (
          <UnitRow key={unit.unitId} unit={unit} isLoading={isLoading} />
        ))}
      </tbody>
    </table>
  )
}

function UnitRow({ unit, isLoading }: { unit: ListedUnit; isLoading: boolean }) {
  const { say } = useText()
  const { weight } = useFormats()
  const m3 = useVolume()
  const kind = `load.kind.${unit.kind}`
  return (
    <tr>
      <td>
        <span className={paper['box']}>{unit.onBoard ? '✓' : ''}</span>
      </td>
      <td className={paper['sscc']}>{longSscc(unit.unitId)}</td>
      <td>{isTextKey(kind) ? say(kind) : unit.kind}</td>
      <td className={unit.wrong === null ? undefined : paper['missing']}>
        {unit.wrong !== null
          ? say(`load.wrong.${unit.wrong}`)
          : unit.onBoard
            ? say('load.on-board')
            : !isLoading && say('load.missing')}
      </td>
      <td className={paper['right']}>{weight(unit.grossGrams)}</td>
      <td className={paper['right']}>{m3(unit.volumeCm3)}</td>
    </tr>
  )
}
