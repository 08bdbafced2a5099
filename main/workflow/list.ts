import { isWithinTolerance } from '#contract/weight/tolerance.ts'
import type { PickList } from '#contract/documents/pick-list.ts'
import { alarm } from './alerts.ts'
import { byScale, closeUnit, dropEmptyUnit, leave, stableWeight } from './closing.ts'
import { expectedWeight } from './expected-weight.ts'
import {
  canPack,
  isTrolley,
  isUnitEmpty,
  listName,
  type ListPlace,
  listWork,
  openUnit,
  ordinalOf,
} from './list-work.ts'
import { type Meaning, nameOf, type ScannedUnit } from './meaning.ts'
import { standPallet } from './pallet.ts'
import { scanProduct } from './picking.ts'
import { scanTote } from './totes.ts'
import type { Ending, Turn } from './turn.ts'
import { undo } from './undo.ts'
import { askReprint, isWaitingForLabel, scanBack } from './unit-labels.ts'
import { placeKind } from './workflow-kind.ts'

/** What is scanned while a list is open. */
export function scanAtList(
  turn: Turn,
  place: ListPlace,
  meaning: Meaning,
  scanned: { text: string; multiplier: number },
): Ending {
  const list = turn.view.get('pick-list', place.listId)
  if (list === undefined) {
    leave(turn)
    turn.say('list-gone', {}, 'stop')
    return 'ignored'
  }
  switch (meaning.kind) {
    case 'tote':
      return scanTote(turn, place, list, meaning.tote)
    case 'product':
      return scanProduct(turn, { place, list, meaning, ...scanned })
    case 'unit':
      return scanUnit(turn, place, meaning, scanned.text)
    case 'quantity':
      turn.patch({ multiplier: meaning.quantity })
      turn.say('quantity', { quantity: meaning.quantity })
      return 'command'
    case 'pick-list':
      if (meaning.code !== list.code) break
      turn.say('list-resumed', { list: listName(list) })
      return 'ignored'
    case 'command':
      return command(turn, place, list, meaning.name)
    case 'load':
      break
    case 'reason':
    case 'mark':
    case 'badge':
    case 'unknown':
    case 'unreadable':
      return alarm('not-now', { what: nameOf(meaning), where: placeKind(place, turn.view) })
  }
  return alarm('finish-this-first', { what: listName(list) })
}

function scanUnit(turn: Turn, place: ListPlace, scanned: ScannedUnit, text: string): Ending {
  const unit = turn.view.get('unit', scanned.unitId)
  if (unit === undefined) return alarm('unknown-unit', { text })
  if (unit.status === 'open') return alarm('unit-open', { unit: unit.id })
  if (unit.id === place.toVerify || isWaitingForLabel(turn, unit)) {
    return scanBack(turn, scanned, unit, text)
  }
  if (place.toVerify !== null) return alarm('label-not-scanned-back', { unit: place.toVerify })
  return alarm('not-now', { what: unit.id, where: placeKind(place, turn.view) })
}

function command(turn: Turn, place: ListPlace, list: PickList, name: string): Ending {
  switch (name) {
    case 'SHORT':
      return askShort(turn, place, list)
    case 'CLOSE':
      return close(turn, place)
    case 'WEIGH':
      return askDeclare(turn, place)
    case 'REPRINT':
      return askReprint(turn)
    case 'NEXT':
      return skip(turn, place, list)
    case 'UNDO':
      return undo(turn)
    case 'CANCEL':
      return release(turn, place, list)
    case 'PALLET':
      return palletBetween(turn, place, list)
    default:
      return alarm('not-now', { what: name, where: placeKind(place, turn.view) })
  }
}

/** SHORT: what is asked for now is not on its shelf, or not in its tote where only packing is left. */
function askShort(turn: Turn, place: ListPlace, list: PickList): Ending {
  const { next } = listWork(turn.view, place, list, turn.context.mode)
  if (next === null) return alarm('nothing-to-short', {})
  const { sku } = next.line
  const name = turn.view.get('product', sku)?.name ?? sku
  const isPicked = next.toPick === 0
  turn.patch({
    prompt: {
      kind: 'short-reason',
      sku,
      name,
      quantity: isPicked ? next.toPack : next.toPick,
      ...(isPicked ? { isPicked } : {}),
    },
  })
  turn.say('asked', { prompt: 'short-reason' })
  return 'command'
}

