import { z } from 'zod'
import type { Region } from '#contract/documents/master-data.ts'
import { isDeliveryDay } from '#contract/orders/cut-off.ts'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { type House, readCustomers, readHouse, readProducts } from './demo-house.ts'
import { demoOrders, nextHoliday } from './demo-orders.ts'
import type { OfficeCalls } from './office-calls.ts'

export type Badge = { ref: string; name: string; roles: string[]; badgeCode: string }

/** Each product's first delivery of goods; enough for months of demo orders. */
const STOCK_PER_PRODUCT = 600

const Anything = z.unknown()
const Overview = z.object({
  serverTime: z.string(),
  openLoads: z.array(z.object({ region: z.string(), deliveryDate: z.string() })),
})
const Badge = z.object({
  ref: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  badgeCode: z.string(),
})
const Confirmed = z.object({ deliveryDate: z.string(), replayed: z.boolean() })
const Generated = z.object({ created: z.int() })

/**
 * Posts the demo as a customer's own script would. Today is what the office's clock says. Run again
 * on the same day it changes nothing; on another day it adds that day's orders.
 */
export async function postDemo(
  office: OfficeCalls,
  say: (line: string) => void,
): Promise<{ badges: Badge[] }> {
  const house = readHouse()
  const { serverTime } = await office.get('/v1/overview', Overview)
  const today = localTime(Date.parse(serverTime), house.warehouse.timezone).day
  say(`${house.warehouse.name}, ${today}`)
  const regions = regionsOf(house, today)
  await putHouse(office, house, regions)
  const badges = await putOperators(office, house)
  say(`${regions.length} regions, ${badges.length} operators`)
  await putCapacity(office, house, regions, today)
  say(`capacity for ${house.capacity.days} days`)
  const products = readProducts(house.warehouse.gs1CompanyPrefix)
  await putProducts(office, house, products)
  say(`${products.length} products with ${STOCK_PER_PRODUCT} of each`)

  const customers = readCustomers()
  const first = new Map<string, string>()
  const days = new Set<string>()
  let fresh = 0
  const intents = demoOrders({ today, submittedAt: serverTime, regions, customers, products })
  for (const intent of intents) {
    const { deliveryDate, replayed } = await office.post('/v1/order-intents', intent, Confirmed)
    days.add(deliveryDate)
    const earliest = first.get(intent.region) ?? deliveryDate
    first.set(intent.region, deliveryDate < earliest ? deliveryDate : earliest)
    if (!replayed) fresh += 1
  }
  say(`${intents.length} orders, ${fresh} of them new`)
  await generateLists(office, house, [...days].sort(), say)
  await planLoads(office, house, first, say)
  return { badges }
}

function regionsOf(house: House, today: string): Region[] {
  const closed = nextHoliday(today, house.holidays)
  return house.regions.map((region) => ({
    ...region,
    timezone: house.warehouse.timezone,
    cutOff: house.cutOff,
    closedDates: [closed],
  }))
}

async function putHouse(office: OfficeCalls, house: House, regions: Region[]): Promise<void> {
  const { code, ...warehouse } = house.warehouse
  await office.put(`/v1/warehouses/${code}`, warehouse, Anything)
  for (const { code: region, ...body } of regions) {
    await office.put(`/v1/regions/${region}`, { ...body, warehouse: code }, Anything)
  }
  for (const { code: packaging, ...body } of house.packagings) {
    await office.put(`/v1/packagings/${packaging}`, body, Anything)
  }
}

async function putOperators(office: OfficeCalls, house: House): Promise<Badge[]> {
  const badges: Badge[] = []
  for (const { ref, ...body } of house.operators) {
    badges.push(await office.put(`/v1/operators/${ref}`, body, Badge))
  }
  return badges
}

async function putCapacity(
  office: OfficeCalls,
  { capacity }: House,
  regions: readonly Region[],
  today: string,
): Promise<void> {
  const { days, ...slot } = capacity
  for (const region of regions) {
    for (let ahead = 1; ahead <= days; ahead += 1) {
      const day = addDays(today, ahead)
      if (!isDeliveryDay(day, region)) continue
      await office.put(`/v1/capacity/${region.code}/${day}`, slot, Anything)
    }
  }
}

async function putProducts(
  office: OfficeCalls,
  house: House,
  products: ReturnType<typeof readProducts>,
): Promise<void> {
  for (const { product } of products) {
    const { sku, ...body } = product
    await office.put(`/v1/products/${encodeURIComponent(sku)}`, body, Anything)
    const receipt = {
      warehouse: house.warehouse.code,
      sku,
      kind: 'RECEIVED',
      quantity: STOCK_PER_PRODUCT,
      reason: 'opening stock',
      idempotencyKey: `demo-opening-${sku}`,
    }
    await office.post('/v1/stock-movements', receipt, Anything)
  }
}

async function generateLists(
  office: OfficeCalls,
  house: House,
  days: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const warehouse = house.warehouse.code
  for (const deliveryDate of days) {
    const body = { warehouse, deliveryDate }
    const { created } = await office.post('/v1/pick-lists/generate', body, Generated)
    say(`${created} new pick lists for ${deliveryDate}`)
  }
}

/** One truck per region for its first delivery day, unless one stands there already. */
async function planLoads(
  office: OfficeCalls,
  house: House,
  firstDays: ReadonlyMap<string, string>,
  say: (line: string) => void,
): Promise<void> {
  const { openLoads } = await office.get('/v1/overview', Overview)
  for (const [region, deliveryDate] of firstDays) {
    const vehicle = house.vehicles[region]
    if (vehicle === undefined) throw new Error(`region ${region} has no vehicle`)
    const isPlanned = openLoads.some(
      (load) => load.region === region && load.deliveryDate === deliveryDate,
    )
    if (isPlanned) continue
    const { plate, driver } = vehicle
    const body = {
      warehouse: house.warehouse.code,
      region,
      deliveryDate,
      vehicle: { plate, ...house.vehicleLimits },
      driver,
    }
    await office.post('/v1/loads', body, Anything)
    say(`a load for ${region} on ${deliveryDate}: ${plate}, ${driver}`)
  }
}
