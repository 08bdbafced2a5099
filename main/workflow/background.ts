import type { PayloadOf } from '#contract/actions/index.ts'
import { type PickList, type PickListOrder, stoppedOrder } from '#contract/documents/pick-list.ts'
import { isLabelVerified } from '#contract/documents/unit.ts'
import { alarm, type AlertCall, alertOfReceipt, stoppedAlarm } from './alerts.ts'
import { leave } from './closing.ts'
import {
  isListCancelled,
  isOrderCancelled,
  listName,
  type ListPlace,
  openUnit,
  orderOf,
  unitsOnList,
} from './list-work.ts'
import { confirmTrouble } from './load-ready.ts'
import { goBack } from './pallet.ts'
import { putBackChanged, rememberTold, tellCancelled, tellCancelledOf } from './put-back.ts'
import type { Ending, Turn } from './turn.ts'
import { newestCopy } from './unit-labels.ts'
import {
  type ActionDraft,
  DOUBTS_MAX,
  type PalletPlace,
  type WorkflowInput,
  type WorkflowState,
} from './workflow-types.ts'

/** A copy went to the printer, or may have: it is recorded whoever stands at the bench. */
export function printOutcome(
  turn: Turn,
  input: Extract<WorkflowInput, { kind: 'print-outcome' }>,
): Ending {
  const { unitId, copy, printerId, jobId, reason } = input
  const payload: PayloadOf<'label.print'> = {
    unitId,
    copy,
    printerId,
    outcome: input.outcome === 'printed' ? 'printed' : 'unknown',
    ...(reason === null ? {} : { reason }),
  }
  const refused = turn.record([{ type: 'label.print', payload }])
  const unit = turn.view.get('unit', unitId)
  // A unit that left this station's documents has no label anybody here could still ask about.
  if (refused !== null || unit === undefined) return 'ignored'
  if (input.outcome === 'printed') return 'action'
  // It was scanned before its printer had done with it.
  if (unit.label.verifiedCopy >= copy) {
    turn.resolvedJobs.push({ jobId, state: 'printed' })
    return 'action'
  }
  if (input.outcome === 'sent') return 'action'
  if (newestCopy(turn, unit) > copy) return 'action'
  turn.patch({ doubts: [...turn.state.doubts, { unitId, copy, jobId }].slice(-DOUBTS_MAX) })
  turn.say('print-in-doubt', { unit: unitId, copy }, 'stop')
  return 'action'
}

/** The office refused a claim: its list or load is left, a load that was to be confirmed is open again. */
export function refusal(
  turn: Turn,
  { action, code }: Extract<WorkflowInput, { kind: 'refusal' }>,
): Ending {
  const call = confirmRefused(turn, action, code) ?? alertOfReceipt(action, code, turn.view)
  if (call === null) return 'ignored'
  behindPallet(turn, () => refusedAt(turn, action))
  turn.latch(call)
  return 'alert'
}

function refusedAt(turn: Turn, action: ActionDraft): void {
  const { place } = turn.state
  if (action.type === 'pick.claim') {
    if (place.kind === 'list' && place.listId === action.payload.pickListId) leave(turn)
  }
  if (action.type === 'load.claim') {
    if (place.kind === 'loading' && place.loadId === action.payload.loadId) leave(turn)
  }
  if (action.type === 'load.confirm' && place.kind === 'idle') {
    const { loadId, seal } = action.payload
    const load = turn.view.get('load', loadId)
    const isOpen = load?.status === 'open' || load?.status === 'claimed'
    const sealed = seal === undefined ? {} : { seal }
    if (isOpen) turn.patch({ place: { kind: 'loading', loadId, ...sealed } })
  }
}

/**
 * Does to the list or load that a pallet was begun from what is done to one that is open. The pallet
 * stays where it is: its cartons are closed, and it may hold those of other lists.
 */
function behindPallet<T>(turn: Turn, work: () => T): T {
  const { place, undo, prompt, multiplier, overrideBy, overrideFrame } = turn.state
  if (place.kind !== 'pallet') return work()
  turn.patch({ place: place.back })
  const done = work()
  const back = turn.state.place
  if (back.kind === 'pallet' || back.kind === 'put-back') {
    throw new Error(`a pallet is never begun from ${back.kind}`)
  }
  turn.patch({ place: { ...place, back }, undo, prompt, multiplier, overrideBy, overrideFrame })
  return done
}

/** What is wrong with a load, where it can be seen here: the office's code alone has no numbers. */
function confirmRefused(turn: Turn, action: ActionDraft, code: string): AlertCall | null {
  if (action.type !== 'load.confirm') return null
  const isInLoad = code === 'over-capacity' || code === 'wrong-state'
  const load = turn.view.get('load', action.payload.loadId)
  return isInLoad && load !== undefined ? confirmTrouble(turn.view, load) : null
}

/** New documents from the office, seen from where the operator is. */
export function documentsChanged(turn: Turn): Ending {
  const { place } = turn.state
  const ending = placeChanged(turn, place)
  return tellCancelled(turn) ? 'alert' : ending
}

