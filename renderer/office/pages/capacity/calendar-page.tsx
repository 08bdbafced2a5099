import { Button, Select, TextInput } from '@mantine/core'
import { addDays } from '#contract/orders/local-time.ts'
import { Link } from 'wouter'
import { saveFile, toCsv } from '../../components/csv.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loading } from '../../components/loading.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useAddress } from '../../components/use-address.ts'
import { todayIn } from '../../components/use-today.ts'
import { useWarehouse, WarehousePicker } from '../../components/use-warehouse.tsx'
import { useMay } from '../../session.tsx'
import { useText } from '../../text/text.ts'
import {
  DAYS_OF_WEEK,
  slotKey,
  useRegions,
  useSlots,
  WEEKS_SHOWN,
  type StoredRegion,
} from './capacity-data.ts'
import classes from './capacity.module.css'
import { DayForm } from './day-form.tsx'
import { ManyDays } from './many-days.tsx'
import { mondayOf, type Slot } from './plan-days.ts'
import { RegionForm } from './region-form.tsx'
import { WeekTable } from './week-table.tsx'

const DEFAULT_ZONE = 'Europe/Amsterdam'

/** Four weeks of regions and days. What is open beside it stands in the address too. */
export function CalendarPage() {
  const { say } = useText()
  const { get } = useAddress()
  const may = useMay()
  const warehouse = useWarehouse()
  const regions = useRegions(warehouse?.code)
  const today = todayIn(warehouse?.timezone ?? DEFAULT_ZONE)
  const from = mondayOf(isDay(get('from')) ? get('from') : today)
  const slots = useSlots(from)
  const all = regions.data ?? []
  const bySlot = new Map(
    (slots.data ?? []).map((slot) => [slotKey(slot.region, slot.deliveryDate), slot]),
  )
  const shown = get('region') === '' ? all : all.filter(({ code }) => code === get('region'))
  return (
    <Page
      title={say('nav.capacity')}
      lead={say('capacity.lead')}
      actions={<Actions shown={shown} slots={slots.data ?? []} from={from} />}
    >
      <ProblemNotice error={regions.error ?? slots.error} />
      {regions.isPending || slots.isPending ? (
        <Loading />
      ) : all.length === 0 ? (
        <EmptyState title={say('capacity.none')} hint={say('capacity.none-do')}>
          {may('catalogue:write') && <NewRegionButton />}
        </EmptyState>
      ) : (
        <>
          <Toolbar regions={all} from={from} today={today} />
          <Legend />
          {Array.from({ length: WEEKS_SHOWN }, (_, week) => (
            <WeekTable
              key={week}
              monday={addDays(from, week * DAYS_OF_WEEK)}
              today={today}
              regions={shown}
              bySlot={bySlot}
            />
          ))}
        </>
      )}
      <Beside regions={all} bySlot={bySlot} today={today} warehouse={warehouse?.code} />
    </Page>
  )
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}

type BesideProps = {
  regions: readonly StoredRegion[]
  bySlot: ReadonlyMap<string, Slot>
  today: string
  warehouse: string | undefined
}

/** The form that the address names, if any. */
function Beside({ regions, bySlot, today, warehouse }: BesideProps) {
  const { get, set } = useAddress()
  const close = () => set({ day: '', at: '', do: '' })
  const region = regions.find(({ code }) => code === get('at'))
  const day = get('day')
  if (get('do') === 'many') return <ManyDays regions={regions} today={today} onClose={close} />
  if (get('do') === 'new-region') {
    return <RegionForm region={null} warehouse={warehouse} onClose={close} />
  }
  if (region === undefined) return null
  if (get('do') === 'region') {
    return <RegionForm key={region.code} region={region} warehouse={warehouse} onClose={close} />
  }
  if (!isDay(day)) return null
  const slot = bySlot.get(slotKey(region.code, day))
  const key = `${region.code}/${day}`
  return <DayForm key={key} {...{ region, day, slot, today }} onClose={close} />
}

function NewRegionButton() {
  const { say } = useText()
  const { set } = useAddress()
  return (
    <Button variant="default" onClick={() => set({ do: 'new-region' })}>
      {say('capacity.new-region')}
    </Button>
  )
}

type ActionsProps = { shown: readonly StoredRegion[]; slots: readonly Slot[]; from: string }

function Actions({ shown, slots, from }: ActionsProps) {
  const { say } = useText()
  const { set } = useAddress()
  const may = useMay()
  const save = () => {
    const codes = new Set(shown.map(({ code }) => code))
    saveFile(`capacity-${from}.csv`, slotsCsv(slots.filter(({ region }) => codes.has(region))))
  }
  return (
    <>
      {may('capacity:write') && shown.length > 0 && (
        <Button onClick={() => set({ do: 'many' })}>{say('capacity.many')}</Button>
      )}
      {may('catalogue:write') && shown.length > 0 && <NewRegionButton />}
      {may('capacity:write') && (
        <Button component={Link} href="/import" variant="default">
          {say('capacity.import')}
        </Button>
      )}
      {shown.length > 0 && (
        <Button variant="default" onClick={save}>
          {say('table.export')}
        </Button>
      )}
    </>
  )
}

/** The first four columns are those that an import reads. */
export function slotsCsv(slots: readonly Slot[]): string {
  const head = ['region', 'date', 'maxWeightKg', 'maxVolumeM3', 'reservedWeightKg']
  return toCsv(
    [...head, 'reservedVolumeM3', 'packedWeightKg', 'packedVolumeM3'],
    slots.map((slot) => [
      slot.region,
      slot.deliveryDate,
      slot.maxWeightGrams / 1_000,
      slot.maxVolumeCm3 / 1_000_000,
      slot.reservedWeightGrams / 1_000,
      slot.reservedVolumeCm3 / 1_000_000,
      slot.packedWeightGrams / 1_000,
      slot.packedVolumeCm3 / 1_000_000,
    ]),
  )
}

type ToolbarProps = { regions: readonly StoredRegion[]; from: string; today: string }

function Toolbar({ regions, from, today }: ToolbarProps) {
  const { say } = useText()
  const { get, set } = useAddress()
  const go = (day: string) => set({ from: day })
  return (
    <div className={classes['toolbar']}>
      <Button.Group>
        <Button variant="default" onClick={() => go(addDays(from, -DAYS_OF_WEEK))}>
          ‹ {say('capacity.earlier')}
        </Button>
        <Button variant="default" onClick={() => go('')} disabled={from === mondayOf(today)}>
          {say('capacity.this-week')}
        </Button>
        <Button variant="default" onClick={() => go(addDays(from, DAYS_OF_WEEK))}>
          {say('capacity.later')} ›
        </Button>
      </Button.Group>
      <TextInput
        type="date"
        label={say('capacity.jump')}
        value={from}
        onChange={({ currentTarget: { value } }) => isDay(value) && go(mondayOf(value))}
      />
      <Select
        label={say('capacity.region')}
        data={[
          { value: '', label: say('capacity.all-regions') },
          ...regions.map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
        ]}
        value={get('region')}
        allowDeselect={false}
        onChange={(code) => set({ region: code ?? '' })}
      />
      <WarehousePicker />
    </div>
  )
}

function Legend() {
  const { say } = useText()
  return (
    <p className={classes['legend']}>
      <span className={classes['packedMark']} /> {say('capacity.packed')}
      <span className={classes['promisedMark']} /> {say('capacity.promised')}
      <span className={classes['freeMark']} /> {say('capacity.free-part')}
    </p>
  )
}