/** CLOSE: by the scale where there is one, else by what the unit should weigh. */
export function close(turn: Turn, place: ListPlace): Ending {
  const unit = unitToClose(turn, place, 'CLOSE')
  if (!('id' in unit)) return unit
  const { hasScale, scaleDivisionGrams } = turn.context
  const expected = expectedWeight(turn.view, unit, scaleDivisionGrams)
  if (!hasScale) {
    return closeUnit(turn, unit, { grossGrams: expected.expectedGrams, source: 'declared' })
  }
  const weight = stableWeight(turn.context.scale)
  if (weight === null) return alarm('no-stable-weight', {})
  if (isWithinTolerance(weight.grams, expected)) return closeUnit(turn, unit, byScale(weight))
  turn.patch({
    prompt: {
      kind: 'override',
      step: 'badge',
      unitId: unit.id,
      grossGrams: weight.grams,
      ...expected,
      supervisor: null,
      triesLeft: null,
    },
    overrideBy: null,
    overrideFrame: weight.raw,
  })
  turn.say('asked', { prompt: 'override' }, 'stop')
  return 'command'
}

function askDeclare(turn: Turn, place: ListPlace): Ending {
  const unit = unitToClose(turn, place, 'WEIGH')
  if (!('id' in unit)) return unit
  turn.patch({ prompt: { kind: 'declare-reason', unitId: unit.id } })
  turn.say('asked', { prompt: 'declare-reason' })
  return 'command'
}

/** The open unit with goods in it, unless the one before still waits for its label. */
function unitToClose(turn: Turn, place: ListPlace, what: string) {
  const { mode } = turn.context
  if (!canPack(mode)) return alarm('mode-missing', { what: 'packing' })
  if (place.toVerify !== null) return alarm('label-not-scanned-back', { unit: place.toVerify })
  const unit = openUnit(turn.view, place)
  if (unit === null || isUnitEmpty(unit)) {
    return alarm('not-now', { what, where: placeKind(place, turn.view) })
  }
  return unit
}

function skip(turn: Turn, place: ListPlace, list: PickList): Ending {
  const { next } = listWork(turn.view, place, list, turn.context.mode)
  if (next === null) return alarm('not-now', { what: 'NEXT', where: placeKind(place, turn.view) })
  const { lineNo, sku } = next.line
  const skipped = [...place.skipped.filter((other) => other !== lineNo), lineNo]
  turn.patch({ place: { ...place, skipped, orderNumber: null } })
  turn.say('line-skipped', { name: turn.view.get('product', sku)?.name ?? sku })
  return 'command'
}

/** PALLET between two cartons: what is closed and labelled so far is put together. */
function palletBetween(turn: Turn, place: ListPlace, list: PickList): Ending {
  if (place.toVerify !== null) return alarm('label-not-scanned-back', { unit: place.toVerify })
  const unit = openUnit(turn.view, place)
  const isBusy = unit !== null && !isUnitEmpty(unit) && !isTrolley(list, turn.context.mode)
  if (isBusy)
    return alarm('finish-this-first', { what: `${unit.kind} ${ordinalOf(place, unit.id)}` })
  return standPallet(turn, place)
}

/** CANCEL gives the list back as long as no goods have moved for it here. */
function release(turn: Turn, place: ListPlace, list: PickList): Ending {
  const isStarted =
    turn.context.mode === 'pack'
      ? place.unitIds.some((unitId) => turn.view.get('unit', unitId)?.contents.length !== 0)
      : list.lines.some((line) => line.picked > 0)
  const name = listName(list)
  if (isStarted) return alarm('finish-this-first', { what: name })
  const refused =
    dropEmptyUnit(turn, place) ??
    turn.record([{ type: 'pick.release', payload: { pickListId: list.id } }])
  if (refused !== null) return refused
  leave(turn)
  turn.say('list-released', { list: name })
  return 'action'
}
