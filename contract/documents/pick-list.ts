import { z } from 'zod'
import { OrderStatus } from '../orders/order-status.ts'
import { UNPACKED_STATES } from '../orders/unpacked-states.ts'
import { AdvisedLot } from './advised-lots.ts'
import { Count, Day, Grams, Instant, Reference, ShipTo, Text, VolumeCm3 } from './ids.ts'

/** A claim is leased to one station until `leaseUntil`, server time (LEASE-1). */
export const Claim = z.object({
  stationId: z.string(),
  leaseUntil: Instant,
  /** The station whose lease had ended when this one was granted; what it asks by it is too late. */
  endedOf: z.string().optional(),
  /** Who asked for it, where a person did. */
  operatorId: z.string().optional(),
})
export type Claim = z.infer<typeof Claim>

/**
 * One product to take for one order line. `picked + short` never exceeds `requested` unless a
 * fact broke the rule; `packed` counts goods in closed units, `loaded` goods on a confirmed load.
 */
export const PickLine = z.object({
  lineNo: z.int().min(1),
  orderNumber: z.string(),
  orderLineNo: z.int().min(1),
  sku: Reference,
  location: z.string(),
  /** Of one base unit, copied from the product when the list was made, so that packing needs no lookup. */
  eachWeightGrams: Grams,
  eachVolumeCm3: VolumeCm3,
  eachToleranceGrams: Grams.optional(),
  singleLot: z.boolean().optional(),
  /** The lot that a `singleLot` line's first goods came from; gone when all are put back. */
  lot: z.string().optional(),
  /** The lot that the office holds reserved for the line; without one any lot will do. */
  reservedLot: z.string().optional(),
  /** True where the office keeps the product's stock by lot; elsewhere a lot is only noted on the unit. */
  tracksLots: z.boolean().optional(),
  /**
   * The lots to take, first expired first out, as stock stood when the list was made or made anew; goods
   * of lots taken before count as taken of their advice.
   */
  advisedLots: z.array(AdvisedLot).optional(),
  /** What was picked and shipped of lots that somebody read, in the order they came. */
  lots: z.array(z.object({ lot: z.string(), picked: z.int(), loaded: z.int() })).optional(),
  /** Counts what the office changed about the line after it was listed; 1 when absent. */
  version: z.int().min(1).optional(),
  /** None where the line moved on to another list; facts about it that come late still find it. */
  requested: Count,
  picked: z.int(),
  short: Count,
  /** Why goods were last reported short; gone when all of them were found after all. */
  shortReason: z.string().max(40).optional(),
  packed: z.int(),
  loaded: z.int(),
})
export type PickLine = z.infer<typeof PickLine>

/** What a bench needs to know of an order on a list. */
export const PickListOrder = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  shipmentId: z.string(),
  customerRef: z.string(),
  shipTo: ShipTo,
  status: OrderStatus,
  /** A supervisor's answer to a short: `ship` lets the rest go, `undecided` holds the order. */
  shortDecision: z.enum(['undecided', 'ship']),
  /** True while a blocking entry stands in the order's history: nobody goes on with it. */
  isBlocked: z.boolean().optional(),
  /** Why it is stopped, as whoever did so put it. */
  blockedBecause: Text.optional(),
  /** The place of the order's tote on the trolley, from 1; batch lists only. */
  totePosition: z.int().min(1).optional(),
  /** The list that the order went on to when this one was issued anew; its state follows that one. */
  movedTo: z.string().optional(),
})
export type PickListOrder = z.infer<typeof PickListOrder>

/** The ordered set of lines one bench works through. `code` is its Loadline code (LLP…). */
export const PickList = z.object({
  id: z.string(),
  code: z.string(),
  warehouse: Reference,
  /** Null for orders that the customer collects. */
  region: Reference.nullable(),
  deliveryDate: Day,
  mode: z.enum(['order', 'batch']),
  status: z.enum(['open', 'claimed', 'done', 'cancelled']),
  claim: Claim.nullable(),
  orders: z.array(PickListOrder),
  lines: z.array(PickLine),
})
export type PickList = z.infer<typeof PickList>

/** Units still to be taken for a line: what was asked less what was found or given up. */
export function openQuantity(line: PickLine): number {
  return line.requested - line.picked - line.short
}

/** True when nothing is left to take for the line. */
export function isLineDone(line: PickLine): boolean {
  return openQuantity(line) <= 0
}

/** True when a blocking entry of the order's history stops work on it. */
export function isBlockedOrder(list: PickList, orderNumber: string): boolean {
  return list.orders.some((order) => order.orderNumber === orderNumber && order.isBlocked === true)
}

/** Orders of a list that are not packed yet; those that went on to another list are that one's. */
export function unfinishedOrders(list: PickList): PickListOrder[] {
  return list.orders.filter(
    (order) => order.movedTo === undefined && UNPACKED_STATES.includes(order.status),
  )
}

/** The order to name when all that is unfinished of a list is stopped, so that nobody can go on with it. */
export function stoppedOrder(list: PickList): PickListOrder | undefined {
  const unfinished = unfinishedOrders(list)
  return unfinished.every((order) => order.isBlocked === true) ? unfinished[0] : undefined
}
