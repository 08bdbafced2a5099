import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import { TRANSITION_HISTORY } from '#contract/orders/history.ts'
import { canTransition, type OrderStatus } from '#contract/orders/order-status.ts'
import type { OfficeDeps } from '../deps.ts'
import { emitEvents, type OfficeEvent } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import { appendHistory, type HistoryEntry } from './history.ts'
import {
  type MovedOrder,
  type MovedShipment,
  shipmentEvents,
  type Step,
  stepEvents,
} from './order-events.ts'

type Target = {
  warehouse: string
  at: string
  writtenBy: string
  deps: Pick<OfficeDeps, 'newId'>
  effects: readonly Effect[]
  /** Why, where a person gave a reason; it stands in the history of each step. */
  reason?: string
  /** What others are told besides, so that a transaction writes to the outbox once. */
  events?: readonly OfficeEvent[]
}

/**
 * The one way an order's state, lines and history change after it was confirmed. Takes every kind
 * of effect and leaves those of stock on hand and capacity to their modules. A constant number of
 * statements whatever the number of effects.
 *
 * Steps apply only where the table of states has them, and to an order that stands where they begin.
 * The pick list's document is locked by
 * whoever decides and holds the same state, so a step that no longer fits means that the two have
 * parted; it is then left out and the history says so.
 */
export async function applyOrderEffects(tx: Tx, target: Target): Promise<void> {
  const { effects, reason, events = [] } = target
  if (effects.length === 0) return emitEvents(tx, { ...target, events })
  await moveLines(tx, target)
  const { stuck, moved } = await moveStatuses(tx, target)
  const shipments = await moveShipments(tx, target, stuck)
  await appendHistory(tx, { ...target, entries: entriesOf(target, stuck) })
  const steps = stepEvents(effects.filter(isStep), moved, reason)
  await emitEvents(tx, { ...target, events: [...steps, ...shipmentEvents(shipments), ...events] })
}

type LineMove = {
  order_number: string
  line_no: number
  reserved: number
  picked: number
  short: number
  packed: number
  loaded: number
}

async function moveLines(tx: Tx, { warehouse, effects }: Target): Promise<void> {
  const moves = new Map<string, LineMove>()
  for (const effect of effects) {
    if (effect.kind !== 'order-line' && effect.kind !== 'stock') continue
    const { orderNumber, orderLineNo } = effect
    const key = `${orderNumber}/${orderLineNo}`
    const move = moves.get(key) ?? emptyMove(orderNumber, orderLineNo)
    moves.set(key, move)
    if (effect.kind === 'stock') {
      move.reserved += effect.reservedDelta
      continue
    }
    move.picked += effect.picked
    move.short += effect.short
    move.packed += effect.packed
    move.loaded += effect.loaded
  }
  if (moves.size === 0) return
  await sql`
    UPDATE order_line l SET reserved = l.reserved + d.reserved, picked = l.picked + d.picked,
      short = l.short + d.short, packed = l.packed + d.packed, loaded = l.loaded + d.loaded
    FROM json_to_recordset(${JSON.stringify([...moves.values()])}::json)
      AS d (order_number text, line_no integer, reserved integer, picked integer, short integer,
        packed integer, loaded integer)
    JOIN customer_order o ON o.order_number = d.order_number AND o.warehouse = ${warehouse}
    WHERE l.order_id = o.id AND l.line_no = d.line_no`.execute(tx)
}

function emptyMove(orderNumber: string, orderLineNo: number): LineMove {
  const zero = { reserved: 0, picked: 0, short: 0, packed: 0, loaded: 0 }
  return { order_number: orderNumber, line_no: orderLineNo, ...zero }
}

function isStep(effect: Effect): effect is Step {
  return effect.kind === 'order-status'
}

type MovedStatuses = {
  /** Orders that did not stand where their first step begins, or were to go where no step leads. */
  stuck: Set<string>
  moved: Map<string, MovedOrder>
}

