import { isEmpty, isSameStop } from '#contract/actions/unit-changes.ts'
import type { PayloadOf } from '#contract/actions/index.ts'
import { isBlockedOrder } from '#contract/documents/pick-list.ts'
import { isLabelVerified, type Unit } from '#contract/documents/unit.ts'
import { isWithinTolerance } from '#contract/weight/tolerance.ts'
import { alarm, type AlertCall, stoppedAlarm } from './alerts.ts'
import { byScale, stableWeight, type Weighing } from './closing.ts'
import { expectedWeight } from './expected-weight.ts'
import { isOrderCancelled } from './list-work.ts'
import { type Meaning, nameOf, type ScannedUnit } from './meaning.ts'
import { closingOf } from './owed-labels.ts'
import { lightestPallet } from './packaging-choice.ts'
import { cartonsOn, isToComeOff, otherLoadOf, palletGrams, palletsUnderway } from './pallet-work.ts'
import type { Ending, Turn } from './turn.ts'
import { reopenUnit } from './undo.ts'
import {
  askReprint,
  newestCopy,
  printLabel,
  scanBack,
  scannedCopy,
  settleDoubts,
} from './unit-labels.ts'
import type { PalletBack, PalletPlace } from './workflow-types.ts'

type Scan = { scanned: ScannedUnit; text: string }

/** PALLET: goes on with the pallet that this bench has underway, or begins a new one. */
export function standPallet(turn: Turn, back: PalletBack): Ending {
  const { lookup, stationId, newWorkStop } = turn.context
  const [underway] = palletsUnderway(lookup, stationId)
  if (underway !== undefined) return goOnWithPallet(turn, underway, back)
  if (newWorkStop !== null) return alarm(newWorkStop, {})
  const unitId = turn.context.takeUnitId()
  if (unitId === null) return alarm('no-numbers', {})
  const packaging = lightestPallet(lookup.packagings())?.code
  const payload: PayloadOf<'pack.open'> = {
    unitId,
    kind: 'pallet',
    ...(packaging === undefined ? {} : { packaging }),
  }
  const refused = turn.record([{ type: 'pack.open', payload }])
  if (refused !== null) return refused
  turn.patch({ place: { kind: 'pallet', unitId, back }, undo: [] })
  turn.say('pallet-opened', {})
  return 'action'
}

export function goOnWithPallet(turn: Turn, pallet: Unit, back: PalletBack): Ending {
  turn.patch({ place: { kind: 'pallet', unitId: pallet.id, back }, undo: [] })
  turn.say('pallet-resumed', { cartons: pallet.children.length })
  return 'command'
}

/** What is scanned while a pallet is built, or closed and waits for its label. */
export function scanAtPallet(
  turn: Turn,
  place: PalletPlace,
  meaning: Meaning,
  text: string,
): Ending {
  const pallet = turn.view.get('unit', place.unitId)
  if (pallet === undefined) {
    goBack(turn, place)
    turn.say('pallet-gone', {}, 'stop')
    return 'ignored'
  }
  if (meaning.kind === 'unit') return scanUnit(turn, pallet, meaning, text)
  if (meaning.kind === 'pick-list' || meaning.kind === 'load') {
    return alarm('finish-this-first', { what: 'pallet' })
  }
  return meaning.kind === 'command'
    ? command(turn, place, pallet, meaning.name)
    : alarm('not-now', { what: nameOf(meaning), where: 'pallet' })
}

/** A pallet that nothing was put on is not left standing when its operator goes. */
export function dropEmptyPallet(turn: Turn): void {
  const { place } = turn.state
  const pallet = place.kind === 'pallet' ? turn.view.get('unit', place.unitId) : undefined
  if (place.kind !== 'pallet' || pallet?.status !== 'open' || !isEmpty(pallet)) return
  // Whoever may not pack leaves it to the next one.
  const refused = turn.record([{ type: 'pack.close', payload: { unitId: pallet.id } }])
  if (refused === null) goBack(turn, place)
}

/** Where the pallet was begun from. What could be taken back at it no longer can. */
export function goBack(turn: Turn, { back }: PalletPlace): void {
  turn.patch({ place: back, undo: [], multiplier: 1, isWeightFresh: false })
}

function command(turn: Turn, place: PalletPlace, pallet: Unit, name: string): Ending {
  const isOpen = pallet.status === 'open'
  switch (name) {
    case 'UNDO':
      return isOpen ? takeLastOff(turn, pallet) : reopen(turn, pallet)
    case 'REPRINT':
      return askReprint(turn)
    case 'CLOSE':
      if (isOpen) return close(turn, place, pallet)
      break
    case 'CANCEL':
      if (isOpen) return setAside(turn, place, pallet)
      break
    case 'PALLET':
      if (!isOpen) break
      turn.say('pallet-resumed', { cartons: pallet.children.length })
      return 'ignored'
    default:
      return alarm('not-now', { what: name, where: 'pallet' })
  }
  return alarm('label-not-scanned-back', { unit: pallet.id })
}

