import { z } from 'zod'
import { CALIBRATION_CODE, CALIBRATION_PATTERN } from '#contract/barcode/calibration-code.ts'
import { buildElementString } from '#contract/barcode/gs1.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import {
  commandCode,
  COMMANDS,
  quantityCode,
  reasonCode,
  REASONS,
  toteCode,
} from '#contract/barcode/loadline-code.ts'
import type { OfficeCalls } from './office-calls.ts'
import type { Badge } from './post-demo.ts'

/** One code that can be scanned, as the page of the virtual devices and the sheets show it. */
export type DemoCode = { group: string; name: string; code: string; hint?: string | undefined }

/** The largest count on the command sheet: a full case of the smallest goods. */
const QUANTITY_SHEET_MAX = 24
/** Places of the largest trolley. */
const TOTES_SHEET_MAX = 12
const DEMO_LOT = 'L2604A'
const GRAMS_PER_KG = 1_000

const Stock = z.object({ items: z.array(z.object({ sku: z.string() })) })
const Product = z.object({
  name: z.string(),
  tracking: z.string(),
  weightGrams: z.int(),
  location: z.string().optional(),
  barcodes: z.array(z.object({ code: z.string(), quantity: z.number() })),
})
const Overview = z.object({
  openLoads: z.array(
    z.object({ number: z.string(), region: z.string(), deliveryDate: z.string() }),
  ),
})
const Load = z.object({ number: z.string(), code: z.string() })
const Orders = z.object({
  items: z.array(
    z.object({
      orderNumber: z.string(),
      deliveryDate: z.string().nullable(),
      shipTo: z.object({ name: z.string(), city: z.string() }),
    }),
  ),
  next: z.string().nullable(),
})
type OrderItem = z.infer<typeof Orders>['items'][number]
const PickLists = z.object({
  pickLists: z.array(
    z.object({
      code: z.string(),
      orderNumbers: z.array(z.string()),
      region: z.string(),
      status: z.string(),
      lines: z.array(z.unknown()),
    }),
  ),
})

/** Everything on the floor that can be scanned, as the office knows it now. */
export async function demoCodes(
  office: OfficeCalls,
  badges: readonly Badge[],
): Promise<DemoCode[]> {
  const { openLoads } = await office.get('/v1/overview', Overview)
  return [
    ...badges.map((badge) => ({
      group: 'Badges',
      name: badge.name,
      code: badge.badgeCode,
      hint: badge.roles.join(', '),
    })),
    ...(await pickListCodes(office)),
    ...(await productCodes(office)),
    ...(await loadCodes(office, openLoads)),
    ...spokenCodes(),
  ]
}

/**
 * The codes of the command sheet, what an operator says with a scan, the places of a trolley, and those of
 * the calibration sheet.
 */
export function spokenCodes(): DemoCode[] {
  const quantities = Array.from({ length: QUANTITY_SHEET_MAX }, (_, index) => index + 1)
  return [
    ...COMMANDS.map((name) => ({ group: 'Commands', name, code: commandCode(name) })),
    ...quantities.map((quantity) => ({
      group: 'Quantities',
      name: `× ${quantity}`,
      code: quantityCode(quantity),
    })),
    ...REASONS.map(({ name, purposes }) => ({
      group: 'Reasons',
      name,
      code: reasonCode(name),
      hint: purposes.join(', '),
    })),
    ...Array.from({ length: TOTES_SHEET_MAX }, (_, index) => ({
      group: 'Totes',
      name: `Tote ${index + 1}`,
      code: toteCode(index + 1),
    })),
    { group: 'Calibration', name: 'Calibrate, first code', code: CALIBRATION_CODE },
    { group: 'Calibration', name: 'Calibrate, second code', code: CALIBRATION_PATTERN },
  ]
}

async function pickListCodes(office: OfficeCalls): Promise<DemoCode[]> {
  const orders = await allOrders(office)
  const byNumber = new Map(orders.map((order) => [order.orderNumber, order]))
  const days = [...new Set(orders.flatMap((order) => order.deliveryDate ?? []))].sort()
  const codes: DemoCode[] = []
  for (const day of days) {
    const { pickLists } = await office.get(`/v1/pick-lists?deliveryDate=${day}`, PickLists)
    for (const list of pickLists) {
      if (list.status === 'done' || list.status === 'cancelled') continue
      const shipTo = byNumber.get(list.orderNumbers[0] ?? '')?.shipTo
      codes.push({
        group: `Pick lists ${day}`,
        name: `${list.orderNumbers.join(', ')} · ${shipTo?.name ?? list.region}`,
        code: list.code,
        hint: `${list.region}, ${shipTo?.city ?? ''}, ${list.lines.length} lines`,
      })
    }
  }
  return codes
}

async function allOrders(office: OfficeCalls): Promise<OrderItem[]> {
  const orders: OrderItem[] = []
  for (let after: string | null = ''; after !== null;) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const page: z.infer<typeof Orders> = await office.get(`/v1/orders?limit=500${from}`, Orders)
    orders.push(...page.items)
    after = page.next
  }
  return orders
}

async function productCodes(office: OfficeCalls): Promise<DemoCode[]> {
  const stock = await office.get('/v1/stock', Stock)
  const skus = [...new Set(stock.items.map((item) => item.sku))].sort()
  const codes: DemoCode[] = []
  for (const sku of skus) {
    const product = await office.get(`/v1/products/${encodeURIComponent(sku)}`, Product)
    for (const barcode of product.barcodes) {
      const isCase = barcode.quantity > 1
      const kilograms = (product.weightGrams * barcode.quantity) / GRAMS_PER_KG
      codes.push({
        group: isCase ? 'Cases' : 'Products',
        name: isCase ? `${product.name}, case of ${barcode.quantity}` : product.name,
        code: withLot(product, barcode),
        hint: `${sku} · ${product.location ?? ''} · ${Number(kilograms.toFixed(3))} kg`,
      })
    }
  }
  return [
    ...codes.filter((c) => c.group === 'Products'),
    ...codes.filter((c) => c.group === 'Cases'),
  ]
}

/** Goods kept by lot carry a GS1-128 that says it; others the EAN-13 or case code as printed. */
function withLot(product: { tracking: string }, barcode: { code: string }): string {
  const gtin = product.tracking === 'lot' ? normalizeGtin(barcode.code) : null
  if (gtin === null) return barcode.code.replace(/^0(?=\d{13}$)/, '')
  return buildElementString([
    { ai: '01', value: gtin },
    { ai: '10', value: DEMO_LOT },
  ])
}

async function loadCodes(
  office: OfficeCalls,
  loads: z.infer<typeof Overview>['openLoads'],
): Promise<DemoCode[]> {
  const codes: DemoCode[] = []
  for (const { number, region, deliveryDate } of loads) {
    const load = await office.get(`/v1/loads/${encodeURIComponent(number)}`, Load)
    codes.push({ group: 'Loads', name: `${number} · ${region} · ${deliveryDate}`, code: load.code })
  }
  return codes
}
