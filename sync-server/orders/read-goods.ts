import { QUANTITY_MAX } from '#contract/documents/ids.ts'
import type { Product } from '#contract/documents/master-data.ts'
import { baseQuantity, type OrderIntentLine } from '#contract/orders/order-intent.ts'
import type { Burden } from '../capacity/index.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

/** What a quantity in a sales unit became: whole base units, rounded up where it was not whole. */
export type ConvertedLine = {
  lineNo: number
  sku: string
  unit: string
  asked: number
  quantity: number
  roundedUp: boolean
}

/** An order line in base units. */
export type WantedLine = {
  lineNo: number
  sku: string
  quantity: number
  eachWeightGrams: number
  eachVolumeCm3: number
  /** All of the line must come from one lot. */
  singleLot?: boolean
  unitPriceCents: number | null
  converted: ConvertedLine | null
}

/** The base unit by its own name, for sources that always name one. */
const BASE_UNIT = 'each'

/** Looks every line's product up and brings its quantity to base units. */
export async function readGoods(
  tx: Tx,
  warehouse: string,
  lines: readonly OrderIntentLine[],
): Promise<WantedLine[]> {
  const products = await readProducts(
    tx,
    warehouse,
    lines.map((line) => line.sku),
  )
  const unknown = lines.flatMap((line, index) =>
    products.has(line.sku)
      ? []
      : [{ path: `lineItems[${index}].sku`, message: `no product ${line.sku}` }],
  )
  const [first] = unknown
  if (first !== undefined) throw new Problem('unknown-sku', first.message, { errors: unknown })
  return lines.map((line, index) => {
    const product = products.get(line.sku)
    if (product === undefined) throw new Error(`product ${line.sku} vanished`)
    return toWanted(line, index, product)
  })
}

/** Weight and volume of all goods together, as the products' own figures say. */
export function burdenOf(goods: readonly WantedLine[]): Burden {
  return {
    weightGrams: goods.reduce((sum, line) => sum + line.quantity * line.eachWeightGrams, 0),
    volumeCm3: goods.reduce((sum, line) => sum + line.quantity * line.eachVolumeCm3, 0),
  }
}

/** Products by SKU; unknown ones are left out. */
export async function readProducts(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<Map<string, Product>> {
  const wanted = [...new Set(skus)]
  if (wanted.length === 0) return new Map()
  const rows = await tx
    .selectFrom('product')
    .select(['sku', 'body'])
    .where('warehouse', '=', warehouse)
    .where('sku', 'in', wanted)
    .execute()
  return new Map(rows.map((row) => [row.sku, row.body as Product]))
}

/** True when all of an order line must come from one lot of the product. */
export function isOfOneLot(product: Product): boolean {
  return product.singleLot === true && product.tracking !== 'none'
}

function toWanted(line: OrderIntentLine, index: number, product: Product): WantedLine {
  const lineNo = index + 1
  const converted = convertLine(line, index, product)
  return {
    lineNo,
    sku: line.sku,
    quantity: converted?.quantity ?? line.quantity,
    eachWeightGrams: product.weightGrams,
    eachVolumeCm3: product.volumeCm3,
    ...(isOfOneLot(product) ? { singleLot: true } : {}),
    unitPriceCents: line.unitPriceCents ?? null,
    converted,
  }
}

/** What a line in a sales unit comes to in base units; null for one that counts them already. */
export function convertLine(
  line: OrderIntentLine,
  index: number,
  product: Product,
): ConvertedLine | null {
  const { sku, unit, quantity: asked } = line
  if (unit === undefined) return null
  const salesUnit = product.salesUnits?.find((candidate) => candidate.code === unit)
  if (salesUnit === undefined) {
    if (unit === BASE_UNIT && Number.isInteger(asked)) return null
    const known = product.salesUnits?.map((candidate) => candidate.code).join(', ') ?? ''
    throw mismatch(index, `${sku} is not sold by ${unit}${known && `, only by ${known}`}`)
  }
  const { quantity, isRounded } = baseQuantity(asked, salesUnit)
  if (quantity > QUANTITY_MAX) throw mismatch(index, `${asked} ${unit} of ${sku} is too much`)
  return { lineNo: index + 1, sku, unit, asked, quantity, roundedUp: isRounded }
}

function mismatch(index: number, message: string): Problem {
  const errors = [{ path: `lineItems[${index}].unit`, message }]
  return new Problem('unit-mismatch', message, { errors })
}
