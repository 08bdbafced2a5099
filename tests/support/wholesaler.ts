import type { Answer, TestOffice } from './office.ts'

/** A Tuesday morning in Amsterdam, well before every cut-off. */
export const MORNING = '2026-03-10T08:00:00.000Z'
export const TOMORROW = '2026-03-11'

/** A clock that a test turns by hand. */
export function handClock(at: string = MORNING) {
  let nowMs = Date.parse(at)
  return {
    now: () => nowMs,
    set: (instant: string) => {
      nowMs = Date.parse(instant)
    },
  }
}

type Admin = Pick<TestOffice, 'admin'>

/** A region open every day, products and room enough for anything a test orders. */
export async function furnish(
  office: Admin,
  options: {
    region?: string
    products?: readonly { sku: string; onHand: number; [field: string]: unknown }[]
    capacity?: { dates: readonly string[]; maxWeightGrams?: number; maxVolumeCm3?: number }
    calendar?: Record<string, unknown>
  } = {},
): Promise<void> {
  const { region = 'NOORD', products = [{ sku: 'OAK-1', onHand: 100 }] } = options
  const calendar = {
    name: region,
    cutOff: '14:00',
    deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
    closedDates: [],
    ...options.calendar,
  }
  expectGood(await office.admin('PUT', `/v1/regions/${region}`, calendar))
  const { dates, ...limits } = options.capacity ?? { dates: [TOMORROW] }
  for (const date of dates) {
    const body = { maxWeightGrams: 1_000_000_000, maxVolumeCm3: 1_000_000_000, ...limits }
    expectGood(await office.admin('PUT', `/v1/capacity/${region}/${date}`, body))
  }
  for (const { sku, onHand, ...fields } of products) {
    const body = {
      name: sku,
      barcodes: [],
      weightGrams: 1_000,
      volumeCm3: 2_000,
      tracking: 'none',
      ...fields,
    }
    expectGood(await office.admin('PUT', `/v1/products/${sku}`, body))
    if (onHand > 0) await receive(office, sku, onHand)
  }
}

export async function receive(office: Admin, sku: string, quantity: number): Promise<void> {
  const movement = {
    warehouse: 'MAIN',
    sku,
    kind: 'RECEIVED',
    quantity,
    reason: 'opening stock',
    idempotencyKey: `opening-${sku}-${quantity}-${crypto.randomUUID()}`,
  }
  expectGood(await office.admin('POST', '/v1/stock-movements', movement))
}

/** An intent as a web shop posts it; a test names only what matters to it. */
export function intent(changed: Record<string, unknown> = {}) {
  return {
    sourceSystem: 'webshop',
    orderIntentId: crypto.randomUUID(),
    customerRef: 'C-1',
    shipTo: {
      name: 'Vloeren "Øst" ^ ~',
      line1: 'Kade 1',
      postalCode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
    },
    region: 'NOORD',
    lineItems: [{ sku: 'OAK-1', quantity: 3 }],
    submittedAt: MORNING,
    ...changed,
  }
}

export function postIntent(office: Admin, changed: Record<string, unknown> = {}): Promise<Answer> {
  return office.admin('POST', '/v1/order-intents', intent(changed))
}

export function codeOf(answer: Answer): string | undefined {
  return (answer.body as { code?: string } | undefined)?.code
}

export async function stockOf(office: Admin, sku: string) {
  const { body } = await office.admin('GET', `/v1/stock?sku=${sku}`)
  const { items } = body as {
    items: { onHand: number; reserved: number; available: number }[]
  }
  const [row] = items
  if (row === undefined) throw new Error(`no stock row for ${sku}`)
  return { onHand: row.onHand, reserved: row.reserved, available: row.available }
}

function expectGood(answer: Answer): void {
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
}
