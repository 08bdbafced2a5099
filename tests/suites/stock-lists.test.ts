import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, postIntent } from '../support/wholesaler.ts'

type Row = { sku: string; name: string; onHand: number; available: number; location?: string }
type Page = { items: Row[]; next: string | null }
type LedgerPage = {
  items: {
    id: number
    kind: string
    quantity: number
    reason: string
    who?: string
    orderNumber?: string
  }[]
  next: number | null
}

/** Enough that the database does not read a small table whole because that is cheapest. */
const MANY = 20_000

describe.each(databases)('lists of stock on $kind', ({ kind, open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice

  beforeAll(async () => {
    // One connection, whose count of scans can be asked for at once.
    database = await open({ connections: 1 })
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    await furnish(office, {
      products: [
        { sku: 'OAK-14', onHand: 40, name: 'Eiken plank 14 mm', location: 'A-01-1' },
        { sku: 'OAK-20', onHand: 0, name: 'Rustieke eiken 20 mm' },
        { sku: 'GLUE-5', onHand: 0, name: '=cmd|lijm 5 kg', tracking: 'lot' },
        { sku: 'PAINT', onHand: 0, name: 'Verf (wit)', tracking: 'lot' },
        {
          sku: 'FELT-3',
          onHand: 9,
          name: 'Ondervloer 3 mm',
          barcodes: [{ code: '8712345000035', quantity: 1 }],
        },
      ],
    })
    await receiveLot('GLUE-5', 'G1', '2026-04-01')
    await receiveLot('PAINT', 'P1', '2026-03-20')
    await receiveLot('PAINT', 'P2', '2027-03-20')
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function receiveLot(sku: string, lot: string, expiryDate: string): Promise<void> {
    const movement = { warehouse: 'MAIN', sku, lot, expiryDate, kind: 'RECEIVED', quantity: 7 }
    const body = { ...movement, reason: 'note 12', idempotencyKey: `${sku}/${lot}` }
    expect((await office.admin('POST', '/v1/stock-movements', body)).status).toBe(201)
  }
  const run = (statement: RawBuilder<unknown>) =>
    database.store.transaction((tx) => statement.execute(tx))
  async function list(query: string): Promise<Page> {
    const answer = await office.admin('GET', `/v1/stock?warehouse=MAIN&${query}`)
    expect(answer.status).toBe(200)
    return answer.body as Page
  }
  async function found(search: string): Promise<string[]> {
    const { items } = await list(`search=${encodeURIComponent(search)}`)
    return items.map(({ sku }) => sku)
  }
  async function ledger(query: string): Promise<LedgerPage> {
    const answer = await office.admin('GET', `/v1/ledger?${query}`)
    expect(answer.status).toBe(200)
    return answer.body as LedgerPage
  }

  test('a product is found by the beginning of its SKU, a barcode, and words of its name', async () => {
    expect(await found('oak')).toEqual(['OAK-14', 'OAK-20'])
    expect(await found('08712345000035')).toEqual(['FELT-3'])
    expect(await found('8712345000035')).toEqual(['FELT-3'])
    expect(await found('plank eik')).toEqual(['OAK-14'])
    expect(await found('EIKEN')).toEqual(['OAK-14', 'OAK-20'])
    expect(await found('wit')).toEqual(['PAINT'])
    expect(await found('k plan')).toEqual([])
  })

  test.each(["'", '%', '_', "x' OR '1'='1", '\\', ':*', '&|!()', '"', '<script>'])(
    'the text %j is looked for as it is',
    async (search) => {
      expect(await found(search)).toEqual([])
    },
  )

  test('products are listed with the same search, page by page', async () => {
    const first = await office.admin('GET', '/v1/products?search=eiken&limit=1')
    expect(first.body).toMatchObject({ items: [{ sku: 'OAK-14' }], next: 'OAK-14' })
    const second = await office.admin('GET', '/v1/products?search=eiken&limit=1&after=OAK-14')
    expect(second.body).toMatchObject({ items: [{ sku: 'OAK-20' }], next: null })
  })

  test('the list names its products and where they lie', async () => {
    const { items } = await list('sku=OAK-14')
    expect(items).toMatchObject([{ name: 'Eiken plank 14 mm', location: 'A-01-1', onHand: 40 }])
  })

  test('by name the next page goes on where the first ended', async () => {
    const names: string[] = []
    let after = ''
    for (;;) {
      const { items, next } = await list(`sort=name&limit=2${after}`)
      names.push(...items.map(({ name }) => name))
      if (next === null) break
      after = `&after=${next}`
    }
    expect(names).toHaveLength(5)
    expect(names).toEqual([...new Set(names)])
    expect(names.indexOf('Eiken plank 14 mm')).toBeLessThan(names.indexOf('Verf (wit)'))
  })

  test('a filter leaves those with nothing free, less than nothing, or an end that comes soon', async () => {
    expect((await list('only=none-available')).items.map(({ sku }) => sku)).toEqual(['OAK-20'])
    expect((await list('only=below-zero')).items).toEqual([])
    await run(sql`UPDATE stock SET reserved = on_hand + 2 WHERE sku = 'FELT-3'`)
    const below = await list('only=below-zero')
    expect(below.items).toMatchObject([{ sku: 'FELT-3', available: -2 }])
    await run(sql`UPDATE stock SET reserved = 0 WHERE sku = 'FELT-3'`)
    const soon = await list('only=expiring&expiringBy=2026-04-09&limit=1')
    expect(soon).toMatchObject({ items: [{ sku: 'PAINT' }], next: 'PAINT' })
    const then = await list('only=expiring&expiringBy=2026-04-09&limit=1&after=PAINT')
    expect(then).toMatchObject({ items: [{ sku: 'GLUE-5' }], next: null })
  })

  test('a filter without a warehouse, and newest first without a product, are refused', async () => {
    const filtered = await office.admin('GET', '/v1/stock?only=below-zero')
    expect(filtered).toMatchObject({ status: 400, body: { errors: [{ path: 'warehouse' }] } })
    const newest = await office.admin('GET', '/v1/ledger?before=0')
    expect(newest).toMatchObject({ status: 400, body: { errors: [{ path: 'sku' }] } })
  })

  test('the ledger of a product reads newest first, with the order and the person behind a row', async () => {
    const order = await postIntent(office, { lineItems: [{ sku: 'OAK-14', quantity: 3 }] })
    const { orderNumber } = order.body as { orderNumber: string }
    const body = {
      warehouse: 'MAIN',
      sku: 'OAK-14',
      kind: 'ADJUSTED',
      quantity: -1,
      reason: 'broken',
    }
    const moved = { ...body, idempotencyKey: 'broken-1' }
    expect((await office.admin('POST', '/v1/stock-movements', moved)).status).toBe(201)
    const newest = await ledger('sku=OAK-14&warehouse=MAIN&before=0&limit=2')
    expect(newest.items).toMatchObject([
      { kind: 'ADJUSTED', reason: 'broken', who: 'admin' },
      { kind: 'RESERVED', orderNumber },
    ])
    const before = await ledger(`sku=OAK-14&warehouse=MAIN&before=${newest.next ?? 0}&limit=2`)
    expect(before.items).toMatchObject([{ kind: 'RECEIVED', quantity: 40 }])
    expect(before.next).toBeNull()
  })

  test('what was on hand each day follows from the ledger, whoever asks later', async () => {
    clock.set('2026-03-12T23:30:00.000Z')
    const body = {
      warehouse: 'MAIN',
      sku: 'FELT-3',
      kind: 'RECEIVED',
      quantity: 5,
      reason: 'note 13',
    }
    await office.admin('POST', '/v1/stock-movements', { ...body, idempotencyKey: 'felt-2' })
    clock.set('2026-03-14T08:00:00.000Z')
    const answer = await office.admin('GET', '/v1/stock/FELT-3/days?warehouse=MAIN&days=6')
    expect(answer.body).toEqual({
      items: [
        { day: '2026-03-09', onHand: 0 },
        { day: '2026-03-10', onHand: 9 },
        { day: '2026-03-11', onHand: 9 },
        { day: '2026-03-12', onHand: 9 },
        { day: '2026-03-13', onHand: 14 },
        { day: '2026-03-14', onHand: 14 },
      ],
    })
    const nowhere = await office.admin('GET', '/v1/stock/FELT-3/days?warehouse=NONE')
    expect(nowhere).toMatchObject({ status: 422, body: { code: 'unknown-warehouse' } })
  })

  test.runIf(kind === 'postgres')('no list reads a table of many products whole', async () => {
    await run(sql`
      INSERT INTO product (warehouse, sku, name, weight_grams, volume_cm3, tracking, body)
      SELECT 'MAIN', 'SKU-' || lpad(n::text, 6, '0'), 'Plank ' || n || ' mm', 1, 1, 'none', '{}'
      FROM generate_series(1, ${MANY}::integer) n`)
    await run(sql`
      INSERT INTO stock (warehouse, sku, lot, on_hand, expiry_date)
      SELECT 'MAIN', sku, 'L1', 5, CASE WHEN right(sku, 2) = '07' THEN date '2029-01-01' END
      FROM product WHERE sku LIKE 'SKU-%'`)
    await run(sql`
      INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta,
        reserved_delta, cause, reference)
      SELECT '2026-03-10T08:00:00Z', 'MAIN', 'SKU-' || lpad((n % 500)::text, 6, '0'), 'RECEIVED', 1,
        1, 0, 'made-up/' || n, ''
      FROM generate_series(1, ${5 * MANY}::integer) n`)
    await run(sql`ANALYZE product, stock, stock_ledger`)
    const asked = {
      'words of a name': () => list('search=plank 12345&limit=50'),
      'the beginning of a SKU': () => list('search=sku-0123&limit=50'),
      'a page with lots': () => list('limit=100&after=SKU-010000&lots=true'),
      'a page by name': () => list('limit=100&sort=name&after=SKU-010000'),
      'what ends soon': () => list('only=expiring&expiringBy=2029-02-01&limit=20'),
      'the ledger of a product': () => ledger('sku=SKU-000400&warehouse=MAIN&before=0&limit=50'),
      'its days': () => office.admin('GET', '/v1/stock/SKU-000400/days?warehouse=MAIN'),
      products: () => office.admin('GET', '/v1/products?search=plank%2077&limit=100'),
    }
    const read: string[] = []
    for (const [name, ask] of Object.entries(asked)) {
      const whole = await watchPlans(database, ask)
      read.push(...whole.map((table) => `${name}: ${table}`))
    }
    expect(read).toEqual([])
    const sum = () => run(sql`SELECT sum(on_hand) FROM stock`)
    expect(await watchPlans(database, sum)).toEqual(['stock'])
  })
})

/** Tables that were read whole meanwhile, by the database's own count. */
async function watchPlans(
  { store }: TestDatabase,
  work: () => Promise<unknown>,
): Promise<string[]> {
  const scans = async () => {
    await store.read((db) => sql`SELECT pg_stat_force_next_flush()`.execute(db))
    const { rows } = await store.read((db) =>
      sql<{ name: string; scans: number }>`
        SELECT relname AS name, seq_scan::integer AS scans FROM pg_stat_user_tables
        WHERE relname IN ('product', 'stock', 'stock_ledger', 'product_barcode')`.execute(db),
    )
    return new Map(rows.map(({ name, scans: count }) => [name, count]))
  }
  const before = await scans()
  await work()
  const after = await scans()
  return [...after].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name)
}
