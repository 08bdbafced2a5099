import { z } from 'zod'
import { Instant, Reference, UnitId } from '../documents/ids.ts'
import { LabelDocument } from '../label/label-document.ts'
import { Outcome } from '../sync/outcome.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Highest number of a label's copy, as its QR holds it. */
const COPY_MAX = 9_999

const OrderAction = z.object({
  actionId: z.string(),
  type: z.string(),
  stationId: z.string(),
  stationName: z.string(),
  operatorId: z.string().nullable(),
  operatorName: z
    .string()
    .nullable()
    .describe('Null where nobody of that name works here any more.'),
  occurredAt: Instant.nullable().describe(
    'When it was scanned, by the clock of the office as far as that can be known; null where unreadable.',
  ),
  receivedAt: Instant.describe('When the office heard of it and answered.'),
  outcome: Outcome,
  code: z.string().nullable(),
  detail: z.string().nullable(),
  exceptionId: z.string().nullable(),
  sku: z.string().nullable().describe('Of the line it was about, where it was about one.'),
  payload: z.unknown().describe('What it said; null where it cannot be read.'),
})
export type OrderAction = z.infer<typeof OrderAction>

const UnitLabelAnswer = z.object({
  unitId: UnitId,
  copy: z.int().describe('The copy that is drawn; 0 where none was printed yet.'),
  state: z
    .enum(['unprinted', 'live', 'verified', 'void'])
    .describe('`verified`: scanned back at a bench. `void`: must not be loaded any more.'),
  document: LabelDocument,
})

export const orderWorkRoutes = {
  getOrderActions: {
    method: 'GET',
    path: '/v1/orders/{orderNumber}/actions',
    tag: 'Orders',
    summary: 'What benches did with the lists and units of an order, with each receipt',
    description:
      'What was scanned for its lines and on its cartons and pallets, refused or not, in the order of the ' +
      'scans. What was done to a whole load stands with the load. An `after` that is no action that the ' +
      'office has heard of is `invalid-request`.',
    auth: 'office',
    scope: 'orders:read',
    params: z.object({ orderNumber: Reference }),
    query: z.object({
      newest: z.enum(['true', 'false']).optional().describe('`true` begins with the newest.'),
      after: z.string().max(64).default(''),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(OrderAction), next: z.string().nullable() }),
      },
    },
    problems: ['not-found'],
  },
  getUnitLabel: {
    method: 'GET',
    path: '/v1/units/{unitId}/label',
    tag: 'Orders',
    summary: "A unit's label as it is printed, to be shown on a page",
    description:
      'On a sheet of 102 × 152 mm, whatever the printer at the bench has. The QR lacks its signature, ' +
      'so that no dock takes a picture of a label for the label.',
    auth: 'office',
    scope: 'orders:read',
    params: z.object({ unitId: UnitId }),
    query: z.object({
      copy: z.coerce
        .number()
        .int()
        .min(1)
        .max(COPY_MAX)
        .optional()
        .describe('The newest one when absent.'),
    }),
    answers: { 200: { summary: 'The label', body: UnitLabelAnswer } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, RouteDefinition>
