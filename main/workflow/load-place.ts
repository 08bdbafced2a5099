import type { Load } from '#contract/documents/load.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { alarm, type AlertCall } from './alerts.ts'
import { isPlannedHere, plannedLoad } from './load-work.ts'
import type { Turn } from './turn.ts'
import type { StationLookup } from './workflow-types.ts'

/** Why a unit does not belong on a load, and where it belongs instead; null where it may go along. */
export function placeTrouble(
  turn: Turn,
  load: Load,
  unit: Unit | undefined,
  text: string,
): AlertCall | null {
  if (unit === undefined || unit.status === 'dropped') return alarm('unknown-unit', { text })
  if (unit.status === 'open') return alarm('unit-open', { unit: unit.id })
  if (unit.parentId !== null) {
    return alarm('nested-unit', { unit: unit.id, parent: unit.parentId })
  }
  if (unit.status === 'departed') {
    return alarm('unit-left', { unit: unit.id, load: numberOf(turn, unit.loadId) })
  }
  if (unit.region === null) return alarm('unit-collected', { unit: unit.id })
  const { lookup } = turn.context
  if (unit.region !== load.region) {
    const about = { unit: unit.id, belongs: unit.region, load: load.region }
    return alarm('other-region', { ...about, ...belongsOf(lookup, load, unit) })
  }
  if (unit.deliveryDate !== load.deliveryDate) {
    const about = { unit: unit.id, belongs: unit.deliveryDate ?? '', load: load.deliveryDate }
    return alarm('other-date', { ...about, ...belongsOf(lookup, load, unit) })
  }
  const isElsewhere = unit.loadId !== null && unit.loadId !== load.id
  // A stop that no load was planned with may still go along; one planned elsewhere may not.
  const isPlannedElsewhere =
    !isPlannedHere(load, unit) && unit.loadId !== load.id && plannedLoad(lookup, unit) !== undefined
  if (!isElsewhere && !isPlannedElsewhere && unit.status === 'closed') return null
  const where = belongsOf(lookup, load, unit)
  return alarm('other-load', { unit: unit.id, belongs: where.belongsLoad, ...where })
}

type Belongs = Record<'belongsLoad' | 'belongsPlate' | 'belongsRegion' | 'belongsDate', string>

/** The load a unit stands on or is planned with, else another of its region and day that takes goods. */
function belongsOf(lookup: StationLookup, here: Load, unit: Unit): Belongs {
  const own = unit.loadId === null ? undefined : lookup.get('load', unit.loadId)
  const found = own ?? plannedLoad(lookup, unit) ?? loadOfSameDay(lookup, here, unit)
  return {
    belongsLoad: found?.number ?? '',
    belongsPlate: found?.vehicle.plate ?? '',
    belongsRegion: unit.region ?? '',
    belongsDate: unit.deliveryDate ?? '',
  }
}

function loadOfSameDay(lookup: StationLookup, here: Load, unit: Unit): Load | undefined {
  return lookup.loads().find((load) => {
    const isOpen = load.status === 'open' || load.status === 'claimed'
    const isSame = load.region === unit.region && load.deliveryDate === unit.deliveryDate
    return isOpen && isSame && load.id !== here.id
  })
}

function numberOf(turn: Turn, loadId: string | null): string {
  return loadId === null ? '' : (turn.view.get('load', loadId)?.number ?? '')
}
