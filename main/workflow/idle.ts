import { isLeasedElsewhere } from '#contract/actions/claim-lease.ts'
import { type Claim, type PickList, stoppedOrder } from '#contract/documents/pick-list.ts'
import { alarm, stoppedAlarm } from './alerts.ts'
import { openNext } from './closing.ts'
import {
  canPack,
  isLeft,
  isListCancelled,
  isSetAside,
  isListMovedOn,
  isTrolley,
  listName,
  listWork,
  unitsOnList,
} from './list-work.ts'
import { printLastList } from './loading.ts'
import { type Meaning, nameOf } from './meaning.ts'
import { goOnWithPallet, standPallet } from './pallet.ts'
import { openPalletOf } from './pallet-work.ts'
import { isUnlabelled } from './owed-labels.ts'
import { listToPutBack, startPutBack, sumInHand } from './put-back.ts'
import { scanToteAtIdle } from './totes.ts'
import type { Ending, Turn } from './turn.ts'
import { placeKind } from './workflow-kind.ts'
import { askReprint, isWaitingForLabel, scanBack } from './unit-labels.ts'
import { askLabels, scanUnlabelled } from './unlabelled.ts'

/** Nothing is open: a list or a load begins here, a label left behind can be scanned back. */
export function scanAtIdle(turn: Turn, meaning: Meaning, text: string): Ending {
  if (meaning.kind === 'pick-list') return claimList(turn, meaning.code, text)
  if (meaning.kind === 'load') return claimLoad(turn, meaning.code, text)
  if (meaning.kind === 'tote') return scanToteAtIdle(turn, meaning.tote)
  if (meaning.kind === 'unit') {
    const unit = turn.view.get('unit', meaning.unitId)
    if (unit === undefined) return alarm('unknown-unit', { text })
    const cancelled = turn.context.mode === 'load' ? null : listToPutBack(turn, unit)
    if (cancelled !== null) return startPutBack(turn, cancelled, unit.id)
    if (isUnlabelled(unit, turn.state)) return scanUnlabelled(turn, unit, meaning, text)
    if (isWaitingForLabel(turn, unit)) return scanBack(turn, meaning, unit, text)
    const pallet = openPalletOf(turn.view, unit)
    if (pallet !== null) return goOnWithPallet(turn, pallet, { kind: 'idle' })
  }
  if (meaning.kind === 'command') {
    if (meaning.name === 'PALLET') return standPallet(turn, { kind: 'idle' })
    if (meaning.name === 'UNDO') return alarm('nothing-to-undo', {})
    if (meaning.name === 'REPRINT') return askReprint(turn)
    if (meaning.name === 'LIST') return printLastList(turn)
    if (meaning.name === 'CANCEL') return 'ignored'
  }
  return alarm('not-now', { what: nameOf(meaning), where: 'idle' })
}

function claimList(turn: Turn, code: string, text: string): Ending {
  const { lookup, mode, stationId } = turn.context
  const list = lookup.pickListByCode(code)
  if (list === null) return alarm('unknown-list', { text })
  if (mode === 'load') return alarm('mode-missing', { what: 'picking' })
  const name = listName(list)
  if (isListMovedOn(list)) return alarm('list-done', { list: name })
  if (isListCancelled(list)) {
    if (sumInHand(list) > 0) return startPutBack(turn, list, null)
    return alarm('order-cancelled', { orderNumber: name })
  }
  const stopped = stoppedOrder(list)
  if (stopped !== undefined) return stoppedAlarm(stopped.orderNumber, stopped.blockedBecause)
  const units = unitsOnList(lookup, list)
  // Whoever packed it: what was closed without a label is labelled wherever a printer is.
  const owed = units.filter((unit) => isUnlabelled(unit, turn.state))
  const isPacked = list.status === 'done' && sumInHand(list) === 0
  if (isPacked && owed.length > 0) return askLabels(turn, owed)
  if (isLeasedElsewhere(list.claim, turn.context)) {
    const isDone = list.status === 'done'
    return alarm(isDone ? 'list-done' : 'list-held-elsewhere', { list: name })
  }
  const own = units.filter((unit) => unit.stationId === stationId && !isSetAside(list, unit))
  const place = {
    kind: 'list' as const,
    listId: list.id,
    unitId: own.findLast((unit) => unit.status === 'open')?.id ?? null,
    toVerify: own.findLast((unit) => isWaitingForLabel(turn, unit))?.id ?? null,
    unitIds: units.map((unit) => unit.id),
    skipped: [],
  }
  const isFinished = list.status === 'done' && place.unitId === null && place.toVerify === null
  if (isFinished) {
    return sumInHand(list) > 0 ? startPutBack(turn, list, null) : alarm('list-done', { list: name })
  }
  const work = listWork(lookup, place, list, mode)
  if (mode === 'pack' && placeKind(place, lookup) === 'picking') {
    return alarm('mode-missing', { what: 'picking' })
  }
  if (mode === 'pick' && !work.route.some(isLeft)) return alarm('list-done', { list: name })
  return startList(turn, list, place)
}

function startList(
  turn: Turn,
  list: PickList,
  place: Extract<Turn['state']['place'], { kind: 'list' }>,
): Ending {
  const { mode } = turn.context
  const isMine = isHeldHere(turn, list.claim)
  if (!isMine && list.status !== 'done') {
    if (turn.context.newWorkStop !== null) return alarm(turn.context.newWorkStop, {})
    const refused = turn.record([{ type: 'pick.claim', payload: { pickListId: list.id } }])
    if (refused !== null) return refused
  }
  turn.patch({ place, undo: [] })
  const claimed = turn.view.get('pick-list', list.id) ?? list
  const isUnitNeeded =
    canPack(mode) &&
    !isTrolley(claimed, mode) &&
    place.unitId === null &&
    listWork(turn.view, place, claimed, mode).next !== null
  if (isUnitNeeded) {
    const opened = openNext(turn)
    if (typeof opened === 'object') return opened
    if (opened === 'no-numbers') return alarm('no-numbers', {})
  }
  if (isMine) turn.say('list-resumed', { list: listName(list) })
  else turn.say('list-claimed', { list: listName(list), lines: list.lines.length })
  return turn.actions.length > 0 ? 'action' : 'command'
}

function claimLoad(turn: Turn, code: string, text: string): Ending {
  const load = turn.context.lookup.loadByCode(code)
  if (load === null) return alarm('unknown-load', { text })
  const isMine = load.status === 'claimed' && isHeldHere(turn, load.claim)
  if (!isMine) {
    if (turn.context.newWorkStop !== null) return alarm(turn.context.newWorkStop, {})
    const refused = turn.record([{ type: 'load.claim', payload: { loadId: load.id } }])
    if (refused !== null) return refused
  }
  turn.patch({ place: { kind: 'loading', loadId: load.id }, undo: [] })
  turn.say(isMine ? 'load-resumed' : 'load-claimed', { load: load.number })
  return isMine ? 'command' : 'action'
}

function isHeldHere({ context }: Turn, claim: Claim | null): boolean {
  return claim?.stationId === context.stationId && claim.leaseUntil > context.now
}