function scanUnit(turn: Turn, pallet: Unit, scanned: ScannedUnit, text: string): Ending {
  if (pallet.status !== 'open') {
    return scanned.unitId === pallet.id
      ? scanBack(turn, scanned, pallet, text)
      : alarm('label-not-scanned-back', { unit: pallet.id })
  }
  if (scanned.unitId === pallet.id) {
    turn.say('pallet-resumed', { cartons: pallet.children.length })
    return 'ignored'
  }
  const carton = turn.view.get('unit', scanned.unitId)
  if (carton === undefined || carton.status === 'dropped') return alarm('unknown-unit', { text })
  if (carton.parentId === pallet.id) return scanAgain(turn, pallet, carton, { scanned, text })
  const wrong = cartonTrouble(turn, carton) ?? stopTrouble(turn, carton, pallet)
  return wrong ?? nest(turn, pallet, carton, { scanned, text })
}

/** A carton that is on the pallet: it comes off where it must, or its new label is scanned back. */
function scanAgain(turn: Turn, pallet: Unit, carton: Unit, { scanned, text }: Scan): Ending {
  if (isToComeOff(turn.view, carton)) return takeOff(turn, pallet, carton)
  const isProven = carton.label.verifiedCopy >= newestCopy(turn, carton)
  return isProven
    ? alarm('already-on-pallet', { unit: carton.id })
    : scanBack(turn, scanned, carton, text)
}

/** A carton goes on: its label counts as scanned back, and it leaves the pallet it stood on before. */
function nest(turn: Turn, pallet: Unit, carton: Unit, { scanned, text }: Scan): Ending {
  const copy = scannedCopy(turn, scanned, carton, text)
  if (typeof copy === 'object') return copy
  const unitId = carton.id
  const old = carton.parentId === null ? undefined : turn.view.get('unit', carton.parentId)
  const onLoad = old === undefined ? null : loadTrouble(turn, old)
  if (onLoad !== null) return onLoad
  const isReopened = old !== undefined && old.status !== 'open'
  // Its bench has no printer: what was scanned is its number, from a screen or a sheet.
  const isOwed = carton.label.isOwed === true && copy === 0
  const isProven = isOwed || (isLabelVerified(carton) && carton.label.verifiedCopy >= copy)
  const refused =
    (isReopened ? reopenUnit(turn, old, 'MOVED') : null) ??
    (isProven
      ? null
      : turn.record([{ type: 'label.verify', payload: { unitId, copy: Math.max(1, copy) } }])) ??
    turn.record([{ type: 'pack.nest', payload: { unitId, parentId: pallet.id } }]) ??
    (old === undefined ? null : dropIfEmpty(turn, old))
  if (refused !== null) return refused
  settleDoubts(turn, unitId)
  turn.patch({ lastUnitId: unitId })
  sayNested(turn, { unit: unitId, pallet: pallet.id, from: old?.id ?? null, isReopened })
  return 'action'
}

function sayNested(
  turn: Turn,
  said: { unit: string; pallet: string; from: string | null; isReopened: boolean },
): void {
  const { unit, from } = said
  const pallet = turn.view.get('unit', said.pallet)
  const cartons = pallet?.children.length ?? 0
  const grams = pallet === undefined ? 0 : palletGrams(turn.view, pallet)
  const isLeft = from !== null && turn.view.get('unit', from)?.status === 'open'
  if (from === null) turn.say('on-pallet', { unit, cartons, grams })
  else if (said.isReopened && isLeft) turn.say('on-pallet-reopened', { unit, from }, 'stop')
  else turn.say('on-pallet-moved', { unit, from, cartons })
}

/** The pallet a carton was taken from is dropped with its last carton, unless another bench is at it. */
function dropIfEmpty(turn: Turn, before: Unit): AlertCall | null {
  const now = turn.view.get('unit', before.id)
  const isOurs = before.stationId === turn.context.stationId || before.status !== 'open'
  if (now?.status !== 'open' || !isEmpty(now) || !isOurs) return null
  return turn.record([{ type: 'pack.close', payload: { unitId: before.id } }])
}

/** What keeps a carton off every pallet. */
function cartonTrouble(turn: Turn, carton: Unit): AlertCall | null {
  if (carton.kind !== 'carton') return alarm('only-cartons', { unit: carton.id })
  const onLoad = loadTrouble(turn, carton)
  if (onLoad !== null) return onLoad
  if (carton.status === 'open') return alarm('unit-open', { unit: carton.id })
  for (const { pickListId, orderNumber } of carton.contents) {
    const list = turn.view.get('pick-list', pickListId)
    if (list === undefined) continue
    if (isOrderCancelled(list, orderNumber)) return alarm('order-cancelled', { orderNumber })
    if (!isBlockedOrder(list, orderNumber)) continue
    const order = list.orders.find((candidate) => candidate.orderNumber === orderNumber)
    return stoppedAlarm(orderNumber, order?.blockedBecause)
  }
  return null
}

