import { actionDefinitions, decide, OFFICE_STATION_ID } from '#contract/actions/index.ts'
import type { Effect } from '#contract/actions/decision.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import { planPutBack, type PutBackStep } from '#contract/actions/put-back-plan.ts'
import { goodsText, inHand, linesToPutBack } from '#contract/documents/goods-in-hand.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import { Problem } from '../http/problem.ts'
import { moveCounters, recordMoves, type StockMove } from '../inventory/move-stock.ts'
import { type LockedOrder, lockOrder } from '../orders/lock-order.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, readDocuments } from '../sync/documents.ts'
import { processAsOffice } from '../sync/decide-as-office.ts'
import { type Deciding, detailOf, settle, tellOrder } from './deciding.ts'
import { reportPromised } from './report-promised.ts'

/** It is as it is. Of goods this means more than a word: they are written off, or given away. */
export async function accept(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  switch (deciding.exception.code) {
    case 'order-cancelled':
      return writeOff(tx, deciding)
    case 'over-pick':
      return giveAway(tx, deciding)
    default:
      return settle(tx, deciding)
  }
}

/** The task stays until benches have scanned the goods back; here it is only said that they shall. */
export async function putBack(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const orderNumber = detailOf(deciding, 'orderNumber')
  if (deciding.exception.code === 'over-pick') {
    const line = await lockLine(tx, deciding)
    if (line === undefined || line.picked + line.short <= line.requested) {
      throw new Problem('wrong-state', 'no more is taken than was asked for')
    }
  } else {
    if (goodsOf(await lockOrder(tx, orderNumber)).length === 0) {
      throw new Problem('wrong-state', `nothing of order ${orderNumber} is in hand`)
    }
  }
  const writes = await settle(tx, deciding)
  await tellOrder(tx, deciding, { orderNumber, status: 'picking:put_back_asked', payload: {} })
  return writes
}

/** The customer keeps what was taken too much. */
async function giveAway(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  await lockLine(tx, deciding)
  const writes = await settle(tx, deciding)
  const { sku = '', requested = 0, quantity = 0 } = deciding.exception.detail
  await tellOrder(tx, deciding, {
    orderNumber: detailOf(deciding, 'orderNumber'),
    status: 'picking:over_pick_accepted',
    payload: { sku, requested, quantity },
  })
  return writes
}

async function lockLine(tx: Tx, deciding: Deciding): Promise<PickLine | undefined> {
  const id = detailOf(deciding, 'pickListId')
  const key = { kind: 'pick-list' as const, id }
  const read = await readDocuments(tx, deciding.exception.warehouse, [key], { lock: true })
  const { lineNo } = deciding.exception.detail
  return read.get('pick-list', id)?.lines.find((line) => line.lineNo === lineNo)
}

/**
 * Goods of a cancelled order that will never come back: they are put back in the books and taken out of
 * them again, so that lists, units and reservations are as empty as if they had been.
 */
async function writeOff(tx: Tx, deciding: Deciding): Promise<DocumentWrite[]> {
  const { kind, deps, exception, caller, at } = deciding
  const orderNumber = detailOf(deciding, 'orderNumber')
  const order = await lockOrder(tx, orderNumber, 'whereabouts')
  if (order.status !== 'CANCELLED') {
    throw new Problem('wrong-state', `order ${orderNumber} is ${order.status}`)
  }
  const closed = await settle(tx, deciding)
  const goods = goodsText(goodsOf(order))
  const actions = stepsBack(order, { now: at, leaseUntil: at })
  if (actions.length === 0) return closed
  const { warehouse } = exception
  const request = { warehouse, actions, writtenBy: caller.name }
  const { effects, writes } = await processAsOffice(tx, { kind, deps, isHolding: true }, request)
  await tellOrder(tx, deciding, {
    orderNumber,
    status: 'inventory:written_off',
    payload: { goods },
  })
  const short = await takeOut(tx, deciding, effects)
  return [...closed, ...writes, ...short]
}

