import type { PayloadOf } from '#contract/actions/index.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { isWithinTolerance } from '#contract/weight/tolerance.ts'
import type { ScaleReading } from '../devices/scale/scale-reading.ts'
import type { AlertCall } from './alerts.ts'
import { expectedWeight } from './expected-weight.ts'
import {
  canPack,
  isOrderComplete,
  isTrolley,
  isUnitEmpty,
  listName,
  type ListPlace,
  listWork,
  openUnit,
} from './list-work.ts'
import { newUnitKind } from './packaging-choice.ts'
import { unitsOnTrolley } from './trolley.ts'
import type { Ending, Turn } from './turn.ts'
import { printLabel } from './unit-labels.ts'
import { closingOf } from './owed-labels.ts'

/** Characters of a scale's line that a weight keeps as evidence. */
export const FRAME_MAX = 100

export type Weighing = Pick<PayloadOf<'pack.weigh'>, 'grossGrams' | 'source' | 'frame' | 'override'>

/** A weight to act on: stable, in range and above zero. */
export function stableWeight(reading: ScaleReading | null): { grams: number; raw: string } | null {
  if (reading?.kind !== 'stable' || reading.grams <= 0) return null
  return { grams: reading.grams, raw: reading.raw }
}

/** Stands a new unit on the bench for the list that is open, or for one order of it. */
export function openNext(
  turn: Turn,
  forOrder: string | null = null,
): AlertCall | 'opened' | 'no-numbers' {
  const { place } = turn.state
  if (place.kind !== 'list') throw new Error('a unit is opened for a list, and none is open')
  const unitId = turn.context.takeUnitId()
  if (unitId === null) return 'no-numbers'
  const list = turn.view.get('pick-list', place.listId)
  if (list === undefined) throw new Error('the list that is open is not known')
  const only = forOrder ?? (list.orders.length === 1 ? list.orders[0]?.orderNumber : undefined)
  // A carton holds one order, so goods of the others say nothing about what is needed.
  const nextOrder = listWork(turn.view, place, list, turn.context.mode).next?.line.orderNumber
  const goodsOf = forOrder ?? nextOrder
  const lines = list.lines.filter((line) => goodsOf === undefined || line.orderNumber === goodsOf)
  const payload: PayloadOf<'pack.open'> = {
    unitId,
    ...newUnitKind({ ...list, lines }, turn.context.lookup.packagings()),
    ...(only === undefined ? {} : { orderNumber: only }),
  }
  const refused = turn.record([{ type: 'pack.open', payload }])
  if (refused !== null) return refused
  turn.patch({ place: { ...place, unitId, unitIds: [...place.unitIds, unitId] } })
  return 'opened'
}

/** Weighs and closes the open unit, sends its label to the printer, stands the next unit there. */
export function closeUnit(turn: Turn, unit: Unit, weighing: Weighing): Ending {
  const { place } = turn.state
  if (place.kind !== 'list') throw new Error('only a list has a unit to close')
  const { hasPrinter, scaleDivisionGrams } = turn.context
  const expected = expectedWeight(turn.view, unit, scaleDivisionGrams)
  const refused = turn.record([
    { type: 'pack.weigh', payload: { unitId: unit.id, ...expected, ...weighing } },
    { type: 'pack.close', payload: closingOf(turn, unit.id) },
  ])
  if (refused !== null) return refused
  turn.remember({ type: 'pack.reopen', payload: { unitId: unit.id, reason: 'UNDO' } })
  turn.patch({
    place: {
      ...place,
      unitId: null,
      toVerify: hasPrinter ? unit.id : place.toVerify,
      goesTo: null,
    },
    prompt: null,
    overrideBy: null,
    overrideFrame: null,
    lastUnitId: unit.id,
    isWeightFresh: false,
  })
  if (hasPrinter) {
    printLabel(turn, unit.id, null)
    turn.say('unit-closed', { unit: unit.id, grams: weighing.grossGrams })
  } else {
    turn.say('unit-closed-unlabelled', { unit: unit.id, grams: weighing.grossGrams })
  }
  const list = turn.view.get('pick-list', place.listId)
  if (list !== undefined && isTrolley(list, turn.context.mode)) return 'action'
  const isMoreToDo =
    list !== undefined && listWork(turn.view, place, list, turn.context.mode).next !== null
  // With no number left the next unit waits for the goods that need it; this one is closed all the same.
  const opened = isMoreToDo ? openNext(turn) : 'opened'
  return typeof opened === 'object' ? opened : 'action'
}

/**
 * Closes the open unit by the weight on the scale, if it is complete and weighs what it should. Null
 * when there is nothing to close. A weight that lay there when the last unit was closed doesn't count.
 */
