import { z } from 'zod'
import { Day, Instant, QUANTITY_MAX, Reference, Text } from '../documents/ids.ts'
import { Operator, Packaging, Product, Region, Warehouse } from '../documents/master-data.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** An IANA time zone that this runtime knows. */
const TimeZone = z.string().max(64).refine(isTimeZone, 'an IANA time zone')

/** Printable text that may run over several lines. */
const PRINTABLE_LINES = /^(?:[^\p{Cc}\p{Cs}]|\n)*$/u

/** Longest address of a warehouse, as printed on labels. */
const ADDRESS_MAX = 400

/** Highest weight or volume one region may deliver a day: a thousand trucks. */
const CAPACITY_MAX = 100_000_000_000

const WarehouseBody = z.object({
  name: Text,
  timezone: TimeZone,
  gs1CompanyPrefix: Warehouse.shape.gs1CompanyPrefix,
  address: z.string().trim().max(ADDRESS_MAX).regex(PRINTABLE_LINES, 'printable text'),
  qrPersonalData: Warehouse.shape.qrPersonalData.optional(),
})

/** A warehouse as the office shows it: without the key that signs labels. */
const WarehouseAnswer = Warehouse.omit({ qrKey: true })

const RegionBody = Region.omit({ code: true }).extend({
  warehouse: Reference.optional(),
  timezone: TimeZone.optional(),
  deliveryWeekdays: Region.shape.deliveryWeekdays.max(7),
  closedDates: Region.shape.closedDates.max(1_000).default([]),
})
const RegionAnswer = Region.extend({ warehouse: Reference })

const CapacityBody = z.object({
  maxWeightGrams: z.int().min(0).max(CAPACITY_MAX),
  maxVolumeCm3: z.int().min(0).max(CAPACITY_MAX),
})
const CapacityAnswer = CapacityBody.extend({
  reservedWeightGrams: z.int(),
  reservedVolumeCm3: z.int(),
  packedWeightGrams: z.int(),
  packedVolumeCm3: z.int(),
})
const CapacityParams = z.object({ region: Reference, date: Day })

/** PINs are typed at a bench with gloves off: digits only. */
const Pin = z.string().regex(/^\d{4,12}$/, 'four to twelve digits')

