import { describe, expect, test } from 'vitest'
import { hasValidCheckDigit } from '#contract/barcode/check-digit.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { isDeliveryDay } from '#contract/orders/cut-off.ts'
import { OrderIntent } from '#contract/orders/order-intent.ts'
import { readCustomers, readHouse, readProducts } from './demo-house.ts'
import { DEMO_ORDERS, demoOrders, nextHoliday } from './demo-orders.ts'

const house = readHouse()
const products = readProducts(house.warehouse.gs1CompanyPrefix)
const customers = readCustomers()
const regions = house.regions.map((region) => ({
  ...region,
  timezone: house.warehouse.timezone,
  cutOff: house.cutOff,
  closedDates: [nextHoliday('2026-12-22', house.holidays)],
}))

/** A Tuesday before Christmas, so that a closed day lies in the way. */
const TODAY = '2026-12-22'
const demo = { today: TODAY, submittedAt: `${TODAY}T09:00:00.000Z`, regions, customers, products }
const orders = demoOrders(demo)

describe('the catalogue', () => {
  test('has at least sixty products with names short enough for a bench', () => {
    expect(products.length).toBeGreaterThanOrEqual(60)
    const names = products.map(({ product }) => product.name)
    expect(names.filter((name) => name.length > 32)).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })

  test('has a valid article number for every product and a case code for many, none twice', () => {
    const codes = products.flatMap(({ product }) => product.barcodes.map(({ code }) => code))
    expect(codes.filter((code) => !hasValidCheckDigit(code))).toEqual([])
    expect(codes.filter((code) => !code.includes('8712345'))).toEqual([])
    expect(new Set(codes.map(normalizeGtin)).size).toBe(codes.length)
    expect(codes.filter((code) => code.length === 14).length).toBeGreaterThan(30)
  })

  test('keeps floors and tiles by lot, and stands in one place each', () => {
    const byLot = products.filter(({ product }) => product.tracking === 'lot')
    expect(byLot.length).toBeGreaterThan(5)
    const places = products.map(({ product }) => product.location ?? '')
    expect(places.filter((place) => !/^[A-D]-\d\d-\d$/.test(place))).toEqual([])
    expect(new Set(places).size).toBe(places.length)
  })
})

describe('the orders of a day', () => {
  test('are forty that the office would read, the same every time', () => {
    expect(orders).toHaveLength(DEMO_ORDERS)
    expect(orders.map((order) => OrderIntent.parse(order))).toEqual(orders)
    expect(demoOrders(demo)).toEqual(orders)
    expect(new Set(orders.map((order) => order.orderIntentId)).size).toBe(DEMO_ORDERS)
  })

  test('have two to six lines of different goods, for twenty customers in all regions', () => {
    const lines = orders.map((order) => order.lineItems.length)
    expect(Math.min(...lines)).toBe(2)
    expect(Math.max(...lines)).toBe(6)
    const distinct = orders.map((order) => new Set(order.lineItems.map((line) => line.sku)).size)
    expect(distinct).toEqual(lines)
    expect(new Set(orders.map((order) => order.customerRef)).size).toBe(20)
    expect(new Set(orders.map((order) => order.region)).size).toBe(4)
  })

  test('hold names that printers and pages stumble over', () => {
    const names = orders.map((order) => order.shipTo.name).join()
    for (const character of ['ø', 'å', 'ß', 'Ł', 'ź', '^', '~', '"', '|', '&', "'"]) {
      expect(names).toContain(character)
    }
  })

  test('ask for days on which their region is delivered, and never for the closed one', () => {
    const asked = orders.flatMap(({ deliveryDate, region }) =>
      deliveryDate === undefined ? [] : [{ deliveryDate, region }],
    )
    expect(asked.length).toBeGreaterThan(10)
    const wrong = asked.filter(({ deliveryDate, region }) => {
      const found = regions.find(({ code }) => code === region)
      return found === undefined || !isDeliveryDay(deliveryDate, found)
    })
    expect(wrong).toEqual([])
    expect(asked.map(({ deliveryDate }) => deliveryDate)).not.toContain('2026-12-25')
  })

  test('do not depend on the time of day, so that a second run is a repetition', () => {
    const evening = demoOrders({ ...demo, submittedAt: `${TODAY}T18:00:00.000Z` })
    const withoutStamp = (list: typeof orders) =>
      list.map((order) => ({ ...order, submittedAt: '' }))
    expect(withoutStamp(evening)).toEqual(withoutStamp(orders))
  })
})

test('the closed day is the next holiday after today', () => {
  expect(nextHoliday('2026-12-22', house.holidays)).toBe('2026-12-25')
  expect(nextHoliday('2026-12-26', house.holidays)).toBe('2027-01-01')
})