/** On a truck, or gone with one. */
function loadTrouble(turn: Turn, { id, status, loadId }: Unit): AlertCall | null {
  const isOnLoad = loadId !== null || status === 'loaded' || status === 'departed'
  if (!isOnLoad) return null
  const load = loadId === null ? '' : (turn.view.get('load', loadId)?.number ?? loadId)
  return alarm('unit-on-load', { unit: id, load })
}

/** What keeps a carton off this pallet: the first one has said whose it is. */
function stopTrouble(turn: Turn, carton: Unit, pallet: Unit): AlertCall | null {
  if (isEmpty(pallet) || pallet.shipTo === null) return null
  const unit = carton.id
  if (!isSameStop(carton, pallet)) {
    const isSameDay = carton.deliveryDate === pallet.deliveryDate
    return isSameDay
      ? alarm('pallet-other-stop', { unit, belongs: doorOf(carton), pallet: doorOf(pallet) })
      : alarm('pallet-other-day', {
          unit,
          belongs: carton.deliveryDate ?? '',
          pallet: pallet.deliveryDate ?? '',
        })
  }
  const other = otherLoadOf(turn.context.lookup, carton, pallet)
  return other === null ? null : alarm('pallet-other-load', { unit, ...other })
}

function doorOf({ shipTo }: Unit): string {
  return shipTo === null ? '' : `${shipTo.name}, ${shipTo.city}`
}

/** UNDO takes off what was put on last, however long ago: the pallet itself knows. */
function takeLastOff(turn: Turn, pallet: Unit): Ending {
  const last = cartonsOn(turn.view, pallet).at(-1)
  return last === undefined ? alarm('nothing-to-undo', {}) : takeOff(turn, pallet, last)
}

function takeOff(turn: Turn, pallet: Unit, carton: Unit): Ending {
  const refused = turn.record([{ type: 'pack.unnest', payload: { unitId: carton.id } }])
  if (refused !== null) return refused
  const cartons = turn.view.get('unit', pallet.id)?.children.length ?? 0
  turn.say('off-pallet', { unit: carton.id, cartons })
  return 'action'
}

function reopen(turn: Turn, pallet: Unit): Ending {
  const refused = reopenUnit(turn, pallet, 'UNDO')
  if (refused !== null) return refused
  turn.say('unit-reopened', { unit: pallet.id })
  return 'action'
}

/** CANCEL: an empty pallet goes, one with cartons on it stays open and is gone on with later. */
function setAside(turn: Turn, place: PalletPlace, pallet: Unit): Ending {
  const cartons = pallet.children.length
  if (cartons > 0) {
    goBack(turn, place)
    turn.say('pallet-set-aside', { cartons })
    return 'command'
  }
  const refused = turn.record([{ type: 'pack.close', payload: { unitId: pallet.id } }])
  if (refused !== null) return refused
  goBack(turn, place)
  turn.say('pallet-dropped', {})
  return 'action'
}

/** CLOSE: the pallet has its weight and number, and its label goes to the printer. */
function close(turn: Turn, place: PalletPlace, pallet: Unit): Ending {
  const cartons = cartonsOn(turn.view, pallet)
  if (cartons.length === 0) return alarm('nothing-on-pallet', {})
  const held = cartons.find((carton) => isToComeOff(turn.view, carton))
  if (held !== undefined) {
    return alarm('take-off-pallet', { unit: held.id, orderNumber: held.orderNumbers.join(', ') })
  }
  const unitId = pallet.id
  const weighing = weigh(turn, pallet)
  const refused =
    (weighing === null ? null : turn.record([{ type: 'pack.weigh', payload: weighing }])) ??
    turn.record([{ type: 'pack.close', payload: closingOf(turn, unitId) }])
  if (refused !== null) return refused
  turn.patch({ lastUnitId: unitId, isWeightFresh: false })
  const grams = turn.view.get('unit', unitId)?.weight?.grossGrams ?? 0
  const said = { unit: unitId, cartons: cartons.length, grams }
  if (turn.context.hasPrinter) {
    printLabel(turn, unitId, null)
    turn.say('pallet-closed', said)
  } else {
    goBack(turn, place)
    turn.say('pallet-closed-unlabelled', said)
  }
  return 'action'
}

/**
 * The scale's weight, where the pallet is what stands on it. Few scales of a bench take a pallet, so any
 * other weight there is of something else and nobody is asked about it: the pallet weighs what its
 * cartons were weighed at, by the rule of pack.close, and null says so.
 */
function weigh(turn: Turn, pallet: Unit): (Weighing & PayloadOf<'pack.weigh'>) | null {
  const { hasScale, scale, scaleDivisionGrams } = turn.context
  const expected = expectedWeight(turn.view, pallet, scaleDivisionGrams)
  const weight = hasScale ? stableWeight(scale) : null
  if (weight !== null && isWithinTolerance(weight.grams, expected)) {
    return { unitId: pallet.id, ...expected, ...byScale(weight) }
  }
  const isKnown = pallet.children.every((id) => turn.view.get('unit', id)?.weight != null)
  if (isKnown) return null
  // A carton whose weight this bench has not been told of: what is known is declared.
  const grossGrams = expected.expectedGrams
  return { unitId: pallet.id, ...expected, grossGrams, source: 'declared' }
}
