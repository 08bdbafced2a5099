import { z } from 'zod'
import { Reference, Text } from '../documents/ids.ts'
import { Packaging, Product, Region, Warehouse } from '../documents/master-data.ts'
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type RouteDefinition } from './route.ts'

/** An IANA time zone that this runtime knows. */
const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'an IANA time zone')
  .describe('An IANA time zone, as Europe/Amsterdam.')

/** Printable text that may run over several lines. */
const PRINTABLE_LINES = /^(?:[^\p{Cc}\p{Cs}]|\n)*$/u

/** Longest address of a warehouse, as printed on labels. */
const ADDRESS_MAX = 400

/** Longest text that products are looked for by. */
export const SEARCH_LENGTH_MAX = 200

/** What products are looked for by: the beginning of a SKU, a whole barcode, beginnings of words of the name. */
export const ProductSearch = z.string().trim().min(1).max(SEARCH_LENGTH_MAX)

const WarehouseBody = z.object({
  name: Text,
  timezone: TimeZone,
  gs1CompanyPrefix: Warehouse.shape.gs1CompanyPrefix,
  address: z.string().trim().max(ADDRESS_MAX).regex(PRINTABLE_LINES, 'printable text'),
  qrPersonalData: Warehouse.shape.qrPersonalData.optional(),
  personFigures: z
    .boolean()
    .optional()
    .describe(
      'Figures of people on the floor view: off until the company says so, and kept if absent.',
    ),
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

/** A list goes on behind a code. */
const PageQuery = z.object({
  after: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
})

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

const PAGE = 'A page by code; `next` goes into `after`, null at the end'

export const catalogueRoutes = {
  putWarehouse: {
    method: 'PUT',
    path: '/v1/warehouses/{code}',
    createsByPut: true,
    tag: 'Master data',
    summary: 'Create or change a warehouse',
    description:
      'The same again changes nothing. A new warehouse gets a key of its own that signs labels; ' +
      'benches alone are sent it, and no answer shows it.',
    auth: 'office',
    scope: 'catalogue:write',
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
    auth: 'office',
    scope: 'catalogue:read',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The warehouse', body: WarehouseAnswer } },
    problems: ['not-found'],
  },
  listWarehouses: {
    method: 'GET',
    path: '/v1/warehouses',
    tag: 'Master data',
    summary: 'All warehouses',
    auth: 'office',
    scope: 'catalogue:read',
    query: PageQuery,
    answers: { 200: { summary: PAGE, body: pageOf(WarehouseAnswer) } },
    problems: [],
  },
  listProducts: {
    method: 'GET',
    path: '/v1/products',
    tag: 'Master data',
    summary: 'Products, by SKU, or those that a text finds',
    description:
      '`search` finds products whose SKU begins with it, that have it as a barcode, or whose ' +
      'name has a word beginning with each of its words.',
    auth: 'office',
    scope: 'catalogue:read',
    query: z.object({
      search: ProductSearch.optional(),
      after: Reference.optional(),
      limit: z.coerce.number().int().min(1).max(PAGE_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
    }),
    answers: {
      200: {
        summary: 'A page; `next` goes into `after`, null at the end',
        body: z.object({ items: z.array(Product), next: Reference.nullable() }),
      },
    },
    problems: [],
  },
  putProduct: {
    method: 'PUT',
    path: '/v1/products/{sku}',
    createsByPut: true,
    tag: 'Master data',
    summary: 'Create or change a product; quantities are integers in its base unit',
    description:
      'Replaces the whole product in every warehouse; benches have it with their next pull. ' +
      'Check digits of barcodes are checked. Pick lists that were made before keep the weight ' +
      'they were made with.',
    auth: 'office',
    scope: 'catalogue:write',
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
    auth: 'office',
    scope: 'catalogue:read',
    params: z.object({ sku: Reference }),
    answers: { 200: { summary: 'The product', body: Product } },
    problems: ['not-found'],
  },
  putRegion: {
    method: 'PUT',
    path: '/v1/regions/{code}',
    createsByPut: true,
    tag: 'Master data',
    summary: 'Create or change a delivery region and its calendar',
    description:
      'Replaces the whole region. A new one without `warehouse` belongs to MAIN and stays where ' +
      'it is for ever; without `timezone` it has the one of its warehouse. Orders that were ' +
      'taken on keep their day.',
    auth: 'office',
    scope: 'catalogue:write',
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
    auth: 'office',
    scope: 'catalogue:read',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The region', body: RegionAnswer } },
    problems: ['not-found'],
  },
  listRegions: {
    method: 'GET',
    path: '/v1/regions',
    tag: 'Master data',
    summary: 'All regions, or those of one warehouse',
    auth: 'office',
    scope: 'catalogue:read',
    query: PageQuery.extend({ warehouse: Reference.optional() }),
    answers: { 200: { summary: PAGE, body: pageOf(RegionAnswer) } },
    problems: [],
  },
  putPackaging: {
    method: 'PUT',
    path: '/v1/packagings/{code}',
    createsByPut: true,
    tag: 'Master data',
    summary: 'Create or change a packaging',
    description:
      'Replaces the whole packaging in every warehouse; benches have it with their next pull.',
    auth: 'office',
    scope: 'catalogue:write',
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
    auth: 'office',
    scope: 'catalogue:read',
    params: z.object({ code: Reference }),
    answers: { 200: { summary: 'The packaging', body: Packaging } },
    problems: ['not-found'],
  },
  listPackagings: {
    method: 'GET',
    path: '/v1/packagings',
    tag: 'Master data',
    summary: 'All packagings',
    auth: 'office',
    scope: 'catalogue:read',
    query: PageQuery,
    answers: { 200: { summary: PAGE, body: pageOf(Packaging) } },
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
