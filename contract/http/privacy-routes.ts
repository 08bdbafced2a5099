import { z } from 'zod'
import { Day, Instant, Reference, ShipTo, Text, UnitId } from '../documents/ids.ts'
import { OrderStatus } from '../orders/order-status.ts'
import type { RouteDefinition } from './route.ts'

/** Orders of a customer in one answer; each comes with everything about it. */
export const CUSTOMER_ORDERS_MAX = 100

const CustomerOrder = z.object({
  orderId: z.string(),
  orderNumber: z.string(),
  warehouse: Reference,
  status: OrderStatus,
  createdAt: Instant,
  updatedAt: Instant,
  erasedAt: Instant.nullable().describe('Since when it no longer says who it was for.'),
  shipTo: ShipTo,
  region: Reference.nullable(),
  deliveryDate: Day.nullable(),
  lines: z.array(z.object({ lineNo: z.int(), sku: z.string(), ordered: z.int() })),
  intent: z
    .object({
      sourceSystem: z.string(),
      orderIntentId: z.string(),
      receivedAt: Instant,
      payload: z.unknown().describe('As it was posted.'),
    })
    .nullable(),
  history: z.array(
    z.object({
      status: z.string(),
      recordedAt: Instant,
      writtenBy: z.string(),
      payload: z.unknown(),
    }),
  ),
  payments: z.array(
    z.object({ paymentRef: z.string(), amountCents: z.int(), recordedAt: Instant }),
  ),
  shipments: z.array(
    z.object({
      shipmentId: z.string(),
      status: z.string(),
      reports: z.array(
        z.object({
          status: z.string(),
          occurredAt: Instant,
          latitude: z.number().nullable(),
          longitude: z.number().nullable(),
        }),
      ),
      proofs: z.array(
        z.object({
          signedBy: z.string(),
          signedAt: Instant,
          signature: z.string().describe('The picture in base64.'),
          mediaType: z.string(),
          latitude: z.number().nullable(),
          longitude: z.number().nullable(),
        }),
      ),
    }),
  ),
  units: z
    .array(z.object({ unitId: UnitId, shipTo: ShipTo.nullable(), printedCopies: z.int() }))
    .describe('Cartons and pallets; their labels and QR codes say what `shipTo` says.'),
})

export const CustomerData = z.object({
  customerRef: Reference,
  exportedAt: Instant,
  orders: z.array(CustomerOrder),
  next: z.string().nullable().describe('Goes into `after`; null at the end.'),
})
export type CustomerData = z.infer<typeof CustomerData>

const CustomerParams = z.object({ ref: Reference })

export const privacyRoutes = {
  exportCustomer: {
    method: 'GET',
    path: '/v1/customers/{ref}/data',
    tag: 'Personal data',
    summary: 'Everything the office holds about a customer',
    description:
      'By the reference that order sources use. Each answer is noted in the audit trail with who asked. A customer ' +
      'that nobody ordered for has no orders.',
    auth: 'office',
    scope: 'privacy:write',
    params: CustomerParams,
    query: z.object({
      after: z.string().max(64).default(''),
      limit: z.coerce.number().int().min(1).max(CUSTOMER_ORDERS_MAX).default(CUSTOMER_ORDERS_MAX),
    }),
    answers: { 200: { summary: 'A page, oldest order first', body: CustomerData } },
    problems: [],
  },
  eraseCustomer: {
    method: 'POST',
    path: '/v1/customers/{ref}/erase',
    tag: 'Personal data',
    summary: 'Make the office forget who a customer is',
    description:
      'Names, addresses, signatures and places in orders, intents, histories, units, events and exceptions are ' +
      'overwritten, for good; quantities, order numbers, the ledger and the logs of benches stay as they are. ' +
      'The same intent again is still answered as before. While an order of the customer is open nothing is ' +
      'erased (`wrong-state`). Benches hear of it with their next pull. The same call again changes nothing.',
    auth: 'office',
    scope: 'privacy:write',
    params: CustomerParams,
    body: z.object({ reason: Text }),
    answers: {
      200: {
        summary: 'Erased',
        body: z.object({
          customerRef: Reference,
          orders: z.int().describe('Orders that said who they were for until now.'),
        }),
      },
    },
    problems: ['wrong-state'],
  },
} as const satisfies Record<string, RouteDefinition>
