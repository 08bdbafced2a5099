import { z } from 'zod'
import { Day, Instant, PRINTABLE, QUANTITY_MAX, Reference, ShipTo, Text } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'
import { ORDER_SEARCH_MAX, ORDER_SEARCH_MIN, ORDER_SORTS } from '../orders/order-search.ts'
import { ORDER_LINES_MAX, OrderIntent, OtherSystemsId } from '../orders/order-intent.ts'
import { HistoryAnswer } from './order-history-routes.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** Highest single payment, in cents: a hundred million. */
const PAYMENT_CENTS_MAX = 10_000_000_000

const OrderNumberParams = z.object({ orderNumber: Reference })
/** The version of the order that the caller has seen. */
const Version = z.int().min(1)

const ListLimit = z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT)

const SearchText = z.string().trim().min(ORDER_SEARCH_MIN).max(ORDER_SEARCH_MAX).regex(PRINTABLE)

/** Several states in one member, separated by commas. */
const States = z
  .string()
  .max(200)
  .refine((text) => text.split(',').every((one) => OrderStatus.safeParse(one).success), 'states')
  .describe('States with commas between them: CONFIRMED,PICKED.')

const YesNo = z.enum(['true', 'false'])

const IntentAnswer = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  status: OrderStatus,
  deliveryDate: Day.nullable().describe('Null while the order waits for goods.'),
  /** Lines that came in a sales unit, and the whole base units they became. */
  lines: z
    .array(
      z.object({
        lineNo: z.int(),
        sku: Reference,
        unit: Reference,
        asked: z.number(),
        quantity: z.int(),
        roundedUp: z.boolean(),
      }),
    )
    .optional(),
})

const OrderSummary = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  version: z.int(),
  status: OrderStatus,
  customerRef: z.string(),
  shipTo: ShipTo,
  warehouse: Reference.describe('Which it leaves from.'),
  region: Reference.nullable(),
  deliveryDate: Day.nullable(),
  fulfilment: z.enum(['delivery', 'collect']),
  isBackordered: z.boolean().describe('True while it waits for goods.'),
  paymentDueAt: Instant.nullable().describe(
    'Until when a prepaid order waits, or waited, for its payment.',
  ),
  createdAt: Instant,
  isBlocked: z
    .boolean()
    .describe('True while a blocking entry of the history is open: nobody goes on with it.'),
})

const Order = OrderSummary.extend({
  shipments: z.array(
    z.object({ id: z.string(), status: z.string(), unitIds: z.array(z.string()) }),
  ),
  lines: z.array(
    z.object({
      lineNo: z.int(),
      sku: Reference,
      name: z.string().optional().describe('What the product is called now.'),
      ordered: z.int(),
      reserved: z.int(),
      picked: z.int(),
      short: z.int(),
      packed: z.int(),
      loaded: z.int(),
      lots: z
        .array(z.object({ lot: z.string(), picked: z.int(), loaded: z.int() }))
        .optional()
        .describe('What was taken of which lot, where somebody read it.'),
    }),
  ),
  units: z.array(z.record(z.string(), z.unknown())),
  history: z.array(HistoryAnswer),
})