function placeChanged(turn: Turn, place: WorkflowState['place']): Ending {
  switch (place.kind) {
    case 'list':
      return listChanged(turn, place)
    case 'loading':
      return loadChanged(turn, place.loadId)
    case 'put-back':
      return putBackChanged(turn, place)
    case 'pallet':
      return palletChanged(turn, place)
    default:
      return 'ignored'
  }
}

function listChanged(turn: Turn, before: ListPlace): Ending {
  const list = turn.view.get('pick-list', before.listId)
  if (list === undefined) {
    leave(turn)
    turn.say('list-gone', {}, 'stop')
    return 'command'
  }
  if (isListCancelled(list)) {
    leave(turn)
    rememberTold(turn, list)
    turn.latch(alarm('order-cancelled', { orderNumber: listName(list) }))
    return 'alert'
  }
  const place = withoutCancelled(turn, before, list)
  const isTold = tellCancelledOf(turn, list)
  const stopped = stoppedOrder(list) ?? stoppedUnderway(turn, place, list)
  if (stopped !== undefined) {
    if (stoppedOrder(list) === undefined) turn.patch({ place: { ...place, unitId: null } })
    else leave(turn)
    turn.latch(stoppedAlarm(stopped.orderNumber, stopped.blockedBecause))
    return 'alert'
  }
  if (list.status !== 'done' && list.claim?.stationId !== turn.context.stationId) {
    leave(turn)
    turn.latch(alarm('list-held-elsewhere', { list: listName(list) }))
    return 'alert'
  }
  const ending = unitsChanged(turn, place, list)
  return isTold ? 'alert' : ending
}

/** A carton of an order that was cancelled is set aside; its goods go back once the others are done. */
function withoutCancelled(turn: Turn, place: ListPlace, list: PickList): ListPlace {
  const kept = (unitId: string | null) => {
    const unit = unitId === null ? undefined : turn.view.get('unit', unitId)
    const orderNumber = orderOf(unit ?? null)
    return orderNumber !== null && isOrderCancelled(list, orderNumber) ? null : unitId
  }
  const [unitId, toVerify] = [kept(place.unitId), kept(place.toVerify)]
  if (unitId === place.unitId && toVerify === place.toVerify) return place
  const after = { ...place, unitId, toVerify }
  turn.patch({ place: after })
  return after
}

/** The order of the carton that stands open, if it was stopped: the carton is set aside as it is. */
function stoppedUnderway(turn: Turn, place: ListPlace, list: PickList): PickListOrder | undefined {
  const orderNumber = orderOf(openUnit(turn.view, place))
  return list.orders.find((order) => order.orderNumber === orderNumber && order.isBlocked === true)
}

/**
 * A label scanned back at the dock meanwhile is scanned back; a unit closed elsewhere is closed; goods
 * in a carton that another bench has open are packed, and nobody may be asked to pack them here.
 */
function unitsChanged(turn: Turn, place: ListPlace, list: PickList): Ending {
  const open = place.unitId === null ? undefined : turn.view.get('unit', place.unitId)
  const closed = place.toVerify === null ? undefined : turn.view.get('unit', place.toVerify)
  const isProven =
    closed === undefined ||
    closed.status === 'loaded' ||
    closed.status === 'departed' ||
    (isLabelVerified(closed) && closed.label.verifiedCopy >= newestCopy(turn, closed))
  const unitId = open?.status === 'open' ? place.unitId : null
  const toVerify = isProven ? null : place.toVerify
  const found = unitsOnList(turn.context.lookup, list).map((unit) => unit.id)
  const unitIds = [...new Set([...place.unitIds, ...found])]
  const isSame =
    unitId === place.unitId &&
    toVerify === place.toVerify &&
    unitIds.length === place.unitIds.length
  if (isSame) return 'ignored'
  turn.patch({ place: { ...place, unitId, toVerify, unitIds } })
  return 'command'
}

/** The pallet may have been closed, scanned or dropped elsewhere; so may what it was begun from. */
function palletChanged(turn: Turn, place: PalletPlace): Ending {
  const behind = behindPallet(turn, () => placeChanged(turn, place.back))
  const pallet = turn.view.get('unit', place.unitId)
  const isDone =
    pallet === undefined ||
    (pallet.status === 'closed'
      ? isLabelVerified(pallet) && pallet.label.verifiedCopy >= newestCopy(turn, pallet)
      : pallet.status !== 'open')
  const now = turn.state.place
  if (!isDone || now.kind !== 'pallet') return behind
  goBack(turn, now)
  turn.say('pallet-gone', {}, 'stop')
  return behind === 'ignored' ? 'command' : behind
}

function loadChanged(turn: Turn, loadId: string): Ending {
  const load = turn.view.get('load', loadId)
  if (load === undefined || load.status === 'departed') {
    leave(turn)
    turn.say('load-gone', {}, 'stop')
    return 'command'
  }
  if (load.status === 'confirmed') {
    leave(turn)
    turn.latch(alarm('load-closed', { load: load.number }))
    return 'alert'
  }
  if (load.claim?.stationId !== turn.context.stationId) {
    leave(turn)
    turn.latch(alarm('load-held-elsewhere', { load: load.number }))
    return 'alert'
  }
  return 'ignored'
}
