import { Autocomplete, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { call, type CallAnswer } from '../../../api.ts'
import { Loading } from '../../../components/loading.tsx'
import { Page, Section } from '../../../components/page.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { useAddress } from '../../../components/use-address.ts'
import { useAmounts } from '../../../components/use-amounts.ts'
import { useRegionNames } from '../../../components/use-regions.ts'
import { useText } from '../../../text/text.ts'
import classes from '../picking.module.css'
import { useDay, usePickingDay } from '../use-day.ts'
import type { LoadingList } from './load-state.tsx'
import { StopsEditor, type Stop } from './stops-editor.tsx'
import { useLoadingList } from './use-loading-list.ts'

const GRAMS_PER_KG = 1_000
const CM3_PER_M3 = 1_000_000
/** As much as the contract lets a vehicle carry. */
const KG_MAX = 100_000
const M3_MAX = 200

type Candidates = CallAnswer<'GET /v1/load-candidates'>
type Plan = { plate: string; kg: number; m3: number; driver: string; stops: readonly Stop[] }

/** Plans a load: a region, a vehicle, a driver, and its stops in their order. */
export function NewLoadPage() {
  const { say } = useText()
  const { dayLong } = useAmounts()
  const { get, set } = useAddress()
  const { warehouse, day } = useDay()
  const regionName = useRegionNames()
  const { data: figures } = usePickingDay(warehouse, day)
  const known = [
    ...(figures?.regions ?? []).map(({ region }) => region),
    ...(figures?.unlisted ?? []).map(({ region }) => region),
  ].filter((region) => region !== null)
  const regions = [...new Set(known)].toSorted()
  const withLoad = useRegionsWithLoad(warehouse, day)
  const first = regions.find((one) => withLoad?.has(one) === false) ?? regions[0] ?? ''
  // Which one is first is not known before its loads are.
  const region = get('region') === '' ? (withLoad === undefined ? '' : first) : get('region')
  const tour = { warehouse: warehouse ?? '', region, deliveryDate: day ?? '' }
  const { data, error } = useCandidates(tour, undefined)
  return (
    <Page title={say('load.new.title', { day: day === undefined ? '' : dayLong(day) })}>
      <ProblemNotice error={error} />
      <div className={classes['filters']}>
        <Select
          label={say('load.region')}
          description={say('load.region.hint')}
          data={[...new Set(region === '' ? regions : [...regions, region])].map((value) => ({
            value,
            label: regionName(value),
          }))}
          value={region === '' ? null : region}
          allowDeselect={false}
          onChange={(value) => set({ region: value ?? '' })}
        />
      </div>
      {data !== undefined && region !== '' && (
        <LoadForm
          key={region}
          candidates={data}
          initial={initialPlan(data)}
          onSave={(plan) => call('POST /v1/loads', { body: { ...tour, ...bodyOf(plan) } })}
        />
      )}
    </Page>
  )
}

/** Regions of the day that a truck is planned for already; the form begins with one that has none. */
function useRegionsWithLoad(warehouse: string | undefined, day: string | undefined) {
  const { data } = useQuery({
    // Read once: the form does not change its region while somebody else plans.
    queryKey: ['loads-of-day', warehouse, day],
    queryFn: () =>
      call('GET /v1/loads', { query: { warehouse: warehouse ?? '', deliveryDate: day ?? '' } }),
    enabled: warehouse !== undefined && day !== undefined,
    gcTime: 0,
  })
  return data === undefined ? undefined : new Set(data.items.map((load) => load.region))
}

/** Gives a load another vehicle, driver or stops. */
export function EditLoadPage({ number }: { number: string }) {
  const { say } = useText()
  const { data: list, error } = useLoadingList(number)
  return (
    <Page title={say('load.edit.title', { number })}>
      <ProblemNotice error={error} />
      {list === undefined && error === null && <Loading />}
      {list !== undefined && <EditForm list={list} />}
    </Page>
  )
}

function EditForm({ list }: { list: LoadingList }) {
  const { number, warehouse, region, deliveryDate, vehicle, driver } = list
  const { data } = useCandidates({ warehouse, region, deliveryDate }, number)
  if (data === undefined) return <Loading />
  const initial = {
    plate: vehicle.plate,
    kg: vehicle.maxWeightGrams / GRAMS_PER_KG,
    m3: vehicle.maxVolumeCm3 / CM3_PER_M3,
    driver,
    stops: list.stops,
  }
  return (
    <LoadForm
      candidates={data}
      initial={initial}
      onSave={(plan) => call('PUT /v1/loads/{number}', { params: { number }, body: bodyOf(plan) })}
    />
  )
}

type Tour = { warehouse: string; region: string; deliveryDate: string }

function useCandidates(tour: Tour, load: string | undefined) {
  return useQuery({
    // What is typed stays as it is while others plan: read once for a form.
    queryKey: ['load-candidates', tour, load],
    queryFn: () =>
      call('GET /v1/load-candidates', {
        query: { ...tour, ...(load === undefined ? {} : { load }) },
      }),
    enabled: tour.warehouse !== '' && tour.region !== '' && tour.deliveryDate !== '',
    gcTime: 0,
  })
}

function initialPlan({ shipments, vehicles }: Candidates): Plan {
  const [known] = vehicles
  return {
    plate: known?.vehicle.plate ?? '',
    kg: (known?.vehicle.maxWeightGrams ?? 0) / GRAMS_PER_KG,
    m3: (known?.vehicle.maxVolumeCm3 ?? 0) / CM3_PER_M3,
    driver: known?.driver ?? '',
    stops: shipments,
  }
}

function bodyOf({ plate, kg, m3, driver, stops }: Plan) {
  return {
    vehicle: {
      plate: plate.trim(),
      maxWeightGrams: Math.round(kg * GRAMS_PER_KG),
      maxVolumeCm3: Math.round(m3 * CM3_PER_M3),
    },
    driver: driver.trim(),
    stops: stops.map(({ shipmentId }) => shipmentId),
  }
}

type FormProps = {
  candidates: Candidates
  initial: Plan
  onSave: (plan: Plan) => Promise<{ number: string }>
}

function LoadForm({ candidates, initial, onSave }: FormProps) {
  const { say } = useText()
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const [plan, setPlan] = useState(initial)
  const set = (members: Partial<Plan>) => setPlan((before) => ({ ...before, ...members }))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => onSave(plan),
    onSuccess: async ({ number }) => {
      await queries.invalidateQueries({ queryKey: ['loading'] })
      navigate(`/loads/${number}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  const chosen = new Set(plan.stops.map(({ shipmentId }) => shipmentId))
  const free = candidates.shipments.filter(({ shipmentId }) => !chosen.has(shipmentId))
  return (
    <form className={classes['stack']} onSubmit={submit}>
      <VehicleFields plan={plan} vehicles={candidates.vehicles} onChange={set} />
      <StopsEditor stops={plan.stops} free={free} onChange={(stops) => set({ stops })} />
      <ProblemNotice error={error} />
      <div className={classes['filters']}>
        <Button type="submit" loading={isPending}>
          {say('load.save')}
        </Button>
        <Button variant="default" onClick={() => history.back()}>
          {say('form.cancel')}
        </Button>
      </div>
    </form>
  )
}

type FieldsProps = {
  plan: Plan
  vehicles: Candidates['vehicles']
  onChange: (members: Partial<Plan>) => void
}

/** A plate that is known brings its limits and its last driver along. */
function VehicleFields({ plan, vehicles, onChange }: FieldsProps) {
  const { say } = useText()
  const pickPlate = (plate: string) => {
    const known = vehicles.find(({ vehicle }) => vehicle.plate === plate)
    if (known === undefined) return onChange({ plate })
    const { maxWeightGrams, maxVolumeCm3 } = known.vehicle
    onChange({
      plate,
      kg: maxWeightGrams / GRAMS_PER_KG,
      m3: maxVolumeCm3 / CM3_PER_M3,
      driver: known.driver,
    })
  }
  return (
    <Section title={say('load.col.vehicle')}>
      <div className={classes['filters']}>
        <Autocomplete
          label={say('load.plate')}
          data={vehicles.map(({ vehicle }) => vehicle.plate)}
          value={plan.plate}
          required
          maxLength={20}
          onChange={pickPlate}
        />
        <NumberInput
          label={say('load.max-weight')}
          value={plan.kg}
          min={1}
          max={KG_MAX}
          required
          onChange={(value) => onChange({ kg: Number(value) })}
        />
        <NumberInput
          label={say('load.max-volume')}
          value={plan.m3}
          min={0.1}
          max={M3_MAX}
          decimalScale={1}
          required
          onChange={(value) => onChange({ m3: Number(value) })}
        />
        <TextInput
          label={say('load.driver')}
          value={plan.driver}
          required
          maxLength={120}
          onChange={(event) => onChange({ driver: event.currentTarget.value })}
        />
      </div>
    </Section>
  )
}
