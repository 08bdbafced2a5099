import { z } from 'zod'
import { Instant, Reference, Text } from '../documents/ids.ts'
import { HISTORY_STATUS } from '../orders/history.ts'
import type { RouteDefinition } from './route.ts'

/** Longest payload of one entry, in characters of JSON. */
export const HISTORY_PAYLOAD_MAX = 4_096

/** What no database keeps in JSON: a NUL, and half a surrogate pair. */
const UNKEEPABLE = /\\u0000|\\ud[89a-f]/i

const OrderParams = z.object({ orderNumber: Reference })

const Payload = z
  .record(z.string().min(1).max(64), z.unknown())
  .refine((payload) => JSON.stringify(payload).length <= HISTORY_PAYLOAD_MAX, 'a short payload')
  .refine((payload) => !UNKEEPABLE.test(JSON.stringify(payload)), 'text that can be kept')
  .describe(
    `Any members, at most ${HISTORY_PAYLOAD_MAX} characters of JSON in all, without NUL or half a surrogate pair.`,
  )

/** One entry. It is never changed: `closedAt` is when another entry closed it. */
export const HistoryAnswer = z.object({
  id: z.int(),
  status: z.string(),
  module: z.string().describe('The part of the status before the colon.'),
  severity: z.string(),
  recordedAt: Instant,
  writtenBy: z.string(),
  writtenByName: z
    .string()
    .nullish()
    .describe('What people call who wrote it: the name of a bench or of a user of the office.'),
  payload: z.record(z.string(), z.unknown()),
  closedAt: Instant.nullable(),
  closes: z.int().nullable().describe('The entry that this one closes.'),
})

export const orderHistoryRoutes = {
  getOrderHistory: {
    method: 'GET',
    path: '/v1/orders/{orderNumber}/history',
    tag: 'Orders',
    summary:
      "An order's history: all of it in order, the latest entry of each module, or what stops it",
    description:
      '`timeline` is all of it, oldest first; `latest` the newest entry of each module; ' +
      '`blockers` what stops the order now.',
    auth: 'office',
    scope: 'orders:read',
    params: OrderParams,
    query: z.object({ view: z.enum(['timeline', 'latest', 'blockers']).default('timeline') }),
    answers: {
      200: {
        summary: 'The entries',
        body: z.object({
          orderNumber: Reference,
          view: z.enum(['timeline', 'latest', 'blockers']),
          isBlocked: z.boolean(),
          entries: z.array(HistoryAnswer),
        }),
      },
    },
    problems: ['not-found'],
  },
  writeOrderHistory: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/history',
    tag: 'Orders',
    summary: 'Add an entry of a module outside the office, or of a person; a blocking one stops it',
    description:
      'For modules and people outside the office: statuses of its own modules (order, ' +
      'inventory, payment, picking, packing, loading, delivery) are `forbidden`. 201: written. ' +
      '200: a blocking entry of this status was open already and nothing was written. A ' +
      'blocking one stops the order at the benches until it is closed.',
    auth: 'office',
    scope: 'orders:history',
    params: OrderParams,
    body: z.object({
      status: z.string().max(64).regex(HISTORY_STATUS, 'module:status in small letters'),
      severity: z.enum(['info', 'warning', 'blocking']).default('info'),
      payload: Payload.default({}),
      note: Text.optional(),
    }),
    answers: {
      201: { summary: 'Written', body: HistoryAnswer },
      200: { summary: 'The blocking entry of this status that is open', body: HistoryAnswer },
    },
    problems: ['not-found'],
  },
  closeOrderHistory: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/history/{entryId}/close',
    tag: 'Orders',
    summary: 'Close an entry by an entry of its own; work goes on once nothing blocking is open',
    description:
      'An entry is never changed: another one closes it. A blocking entry may be closed whoever ' +
      'wrote it.',
    auth: 'office',
    scope: 'orders:history',
    params: OrderParams.extend({
      entryId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    }),
    body: z.object({ note: Text }),
    answers: { 200: { summary: 'The entry, closed', body: HistoryAnswer } },
    problems: ['not-found', 'wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>
