import { sql } from 'kysely'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openStore, type Store } from '../sync-server/store/index.ts'
import { median, printFigure } from './figures.ts'
import { BENCH_TOKEN, startOffice, withPostgres } from './office-process.ts'

const RUNS = 3
const ORDERS = 5_000
const LINES_PER_ORDER = 3
const PRODUCTS = 200
const REGIONS = 8
const FIRST_DAY = '2030-01-01'

type Mode = 'order' | 'batch'
type Backend = { name: 'postgres' | 'pglite'; databaseUrl?: string; durability: string }

/**
 * Seconds from asking an office in a process of its own for a day's pick lists until its answer, with
 * all lists in it, has been read: 5,000 confirmed orders of three lines, 200 products, 8 regions.
 */
export async function benchPickLists(): Promise<void> {
  await withPostgres(async ({ folder, createDatabase }) => {
    const backends: Backend[] = [
      {
        name: 'postgres',
        databaseUrl: await createDatabase('picklists'),
        durability: 'PostgreSQL, fsync and synchronous_commit on',
      },
      { name: 'pglite', durability: 'PGlite, no fsync' },
    ]
    for (const backend of backends) await measure(backend, join(folder, backend.name))
  })
}

async function measure(backend: Backend, dataFolder: string): Promise<void> {
  const { databaseUrl } = backend
  const modes: readonly Mode[] = ['order', 'batch']
  // One run more of each than is counted warms up connections and plans.
  const runs = modes.flatMap((mode) =>
    Array.from({ length: RUNS + 1 }, (_, run) => ({ mode, isCounted: run > 0 })),
  )
  const store = await openStore(
    databaseUrl === undefined ? { dataFolder, sleep } : { databaseUrl, sleep },
  )
  await fill(store, runs.length)
  await store.close()
  const office = await startOffice({ dataFolder, databaseUrl })
  const seconds: Record<Mode, number[]> = { order: [], batch: [] }
  for (const [day, { mode, isCounted }] of runs.entries()) {
    const took = await generate(office.url, dayAt(day), mode)
    if (isCounted) seconds[mode].push(took)
  }
  await office.stop()
  for (const mode of modes) {
    const label = mode === 'order' ? '' : 'batch.'
    printFigure({
      name: `picklists.${backend.name}.${label}${ORDERS}-orders.seconds`,
      value: median(seconds[mode]),
      unit: 's',
      runs: RUNS,
      slowest: Number(Math.max(...seconds[mode]).toFixed(2)),
      fastest: Number(Math.min(...seconds[mode]).toFixed(2)),
      linesPerOrder: LINES_PER_ORDER,
      durability: backend.durability,
    })
  }
}

async function generate(url: string, deliveryDate: string, mode: Mode): Promise<number> {
  const at = performance.now()
  const response = await fetch(`${url}/v1/pick-lists/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BENCH_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ warehouse: 'MAIN', deliveryDate, mode }),
  })
  const answer = (await response.json()) as { pickLists?: { orderNumbers: string[] }[] }
  const seconds = (performance.now() - at) / 1_000
  const listed = answer.pickLists?.flatMap(({ orderNumbers }) => orderNumbers).length
  if (listed !== ORDERS)
    throw new Error(`listed ${listed}: ${JSON.stringify(answer).slice(0, 300)}`)
  return seconds
}

/** Master data, and confirmed orders for as many days as there are runs. */
async function fill(store: Store, days: number): Promise<void> {
  const skus = Array.from({ length: PRODUCTS }, (_, n) => `SKU-${n}`)
  await store.transaction(async (tx) => {
    await sql`INSERT INTO warehouse (code, name, timezone, gs1_company_prefix, address, qr_key)
      VALUES ('MAIN', 'Main', 'Europe/Amsterdam', '8712345', 'Kade 1', 'ab')
      ON CONFLICT DO NOTHING`.execute(tx)
    await sql`INSERT INTO warehouse_head (warehouse) VALUES ('MAIN') ON CONFLICT DO NOTHING`.execute(
      tx,
    )
    await sql`INSERT INTO product SELECT 'MAIN', p->>'sku', p->>'name', 1000, 2000, 'none', p
      FROM jsonb_array_elements(${JSON.stringify(skus.map(productOf))}::jsonb) p`.execute(tx)
  })
  for (let day = 0; day < days; day += 1) await fillDay(store, day)
}

/** Orders as intake leaves them, in a few statements. */
async function fillDay(store: Store, day: number): Promise<void> {
  const from = day * ORDERS
  const grams = (1 + LINES_PER_ORDER) * (LINES_PER_ORDER / 2) * 1_000
  await store.transaction(async (tx) => {
    await sql`INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to,
        region, delivery_date, weight_grams, volume_cm3, created_at, updated_at)
      SELECT 'order-' || lpad(n::text, 8, '0'), 'LL-' || lpad(n::text, 8, '0'), 'MAIN', 'CONFIRMED',
        'C-1', ${JSON.stringify(SHIP_TO)}::text::jsonb, 'R-' || (n % ${REGIONS}::integer),
        ${dayAt(day)}::date, ${grams}::bigint, ${2 * grams}::bigint, now(), now()
      FROM generate_series(${from}::integer, ${from + ORDERS - 1}::integer) n`.execute(tx)
    await sql`INSERT INTO shipment (id, order_id, warehouse, status, updated_at)
      SELECT 'shipment-' || o.id, o.id, 'MAIN', 'PENDING', now() FROM customer_order o
      WHERE o.delivery_date = ${dayAt(day)}::date`.execute(tx)
    await sql`INSERT INTO order_line (order_id, line_no, sku, ordered, reserved)
      SELECT o.id, l, 'SKU-' || ((row_number() OVER () * 7 + l * 31) % ${PRODUCTS}::integer), l, l
      FROM customer_order o, generate_series(1, ${LINES_PER_ORDER}::integer) l
      WHERE o.delivery_date = ${dayAt(day)}::date`.execute(tx)
  })
}

const SHIP_TO = {
  name: 'Vloeren Discount',
  line1: 'Kade 1',
  postalCode: '1011 AB',
  city: 'Amsterdam',
  country: 'NL',
}

/** A place each, in no order of their names, so that there is a way to find. */
function productOf(sku: string, n: number) {
  const barcodes: string[] = []
  const location = `${'ABCDEFGH'.charAt(n % 8)}-${(n * 37) % 90}-${n % 5}`
  const weightGrams = 1_000
  return { sku, name: sku, barcodes, weightGrams, volumeCm3: 2_000, tracking: 'none', location }
}

function dayAt(day: number): string {
  return new Date(Date.parse(FIRST_DAY) + day * 86_400_000).toISOString().slice(0, 10)
}
