import { nextDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays } from '#contract/orders/local-time.ts'
import type { OrderIntent } from '#contract/orders/order-intent.ts'
import type { Region } from '#contract/documents/master-data.ts'
import type { Customer, DemoProduct, House } from './demo-house.ts'
import { seededRandom, type Random } from './random.ts'

export const DEMO_SEED = 8712345
export const DEMO_ORDERS = 40
export const SOURCE_SYSTEM = 'van-dalen-shop'

/** Orders for the earliest day the office has; the rest ask for a day further on. */
const EARLIEST_ORDERS = 26
/** Delivery days ahead that later orders ask for: far enough that no cut-off of today touches them. */
const LATER_DAYS = [3, 4] as const
const LINES_MIN = 2
const LINES_MAX = 6
/** One person lifts no more than a few of these a day; most orders have one or none. */
const HEAVY_GRAMS = 9_000
const HEAVY_LINES_MAX = 2

/** Every order of the demo is delivered, so it names its region. */
type DemoIntent = OrderIntent & { region: string }

/**
 * The orders of one day. Their ids hold the day and their content does not depend on the time of
 * day, so that posting them again on that day is a repetition and not an order.
 */
export function demoOrders(demo: {
  today: string
  submittedAt: string
  regions: readonly Region[]
  customers: readonly Customer[]
  products: readonly DemoProduct[]
}): DemoIntent[] {
  const { today, submittedAt, regions, customers, products } = demo
  return Array.from({ length: DEMO_ORDERS }, (_, index): DemoIntent => {
    const random = seededRandom(DEMO_SEED + index)
    const customer = customers[(index * 7) % customers.length]
    const region = regions.find((candidate) => candidate.code === customer?.region)
    if (customer === undefined || region === undefined) {
      throw new Error(`demo order ${index + 1} has no customer in a region`)
    }
    const number = String(index + 1).padStart(2, '0')
    const later = LATER_DAYS[index % LATER_DAYS.length] ?? 1
    return {
      sourceSystem: SOURCE_SYSTEM,
      orderIntentId: `${today}-${number}`,
      externalOrderId: `WEB-${today.replaceAll('-', '')}-${number}`,
      customerRef: customer.ref,
      shipTo: customer.shipTo,
      region: region.code,
      ...(index < EARLIEST_ORDERS ? {} : { deliveryDate: dayAhead(today, region, later) }),
      lineItems: orderLines(products, random),
      submittedAt,
      contractVersion: '1',
    }
  })
}

/** The next of the year's holidays, when nothing is delivered. */
export function nextHoliday(today: string, holidays: House['holidays']): string {
  for (let ahead = 1; ahead <= 366; ahead += 1) {
    const day = addDays(today, ahead)
    if (holidays.includes(day.slice(5))) return day
  }
  throw new Error('a year without holidays')
}

function dayAhead(today: string, region: Region, days: number): string {
  let day = today
  for (let n = 0; n < days; n += 1) {
    const next = nextDeliveryDay(day, region)
    if (next === null) throw new Error(`region ${region.code} has no delivery days`)
    day = next
  }
  return day
}

function orderLines(products: readonly DemoProduct[], random: Random): OrderIntent['lineItems'] {
  const count = LINES_MIN + random.below(LINES_MAX - LINES_MIN + 1)
  const heavyMax = random.below(HEAVY_LINES_MAX + 1)
  const chosen = new Map<string, OrderIntent['lineItems'][number]>()
  let heavy = 0
  while (chosen.size < count) {
    const { product, priceCents } = random.pick(products)
    const isHeavy = product.weightGrams >= HEAVY_GRAMS
    if (chosen.has(product.sku) || (isHeavy && heavy === heavyMax)) continue
    if (isHeavy) heavy += 1
    const square = product.salesUnits?.find((unit) => unit.code === 'm2')
    const asked =
      square !== undefined && random.below(2) === 0
        ? { quantity: 3 + random.below(10) / 2, unit: 'm2' }
        : { quantity: 1 + random.below(isHeavy ? 3 : 4) }
    chosen.set(product.sku, { sku: product.sku, ...asked, unitPriceCents: priceCents })
  }
  return [...chosen.values()]
}
