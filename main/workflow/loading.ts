import type { Load } from '#contract/documents/load.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { type AlertCall, alarm } from './alerts.ts'
import { leave } from './closing.ts'
import { isPlannedHere, missingUnits, plannedLoad } from './load-work.ts'
import { type Meaning, nameOf, type ScannedUnit } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'
import { undo } from './undo.ts'
import { askReprint, scannedCopy, settleDoubts } from './unit-labels.ts'
import type { WorkflowState } from './workflow-types.ts'

type LoadPlace = Extract<WorkflowState['place'], { kind: 'loading' }>

/** Units named when a load is confirmed without them. */
const MISSING_NAMES_MAX = 50

/** What is scanned while a load is open. */
export function scanAtLoading(
  turn: Turn,
  place: LoadPlace,
  meaning: Meaning,
  text: string,
): Ending {
  const load = turn.view.get('load', place.loadId)
  if (load === undefined) {
    leave(turn)
    turn.say('load-gone', {}, 'stop')
    return 'ignored'
  }
  if (meaning.kind === 'unit') return loadUnit(turn, load, meaning, text)
  if (meaning.kind === 'load' || meaning.kind === 'pick-list') {
    return alarm('finish-this-first', { what: load.number })
  }
  if (meaning.kind === 'command') {
    if (meaning.name === 'CONFIRM') return confirm(turn, load)
    if (meaning.name === 'UNDO') return takeOff(turn, load)
    if (meaning.name === 'REPRINT') return askReprint(turn)
    if (meaning.name === 'CANCEL') return release(turn, load)
  }
  return alarm('not-now', { what: nameOf(meaning), where: 'loading' })
}

/** A label at the dock: the unit belongs on this truck, or the alert says where it belongs. */
export function loadUnit(turn: Turn, load: Load, scanned: ScannedUnit, text: string): Ending {
  const unit = turn.view.get('unit', scanned.unitId)
  const wrong = isOpenLoad(load) ?? placeTrouble(turn, load, unit, text)
  if (wrong !== null) return wrong
  if (unit === undefined) return alarm('unknown-unit', { text })
  const copy = scannedCopy(turn, scanned, unit, text)
  if (typeof copy === 'object') return copy
  if (unit.loadId === load.id) return alarm('already-on-board', { unit: unit.id })
  const payload = { loadId: load.id, unitId: unit.id, ...(copy === 0 ? {} : { copy }) }
  const refused = turn.record([{ type: 'load.add', payload }])
  if (refused !== null) return refused
  settleDoubts(turn, unit.id)
  turn.remember({
    type: 'load.remove',
    payload: { loadId: load.id, unitId: unit.id, reason: 'UNDO' },
  })
  turn.patch({ lastUnitId: unit.id })
  turn.say('loaded', { name: unit.shipTo?.name ?? '', city: unit.shipTo?.city ?? '' })
  return 'action'
}

/** CONFIRM: units that should be on board and are not are named first. */
export function confirm(turn: Turn, load: Load): Ending {
  if (load.units.length === 0) return alarm('nothing-on-board', {})
  const missing = missingUnits(turn.context.lookup, load)
  const isAsked = turn.state.prompt?.kind === 'confirm-missing'
  if (missing.length > 0 && !isAsked) {
    const names = missing.slice(0, MISSING_NAMES_MAX).map((unit) => unit.id)
    turn.patch({ prompt: { kind: 'confirm-missing', missing: names } })
    turn.say('asked', { prompt: 'confirm-missing' }, 'stop')
    return 'command'
  }
  const refused = turn.record([{ type: 'load.confirm', payload: { loadId: load.id } }])
  if (refused !== null) return refused
  leave(turn)
  turn.say('load-confirmed', { load: load.number, units: load.units.length })
  return 'action'
}

function isOpenLoad(load: Load): AlertCall | null {
  const isOpen = load.status === 'open' || load.status === 'claimed'
  return isOpen ? null : alarm('load-closed', { load: load.number })
}

function placeTrouble(
  turn: Turn,
  load: Load,
  unit: Unit | undefined,
  text: string,
): AlertCall | null {
  if (unit === undefined || unit.status === 'dropped') return alarm('unknown-unit', { text })
  if (unit.status === 'open') return alarm('unit-open', { unit: unit.id })
  if (unit.region !== load.region) {
    return alarm('other-region', { unit: unit.id, belongs: unit.region ?? '', load: load.region })
  }
  if (unit.deliveryDate !== load.deliveryDate) {
    const belongs = unit.deliveryDate ?? ''
    return alarm('other-date', { unit: unit.id, belongs, load: load.deliveryDate })
  }
  const isElsewhere = unit.loadId !== null && unit.loadId !== load.id
  if (isElsewhere || unit.status !== 'closed') {
    const belongs = unit.loadId === null ? '' : turn.view.get('load', unit.loadId)?.number
    return alarm('other-load', { unit: unit.id, belongs: belongs ?? unit.loadId ?? '' })
  }
  if (unit.parentId !== null) {
    return alarm('nested-unit', { unit: unit.id, parent: unit.parentId })
  }
  if (isPlannedHere(load, unit) || unit.loadId === load.id) return null
  const planned = plannedLoad(turn.context.lookup, unit)
  // A stop that no load was planned with may still go along; one planned elsewhere may not.
  return planned === undefined
    ? null
    : alarm('other-load', { unit: unit.id, belongs: planned.number })
}

/** UNDO: the unit just loaded comes off; after that the last one on board, for a reason. */
function takeOff(turn: Turn, load: Load): Ending {
  if (turn.state.undo.length > 0) return undo(turn)
  const last = load.units.at(-1)
  if (last === undefined) return alarm('nothing-to-undo', {})
  turn.patch({ prompt: { kind: 'unload-reason', unitId: last.unitId } })
  turn.say('asked', { prompt: 'unload-reason' })
  return 'command'
}

/** CANCEL leaves the load to another bench; what is on board stays on board. */
function release(turn: Turn, load: Load): Ending {
  const refused = turn.record([{ type: 'load.release', payload: { loadId: load.id } }])
  if (refused !== null) return refused
  leave(turn)
  turn.say('load-released', { load: load.number })
  return 'action'
}
