import { z } from 'zod'
import { PickList } from '../documents/pick-list.ts'
import { Day, Reference, ShipTo, Text } from '../documents/ids.ts'
import { Holder } from './holder.ts'
import type { RouteDefinition } from './route.ts'

/** Orders named of those that are on no list; the rest is counted. */
export const UNLISTED_SHOWN_MAX = 100

const PickListAnswer = z.object({
  id: z.string(),
  code: z.string(),
  orderNumbers: z.array(z.string()),
  region: Reference.nullable().describe('Null for orders that the customer collects.'),
  status: z.string(),
  mode: z.enum(['order', 'batch']),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      orderNumber: z.string(),
      orderLineNo: z.int(),
      sku: Reference,
      location: z.string(),
      requested: z.int(),
      picked: z.int(),
      short: z.int(),
      totePosition: z
        .int()
        .optional()
        .describe("Batch lists: the place of its order's tote on the trolley, from 1."),
    }),
  ),
})

/** A list as one who looks at it needs it. */
const ReadPickList = PickListAnswer.extend({
  warehouse: Reference,
  deliveryDate: Day,
  heldBy: Holder.nullable().describe('The station that has it in hand.'),
})

const WholePickList = ReadPickList.extend({
  orders: z.array(
    z.object({
      orderNumber: z.string(),
      status: z.string(),
      shipTo: ShipTo,
      totePosition: z.int().nullable(),
      isBlocked: z.boolean(),
      shortDecision: z.enum(['undecided', 'ship']),
    }),
  ),
  products: z.record(z.string(), z.string()).describe('Names of the products, by SKU.'),
})

/** Lists in one answer: callers from before there were pages expect a whole day. */
const LISTS_OF_A_DAY_MAX = 5_000

export const pickingRoutes = {
  generatePickLists: {
    method: 'POST',
    path: '/v1/pick-lists/generate',
    tag: 'Picking',
    summary: 'Make pick lists for the confirmed orders of a day; twice makes nothing new',
    description:
      'Takes confirmed orders of the day that are on no list. `order` makes a list for each, ' +
      '`batch` puts several on one with a place on the trolley for each. The office does the ' +
      'same by itself at the cut-off.',
    auth: 'office',
    scope: 'picking:write',
    body: z.object({
      warehouse: Reference,
      deliveryDate: Day,
      mode: z.enum(['order', 'batch']).optional(),
      answer: z
        .enum(['lists', 'count'])
        .default('lists')
        .describe('`count` leaves the lists themselves out of the answer.'),
    }),
    answers: {
      200: {
        summary: 'How many were made, and all of the day',
        body: z.object({ created: z.int(), pickLists: z.array(PickListAnswer) }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  listPickLists: {
    method: 'GET',
    path: '/v1/pick-lists',
    tag: 'Picking',
    summary: 'The pick lists of a day',
    description: 'Finished ones too, in the order of their codes.',
    auth: 'office',
    scope: 'picking:read',
    query: z.object({
      deliveryDate: Day,
      warehouse: Reference.optional(),
      region: Reference.optional(),
      status: PickList.shape.status.optional(),
      search: Text.optional().describe('Part of a code, an order’s number or a customer’s name.'),
      after: Reference.optional(),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(LISTS_OF_A_DAY_MAX)
        .default(LISTS_OF_A_DAY_MAX)
        .describe('A day of a large house comes in one answer.'),
    }),
    answers: {
      200: {
        summary: 'A page of pick lists; `next` goes into `after`, null at the end',
        body: z.object({ pickLists: z.array(ReadPickList), next: z.string().nullable() }),
      },
    },
    problems: [],
  },
  getPickList: {
    method: 'GET',
    path: '/v1/pick-lists/{id}',
    tag: 'Picking',
    summary: 'One pick list with its orders',
    auth: 'office',
    scope: 'picking:read',
    params: z.object({ id: z.string().max(64).describe('Its id or its code.') }),
    answers: { 200: { summary: 'The list', body: WholePickList } },
    problems: ['not-found'],
  },
  listPickingDays: {
    method: 'GET',
    path: '/v1/picking-days',
    tag: 'Picking',
    summary: 'The delivery days from yesterday on that have orders, lists or loads',
    auth: 'office',
    scope: 'picking:read',
    query: z.object({ warehouse: Reference.optional() }),
    answers: {
      200: {
        summary: 'The days of a warehouse; of MAIN where none is named',
        body: z.object({
          warehouse: Reference,
          warehouses: z.array(z.object({ code: Reference, name: z.string() })),
          today: Day.describe('By the clock of the warehouse.'),
          next: Day.describe('The next day after today that has work; tomorrow where none has.'),
          days: z.array(
            z.object({
              deliveryDate: Day,
              orders: z.int().describe('Orders that are not cancelled.'),
              lists: z.int(),
              loads: z.int(),
            }),
          ),
        }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  getPickingDay: {
    method: 'GET',
    path: '/v1/picking-days/{deliveryDate}',
    tag: 'Picking',
    summary: 'How far the lists of a day are, and which orders are on none, and why',
    auth: 'office',
    scope: 'picking:read',
    params: z.object({ deliveryDate: Day }),
    query: z.object({ warehouse: Reference }),
    answers: {
      200: {
        summary: 'The day',
        body: z.object({
          regions: z.array(
            z.object({
              region: Reference.nullable(),
              open: z.int(),
              claimed: z.int(),
              done: z.int(),
              cancelled: z.int(),
            }),
          ),
          ready: z.int().describe('Orders that a list can be made for now.'),
          waiting: z.int().describe('Orders that no list can be made for yet.'),
          unlisted: z
            .array(
              z.object({
                orderNumber: z.string(),
                region: Reference.nullable(),
                why: z.enum(['ready', 'blocked', 'unpaid', 'on-hold']),
                because: z.string().nullable().describe('What whoever stopped it wrote.'),
              }),
            )
            .describe(`At most ${UNLISTED_SHOWN_MAX}, those that wait first.`),
        }),
      },
    },
    problems: [],
  },
  releasePickList: {
    method: 'POST',
    path: '/v1/pick-lists/{id}/release',
    tag: 'Picking',
    summary: 'Take a claimed list away from its station',
    description:
      'What was picked stays picked; an order nobody had begun is CONFIRMED again. The station ' +
      'hears of it with its next pull, and what it has done meanwhile still counts.',
    auth: 'office',
    scope: 'picking:write',
    params: z.object({ id: z.string().max(64) }),
    body: z.object({ reason: Text.optional().describe('Stands in the audit trail.') }).prefault({}),
    answers: { 200: { summary: 'The list', body: PickListAnswer } },
    problems: ['not-found', 'wrong-state'],
  },
  reissuePickList: {
    method: 'POST',
    path: '/v1/pick-lists/{id}/reissue',
    tag: 'Picking',
    summary: 'Move the unfinished orders of a list that nobody holds to a new list',
    description:
      'For a list whose station is lost: orders that are not all picked move to a new list with ' +
      'what was picked of them. Lines that moved stay on the old one at nothing, so that work ' +
      'that arrives late is still recorded.',
    auth: 'office',
    scope: 'picking:write',
    params: z.object({ id: z.string().max(64) }),
    answers: {
      201: {
        summary: 'The new list, and what is left of the old one',
        body: z.object({ pickList: PickListAnswer, left: PickListAnswer }),
      },
    },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>
