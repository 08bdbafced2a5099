import type { StationMode } from '#contract/sync/envelope.ts'
import type { OfficeProcess } from './bench-floor.ts'

/** Valid EAN-13 of our own company prefix; the case holds six. */
export const OAK = { sku: 'OAK-14', ean: '8712345000011', case: '18712345000018', grams: 2_000 }
export const GLUE = { sku: 'GLUE-5', ean: '8712345000028', grams: 5_000 }
export const FELT = { sku: 'FELT-3', ean: '8712345000035', grams: 1_000 }

/** A name with everything a label's languages stumble over. */
export const AWKWARD_NAME = 'Brændgård ß Łódź ^XA ~JR "Ø" _5E'

export type ShopOrder = { orderId: string; orderNumber: string; deliveryDate: string }
export type ShopList = { id: string; code: string; orderNumbers: string[]; region: string }
export type ShopLoad = { id: string; number: string; code: string }

/** Products, two regions, stock, room for two weeks, and people: posted as a customer's script would. */
export async function furnishShop(
  office: Pick<OfficeProcess, 'put' | 'post'>,
): Promise<Record<string, string>> {
  const names = [
    {
      ...OAK,
      name: 'Oak plank 14 mm',
      barcodes: [
        { code: OAK.ean, quantity: 1 },
        { code: OAK.case, quantity: 6 },
      ],
    },
    { ...GLUE, name: 'Parquet glue 5 kg', barcodes: [{ code: GLUE.ean, quantity: 1 }] },
    { ...FELT, name: 'Underlay 3 mm', barcodes: [{ code: FELT.ean, quantity: 1 }] },
  ]
  for (const { sku, name, barcodes, grams } of names) {
    await office.put(`/v1/products/${sku}`, {
      name,
      barcodes,
      weightGrams: grams,
      volumeCm3: 1_000,
      tracking: 'none',
      location: `A-${sku.length}`,
    })
    await office.post('/v1/stock-movements', {
      warehouse: 'MAIN',
      sku,
      kind: 'RECEIVED',
      quantity: 6_000,
      reason: 'opening stock',
      idempotencyKey: `opening-${sku}`,
    })
  }
  for (const region of ['NH', 'ZH']) {
    await office.put(`/v1/regions/${region}`, {
      name: region,
      cutOff: '14:00',
      deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
      closedDates: [],
    })
    for (const date of nextDays(6)) {
      const limits = { maxWeightGrams: 50_000_000, maxVolumeCm3: 90_000_000 }
      await office.put(`/v1/capacity/${region}/${date}`, limits)
    }
  }
  const badges: Record<string, string> = {}
  for (const [ref, roles] of [
    ['sanne', ['picker', 'loader']],
    ['ilse', ['supervisor']],
  ] as const) {
    const { badgeCode } = await office.put<{ badgeCode: string }>(`/v1/operators/${ref}`, {
      name: ref,
      roles,
    })
    badges[ref] = badgeCode
  }
  return badges
}

let intents = 0

/** An order as a web shop submits it; posted again it is the same order. */
export function orderIntent(
  lines: readonly { sku: string; quantity: number }[],
  options: { region?: string; name?: string } = {},
) {
  intents += 1
  return {
    sourceSystem: 'webshop',
    orderIntentId: `intent-${intents}`,
    customerRef: 'C-1',
    shipTo: {
      name: options.name ?? 'Vloeren Discount',
      line1: 'Kade 1',
      postalCode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
    },
    region: options.region ?? 'NH',
    lineItems: lines,
    submittedAt: new Date().toISOString(),
  }
}

export function postOrder(
  office: OfficeProcess,
  lines: readonly { sku: string; quantity: number }[],
  options: { region?: string; name?: string } = {},
): Promise<ShopOrder> {
  return office.post('/v1/order-intents', orderIntent(lines, options))
}

/** The lists of a day, made if they were not yet, by order number. */
export async function listsOf(
  office: OfficeProcess,
  deliveryDate: string,
): Promise<Record<string, ShopList>> {
  await office.post('/v1/pick-lists/generate', { warehouse: 'MAIN', deliveryDate })
  const { pickLists } = await office.get<{ pickLists: ShopList[] }>(
    `/v1/pick-lists?deliveryDate=${deliveryDate}`,
  )
  return Object.fromEntries(pickLists.map((list) => [list.orderNumbers.join(), list]))
}

export function makeLoad(
  office: OfficeProcess,
  deliveryDate: string,
  region = 'NH',
): Promise<ShopLoad> {
  return office.post('/v1/loads', {
    warehouse: 'MAIN',
    region,
    deliveryDate,
    vehicle: { plate: 'VX-123-Z', maxWeightGrams: 9_000_000, maxVolumeCm3: 40_000_000 },
    driver: 'Piet',
  })
}

export function stationCode(
  office: OfficeProcess,
  name = 'Pack 1',
  mode: StationMode = 'pick-and-pack',
): Promise<{ code: string }> {
  return office.post('/v1/station-codes', { warehouse: 'MAIN', name, mode })
}

function nextDays(count: number): string[] {
  const today = Date.now()
  return Array.from({ length: count }, (_, day) =>
    new Date(today + day * 86_400_000).toISOString().slice(0, 10),
  )
}
