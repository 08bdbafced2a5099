import { Select } from '@mantine/core'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { useText } from '../../text/text.ts'
import { shortDay } from '../../../format/day.ts'
import { CapacityBars } from './capacity-bars.tsx'
import { CutOffs } from './cut-offs.tsx'
import { DayLoads } from './day-loads.tsx'
import { FirstSteps } from './first-steps.tsx'
import { OrderStates } from './order-states.tsx'
import { PickProgress } from './pick-progress.tsx'
import { StationTiles } from './station-tiles.tsx'
import classes from './today.module.css'
import { Trends } from './trends.tsx'
import { useToday, type Today } from './use-today.ts'
import { useTrendsEarly } from './use-trends.ts'
import { WaitingExceptions } from './waiting-exceptions.tsx'

/** What a supervisor sees first: how far the day's work is, what is stuck, and what waits for a decision. */
export function TodayPage() {
  const { say, language } = useText()
  const { get } = useAddress()
  const warehouse = get('warehouse')
  const { today, error, nowMs } = useToday(warehouse)
  useTrendsEarly()
  if (today === undefined) {
    return (
      <Page title={say('nav.today')}>
        {error === null ? <Loading /> : <ProblemNotice error={error} />}
      </Page>
    )
  }
  const chosen = today.warehouses.find(({ code }) => code === warehouse)
  const only = today.warehouses.length === 1 ? today.warehouses[0] : chosen
  const lead = say('today.lead', {
    day: shortDay(today.today, language),
    warehouse: only?.name ?? say('today.all-warehouses'),
  })
  return (
    <Page title={say('nav.today')} lead={lead} actions={<WarehouseChoice today={today} />}>
      <ProblemNotice error={error} />
      {today.steps !== null && <FirstSteps steps={today.steps} />}
      {isUnderWay(today) ? <Day today={today} nowMs={nowMs} /> : <NothingYet today={today} />}
    </Page>
  )
}

/** Before there is anything to look at, empty boxes would only hide the first steps. */
function isUnderWay({ steps, orders, stations }: Today): boolean {
  return steps === null || (orders?.all ?? []).length > 0 || (stations ?? []).length > 0
}

function NothingYet({ today }: { today: Today }) {
  const { say } = useText()
  if (today.steps !== null) return null
  return <EmptyState title={say('today.orders-none')} hint={say('today.orders-none-do')} />
}

function Day({ today, nowMs }: { today: Today; nowMs: number }) {
  const { orders, exceptions, stations, progress, capacity, loads, cutOffs } = today
  return (
    <>
      {orders !== null && <OrderStates orders={orders} today={today.today} />}
      <div className={classes['pair']}>
        {exceptions !== null && <WaitingExceptions exceptions={exceptions} nowMs={nowMs} />}
        <CutOffs cutOffs={cutOffs} today={today.today} nowMs={nowMs} />
      </div>
      {stations !== null && (
        <StationTiles stations={stations} nowMs={nowMs} timezone={today.timezone} />
      )}
      <div className={classes['pair']}>
        {progress !== null && <PickProgress progress={progress} today={today.today} />}
        {capacity !== null && <CapacityBars capacity={capacity} today={today.today} />}
      </div>
      {loads !== null && <DayLoads loads={loads} today={today.today} />}
      {stations !== null && <Trends today={today.today} />}
    </>
  )
}

function WarehouseChoice({ today: { warehouses } }: { today: Today }) {
  const { say } = useText()
  const { get, set } = useAddress()
  if (warehouses.length < 2) return null
  const data = [
    { value: '', label: say('today.all-warehouses') },
    ...warehouses.map(({ code, name }) => ({ value: code, label: name })),
  ]
  return (
    <Select
      aria-label={say('today.warehouse')}
      data={data}
      value={get('warehouse')}
      allowDeselect={false}
      onChange={(code) => set({ warehouse: code ?? '' })}
    />
  )
}