async function moveStatuses(tx: Tx, { warehouse, at, effects }: Target): Promise<MovedStatuses> {
  const paths = new Map<
    string,
    { order_number: string; from: OrderStatus; to: OrderStatus; steps: number }
  >()
  const broken = new Set<string>()
  const stuck = new Set<string>()
  for (const { orderNumber, from, to } of effects.filter(isStep)) {
    const path = paths.get(orderNumber)
    stuck.add(orderNumber)
    if (!canTransition(from, to) || (path ?? { to: from }).to !== from) broken.add(orderNumber)
    paths.set(orderNumber, {
      order_number: orderNumber,
      from: path?.from ?? from,
      to,
      steps: (path?.steps ?? 0) + 1,
    })
  }
  for (const orderNumber of broken) paths.delete(orderNumber)
  if (paths.size === 0) return { stuck, moved: new Map() }
  const { rows } = await sql<MovedOrder>`
    UPDATE customer_order o SET status = d.to, version = o.version + d.steps,
      updated_at = ${at}::timestamptz
    FROM json_to_recordset(${JSON.stringify([...paths.values()])}::json)
      AS d (order_number text, "from" text, "to" text, steps integer)
    WHERE o.order_number = d.order_number AND o.warehouse = ${warehouse} AND o.status = d."from"
    RETURNING o.order_number, o.customer_ref, o.fulfilment, o.region, o.delivery_date`.execute(tx)
  for (const row of rows) stuck.delete(row.order_number)
  return { stuck, moved: new Map(rows.map((row) => [row.order_number, row])) }
}

/** A shipment's state where the order's decides it; others leave it as it is. */
const SHIPMENT_STATUS: Partial<Record<OrderStatus, string>> = {
  CONFIRMED: 'PENDING',
  PACKED: 'PENDING',
  LOADED: 'LOADED',
  OUT_FOR_DELIVERY: 'IN_TRANSIT',
  DELIVERED: 'DELIVERED',
  DELIVERY_FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
}

/** States that can only be left for one whose shipment has another state. */
const SHIPMENT_MOVES_FROM: readonly OrderStatus[] = [
  'LOADED',
  'OUT_FOR_DELIVERY',
  'DELIVERY_FAILED',
]
const SHIPMENT_MOVES_TO: readonly OrderStatus[] = [
  'LOADED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'DELIVERY_FAILED',
  'CANCELLED',
]

/** What was said of a delivery that failed says nothing of the next one, however late it comes. */
async function moveShipments(
  tx: Tx,
  target: Target,
  stuck: ReadonlySet<string>,
): Promise<readonly MovedShipment[]> {
  const { warehouse, at, effects } = target
  const moves = new Map<string, { order_number: string; status: string; anew: boolean }>()
  for (const { orderNumber, from, to } of effects.filter(isStep)) {
    const status = SHIPMENT_STATUS[to]
    const isMove = SHIPMENT_MOVES_FROM.includes(from) || SHIPMENT_MOVES_TO.includes(to)
    if (status === undefined || !isMove || stuck.has(orderNumber)) continue
    const anew = from === 'DELIVERY_FAILED' && to === 'CONFIRMED'
    moves.set(orderNumber, { order_number: orderNumber, status, anew })
  }
  if (moves.size === 0) return []
  const { rows } = await sql<MovedShipment>`
    UPDATE shipment s SET status = d.status, updated_at = ${at}::timestamptz,
      status_at = CASE WHEN d.anew THEN ${at}::timestamptz ELSE s.status_at END
    FROM json_to_recordset(${JSON.stringify([...moves.values()])}::json)
      AS d (order_number text, status text, anew boolean)
    JOIN customer_order o ON o.order_number = d.order_number AND o.warehouse = ${warehouse}
    WHERE s.order_id = o.id
    RETURNING s.id, o.order_number, s.status`.execute(tx)
  return rows
}

/** History entries in the order things happened: one per step, and those the rules asked for. */
function entriesOf({ effects, reason }: Target, stuck: ReadonlySet<string>): HistoryEntry[] {
  const why = reason === undefined ? {} : { reason }
  return effects.flatMap((effect): HistoryEntry[] => {
    if (effect.kind === 'history') {
      const { orderNumber, status, severity, payload } = effect
      return [{ orderNumber, status, severity, payload }]
    }
    if (!isStep(effect)) return []
    const { orderNumber, from, to } = effect
    return stuck.has(orderNumber)
      ? [skippedEntry(orderNumber, { from, to })]
      : [{ orderNumber, ...TRANSITION_HISTORY[to], payload: { from, to, ...why } }]
  })
}

function skippedEntry(orderNumber: string, payload: Record<string, unknown>): HistoryEntry {
  return { orderNumber, status: 'order:step_skipped', severity: 'warning', payload }
}
