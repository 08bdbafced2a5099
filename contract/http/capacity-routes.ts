import { z } from 'zod'
import { Day, Instant, Reference } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'
import type { RouteDefinition } from './route.ts'

/** Highest weight or volume one region may deliver a day: a thousand trucks. */
const CAPACITY_MAX = 100_000_000_000

/** Slots in one answer; a year of some twenty regions. */
export const SLOTS_LISTED_MAX = 10_000

/** Delivery days in one answer, by default and at most. */
export const DELIVERY_DAYS_DEFAULT = 14
export const DELIVERY_DAYS_MAX = 61

/** Orders that a refusal to shrink a slot names. */
export const ORDERS_IN_THE_WAY_MAX = 100

const CapacityBody = z.object({
  maxWeightGrams: z.int().min(0).max(CAPACITY_MAX),
  maxVolumeCm3: z.int().min(0).max(CAPACITY_MAX),
})
/** Reserved: estimates of what is not packed yet, and the measured weight of what is. Packed: the latter. */
const CapacityAnswer = CapacityBody.extend({
  reservedWeightGrams: z.int(),
  reservedVolumeCm3: z.int(),
  packedWeightGrams: z.int(),
  packedVolumeCm3: z.int(),
})
const CapacityParams = z.object({ region: Reference, date: Day })

/** An order that keeps a slot from shrinking, with what it holds of it; member `orders` of below-reserved. */
export const OrderInTheWay = z.object({
  orderNumber: z.string(),
  weightGrams: z.int(),
  volumeCm3: z.int(),
  status: OrderStatus,
})
export type OrderInTheWay = z.infer<typeof OrderInTheWay>

const amount = z.coerce.number().int().min(0).max(CAPACITY_MAX).default(0)

export const capacityRoutes = {
  putCapacity: {
    method: 'PUT',
    path: '/v1/capacity/{region}/{date}',
    tag: 'Capacity',
    summary: 'Set how much a region can deliver on a day; never below what is reserved',
    description:
      'Orders that are taken on reserve weight and volume of their day; without a limit a day ' +
      'has no room. Raising is always possible. A limit below what is reserved is refused with ' +
      '`orders`, the newest that hold it.',
    auth: 'office',
    scope: 'capacity:write',
    params: CapacityParams,
    body: CapacityBody,
    answers: { 200: { summary: 'The slot as it is now', body: CapacityAnswer } },
    problems: ['unknown-region', 'below-reserved'],
  },
  getCapacity: {
    method: 'GET',
    path: '/v1/capacity/{region}/{date}',
    tag: 'Capacity',
    summary: 'How full a region is on a day',
    description:
      'Reserved is what is promised: estimates of what is not packed, the measured weight of ' +
      'what is.',
    auth: 'office',
    scope: 'capacity:read',
    params: CapacityParams,
    answers: { 200: { summary: 'The slot', body: CapacityAnswer } },
    problems: ['not-found'],
  },
  listCapacity: {
    method: 'GET',
    path: '/v1/capacity',
    tag: 'Capacity',
    summary: 'How full days are, earliest first; without a region those of all',
    description: 'Without `from` and `to` all days, past ones too; at most 10,000.',
    auth: 'office',
    scope: 'capacity:read',
    query: z.object({ region: Reference.optional(), from: Day.optional(), to: Day.optional() }),
    answers: {
      200: {
        summary: 'The slots that have a limit',
        body: z.object({
          items: z.array(CapacityAnswer.extend({ region: Reference, deliveryDate: Day })),
        }),
      },
    },
    problems: ['unknown-region'],
  },
  listDeliveryDays: {
    method: 'GET',
    path: '/v1/delivery-days',
    tag: 'Capacity',
    summary: 'The days that can still be ordered for, earliest first, and whether they have room',
    description:
      'With `weightGrams` and `volumeCm3` of what somebody is about to order, `hasRoom` says ' +
      'whether that fits. Nothing is reserved: the intent decides.',
    auth: 'office',
    scope: 'orders:read',
    query: z.object({
      region: Reference,
      weightGrams: amount,
      volumeCm3: amount,
      limit: z.coerce.number().int().min(1).max(DELIVERY_DAYS_MAX).default(DELIVERY_DAYS_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'Delivery days; one that nobody gave a limit has no room',
        body: z.object({
          items: z.array(
            z.object({
              deliveryDate: Day,
              cutOffAt: Instant.describe('Orders for the day are taken before this instant.'),
              hasRoom: z.boolean(),
              weightGramsLeft: z.int(),
              volumeCm3Left: z.int(),
            }),
          ),
        }),
      },
    },
    problems: ['unknown-region'],
  },
} as const satisfies Record<string, RouteDefinition>
