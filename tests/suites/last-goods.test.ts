import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, furnish, handClock, postIntent, stockOf, TOMORROW } from '../support/wholesaler.ts'

const CUSTOMERS = 40

describe.each(databases)('the last goods and the last room on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('forty customers at once never get more than there is', async () => {
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 50 }] })
    const codes = await all(() => ({ lineItems: [{ sku: 'OAK-1', quantity: 3 }] }))
    expect(codes.filter((code) => code === 'ordered')).toHaveLength(16)
    expect(codes.filter((code) => code === 'out-of-stock')).toHaveLength(CUSTOMERS - 16)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 50, reserved: 48, available: 2 })
  })

  test('forty orders at once never overbook a day', async () => {
    const capacity = { dates: [TOMORROW], maxWeightGrams: 25_000 }
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 1_000 }], capacity })
    const codes = await all(() => ({ lineItems: [{ sku: 'OAK-1', quantity: 2 }] }))
    expect(codes.filter((code) => code === 'ordered')).toHaveLength(12)
    expect(codes.filter((code) => code === 'capacity-full')).toHaveLength(CUSTOMERS - 12)
    const slot = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(slot.body).toMatchObject({ reservedWeightGrams: 24_000 })
  })

  test('orders that name the same goods in every order, on two days, do not deadlock', async () => {
    const skus = ['A', 'B', 'C', 'D', 'E']
    const dates = [TOMORROW, '2026-03-12']
    await furnish(office, {
      products: skus.map((sku) => ({ sku, onHand: 30 })),
      capacity: { dates },
    })
    const codes = await all((customer) => ({
      deliveryDate: dates[customer % 2],
      lineItems: skus.map((_, index) => ({
        sku: skus[(customer * 2 + index * (customer % 2 === 0 ? 1 : 4)) % 5],
        quantity: 1,
      })),
    }))
    expect(codes.filter((code) => code === 'ordered')).toHaveLength(30)
    expect(codes.filter((code) => code === 'out-of-stock')).toHaveLength(10)
    for (const sku of skus) expect((await stockOf(office, sku)).available).toBe(0)
  })

  test('stock comes in once however often and however many at once say so', async () => {
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 0 }] })
    const movement = {
      warehouse: 'MAIN',
      sku: 'OAK-1',
      kind: 'RECEIVED',
      quantity: 7,
      reason: 'delivery',
      idempotencyKey: 'dn-1',
    }
    const post = (changed = {}) =>
      office.admin('POST', '/v1/stock-movements', { ...movement, ...changed })
    const answers = await Promise.all(Array.from({ length: 10 }, () => post()))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      ...Array(9).fill(200),
      201,
    ])
    expect(codeOf(await post({ quantity: 8 }))).toBe('idempotency-conflict')
    expect(codeOf(await post({ idempotencyKey: 'x', sku: 'NOPE' }))).toBe('unknown-sku')
    expect(codeOf(await post({ idempotencyKey: 'x', warehouse: 'X' }))).toBe('unknown-warehouse')
    expect(codeOf(await post({ idempotencyKey: 'x', quantity: -1 }))).toBe('invalid-request')
    const shrink = { idempotencyKey: 'x', kind: 'ADJUSTED' }
    expect(codeOf(await post({ ...shrink, quantity: -8 }))).toBe('out-of-stock')
    expect((await post({ ...shrink, quantity: -7 })).status).toBe(201)
    expect((await post({ ...shrink, quantity: -7 })).status).toBe(200)
    expect((await stockOf(office, 'OAK-1')).onHand).toBe(0)
  })

  test('a day’s limit cannot fall below what is reserved', async () => {
    await furnish(office)
    await postIntent(office)
    const put = (body: object) => office.admin('PUT', `/v1/capacity/NOORD/${TOMORROW}`, body)
    const below = await put({ maxWeightGrams: 2_999, maxVolumeCm3: 6_000 })
    expect([below.status, codeOf(below)]).toEqual([409, 'below-reserved'])
    const exact = await put({ maxWeightGrams: 3_000, maxVolumeCm3: 6_000 })
    expect(exact.body).toEqual({
      maxWeightGrams: 3_000,
      maxVolumeCm3: 6_000,
      reservedWeightGrams: 3_000,
      reservedVolumeCm3: 6_000,
      packedWeightGrams: 0,
      packedVolumeCm3: 0,
    })
    const unknown = await office.admin('PUT', `/v1/capacity/NOPE/${TOMORROW}`, {
      maxWeightGrams: 1,
      maxVolumeCm3: 1,
    })
    expect(codeOf(unknown)).toBe('unknown-region')
    expect((await office.admin('GET', '/v1/capacity/NOORD/2026-04-01')).status).toBe(404)
  })

  async function all(order: (customer: number) => Record<string, unknown>): Promise<string[]> {
    const answers = await Promise.all(
      Array.from({ length: CUSTOMERS }, (_, customer) => postIntent(office, order(customer))),
    )
    return answers.map((answer) => (answer.status === 201 ? 'ordered' : (codeOf(answer) ?? '')))
  }
})