export const catalogueRoutes = {
  putWarehouse: {
    method: 'PUT',
    path: '/v1/warehouses/{code}',
    tag: 'Master data',
    summary: 'Create or change a warehouse',
    auth: 'admin',
    params: z.object({ code: Reference }),
    body: WarehouseBody,
    answers: { 200: { summary: 'The warehouse as it is now', body: WarehouseAnswer } },
    problems: [],
  },
  getWarehouse: {
    method: 'GET',
    path: '/v1/warehouses/{code}',
    tag: 'Master data',
    summary: 'One warehouse',
    auth: 'admin',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The warehouse', body: WarehouseAnswer } },
    problems: ['not-found'],
  },
  putProduct: {
    method: 'PUT',
    path: '/v1/products/{sku}',
    tag: 'Master data',
    summary: 'Create or change a product; quantities are integers in its base unit',
    auth: 'admin',
    params: z.object({ sku: Reference }),
    body: Product.omit({ sku: true }),
    answers: { 200: { summary: 'The product as it is now', body: Product } },
    problems: ['barcode-taken'],
  },
  getProduct: {
    method: 'GET',
    path: '/v1/products/{sku}',
    tag: 'Master data',
    summary: 'One product',
    auth: 'admin',
    params: z.object({ sku: Reference }),
    answers: { 200: { summary: 'The product', body: Product } },
    problems: ['not-found'],
  },
  putRegion: {
    method: 'PUT',
    path: '/v1/regions/{code}',
    tag: 'Master data',
    summary: 'Create or change a delivery region and its calendar',
    auth: 'admin',
    params: z.object({ code: Reference }),
    body: RegionBody,
    answers: { 200: { summary: 'The region as it is now', body: RegionAnswer } },
    problems: ['unknown-warehouse', 'region-elsewhere'],
  },
  getRegion: {
    method: 'GET',
    path: '/v1/regions/{code}',
    tag: 'Master data',
    summary: 'One region',
    auth: 'admin',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The region', body: RegionAnswer } },
    problems: ['not-found'],
  },
  putPackaging: {
    method: 'PUT',
    path: '/v1/packagings/{code}',
    tag: 'Master data',
    summary: 'Create or change a packaging',
    auth: 'admin',
    params: z.object({ code: Reference }),
    body: Packaging.omit({ code: true }),
    answers: { 200: { summary: 'The packaging as it is now', body: Packaging } },
    problems: [],
  },
  getPackaging: {
    method: 'GET',
    path: '/v1/packagings/{code}',
    tag: 'Master data',
    summary: 'One packaging',
    auth: 'admin',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The packaging', body: Packaging } },
    problems: ['not-found'],
  },
  putCapacity: {
    method: 'PUT',
    path: '/v1/capacity/{region}/{date}',
    tag: 'Capacity',
    summary: 'Set how much a region can deliver on a day',
    auth: 'admin',
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
    auth: 'admin',
    params: CapacityParams,
    answers: { 200: { summary: 'The slot', body: CapacityAnswer } },
    problems: ['not-found'],
  },
  postStockMovement: {
    method: 'POST',
    path: '/v1/stock-movements',
    tag: 'Stock',
    summary: 'Receive or adjust stock; a key moves stock once',
    auth: 'admin',
    body: z.object({
      warehouse: Reference,
      sku: Reference,
      kind: z.enum(['RECEIVED', 'ADJUSTED']),
      quantity: z
        .int()
        .min(-QUANTITY_MAX)
        .max(QUANTITY_MAX)
        .refine((quantity) => quantity !== 0, 'not zero'),
      reason: Text,
      idempotencyKey: z.string().min(1).max(200),
    }),
    answers: {
      201: { summary: 'Recorded', body: z.object({ replayed: z.literal(false) }) },
      200: { summary: 'Recorded before', body: z.object({ replayed: z.literal(true) }) },
    },
    problems: ['idempotency-conflict', 'unknown-sku', 'unknown-warehouse', 'out-of-stock'],
  },
  listStock: {
    method: 'GET',
    path: '/v1/stock',
    tag: 'Stock',
    summary: 'What is on hand, reserved and available',
    auth: 'admin',
    query: z.object({ sku: Reference.optional(), warehouse: Reference.optional() }),
    answers: {
      200: {
        summary: 'Stock by warehouse and product',
        body: z.object({
          items: z.array(
            z.object({
              warehouse: Reference,
              sku: Reference,
              onHand: z.int(),
              reserved: z.int(),
              available: z.int(),
            }),
          ),
        }),
      },
    },
    problems: [],
  },
  listLedger: {
    method: 'GET',
    path: '/v1/ledger',
    tag: 'Stock',
    summary: 'The stock ledger, oldest first',
    auth: 'admin',
    query: z.object({
      sku: Reference.optional(),
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({
          items: z.array(
            z.object({
              id: z.int(),
              recordedAt: Instant,
              warehouse: Reference,
              sku: Reference,
              kind: z.string(),
              quantity: z.int(),
              onHandDelta: z.int(),
              reservedDelta: z.int(),
              reference: z.string(),
              reason: z.string(),
            }),
          ),
          next: z.int().nullable(),
        }),
      },
    },
    problems: [],
  },
  putOperator: {
    method: 'PUT',
    path: '/v1/operators/{ref}',
    tag: 'Operators',
    summary: 'Create or change an operator; the badge code stays the same',
    auth: 'admin',
    params: z.object({ ref: Reference }),
    body: z.object({ name: Text, roles: Operator.shape.roles.min(1).max(3), pin: Pin.optional() }),
    answers: {
      200: {
        summary: 'The operator and the code to print on the badge',
        body: z.object({
          ref: Reference,
          name: Text,
          roles: Operator.shape.roles,
          badgeCode: z.string(),
        }),
      },
    },
    problems: [],
  },
} as const satisfies Record<string, RouteDefinition>

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
