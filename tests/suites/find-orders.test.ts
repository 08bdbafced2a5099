import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, furnish, handClock, intent, postIntent } from '../support/wholesaler.ts'

const DATES = ['2026-03-11', '2026-03-12', '2026-03-13']
const MINUTE_MS = 60_000

type Listed = { orderNumber: string; status: string; deliveryDate: string | null }
type ListAnswer = { items: (Listed & { isBlocked: boolean })[]; next: string | null }

describe.each(databases)('finding orders on $kind', ({ kind, open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const products = [
      { sku: 'OAK-1', onHand: 100 },
      { sku: 'RARE-1', onHand: 0 },
    ]
    await furnish(office, { capacity: { dates: DATES }, products })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  let minutes = 0
  /** An order a minute after the one before; answers its number. */
  async function order(changed: Record<string, unknown> = {}): Promise<string> {
    minutes += 1
    clock.set(new Date(Date.parse('2026-03-10T08:00:00.000Z') + minutes * MINUTE_MS).toISOString())
    const lineItems = [{ sku: 'OAK-1', quantity: 1 }]
    const answer = await postIntent(office, { lineItems, ...changed })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
    return (answer.body as Listed).orderNumber
  }

  async function list(query: Record<string, string | number>): Promise<ListAnswer> {
    const members = Object.entries(query).map(([name, value]) => [name, String(value)])
    const path = `/v1/orders?${new URLSearchParams(members).toString()}`
    const answer = await office.admin('GET', path)
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
    return answer.body as ListAnswer
  }
  const numbers = async (query: Record<string, string | number>) =>
    (await list(query)).items.map(({ orderNumber }) => orderNumber)

  async function allPages(
    query: Record<string, string | number>,
    between?: () => Promise<unknown>,
  ) {
    const found: string[] = []
    let after: string | null = null
    do {
      const page: ListAnswer = await list({ ...query, ...(after === null ? {} : { after }) })
      found.push(...page.items.map(({ orderNumber }) => orderNumber))
      await between?.()
      after = page.next
    } while (after !== null)
    return found
  }

  test('what people type finds an order: its number, customer, post code, name, city, and outer ids', async () => {
    const shipTo = {
      ...intent().shipTo,
      name: 'De Plint-Zuid B.V.',
      postalCode: '3011 ab',
      city: 'Łódź',
    }
    const orderNumber = await order({
      customerRef: 'Kl-88',
      shipTo,
      orderIntentId: 'cart/9917',
      externalOrderId: 'WEB-88231',
    })
    await order()
    const digits = String(Number(orderNumber.slice(3)))
    const typed = [
      orderNumber,
      orderNumber.toLowerCase(),
      digits.padStart(2, '0'),
      'kl-8',
      '3011AB',
      '3011 a',
      'plint',
      'zuid de pl',
      'łódź',
      'CART/99',
      'web-882',
    ]
    for (const search of typed)
      expect([search, await numbers({ search })]).toEqual([search, [orderNumber]])
    for (const search of ['lint', '88231', "x' OR true --", '%%', '&|!', '__']) {
      expect([search, await numbers({ search })]).toEqual([search, []])
    }
    expect(codeOf(await office.admin('GET', '/v1/orders?search=x'))).toBe('invalid-request')
  })

  test('several states, stopped ones, those that wait, a stretch of days, and all of it at once', async () => {
    const customerRef = 'C-filters'
    const mine = { search: customerRef }
    const plain = await order({ customerRef, deliveryDate: DATES[0] })
    const later = await order({ customerRef, deliveryDate: DATES[2] })
    const gone = await order({ customerRef })
    const waiting = await order({
      customerRef,
      allowBackorder: true,
      lineItems: [{ sku: 'RARE-1', quantity: 1 }],
    })
    await office.admin('POST', `/v1/orders/${gone}/cancel`, { reason: 'twice' })
    const entry = { status: 'manual:stop', severity: 'blocking', note: 'calls back' }
    const { body } = await office.admin('POST', `/v1/orders/${later}/history`, entry)

    expect(await numbers({ ...mine, states: 'CANCELLED,ON_HOLD' })).toEqual([gone, waiting])
    expect(await numbers({ ...mine, states: 'CANCELLED,ON_HOLD', sort: 'newest' })).toEqual([
      waiting,
      gone,
    ])
    expect(await numbers({ ...mine, isBlocked: 'true' })).toEqual([later])
    expect(await numbers({ ...mine, isBlocked: 'false' })).toEqual([plain, gone, waiting])
    expect(await numbers({ ...mine, isBackordered: 'true' })).toEqual([waiting])
    expect(await numbers({ ...mine, deliveryFrom: DATES[1] ?? '' })).toEqual([later])
    expect(await numbers({ ...mine, deliveryTo: DATES[0] ?? '' })).toEqual([plain, gone])
    expect(await numbers({ ...mine, sort: 'delivery-day' })).toEqual([plain, gone, later, waiting])
    expect(await numbers({ customerRef, status: 'CONFIRMED' })).toEqual([plain, later])
    expect((await list(mine)).items.map(({ isBlocked }) => isBlocked)).toEqual([
      false,
      true,
      false,
      false,
    ])

    const { id } = body as { id: number }
    await office.admin('POST', `/v1/orders/${later}/history/${id}/close`, { note: 'called' })
    expect(await numbers({ ...mine, isBlocked: 'true' })).toEqual([])
    expect(codeOf(await office.admin('GET', '/v1/orders?states=CONFIRMED,NONSENSE'))).toBe(
      'invalid-request',
    )
  })

  test('no page shows an order twice or leaves one out, whatever comes in and moves meanwhile', async () => {
    const customerRef = 'C-pages'
    const mine = { search: customerRef, limit: 2 }
    const first: string[] = []
    for (const day of [2, 0, 1, 1, 0])
      first.push(await order({ customerRef, deliveryDate: DATES[day] }))
    const arrive = () => order({ customerRef, deliveryDate: DATES[0] })

    expect(await allPages({ ...mine, sort: 'newest' }, arrive)).toEqual(first.toReversed())
    const oldest = await allPages(mine)
    expect(oldest.slice(0, 5)).toEqual(first)
    expect(new Set(oldest).size).toBe(oldest.length)
    const byDay = await allPages(
      { ...mine, states: 'CONFIRMED,CANCELLED', sort: 'delivery-day' },
      async () => {
        await office.admin('POST', `/v1/orders/${first[1] ?? ''}/cancel`, { reason: 'moves' })
      },
    )
    expect(new Set(byDay).size).toBe(byDay.length)
    expect(byDay.toSorted()).toEqual(oldest.toSorted())
    expect(byDay.at(-1)).toBe(first[0])
    for (const after of ['LL-999999', '2026-03-11:LL-999999', 'nonsense', '2026-99-99:LL-000001']) {
      const path = `/v1/orders?sort=delivery-day&after=${encodeURIComponent(after)}`
      expect(codeOf(await office.admin('GET', path))).toBe('invalid-request')
    }
  })

  test.runIf(kind === 'postgres')(
    'every way to ask goes through an index, among 60,000 orders',
    async () => {
      await database.store.transaction((tx) => fillOrders(tx, 60_000))
      const asked: Record<string, string>[] = [
        { sort: 'newest' },
        { sort: 'newest', states: 'ON_HOLD,DELIVERY_FAILED' },
        { sort: 'delivery-day', deliveryFrom: '2026-05-01', deliveryTo: '2026-05-02' },
        { search: 'bulk 777', sort: 'newest' },
        { search: 'B-777', sort: 'newest' },
        { search: '9999 ZZ', sort: 'newest' },
        { isBlocked: 'true', sort: 'newest' },
        { search: 'bulk', sort: 'newest', states: 'CANCELLED,CONFIRMED' },
      ]
      const scans = async () => {
        const { rows } = await database.store.read((db) =>
          sql<{ read: number }>`SELECT seq_tup_read AS read FROM pg_stat_user_tables
          WHERE relname = 'customer_order'`.execute(db),
        )
        return rows[0]?.read ?? 0
      }
      for (const query of asked) {
        await list({ ...query, limit: 50 })
      }
      await database.store.transaction((tx) => sql`SELECT pg_stat_force_next_flush()`.execute(tx))
      expect(await scans()).toBeLessThan(60_000)
    },
  )
})

/** Orders as years of work leave them, straight into the tables; what was measured of them is measured anew. */
async function fillOrders(
  tx: Parameters<Parameters<TestDatabase['store']['transaction']>[0]>[0],
  count: number,
) {
  await sql`INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to, region,
      delivery_date, weight_grams, volume_cm3, created_at, updated_at)
    SELECT 'bulk-' || n, 'BB-' || n, 'MAIN',
      CASE WHEN n % 1000 = 0 THEN 'ON_HOLD' WHEN n % 50 = 0 THEN 'CANCELLED' ELSE 'COMPLETED' END,
      'B-' || n, jsonb_build_object('name', 'Bulk ' || n, 'line1', 'Kade 1', 'postalCode',
        lpad((n % 9000 + 1000)::text, 4, '0') || ' ZZ', 'city', 'Amsterdam', 'country', 'NL'),
      'NOORD', DATE '2020-01-01' + (n % 2000), 1, 1, TIMESTAMPTZ '2020-01-01' + n * INTERVAL '30 minutes',
      TIMESTAMPTZ '2020-01-01'
    FROM generate_series(1, ${count}::integer) AS n`.execute(tx)
  await sql`ANALYZE customer_order`.execute(tx)
}
