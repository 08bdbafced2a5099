import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import {
  baseQuantity,
  canonicalIntent,
  isKnownVersion,
  OrderIntent,
  ORDER_LINES_MAX,
  regionOf,
} from './order-intent.ts'

test('an intent is read as it stands in the public surface', () => {
  expect(OrderIntent.parse(intent({}))).toEqual(intent({}))
})

test.each([
  ['a negative quantity', { lineItems: [{ sku: 'A', quantity: -1 }] }],
  ['a zero quantity', { lineItems: [{ sku: 'A', quantity: 0 }] }],
  ['a huge quantity', { lineItems: [{ sku: 'A', quantity: 1e12 }] }],
  ['a fraction of a base unit', { lineItems: [{ sku: 'A', quantity: 1.5 }] }],
  ['four decimals', { lineItems: [{ sku: 'A', quantity: 1.0001, unit: 'm2' }] }],
  ['no lines', { lineItems: [] }],
  ['too many lines', { lineItems: lines(ORDER_LINES_MAX + 1) }],
  ['a day that does not exist', { deliveryDate: '2026-02-30' }],
  ['a country that is no code', { shipTo: { ...intent({}).shipTo, country: 'Nederland' } }],
  ['no customer', { customerRef: '' }],
  ['a delivery without a region', { region: undefined }],
  ['prepaid without the version that knows it', { payment: 'prepaid' }],
  ['another way to pay', { contractVersion: '2', payment: 'barter' }],
])('%s is refused', (_what, changed) => {
  expect(OrderIntent.safeParse({ ...intent({}), ...changed }).success).toBe(false)
})

test('the canonical text leaves submittedAt out and does not care about the order of keys', () => {
  const first = OrderIntent.parse(intent({}))
  const shuffled = OrderIntent.parse(
    Object.fromEntries(Object.entries(intent({ submittedAt: '2027-01-01T00:00:00Z' })).reverse()),
  )
  expect(canonicalIntent(shuffled)).toBe(canonicalIntent(first))
  const other = OrderIntent.parse(intent({ customerRef: 'C-2' }))
  expect(canonicalIntent(other)).not.toBe(canonicalIntent(first))
})

test('members of a later version are left out, whatever they hold, and read in their own', () => {
  const later = {
    ...intent({}),
    payment: 'prepaid' as const,
    lineItems: [{ sku: 'OAK-1', quantity: 1, lineRef: 'shelf 3' }],
  }
  const first = OrderIntent.parse({ ...later, payment: 7 })
  expect(first.payment).toBeUndefined()
  expect(first.lineItems).toEqual([{ sku: 'OAK-1', quantity: 1 }])
  expect(OrderIntent.parse({ ...later, contractVersion: '1' }).payment).toBeUndefined()
  const second = OrderIntent.parse({ ...later, contractVersion: '2' })
  expect([second.payment, second.lineItems[0]?.lineRef]).toEqual(['prepaid', 'shelf 3'])
})

test('only the versions that are documented are known', () => {
  const versions = [undefined, '1', '2', '3', 'latest']
  const known = versions.map((contractVersion) =>
    isKnownVersion(OrderIntent.parse({ ...intent({}), contractVersion })),
  )
  expect(known).toEqual([true, true, true, false, false])
})

test('an order to collect has no region, also where one was named', () => {
  const { region: _region, ...rest } = intent({ fulfilment: 'collect' })
  expect(regionOf(OrderIntent.parse(rest))).toBeNull()
  expect(regionOf(OrderIntent.parse({ ...rest, region: 'NOORD' }))).toBeNull()
  expect(regionOf(OrderIntent.parse(intent({})))).toBe('NOORD')
})

test.each([
  [1, '1'],
  ['1.0', '1'],
  ['v2', '2'],
  ['2.1', '2'],
  ['3', '3'],
  ['latest', 'latest'],
])('a version written as %s is read as %s', (contractVersion, read) => {
  expect(OrderIntent.parse({ ...intent({}), contractVersion }).contractVersion).toBe(read)
})

test('square metres become whole packs, and say so', () => {
  const packOf222 = { numerator: 50, denominator: 111 }
  expect(baseQuantity(22.2, packOf222)).toEqual({ quantity: 10, isRounded: false })
  expect(baseQuantity(22.201, packOf222)).toEqual({ quantity: 11, isRounded: true })
  expect(baseQuantity(3, { numerator: 12, denominator: 1 })).toEqual({
    quantity: 36,
    isRounded: false,
  })
})

test('base units are never fewer than asked and never a whole unit too many', () => {
  assert(
    property(
      integer({ min: 1, max: 1_000_000_000 }),
      integer({ min: 1, max: 1_000_000 }),
      integer({ min: 1, max: 1_000_000 }),
      (thousandths, numerator, denominator) => {
        const { quantity } = baseQuantity(thousandths / 1000, { numerator, denominator })
        const asked = BigInt(thousandths) * BigInt(numerator)
        const given = BigInt(quantity) * BigInt(denominator) * 1000n
        expect(given >= asked).toBe(true)
        expect(given - asked < BigInt(denominator) * 1000n).toBe(true)
      },
    ),
  )
})

function lines(count: number) {
  return Array.from({ length: count }, () => ({ sku: 'A', quantity: 1 }))
}

function intent(changed: Partial<OrderIntent>): OrderIntent {
  return {
    sourceSystem: 'webshop',
    orderIntentId: 'web-1',
    customerRef: 'C-1',
    shipTo: {
      name: 'Vloeren Øst',
      line1: 'Kade 1',
      postalCode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
    },
    region: 'NOORD',
    lineItems: [{ sku: 'OAK-1', quantity: 3, unitPriceCents: 4250 }],
    submittedAt: '2026-03-10T09:00:00.000Z',
    ...changed,
  }
}