export const orderRoutes = {
  postOrderIntent: {
    method: 'POST',
    path: '/v1/order-intents',
    tag: 'Orders',
    summary:
      'Confirm an order: reserves stock and capacity, all or nothing, once per intent. With too little ' +
      'stock one that allows it waits for goods (ON_HOLD); a prepaid one waits for its payment',
    description:
      '`sourceSystem` and `orderIntentId` name an intent for ever: posting it again is safe and ' +
      'answers 200 with the order as it is now, whatever became of it; with other content it is ' +
      '`intent-conflict`. 201 means that it was taken on by this call. Without `deliveryDate` ' +
      'the first day with room is chosen. Quantities in a sales unit become whole base units, ' +
      'rounded up.',
    auth: 'office',
    scope: 'orders:write',
    body: OrderIntent,
    answers: {
      201: {
        summary: 'Taken on: CONFIRMED, PENDING_PAYMENT or ON_HOLD',
        body: IntentAnswer.extend({ replayed: z.literal(false) }),
      },
      200: {
        summary: 'Taken on before; the order as it is now',
        body: IntentAnswer.extend({ replayed: z.literal(true) }),
      },
    },
    problems: [
      'intent-conflict',
      'unknown-sku',
      'unknown-region',
      'unknown-warehouse',
      'unit-mismatch',
      'out-of-stock',
      'capacity-full',
      'past-cut-off',
      'unsupported-version',
    ],
  },
  listOrders: {
    method: 'GET',
    path: '/v1/orders',
    tag: 'Orders',
    summary: 'Orders, newest last unless asked otherwise',
    description:
      'In the order they were taken on, so that one taken on meanwhile is on a later page; with ' +
      '`sort` newest first, or by delivery day. No page shows an order twice, whatever comes in meanwhile. ' +
      '`search` finds an order number or the digits of one, the beginning of a customer reference, of a ' +
      'postal code, of the id of its intent or of `externalOrderId`, and words, or beginnings of ' +
      'words, of the name and the city. `states` are several, separated by commas.',
    auth: 'office',
    scope: 'orders:read',
    query: z.object({
      status: OrderStatus.optional(),
      region: Reference.optional(),
      deliveryDate: Day.optional(),
      customerRef: Reference.optional(),
      search: SearchText.optional(),
      states: States.optional(),
      deliveryFrom: Day.optional(),
      deliveryTo: Day.optional(),
      isBlocked: YesNo.optional(),
      isBackordered: YesNo.optional(),
      sort: z.enum(ORDER_SORTS).default('oldest'),
      after: Reference.optional(),
      limit: ListLimit,
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(OrderSummary), next: z.string().nullable() }),
      },
    },
    problems: [],
  },
  getOrder: {
    method: 'GET',
    path: '/v1/orders/{orderNumber}',
    tag: 'Orders',
    summary: 'One order with its lines, units and history',
    description:
      '`units` are the documents that benches have of its cartons and pallets; members may be ' +
      'added to them.',
    auth: 'office',
    scope: 'orders:read',
    params: OrderNumberParams,
    answers: { 200: { summary: 'The order', body: Order } },
    problems: ['not-found'],
  },
  cancelOrder: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/cancel',
    tag: 'Orders',
    summary:
      'Cancel an order: before picking began with `orders:withdraw`, until it is loaded with ' +
      '`orders:cancel`, whatever is on a truck by `force` with `orders:force-cancel`',
    description:
      'Goods nobody has taken are free at once, and so is the room of the day. Goods in hand ' +
      'stay reserved until they are scanned back, which becomes a task in the exceptions; ' +
      'labels become void. With `version` it is done only if the order is still that one.',
    auth: 'office',
    scope: 'orders:withdraw',
    params: OrderNumberParams,
    body: z.object({
      reason: Text,
      force: z.boolean().optional(),
      version: Version.optional(),
    }),
    answers: { 200: { summary: 'The order', body: Order } },
    problems: ['not-found', 'wrong-state', 'version-conflict'],
  },
  rescheduleOrder: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/reschedule',
    tag: 'Orders',
    summary:
      'Plan an order that could not be delivered for another day; its goods stay packed, or with ' +
      '`repick` go back on their shelves to be picked anew',
    description:
      'Only for an order in DELIVERY_FAILED. It is CONFIRMED for the new day, the first with ' +
      'room when none is named, and PACKED again where its goods came back in their units. The ' +
      'room of the old day is given back.',
    auth: 'office',
    scope: 'orders:write',
    params: OrderNumberParams,
    body: z.object({
      reason: Text,
      deliveryDate: Day.optional(),
      repick: z.boolean().optional(),
      version: Version.optional(),
    }),
    answers: { 200: { summary: 'The order', body: Order } },
    problems: [
      'not-found',
      'wrong-state',
      'version-conflict',
      'capacity-full',
      'past-cut-off',
      'unknown-region',
    ],
  },
  adjustOrder: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/adjust',
    tag: 'Orders',
    summary:
      'Change an order: labels with the old address become void; lines that nobody has begun get another ' +
      'quantity, or go',
    description:
      'All of it or nothing. `version` must be the present one. A quantity of 0 takes the line ' +
      'away; more takes stock and room under the rules of an intent. Pick lists follow; a line ' +
      'that hands have begun is `wrong-state`.',
    auth: 'office',
    scope: 'orders:write',
    params: OrderNumberParams,
    body: z.object({
      version: z.int().min(1),
      reason: Text,
      changes: z.object({
        shipTo: ShipTo.partial().optional(),
        lines: z
          .array(z.object({ lineNo: z.int().min(1), quantity: z.int().min(0).max(QUANTITY_MAX) }))
          .max(ORDER_LINES_MAX)
          .optional(),
      }),
    }),
    answers: { 200: { summary: 'The order', body: Order } },
    problems: ['not-found', 'wrong-state', 'version-conflict', 'out-of-stock', 'capacity-full'],
  },
  handOverOrder: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/hand-over',
    tag: 'Orders',
    summary: 'Give a packed order to whoever collects it; twice changes nothing',
    description:
      'Only for an order with `fulfilment` collect, once it is PACKED: its goods leave the ' +
      'books and it is DELIVERED.',
    auth: 'office',
    scope: 'loading:write',
    params: OrderNumberParams,
    body: z.object({ collectedBy: Text, version: z.int().min(1).optional() }),
    answers: { 200: { summary: 'The order', body: Order } },
    problems: ['not-found', 'wrong-state', 'version-conflict'],
  },
  payOrder: {
    method: 'POST',
    path: '/v1/orders/{orderNumber}/payments',
    tag: 'Orders',
    summary:
      'Record the payment of a prepaid order, once per reference: it is CONFIRMED. One that comes too ' +
      'late is kept for somebody to pay back, and answered wrong-state',
    description:
      'The same reference and amount again change nothing and are answered alike; another ' +
      'amount under it is `idempotency-conflict`. A payment that comes too late is kept and ' +
      'becomes an exception, so that somebody pays it back.',
    auth: 'office',
    scope: 'orders:write',
    params: OrderNumberParams,
    body: z.object({
      paymentRef: OtherSystemsId,
      amountCents: z.int().min(1).max(PAYMENT_CENTS_MAX),
    }),
    answers: { 200: { summary: 'The order', body: Order } },
    problems: ['not-found', 'wrong-state', 'idempotency-conflict'],
  },
} as const satisfies Record<string, RouteDefinition>
