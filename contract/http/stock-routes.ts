import { z } from 'zod'
import { Day, Instant, Lot, QUANTITY_MAX, Reference, Text } from '../documents/ids.ts'
import { ProductSearch } from './catalogue-routes.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

const LotStock = z.object({
  lot: z.string(),
  onHand: z.int(),
  reserved: z.int(),
  available: z.int(),
  picked: z.int(),
  expiryDate: Day.optional().describe('The last day its goods may be used, once it is known.'),
})

/** Products with less than nothing free, with nothing free, or with a lot on hand that ends soon. */
export const StockFilter = z.enum(['below-zero', 'none-available', 'expiring'])
export type StockFilter = z.infer<typeof StockFilter>

/** Days of stock in one answer, by default and at most. */
export const STOCK_DAYS_DEFAULT = 90
export const STOCK_DAYS_MAX = 366

const BookDifference = z.object({
  warehouse: Reference,
  /** Which two books: `on-hand` and `reserved` are counters against the ledger. */
  what: z.enum([
    'on-hand',
    'reserved',
    'reservation',
    'order-line',
    'picked',
    'slot',
    'expired-reservation',
  ]),
  key: z.string(),
  book: z.int().describe('What the counter says.'),
  found: z.int().describe('What it should be, by the book that it follows from.'),
  about: z.record(z.string(), z.union([z.string(), z.int()])),
  exceptionId: z.string(),
})

export const stockRoutes = {
  postStockMovement: {
    method: 'POST',
    path: '/v1/stock-movements',
    tag: 'Stock',
    summary: 'Receive, take back or adjust stock; a key moves stock once',
    description:
      '`RECEIVED` and `RETURNED` are at least one, `ADJUSTED` may be negative. 201: stock was ' +
      'moved and stands in the ledger; 200: this key moved it before, with the same content, ' +
      'and nothing was changed now. Orders that wait for the goods get them.',
    auth: 'office',
    scope: 'stock:write',
    body: z.object({
      warehouse: Reference,
      sku: Reference,
      lot: Lot.optional().describe('Only of products tracked by lot or serial number.'),
      expiryDate: Day.optional().describe(
        'The last day the goods of this lot may be used, for `lot` only. The first one known stays: ' +
          'another day is `wrong-state`, unless the kind is ADJUSTED, which corrects it.',
      ),
      kind: z.enum(['RECEIVED', 'ADJUSTED', 'RETURNED']),
      quantity: z
        .int()
        .min(-QUANTITY_MAX)
        .max(QUANTITY_MAX)
        .refine((quantity) => quantity !== 0, 'not zero')
        .describe('Base units, not zero; only ADJUSTED may be negative.'),
      reason: Text,
      idempotencyKey: z.string().min(1).max(200),
    }),
    answers: {
      201: { summary: 'Recorded', body: z.object({ replayed: z.literal(false) }) },
      200: { summary: 'Recorded before', body: z.object({ replayed: z.literal(true) }) },
    },
    problems: [
      'idempotency-conflict',
      'unknown-sku',
      'unknown-warehouse',
      'lot-mismatch',
      'wrong-state',
      'out-of-stock',
    ],
  },
  listStock: {
    method: 'GET',
    path: '/v1/stock',
    tag: 'Stock',
    summary: 'What is on hand, reserved and available',
    description:
      '`available` is what orders have not been promised: on hand less reserved. `search` finds ' +
      'as in GET /v1/products. `only` and `sort` are of one `warehouse`; with `only` a page may ' +
      'hold fewer products than `limit`, or none, and still have a `next`.',
    auth: 'office',
    scope: 'stock:read',
    query: z.object({
      sku: Reference.optional(),
      warehouse: Reference.optional(),
      lots: z.enum(['true', 'false']).optional(),
      after: Reference.optional(),
      search: ProductSearch.optional(),
      only: StockFilter.optional(),
      expiringBy: Day.optional().describe(
        'With `only=expiring`, whose first to end comes first: the last day that counts as soon.',
      ),
      sort: z.enum(['sku', 'name']).default('sku'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(PAGE_LIMIT_MAX)
        .default(PAGE_LIMIT_MAX)
        .describe('Products; each comes with all its warehouses.'),
    }),
    answers: {
      200: {
        summary:
          'Stock by product and warehouse: a page; `next` goes into `after`, null at the end',
        body: z.object({
          next: Reference.nullable(),
          items: z.array(
            z.object({
              warehouse: Reference,
              sku: Reference,
              onHand: z.int(),
              reserved: z.int(),
              available: z.int(),
              name: z.string(),
              location: z.string().optional(),
              lots: z
                .array(LotStock)
                .optional()
                .describe(
                  "With `lots=true`: each lot that holds or owes anything; goods of no known lot have ''.",
                ),
            }),
          ),
        }),
      },
    },
    problems: [],
  },
  listStockDays: {
    method: 'GET',
    path: '/v1/stock/{sku}/days',
    tag: 'Stock',
    summary: 'What was on hand of a product at the end of each day, by the ledger',
    auth: 'office',
    scope: 'stock:read',
    params: z.object({ sku: Reference }),
    query: z.object({
      warehouse: Reference,
      days: z.coerce.number().int().min(1).max(STOCK_DAYS_MAX).default(STOCK_DAYS_DEFAULT),
    }),
    answers: {
      200: {
        summary:
          'The last days, earliest first, in the zone of the warehouse; fewer where a product is ' +
          'newer, or moves so often that its newest 20,000 rows do not reach back so far',
        body: z.object({ items: z.array(z.object({ day: Day, onHand: z.int() })) }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  postReconciliation: {
    method: 'POST',
    path: '/v1/reconciliations',
    tag: 'Stock',
    summary: 'Compare the books now; each difference becomes an exception, nothing is mended',
    description:
      'Counters are compared with the ledger and with what orders, lists and units say, in one ' +
      'snapshot. A difference that is known already counts its exception up. The office does ' +
      'the same by itself every night.',
    auth: 'office',
    scope: 'stock:write',
    query: z.object({ warehouse: Reference.optional() }),
    answers: {
      200: {
        summary: 'How many places were compared, and where two books differ',
        body: z.object({ checked: z.int(), differences: z.array(BookDifference) }),
      },
    },
    problems: ['unknown-warehouse'],
  },
  listLedger: {
    method: 'GET',
    path: '/v1/ledger',
    tag: 'Stock',
    summary: 'The stock ledger, oldest first, or of one product newest first',
    description:
      'The ledger is only ever added to: what a counter says follows from it. `before` reads the ' +
      'other way, newest first, and needs `sku`; 0 begins with the newest.',
    auth: 'office',
    scope: 'stock:read',
    query: z.object({
      sku: Reference.optional(),
      warehouse: Reference.optional().describe('Of one product only.'),
      after: z.coerce.number().int().min(0).default(0),
      before: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after` or `before`, null at the end',
        body: z.object({
          items: z.array(
            z.object({
              id: z.int(),
              recordedAt: Instant,
              warehouse: Reference,
              sku: Reference,
              lot: z.string(),
              kind: z.string(),
              quantity: z.int(),
              onHandDelta: z.int(),
              reservedDelta: z.int(),
              reference: z.string(),
              reason: z.string(),
              orderNumber: z.string().optional().describe('The order that it was for.'),
              who: z
                .string()
                .optional()
                .describe('Whoever moved it by hand, at a bench or in the office.'),
              station: z.string().optional().describe('The name of the bench it was done at.'),
            }),
          ),
          next: z.int().nullable(),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>
