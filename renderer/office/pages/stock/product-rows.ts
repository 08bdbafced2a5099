import type { ProductBarcode } from '#contract/documents/master-data.ts'
import type { z } from 'zod'
import { toCsv } from '../../components/csv.ts'
import { readWhole, type CsvCells } from '../../components/csv-cells.ts'
import type { Say } from '../../text/text.ts'
import type { Product } from './stock-data.ts'

/** Columns of a file of products, as they are exported and read. */
export const PRODUCT_COLUMNS = [
  'sku',
  'name',
  'weightGrams',
  'volumeCm3',
  'tracking',
  'barcodes',
  'location',
  'weightToleranceGrams',
  'singleLot',
  'salesUnits',
] as const

type Barcode = z.infer<typeof ProductBarcode>
type SalesUnit = NonNullable<Product['salesUnits']>[number]

/** What a row says of a product: what it leaves empty is not there. */
export type ProductRow = { sku: string } & Partial<Omit<Product, 'sku'>>

export type ProductBody = Omit<Product, 'sku'>

/** A row of a file, or what is wrong with it. */
export function readProductRow(cells: CsvCells, say: Say): ProductRow | string {
  const sku = cells['sku']
  if (sku === undefined) return say('stock.wrong-sku')
  for (const column of ['weightGrams', 'volumeCm3', 'weightToleranceGrams']) {
    const text = cells[column.toLowerCase()]
    const isRight = text === undefined || (readWhole(text) ?? -1) >= 0
    if (!isRight) return say('stock.wrong-whole', { column })
  }
  const tracking = trackingOf(cells['tracking'])
  if (tracking === null) return say('stock.wrong-tracking')
  const singleLot = yesNo(cells['singlelot'])
  if (singleLot === null) return say('stock.wrong-yes-no', { column: 'singleLot' })
  const barcodes = listOf(cells['barcodes'], barcodeOf)
  if (barcodes === null) return say('stock.wrong-barcodes')
  const salesUnits = listOf(cells['salesunits'], salesUnitOf)
  if (salesUnits === null) return say('stock.wrong-sales-units')
  return withoutEmpty({
    sku,
    name: cells['name'],
    weightGrams: readWhole(cells['weightgrams']) ?? undefined,
    volumeCm3: readWhole(cells['volumecm3']) ?? undefined,
    weightToleranceGrams: readWhole(cells['weighttolerancegrams']) ?? undefined,
    location: cells['location'],
    tracking,
    singleLot,
    barcodes,
    salesUnits,
  })
}

/** What a row makes of the product that is there, or of none; null where a new one lacks what it needs. */
export function mergeProduct(row: ProductRow, before: Product | null): ProductBody | null {
  const { sku: _sku, ...said } = row
  if (before !== null) {
    const { sku: _known, ...known } = before
    return { ...known, ...said }
  }
  const { name, weightGrams, volumeCm3 } = said
  if (name === undefined || weightGrams === undefined || volumeCm3 === undefined) return null
  return { tracking: 'none', barcodes: [], ...said, name, weightGrams, volumeCm3 }
}

export function isSameProduct(body: ProductBody, before: Product | null): boolean {
  if (before === null) return false
  const { sku: _sku, ...known } = before
  return sortedJson(body) === sortedJson(known)
}

/** Products in the form that an import reads. */
export function productsCsv(products: readonly Product[]): string {
  return toCsv(
    PRODUCT_COLUMNS,
    products.map((product) => [
      product.sku,
      product.name,
      product.weightGrams,
      product.volumeCm3,
      product.tracking,
      product.barcodes.map(({ code, quantity }) => `${code}:${quantity}`).join('|'),
      product.location ?? null,
      product.weightToleranceGrams ?? null,
      product.singleLot === undefined ? null : product.singleLot ? 'yes' : 'no',
      (product.salesUnits ?? [])
        .map(({ code, numerator, denominator }) => `${code}:${numerator}/${denominator}`)
        .join('|'),
    ]),
  )
}

function trackingOf(text: string | undefined): Product['tracking'] | undefined | null {
  if (text === undefined) return undefined
  const known = (['none', 'lot', 'serial'] as const).find((one) => one === text.toLowerCase())
  return known ?? null
}

function yesNo(text: string | undefined): boolean | undefined | null {
  if (text === undefined) return undefined
  const small = text.toLowerCase()
  return small === 'yes' ? true : small === 'no' ? false : null
}

function listOf<Item>(
  text: string | undefined,
  read: (part: string) => Item | null,
): Item[] | undefined | null {
  if (text === undefined) return undefined
  const items = text.split('|').map((part) => read(part.trim()))
  return items.includes(null) ? null : items.flatMap((item) => (item === null ? [] : [item]))
}

/** A code may hold a colon itself: only digits behind the last one are a quantity. */
function barcodeOf(part: string): Barcode | null {
  const [, code = part, quantity = '1'] = /^(.+):(\d{1,9})$/.exec(part) ?? []
  return code === '' || Number(quantity) < 1 ? null : { code, quantity: Number(quantity) }
}

function salesUnitOf(part: string): SalesUnit | null {
  const [, code, numerator, denominator] = /^(.+):(\d{1,9})\/(\d{1,9})$/.exec(part) ?? []
  if (code === undefined) return null
  const unit = { code, numerator: Number(numerator), denominator: Number(denominator) }
  return unit.numerator < 1 || unit.denominator < 1 ? null : unit
}

function withoutEmpty(
  row: { [Name in keyof ProductRow]: ProductRow[Name] | undefined } & { sku: string },
): ProductRow {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== undefined),
  ) as ProductRow
}

function sortedJson(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
