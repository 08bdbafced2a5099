import { isLeasedElsewhere } from '#contract/actions/claim-lease.ts'
import { loadedCm3, loadedGrams, type Load, stopOf } from '#contract/documents/load.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { LoadUnitView, WorkView } from '#contract/rpc/work-view.ts'
import { overOf } from './load-room.ts'
import { missingUnits, unpackedOrders } from './load-work.ts'
import { dayAt } from './lot-choice.ts'
import type { StationLookup, WorkflowState } from './workflow-types.ts'

type IdleView = Extract<WorkView, { kind: 'idle' }>
type LoadOffer = IdleView['loads'][number]
type LoadingView = Extract<WorkView, { kind: 'loading' }>

/** Loads named on the work screen; more than this nobody reads. */
const LOADS_OFFERED_MAX = 100

/** What comes first: one's own load, today's, those whose day has gone by, then the days to come. */
const DUE_ORDER: readonly LoadOffer['due'][] = ['today', 'overdue', 'later']

/** A truck as it is being filled. */
export function loadingView(load: Load, seal: string | null, lookup: StationLookup): LoadingView {
  const { id, number, region, deliveryDate, vehicle, driver } = load
  return {
    kind: 'loading',
    loadId: id,
    number,
    region,
    deliveryDate,
    vehicle,
    driver,
    weightGrams: loadedGrams(load),
    volumeCm3: loadedCm3(load),
    seal,
    over: overOf(load),
    onBoard: load.units.map(({ unitId, grossGrams }) => {
      const unit = lookup.get('unit', unitId)
      return unit === undefined ? unknownUnit(unitId, grossGrams) : loadUnitView(load, unit)
    }),
    missing: missingUnits(lookup, load).map((unit) => loadUnitView(load, unit)),
    unpacked: unpackedOrders(lookup, load),
  }
}

/** Loads that still take goods, those that another bench fills among them. */
export function loadsOffered(
  lookup: StationLookup,
  context: { stationId: string; now: string },
): LoadOffer[] {
  return lookup
    .loads()
    .filter(({ status }) => status === 'open' || status === 'claimed')
    .map((load) => ({
      id: load.id,
      code: load.code,
      number: load.number,
      region: load.region,
      deliveryDate: load.deliveryDate,
      plate: load.vehicle.plate,
      driver: load.driver,
      units: load.units.length,
      expected: load.units.length + missingUnits(lookup, load).length,
      mine: isMine(load, context),
      heldBy: heldBy(load, lookup, context),
      due: dueOf(load, dayAt(lookup, load.warehouse, context.now)),
    }))
    .toSorted(byDay)
    .slice(0, LOADS_OFFERED_MAX)
}

/** The load whose list LIST prints where none is open. */
export function lastLoadOf(
  { lastLoadId }: WorkflowState,
  lookup: StationLookup,
): IdleView['lastLoad'] {
  const load = lastLoadId === null ? undefined : lookup.get('load', lastLoadId)
  return load === undefined ? null : { id: load.id, number: load.number }
}

function loadUnitView(load: Load, unit: Unit): LoadUnitView {
  return {
    unitId: unit.id,
    orderNumbers: unit.orderNumbers,
    name: unit.shipTo?.name ?? '',
    city: unit.shipTo?.city ?? '',
    kind: unit.kind,
    grossGrams: unit.weight?.grossGrams ?? 0,
    stop: stopOf(load, unit.shipmentId),
  }
}

function unknownUnit(unitId: string, grossGrams: number): LoadUnitView {
  return { unitId, orderNumbers: [], name: '', city: '', kind: 'carton', grossGrams, stop: null }
}

function isMine({ claim }: Load, { stationId, now }: { stationId: string; now: string }): boolean {
  return claim?.stationId === stationId && claim.leaseUntil > now
}

/** Who fills it at another bench; blank where that bench did not say. */
function heldBy(
  { claim }: Load,
  lookup: StationLookup,
  context: { stationId: string; now: string },
): string | null {
  if (claim === null || !isLeasedElsewhere(claim, context)) return null
  const { operatorId } = claim
  return operatorId === undefined ? '' : (lookup.get('operator', operatorId)?.name ?? operatorId)
}

function dueOf({ deliveryDate }: Load, today: string): LoadOffer['due'] {
  if (deliveryDate === today) return 'today'
  return deliveryDate < today ? 'overdue' : 'later'
}

function byDay(a: LoadOffer, b: LoadOffer): number {
  return (
    Number(b.mine) - Number(a.mine) ||
    DUE_ORDER.indexOf(a.due) - DUE_ORDER.indexOf(b.due) ||
    a.deliveryDate.localeCompare(b.deliveryDate) ||
    Number(a.heldBy !== null) - Number(b.heldBy !== null) ||
    a.region.localeCompare(b.region) ||
    a.code.localeCompare(b.code)
  )
}