export function closeIfWeighed(
  turn: Turn,
  reading: ScaleReading | null = turn.context.scale,
): Ending | null {
  const { place, prompt, alert, operatorId, isWeightFresh } = turn.state
  if (place.kind !== 'list' || alert !== null || operatorId === null) return null
  const weight = turn.context.hasScale ? stableWeight(reading) : null
  if (weight === null || !isWeightFresh || place.toVerify !== null) return null
  const unit = openUnit(turn.view, place)
  const list = turn.view.get('pick-list', place.listId)
  if (unit === null || isUnitEmpty(unit) || list === undefined) return null
  const isAsked = prompt?.kind === 'override' && prompt.unitId === unit.id
  if (prompt !== null && !isAsked) return null
  const work = listWork(turn.view, place, list, turn.context.mode)
  // On the walk the trolley is not at the scale; its cartons are weighed when all are complete.
  const isComplete = isTrolley(list, turn.context.mode)
    ? work.next === null
    : isOrderComplete(work, unit)
  if (!isAsked && !(isComplete && turn.context.autoClose)) return null
  const expected = expectedWeight(turn.view, unit, turn.context.scaleDivisionGrams)
  if (!isWithinTolerance(weight.grams, expected)) return null
  return closeUnit(turn, unit, byScale(weight))
}

export function byScale(weight: { grams: number; raw: string }): Weighing {
  return { grossGrams: weight.grams, source: 'scale', frame: weight.raw.slice(0, FRAME_MAX) }
}

/**
 * Leaves the list once nothing is left of it: a unit nothing came into is dropped, a label not yet
 * scanned back keeps the list open. A bench that only picks hands the list on.
 */
export function finishIfDone(turn: Turn): AlertCall | null {
  const { place } = turn.state
  const list = place.kind === 'list' ? turn.view.get('pick-list', place.listId) : undefined
  if (place.kind !== 'list' || list === undefined) return null
  if (listWork(turn.view, place, list, turn.context.mode).next !== null) return null
  const name = listName(list)
  if (!canPack(turn.context.mode)) {
    const refused = turn.record([{ type: 'pick.release', payload: { pickListId: list.id } }])
    if (refused !== null) return refused
    leave(turn)
    sayPicked(turn, place, name)
    return null
  }
  const refused = isTrolley(list, turn.context.mode)
    ? standNextTote(turn, place, list)
    : dropEmptyUnit(turn, place)
  if (refused !== null) return refused
  const unitId = turn.state.place.kind === 'list' ? turn.state.place.unitId : null
  if (openUnit(turn.view, { ...place, unitId }) !== null || place.toVerify !== null) return null
  leave(turn)
  const isHeld = list.orders.some((order) => order.status === 'ON_HOLD')
  if (isHeld) turn.say('list-on-hold', { list: name }, 'stop')
  else if (!turn.context.hasPrinter) turn.say('list-packed-unlabelled', { list: name })
  else turn.say('list-packed', { list: name })
  return null
}

/** The last goods are still in hand when the list is left, so the work screen says where they go. */
function sayPicked(turn: Turn, { goesTo = null }: ListPlace, list: string): void {
  if (goesTo === null || goesTo.isRight) {
    turn.say('list-picked', { list })
    return
  }
  turn.patch({ place: { kind: 'idle', goesTo } })
  turn.say('list-picked-tote', { list, name: goesTo.name, tote: goesTo.tote })
}

/** Everything is picked: what nothing came into is dropped, and the first carton left is weighed next. */
function standNextTote(turn: Turn, place: ListPlace, list: PickList): AlertCall | null {
  const { stationId } = turn.context
  for (const unitId of place.unitIds) {
    const unit = turn.view.get('unit', unitId)
    if (unit?.status !== 'open' || unit.stationId !== stationId || !isUnitEmpty(unit)) continue
    const refused = turn.record([{ type: 'pack.close', payload: { unitId } }])
    if (refused !== null) return refused
  }
  const left = unitsOnTrolley(turn.view, place, { list, stationId })
  const isStanding = left.some((unit) => unit.id === place.unitId)
  if (!isStanding) turn.patch({ place: { ...place, unitId: left[0]?.id ?? null } })
  return null
}

/** An open unit that nothing came into is dropped by closing it. */
export function dropEmptyUnit(turn: Turn, place: ListPlace): AlertCall | null {
  const unit = openUnit(turn.view, place)
  if (unit === null || !isUnitEmpty(unit)) return null
  turn.patch({ place: { ...place, unitId: null } })
  return turn.record([{ type: 'pack.close', payload: { unitId: unit.id } }])
}

/** Back to where lists and loads are chosen. What could be taken back no longer can. */
export function leave(turn: Turn): void {
  turn.patch({
    place: { kind: 'idle' },
    undo: [],
    multiplier: 1,
    prompt: null,
    overrideBy: null,
    overrideFrame: null,
  })
}