/** Each step is decided upon what the ones before it left, as at a bench. */
function stepsBack(
  order: LockedOrder,
  instants: { now: string; leaseUntil: string },
): PutBackStep[] {
  const view = new Overlay(order.read)
  const steps: PutBackStep[] = []
  const doAll = (planned: readonly PutBackStep[]) => {
    for (const step of planned) {
      const action = { ...step, v: actionDefinitions[step.type].v }
      const context = { read: view, stationId: OFFICE_STATION_ID, operatorId: null, ...instants }
      view.apply(decide(action, context).changes)
      steps.push(step)
    }
  }
  for (const { list, lineNo, lot, quantity } of partsOf(order)) {
    const now = view.get('pick-list', list.id)
    const line = now?.lines.find((candidate) => candidate.lineNo === lineNo)
    if (now === undefined || line === undefined) continue
    const units = order.units.flatMap((unit) => view.get('unit', unit.id) ?? [])
    const goods = { list: now, line, quantity: Math.min(quantity, inHand(line)), lot, units }
    if (goods.quantity === 0) continue
    const plan = planPutBack(goods, { read: view, fromLoads: true })
    if (plan.kind !== 'steps') {
      throw new Problem('wrong-state', `goods of order ${order.orderNumber} are not all in hand`)
    }
    doAll(plan.steps)
  }
  return steps
}

/** The goods in hand by line and, where somebody read them, by lot. */
function partsOf(order: LockedOrder) {
  return allLists(order).flatMap((list) =>
    linesOf(list, order).flatMap((line) => {
      const lots = (line.lots ?? []).map(({ lot, picked, loaded }) => ({
        lot,
        quantity: Math.max(0, picked - loaded),
      }))
      const ofLots = lots.reduce((sum, { quantity }) => sum + quantity, 0)
      const rest = { lot: null, quantity: Math.max(0, inHand(line) - ofLots) }
      return [...lots, rest].map((part) => ({ list, lineNo: line.lineNo, ...part }))
    }),
  )
}

function goodsOf(order: LockedOrder): PickLine[] {
  return allLists(order).flatMap((list) => linesOf(list, order))
}

/** Goods may have been taken late for a list that the order had left by then. */
function allLists({ lists, leftLists }: LockedOrder): PickList[] {
  return [...lists, ...leftLists]
}

function linesOf(list: PickList, { orderNumber }: LockedOrder): PickLine[] {
  return linesToPutBack(list).filter((line) => line.orderNumber === orderNumber)
}

/** What was just put back in the books goes out of them, for good; who was promised it is told of. */
async function takeOut(
  tx: Tx,
  deciding: Deciding,
  effects: readonly Effect[],
): Promise<DocumentWrite[]> {
  const { exception, note, at, deps } = deciding
  const { warehouse, id, reference } = exception
  const reason = note === '' ? 'written off' : note
  const moves = new Map<string, StockMove>()
  for (const effect of effects) {
    if (effect.kind !== 'stock' || effect.pickedDelta >= 0 || effect.onHandDelta !== 0) continue
    const { sku, lot } = effect
    const key = JSON.stringify([sku, lot])
    const known =
      moves.get(key) ?? emptyMove({ sku, lot, cause: `exception/${id}`, reference, reason })
    const quantity = known.quantity - effect.pickedDelta
    moves.set(key, { ...known, quantity, onHandDelta: -quantity })
  }
  const fresh = await recordMoves(tx, { warehouse, at, moves: [...moves.values()] })
  const counters = await moveCounters(tx, warehouse, fresh)
  const missing = counters.find(({ onHand }) => onHand < 0)
  if (missing !== undefined) {
    const problem = `the book has fewer ${missing.sku} than that; have them counted first`
    throw new Problem('out-of-stock', problem)
  }
  const events = fresh.map(({ sku, lot, quantity }) => ({
    type: 'stock.moved' as const,
    subject: `stock/${sku}` as const,
    data: {
      sku,
      kind: 'ADJUSTED' as const,
      quantity: -quantity,
      reason,
      idempotencyKey: `exception/${id}${lot === '' ? '' : `/${lot}`}`,
    },
  }))
  await emitEvents(tx, { warehouse, at, deps, events })
  return reportPromised(
    tx,
    { warehouse, at, deps },
    fresh.map(({ sku }) => sku),
  )
}

function emptyMove(
  of: Pick<StockMove, 'sku' | 'lot' | 'cause' | 'reference' | 'reason'>,
): StockMove {
  const nothing = { quantity: 0, onHandDelta: 0, reservedDelta: 0, pickedDelta: 0 }
  return { ...of, ledger: 'ADJUSTED', ...nothing }
}
