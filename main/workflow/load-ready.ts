import { blockedOrdersIn, cancelledOrdersIn } from '#contract/actions/load-units.ts'
import { withNested } from '#contract/actions/unit-changes.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Load } from '#contract/documents/load.ts'
import { alarm, type AlertCall } from './alerts.ts'
import { overOf } from './load-room.ts'

/**
 * What must be put right before a load can be confirmed, in words with numbers: the office refuses it for
 * the same. Null where nothing here is known to be wrong.
 */
export function confirmTrouble(read: DocumentReader, load: Load): AlertCall | null {
  return overTrouble(read, load) ?? unitTrouble(read, load)
}

function overTrouble(read: DocumentReader, load: Load): AlertCall | null {
  const over = overOf(load)
  if (over === null) return null
  const unit = over.takeOff
  const name = read.get('unit', unit)?.shipTo?.name ?? ''
  const entry = load.units.find(({ unitId }) => unitId === unit)
  const about = { load: load.number, unit, name }
  return over.grams > 0
    ? alarm('load-too-heavy', {
        ...about,
        overGrams: over.grams,
        maxGrams: load.vehicle.maxWeightGrams,
        unitGrams: entry?.grossGrams ?? 0,
      })
    : alarm('load-too-big', {
        ...about,
        overCm3: over.cm3,
        maxCm3: load.vehicle.maxVolumeCm3,
        unitCm3: entry?.volumeCm3 ?? 0,
      })
}

/** A unit that was opened again, or whose order was called off or stopped, while it stood on the truck. */
function unitTrouble(read: DocumentReader, load: Load): AlertCall | null {
  for (const { unitId } of load.units) {
    const about = { load: load.number, unit: unitId }
    const units = withNested(unitId, read)
    if (units.some(({ status }) => status === 'open' || status === 'dropped')) {
      return alarm('open-on-board', about)
    }
    const [cancelled] = cancelledOrdersIn(units, read)
    if (cancelled !== undefined) {
      return alarm('cancelled-on-board', { ...about, orderNumber: cancelled })
    }
    const [stopped] = blockedOrdersIn(units, read)
    if (stopped !== undefined) return alarm('stopped-on-board', { ...about, orderNumber: stopped })
  }
  return null
}
