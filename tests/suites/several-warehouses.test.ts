import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerOf } from '../support/lots.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { pullAll } from '../support/pull-all.ts'
import { codeOf, furnish, handClock, postIntent, TOMORROW } from '../support/wholesaler.ts'

describe.each(databases)('one product in two warehouses on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let north: TestStation
  let south: TestStation

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 10 }] })
    const warehouse = 'ZUID'
    const address = { name: 'Zuid', timezone: 'Europe/Amsterdam', address: 'Kade 2' }
    await good('PUT', '/v1/warehouses/ZUID', { ...address, gs1CompanyPrefix: '8799999' })
    const region = { name: 'Zuid', warehouse, cutOff: '14:00', closedDates: [] }
    const deliveryWeekdays = [1, 2, 3, 4, 5, 6, 7]
    await good('PUT', '/v1/regions/LIMBURG', { ...region, deliveryWeekdays })
    const limits = { maxWeightGrams: 1_000_000, maxVolumeCm3: 1_000_000 }
    await good('PUT', `/v1/capacity/LIMBURG/${TOMORROW}`, limits)
    await receiveInSouth(4)
    north = await office.enrol()
    south = await office.enrol({ warehouse })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function good(method: string, path: string, body: unknown): Promise<void> {
    const answer = await office.admin(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  }

  function receiveInSouth(quantity: number, key = `south-${quantity}`): Promise<void> {
    const movement = { warehouse: 'ZUID', sku: 'OAK-1', kind: 'RECEIVED', quantity }
    return good('POST', '/v1/stock-movements', {
      ...movement,
      reason: 'delivery',
      idempotencyKey: key,
    })
  }

  async function stockByWarehouse(): Promise<Record<string, [number, number]>> {
    const { body } = await office.admin('GET', '/v1/stock?sku=OAK-1')
    const { items } = body as { items: { warehouse: string; onHand: number; reserved: number }[] }
    return Object.fromEntries(items.map((row) => [row.warehouse, [row.onHand, row.reserved]]))
  }

  test('orders of a region take stock of its own warehouse only', async () => {
    const lineItems = [{ sku: 'OAK-1', quantity: 4 }]
    expect((await postIntent(office, { region: 'LIMBURG', lineItems })).status).toBe(201)
    expect(await stockByWarehouse()).toEqual({ MAIN: [10, 0], ZUID: [4, 4] })
    const more = await postIntent(office, { region: 'LIMBURG', lineItems })
    expect(codeOf(more)).toBe('out-of-stock')
    expect((await postIntent(office, { lineItems })).status).toBe(201)
    expect(await stockByWarehouse()).toEqual({ MAIN: [10, 4], ZUID: [4, 4] })
    const rows = (await ledgerOf(office, 'OAK-1')) as unknown as {
      warehouse: string
      kind: string
    }[]
    expect(rows.map(({ warehouse, kind }) => `${warehouse} ${kind}`)).toEqual([
      'MAIN RECEIVED',
      'ZUID RECEIVED',
      'ZUID RESERVED',
      'MAIN RESERVED',
    ])
    const reservations = await database.store.snapshot((tx) =>
      tx.selectFrom('reservation').select(['warehouse', 'quantity']).orderBy('warehouse').execute(),
    )
    expect(reservations).toEqual([
      { warehouse: 'MAIN', quantity: 4 },
      { warehouse: 'ZUID', quantity: 4 },
    ])
  })

  test('stock comes in pages of products, each with all its warehouses', async () => {
    await office.admin('PUT', '/v1/products/ZZ-1', {
      name: 'Last',
      barcodes: [],
      weightGrams: 1,
      volumeCm3: 1,
    })
    type Page = { items: { sku: string; warehouse: string }[]; next: string | null }
    const page = async (query: string) =>
      (await office.admin('GET', `/v1/stock?${query}`)).body as Page
    const all = await page('')
    expect(all.next).toBeNull()
    const seen: Page['items'] = []
    let next: string | null = ''
    while (next !== null) {
      const after = next === '' ? '' : `&after=${next}`
      const got: Page = await page(`limit=1${after}`)
      expect(new Set(got.items.map(({ sku }) => sku)).size).toBe(1)
      seen.push(...got.items)
      next = got.next
    }
    expect(seen).toEqual(all.items)
    expect(seen.filter(({ sku }) => sku === 'OAK-1')).toHaveLength(2)
    expect((await page('warehouse=ZUID&sku=OAK-1')).items).toHaveLength(1)
  })

  test('cancelling frees what its own warehouse had promised', async () => {
    const lineItems = [{ sku: 'OAK-1', quantity: 4 }]
    await postIntent(office, { lineItems })
    const { body } = await postIntent(office, { region: 'LIMBURG', lineItems })
    const { orderNumber } = body as { orderNumber: string }
    await good('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'too far' })
    expect(await stockByWarehouse()).toEqual({ MAIN: [10, 4], ZUID: [4, 0] })
  })

  test('benches are sent lists, products and regions of their own warehouse', async () => {
    const lineItems = [{ sku: 'OAK-1', quantity: 1 }]
    await postIntent(office, { lineItems })
    await postIntent(office, { region: 'LIMBURG', lineItems })
    for (const warehouse of ['MAIN', 'ZUID']) {
      await good('POST', '/v1/pick-lists/generate', { warehouse, deliveryDate: TOMORROW })
    }
    for (const [station, region, other] of [
      [north, 'NOORD', 'LIMBURG'],
      [south, 'LIMBURG', 'NOORD'],
    ] as const) {
      const { documents } = await pullAll(station)
      const keys = [...documents.keys()]
      expect(keys).toContain(`region/${region}`)
      expect(keys).not.toContain(`region/${other}`)
      const lists = keys.filter((key) => key.startsWith('pick-list/'))
      expect(lists).toHaveLength(1)
      expect(documents.get(lists[0] ?? '')).toMatchObject({ region })
    }
  })

  test('a movement of a product that no warehouse has is refused', async () => {
    const movement = { warehouse: 'ZUID', kind: 'RECEIVED', quantity: 1, reason: 'delivery' }
    const answer = await office.admin('POST', '/v1/stock-movements', {
      ...movement,
      sku: 'NOBODYS',
      idempotencyKey: 'x',
    })
    expect(codeOf(answer)).toBe('unknown-sku')
  })
})
