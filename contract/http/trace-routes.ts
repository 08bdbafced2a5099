import { z } from 'zod'
import { Instant } from '../documents/ids.ts'
import { Outcome } from '../sync/outcome.ts'
import type { RouteDefinition } from './route.ts'

/** Rows of one kind that a trace names; a single action never makes as many. */
export const TRACE_ROWS_MAX = 500

/** One action from the scan to the ledger: every place that knows of it. */
export const Trace = z.object({
  actionId: z.string(),
  type: z.string(),
  scan: z
    .object({
      stationId: z.string(),
      stationName: z.string(),
      incarnation: z.string(),
      seq: z.int().describe("Its place in the station's log."),
      operatorId: z.string().nullable(),
      stationClockAt: Instant.nullable().describe(
        'By the clock of the station; null where unreadable.',
      ),
      occurredAt: Instant.nullable().describe(
        "By the office's clock, as far as that can be known.",
      ),
      payload: z.unknown().describe('What it said; null where it cannot be read.'),
    })
    .describe('What hands did.'),
  push: z
    .object({
      requestId: z
        .string()
        .nullable()
        .describe(
          'Finds the log lines of the call that brought it; null for what an older version took in.',
        ),
      receivedAt: Instant,
      waitedMs: z.int().nullable().describe('From the scan to the office.'),
    })
    .describe('How it came to the office.'),
  receipt: z.object({
    outcome: Outcome,
    code: z.string().nullable(),
    detail: z.string().nullable(),
    exceptionId: z.string().nullable(),
  }),
  documents: z
    .array(
      z.object({
        kind: z.string(),
        id: z.string(),
        seq: z.int().describe('Its place in the feed now; it may have changed since.'),
        status: z.string().nullable(),
      }),
    )
    .describe('Lists, units and loads it was about, as they stand now.'),
  orderNumbers: z.array(z.string()),
  ledger: z.array(
    z.object({
      id: z.int(),
      recordedAt: Instant,
      sku: z.string(),
      lot: z.string(),
      kind: z.string(),
      onHandDelta: z.int(),
      reservedDelta: z.int(),
      reference: z.string(),
    }),
  ),
  history: z
    .array(
      z.object({
        id: z.int(),
        orderNumber: z.string(),
        status: z.string(),
        recordedAt: Instant,
      }),
    )
    .describe('Entries of those orders that the same push wrote.'),
  events: z
    .array(
      z.object({
        id: z.string(),
        type: z.string(),
        subject: z.string(),
        createdAt: Instant,
        deliveries: z.array(
          z.object({ webhook: z.string(), status: z.string(), attempts: z.int() }),
        ),
      }),
    )
    .describe('Events about the same things that the same push made; they are kept for 30 days.'),
  exceptions: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      status: z.string(),
      sentence: z.string(),
      openedAt: Instant,
    }),
  ),
})
export type Trace = z.infer<typeof Trace>

export const traceRoutes = {
  getTrace: {
    method: 'GET',
    path: '/v1/traces/{actionId}',
    tag: 'Stations',
    summary: 'One scan followed through everything it led to',
    description:
      'An action keeps the id that the bench gave it when it was recorded: log lines of bench and office name ' +
      'it, and so do receipts, ledger rows and exceptions. One that no bench has sent yet is `not-found`.',
    auth: 'office',
    scope: 'stations:read',
    params: z.object({ actionId: z.string().max(64) }),
    answers: { 200: { summary: 'Everything that knows of it', body: Trace } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>
