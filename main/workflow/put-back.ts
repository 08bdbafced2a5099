import { planPutBack } from '#contract/actions/put-back-plan.ts'
import { withNested } from '#contract/actions/unit-changes.ts'
import { inHand, linesToPutBack } from '#contract/documents/goods-in-hand.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { alarm } from './alerts.ts'
import { leave } from './closing.ts'
import { listName, unitsOnList } from './list-work.ts'
import { type Meaning, nameOf, type ScannedProduct } from './meaning.ts'
import type { Ending, Turn } from './turn.ts'
import { TOLD_CANCELLED_MAX, type WorkflowState } from './workflow-types.ts'

export type PutBackPlace = Extract<WorkflowState['place'], { kind: 'put-back' }>

/** A cancelled list's code or a unit's label opens the step where its goods go back to their shelves. */
export function startPutBack(turn: Turn, list: PickList, unitId: string | null): Ending {
  const total = sumInHand(list)
  turn.patch({ place: { kind: 'put-back', listId: list.id, unitId, total }, undo: [] })
  turn.say('put-back-started', { list: nameToPutBack(list), quantity: total }, 'stop')
  return 'command'
}

/** The list whose cancelled goods lie in a unit or in what is nested in it, if any. */
export function listToPutBack(turn: Turn, unit: Unit): PickList | null {
  for (const { contents } of withNested(unit.id, turn.view)) {
    for (const { pickListId, lineNo } of contents) {
      const list = turn.view.get('pick-list', pickListId)
      const lines = list === undefined ? [] : linesToPutBack(list)
      if (list !== undefined && lines.some((line) => line.lineNo === lineNo)) return list
    }
  }
  return null
}

/** What is scanned while goods go back. */
export function scanAtPutBack(
  turn: Turn,
  place: PutBackPlace,
  meaning: Meaning,
  { multiplier }: { multiplier: number },
): Ending {
  const list = turn.view.get('pick-list', place.listId)
  if (list === undefined || linesToPutBack(list).length === 0) return finish(turn)
  switch (meaning.kind) {
    case 'product':
      return scanProduct(turn, { place, list, meaning, multiplier })
    case 'unit':
      return scanUnit(turn, place, list, meaning.unitId)
    case 'quantity':
      turn.patch({ multiplier: meaning.quantity })
      turn.say('quantity', { quantity: meaning.quantity })
      return 'command'
    case 'pick-list':
    case 'load':
      if (meaning.code === list.code) return 'ignored'
      return alarm('finish-this-first', { what: listName(list) })
    case 'command':
      if (meaning.name === 'CANCEL') return putOff(turn, list)
      if (meaning.name === 'UNDO') return alarm('put-back-stays', { order: listName(list) })
      break
    default:
  }
  return alarm('not-now', { what: nameOf(meaning), where: 'packing' })
}

/** New documents: another bench may have put the last of it back. */
export function putBackChanged(turn: Turn, place: PutBackPlace): Ending {
  const list = turn.view.get('pick-list', place.listId)
  if (list !== undefined && linesToPutBack(list).length > 0) return 'ignored'
  finish(turn)
  return 'command'
}

/**
 * Work that this bench did on an order which was cancelled while it was not looking: the alert comes up
 * once, wherever the operator is by now. A list that is open here is told about where it is left.
 */
export function tellCancelled(turn: Turn): boolean {
  const { lookup, stationId } = turn.context
  const { place } = turn.state
  const work = place.kind === 'pallet' ? place.back : place
  const openId = work.kind === 'idle' || work.kind === 'loading' ? null : work.listId
  const palletId = place.kind === 'pallet' ? place.unitId : null
  const news = lookup
    .pickLists()
    .filter((list) => list.id !== openId && untoldOf(turn.state, list).length > 0)
    .filter((list) => {
      // A claim that the office refused, as the order was cancelled by then, left goods in cartons.
      const isHere = unitsOnList(lookup, list).some((unit) => {
        return unit.stationId === stationId || (palletId !== null && unit.parentId === palletId)
      })
      return list.claim?.stationId === stationId || isHere
    })
  for (const list of news) {
    turn.latch(alarm('order-cancelled', { orderNumber: nameToPutBack(list) }))
    rememberTold(turn, list)
  }
  return news.length > 0
}

/** As `tellCancelled`, for an order of the list that is open here while others of it go on. */
export function tellCancelledOf(turn: Turn, list: PickList): boolean {
  const orderNumbers = untoldOf(turn.state, list)
  if (orderNumbers.length === 0) return false
  const orders = list.orders.filter(({ orderNumber }) => orderNumbers.includes(orderNumber))
  turn.latch(alarm('order-cancelled', { orderNumber: listName({ ...list, orders }) }))
  rememberTold(turn, list)
  return true
}

