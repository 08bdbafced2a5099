import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
import { Operator, Packaging, Product, Warehouse } from '#contract/documents/master-data.ts'
import { ShipTo } from '#contract/documents/ids.ts'
import { root } from '../bootstrap.mjs'

const House = z.object({
  warehouse: Warehouse.pick({
    code: true,
    name: true,
    timezone: true,
    gs1CompanyPrefix: true,
    address: true,
  }),
  regions: z.array(
    z.object({ code: z.string(), name: z.string(), deliveryWeekdays: z.array(z.int()) }),
  ),
  cutOff: z.string(),
  /** Month and day, every year. */
  holidays: z.array(z.string().regex(/^\d\d-\d\d$/)),
  capacity: z.object({ days: z.int(), maxWeightGrams: z.int(), maxVolumeCm3: z.int() }),
  packagings: z.array(Packaging),
  operators: z.array(Operator.pick({ ref: true, name: true, roles: true })),
  vehicles: z.record(z.string(), z.object({ plate: z.string(), driver: z.string() })),
  vehicleLimits: z.object({ maxWeightGrams: z.int(), maxVolumeCm3: z.int() }),
})
export type House = z.infer<typeof House>

const Customers = z.array(z.object({ ref: z.string(), region: z.string(), shipTo: ShipTo }))
export type Customer = z.infer<typeof Customers>[number]

/** One line of the catalogue. Goods without `caseOf` are sold and scanned one by one. */
const CatalogueLine = z.object({
  sku: z.string(),
  name: z.string(),
  grams: z.int(),
  cm3: z.int(),
  place: z.string(),
  cents: z.int(),
  caseOf: z.int().optional(),
  /** Floor that one pack covers, for goods that are also ordered by the square metre. */
  cm2PerPack: z.int().optional(),
  lot: z.literal(true).optional(),
})
type CatalogueLine = z.infer<typeof CatalogueLine>

export type DemoProduct = { product: Product; priceCents: number }

const CM2_PER_M2 = 10_000
const ITEM_DIGITS = 5
/** GTIN-14 with indicator 1: the first packaging level above the item. */
const CASE_INDICATOR = '1'

/** The wholesaler itself: building, regions, people, vehicles. */
export function readHouse(): House {
  return House.parse(readDemo('house.json'))
}

export function readCustomers(): Customer[] {
  return Customers.parse(readDemo('customers.json'))
}

/** The catalogue, with an EAN-13 and often a case code per product made from our own prefix. */
export function readProducts(companyPrefix: string): DemoProduct[] {
  return z
    .array(CatalogueLine)
    .parse(readDemo('products.json'))
    .map((line, index) => ({
      product: Product.parse(productOf(line, companyPrefix, index + 1)),
      priceCents: line.cents,
    }))
}

function productOf(line: CatalogueLine, companyPrefix: string, itemNumber: number): Product {
  const { caseOf, cm2PerPack } = line
  const body = companyPrefix + String(itemNumber).padStart(ITEM_DIGITS, '0')
  const each = { code: appendCheckDigit(body), quantity: 1 }
  const bigger = { code: appendCheckDigit(CASE_INDICATOR + body), quantity: caseOf ?? 1 }
  return {
    sku: line.sku,
    name: line.name,
    barcodes: caseOf === undefined ? [each] : [each, bigger],
    weightGrams: line.grams,
    volumeCm3: line.cm3,
    tracking: line.lot === true ? 'lot' : 'none',
    ...(line.lot === true ? { singleLot: true } : {}),
    ...(cm2PerPack === undefined
      ? {}
      : { salesUnits: [{ code: 'm2', numerator: CM2_PER_M2, denominator: cm2PerPack }] }),
    location: line.place,
  }
}

function readDemo(file: string): unknown {
  return JSON.parse(readFileSync(join(root, 'resources/demo', file), 'utf8'))
}
