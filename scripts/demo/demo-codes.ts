import { z } from 'zod'
import { buildElementString } from '#contract/barcode/gs1.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import {
  commandCode,
  COMMANDS,
  quantityCode,
  reasonCode,
  REASONS,
} from '#contract/barcode/loadline-code.ts'
import type { OfficeCalls } from './office-calls.ts'

/** What the page of the virtual devices shows to click on. */
export type DemoCode = { group: string; name: string; code: string }

/** Counts that a picker scans most. */
const QUANTITIES = [2, 3, 4, 5, 6, 8, 10, 12, 20, 24] as const
const DEMO_LOT = 'L2604A'

const Stock = z.object({ items: z.array(z.object({ sku: z.string() })) })
const Product = z.object({
  name: z.string(),
  tracking: z.string(),
  barcodes: z.array(z.object({ code: z.string(), quantity: z.number() })),
})
const Overview = z.object({
  openLoads: z.array(z.object({ number: z.string(), deliveryDate: z.string() })),
})
const Load = z.object({ number: z.string(), code: z.string() })
const PickLists = z.object({
  pickLists: z.array(
    z.object({ code: z.string(), orderNumbers: z.array(z.string()), status: z.string() }),
  ),
})

/** Everything on the floor that can be scanned, as the office knows it now. */
export async function demoCodes(
  office: OfficeCalls,
  badges: readonly DemoCode[],
): Promise<DemoCode[]> {
  const overview = await office.get('/v1/overview', Overview)
  const days = [...new Set(overview.openLoads.map((load) => load.deliveryDate))].sort()
  return [
    ...badges,
    ...(await pickListCodes(office, days)),
    ...(await productCodes(office)),
    ...(await loadCodes(office, overview.openLoads)),
    ...spokenCodes(),
  ]
}

/** The codes of the command sheet: what an operator says with a scan. */
export function spokenCodes(): DemoCode[] {
  return [
    ...COMMANDS.map((name) => ({ group: 'Commands', name, code: commandCode(name) })),
    ...QUANTITIES.map((quantity) => ({
      group: 'Quantities',
      name: `× ${quantity}`,
      code: quantityCode(quantity),
    })),
    ...REASONS.map(({ name, purposes }) => ({
      group: 'Reasons',
      name: `${name} (${purposes.join(', ')})`,
      code: reasonCode(name),
    })),
  ]
}

async function pickListCodes(office: OfficeCalls, days: readonly string[]): Promise<DemoCode[]> {
  const codes: DemoCode[] = []
  for (const day of days) {
    const { pickLists } = await office.get(`/v1/pick-lists?deliveryDate=${day}`, PickLists)
    for (const list of pickLists) {
      codes.push({
        group: `Pick lists ${day}`,
        name: list.orderNumbers.join(', '),
        code: list.code,
      })
    }
  }
  return codes
}

async function productCodes(office: OfficeCalls): Promise<DemoCode[]> {
  const stock = await office.get('/v1/stock', Stock)
  const skus = [...new Set(stock.items.map((item) => item.sku))].sort()
  const codes: DemoCode[] = []
  for (const sku of skus) {
    const product = await office.get(`/v1/products/${encodeURIComponent(sku)}`, Product)
    for (const barcode of product.barcodes) {
      const name =
        barcode.quantity === 1 ? product.name : `${product.name} (case of ${barcode.quantity})`
      codes.push({ group: 'Products', name: `${name} · ${sku}`, code: withLot(product, barcode) })
    }
  }
  return codes
}

/** Goods kept by lot carry a GS1 code that says it. */
function withLot(product: { tracking: string }, barcode: { code: string }): string {
  const gtin = product.tracking === 'lot' ? normalizeGtin(barcode.code) : null
  if (gtin === null) return barcode.code
  return buildElementString([
    { ai: '01', value: gtin },
    { ai: '10', value: DEMO_LOT },
  ])
}

async function loadCodes(
  office: OfficeCalls,
  loads: readonly { number: string; deliveryDate: string }[],
): Promise<DemoCode[]> {
  const codes: DemoCode[] = []
  for (const { number, deliveryDate } of loads) {
    const load = await office.get(`/v1/loads/${encodeURIComponent(number)}`, Load)
    codes.push({ group: 'Loads', name: `${load.number} · ${deliveryDate}`, code: load.code })
  }
  return codes
}