export function rememberTold(turn: Turn, list: PickList): void {
  const keys = ordersToPutBack(list).map((orderNumber) => toldKey(list, orderNumber))
  const others = turn.state.toldCancelled.filter((key) => !keys.includes(key))
  turn.patch({ toldCancelled: [...others, ...keys].slice(-TOLD_CANCELLED_MAX) })
}

function untoldOf({ toldCancelled }: WorkflowState, list: PickList): string[] {
  return ordersToPutBack(list).filter((one) => !toldCancelled.includes(toldKey(list, one)))
}

function toldKey(list: PickList, orderNumber: string): string {
  return `${list.id}/${orderNumber}`
}

function nameToPutBack(list: PickList): string {
  const orders = list.orders.filter(({ orderNumber }) =>
    ordersToPutBack(list).includes(orderNumber),
  )
  return listName({ ...list, orders })
}

type Scan = { place: PutBackPlace; list: PickList; meaning: ScannedProduct; multiplier: number }

/** Goods are back on their shelf: out of their unit, off the list, free for the next order. */
function scanProduct(turn: Turn, { place, list, meaning, multiplier }: Scan): Ending {
  const { product, lot, quantity: each } = meaning
  const quantity = each * multiplier
  const line = lineFor(turn, place, list, { sku: product.sku, quantity })
  if (line === null) return alarm('not-to-put-back', { scanned: product.name })
  const plan = planPutBack(
    { list, line, quantity, lot, units: unitsFirst(turn, place, list) },
    { read: turn.view, fromLoads: false },
  )
  if (plan.kind === 'on-load') {
    const load = turn.view.get('load', plan.loadId)?.number ?? plan.loadId
    return alarm('unit-on-load', { unit: plan.unit.id, load })
  }
  if (plan.kind === 'too-many') {
    return alarm('more-than-in-hand', { scanned: product.name, open: plan.inHand, quantity })
  }
  const refused = turn.record(plan.steps)
  if (refused !== null) return refused
  const after = turn.view.get('pick-list', list.id)
  const left = after === undefined ? 0 : sumInHand(after)
  if (left === 0) return finish(turn)
  turn.say('put-back', { name: product.name, quantity, left })
  return 'action'
}

/** The line whose goods lie in the unit at hand before others, and one that has this many before all. */
function lineFor(
  turn: Turn,
  place: PutBackPlace,
  list: PickList,
  { sku, quantity }: { sku: string; quantity: number },
): PickLine | null {
  const lines = linesToPutBack(list).filter((line) => line.sku === sku)
  const unit = place.unitId === null ? undefined : turn.view.get('unit', place.unitId)
  const inUnit = new Set(unit?.contents.map(({ lineNo }) => lineNo))
  const sorted = lines.toSorted((a, b) => {
    return Number(inUnit.has(b.lineNo)) - Number(inUnit.has(a.lineNo))
  })
  return sorted.find((line) => inHand(line) >= quantity) ?? sorted[0] ?? null
}

function unitsFirst(turn: Turn, place: PutBackPlace, list: PickList): Unit[] {
  const scanned = place.unitId === null ? [] : withNested(place.unitId, turn.view)
  const others = unitsOnList(turn.context.lookup, list)
  const newest = [...scanned, ...others].flatMap(({ id }) => turn.view.get('unit', id) ?? [])
  return [...new Map(newest.map((unit) => [unit.id, unit])).values()]
}

/** Another unit of the same order: its goods go first from now on. */
function scanUnit(turn: Turn, place: PutBackPlace, list: PickList, unitId: string): Ending {
  const unit = turn.view.get('unit', unitId)
  const of = unit === undefined ? null : listToPutBack(turn, unit)
  if (of?.id !== list.id) return alarm('finish-this-first', { what: listName(list) })
  turn.patch({ place: { ...place, unitId } })
  turn.say('put-back-unit', { unit: unitId })
  return 'command'
}

/** CANCEL: the rest goes back another time; the task stays on the screen. */
function putOff(turn: Turn, list: PickList): Ending {
  leave(turn)
  turn.say('put-back-later', { list: listName(list) }, 'stop')
  return 'command'
}

function finish(turn: Turn): Ending {
  const isOurs = turn.actions.length > 0
  leave(turn)
  turn.say('all-put-back', {})
  return isOurs ? 'action' : 'ignored'
}

/** The cancelled orders of a list whose goods are still in hands. */
export function ordersToPutBack(list: PickList): string[] {
  return [...new Set(linesToPutBack(list).map((line) => line.orderNumber))]
}

/** Base units of a list that are still to go back. */
export function sumInHand(list: PickList): number {
  return linesToPutBack(list).reduce((sum, line) => sum + inHand(line), 0)
}
