import type { Load } from '#contract/documents/load.ts'
import { type AlertCall, alarm } from './alerts.ts'
import { leave } from './closing.ts'
import { placeTrouble } from './load-place.ts'
import { confirmTrouble } from './load-ready.ts'
import { isToAsk, leftBehind } from './left-behind.ts'
import { missingUnits } from './load-work.ts'
import { type Meaning, nameOf, type ScannedUnit } from './meaning.ts'
import { standPallet } from './pallet.ts'
import { askSeal } from './seal.ts'
import { isUnlabelled } from './owed-labels.ts'
import type { Ending, Turn } from './turn.ts'
import { undo } from './undo.ts'
import { askUnload } from './unloading.ts'
import { placeKind } from './workflow-kind.ts'
import { askReprint, scannedCopy, settleDoubts } from './unit-labels.ts'
import { askLabels } from './unlabelled.ts'
import type { WorkflowState } from './workflow-types.ts'

type LoadPlace = Extract<WorkflowState['place'], { kind: 'loading' }>

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
    if (meaning.name === 'UNLOAD') return askUnload(turn, load)
    if (meaning.name === 'SEAL') return askSeal(turn, load)
    if (meaning.name === 'LIST') return printList(turn, load)
    if (meaning.name === 'REPRINT') return askReprint(turn)
    if (meaning.name === 'CANCEL') return release(turn, load)
    if (meaning.name === 'PALLET') return standPallet(turn, place)
  }
  return alarm('not-now', { what: nameOf(meaning), where: 'loading' })
}

/** A label at the dock: the unit belongs on this truck, or the alert says where it belongs. */
export function loadUnit(turn: Turn, load: Load, scanned: ScannedUnit, text: string): Ending {
  const unit = turn.view.get('unit', scanned.unitId)
  const wrong = isOpenLoad(load) ?? placeTrouble(turn, load, unit, text)
  if (wrong !== null) return wrong
  if (unit === undefined) return alarm('unknown-unit', { text })
  if (isUnlabelled(unit, turn.state) && scanned.qr === null) {
    // What it has no label of yet is made here where that can be done, and scanned to load it.
    return turn.context.hasPrinter
      ? askLabels(turn, [unit])
      : alarm('label-not-scanned-back', { unit: unit.id })
  }
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

/** CONFIRM: what would stay behind is asked about first, and nothing is confirmed before it is answered. */
export function confirm(turn: Turn, load: Load): Ending {
  if (load.units.length === 0) return alarm('nothing-on-board', {})
  const trouble = confirmTrouble(turn.view, load)
  if (trouble !== null) return trouble
  const prompt = leftBehind(turn.context.lookup, load)
  if (isToAsk(prompt, turn.state.prompt)) {
    turn.patch({ prompt })
    turn.say('asked', { prompt: prompt.kind }, 'stop')
    return 'command'
  }
  const { place } = turn.state
  const seal = place.kind === 'loading' ? place.seal : undefined
  const payload = { loadId: load.id, ...(seal === undefined ? {} : { seal }) }
  const refused = turn.record([{ type: 'load.confirm', payload }])
  if (refused !== null) return refused
  leave(turn)
  turn.patch({ lastLoadId: load.id })
  turn.say('load-confirmed', { load: load.number, units: load.units.length })
  return 'action'
}

function isOpenLoad(load: Load): AlertCall | null {
  const isOpen = load.status === 'open' || load.status === 'claimed'
  return isOpen ? null : alarm('load-closed', { load: load.number })
}

/** UNDO: the unit just loaded comes off; after that the last one on board, for a reason. */
function takeOff(turn: Turn, load: Load): Ending {
  if (turn.state.undo.length > 0) return undo(turn)
  return load.units.length === 0 ? alarm('nothing-to-undo', {}) : askUnload(turn, load)
}

/** LIST where nothing is open: the list of the load last confirmed here. */
export function printLastList(turn: Turn): Ending {
  const { lastLoadId, place } = turn.state
  const load = lastLoadId === null ? undefined : turn.view.get('load', lastLoadId)
  return load === undefined
    ? alarm('not-now', { what: 'LIST', where: placeKind(place, turn.view) })
    : printList(turn, load)
}

/** LIST: what is on board, and what should be and is not, on labels of this bench's printer. */
function printList(turn: Turn, load: Load): Ending {
  const { context, state } = turn
  if (!context.hasPrinter) return alarm('no-printer', {})
  const isEmpty = load.units.length === 0 && missingUnits(context.lookup, load).length === 0
  if (isEmpty) return alarm('nothing-on-board', {})
  const scanned = state.place.kind === 'loading' ? state.place.seal : undefined
  turn.loadingList = { loadId: load.id, seal: scanned ?? load.seal }
  turn.say('loading-list', { load: load.number })
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
