import { sql } from 'kysely'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { openStore } from '../sync-server/store/index.ts'
import { median, printFigure } from './figures.ts'
import { BENCH_TOKEN, type BenchPostgres, startOffice, withPostgres } from './office-process.ts'

const ROUNDS = 5
const ORDERS_PER_ROUND = 600
const CLIENTS = [1, 16] as const
const LINES_PER_ORDER = 3
const PRODUCTS = 500
const REGIONS = 8
const LEDGER_ROWS = 2_000_000
const CONNECTIONS = 16

type Bed = { name: 'empty' | 'full'; url: string; ledgerRows: number; stop: () => Promise<void> }

/**
 * Orders confirmed a second over HTTP into an office of its own process: three lines each, out of 500
 * products and for 8 regions. Two offices stand side by side, one with an empty ledger and one with two
 * million rows, and take turns, so that whatever else the machine does meets both.
 */
export async function benchConfirm(): Promise<void> {
  await withPostgres(async (postgres) => {
    const beds = [await makeBed(postgres, 'empty', 0), await makeBed(postgres, 'full', LEDGER_ROWS)]
    for (const clients of CLIENTS) await measure(beds, clients)
    for (const bed of beds) await bed.stop()
  })
}

async function measure(beds: readonly Bed[], clients: number): Promise<void> {
  const rates = new Map(beds.map((bed) => [bed, [] as number[]]))
  // One round more than is counted warms up connections and plans.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const bed of round % 2 === 0 ? beds : beds.toReversed()) {
      const rate = await runRound(bed, clients, `${clients}-${round}`)
      if (round > 0) rates.get(bed)?.push(rate)
    }
  }
  const label = clients === 1 ? '1-client' : `${clients}-clients`
  const medians = beds.map((bed) => {
    const ofBed = rates.get(bed) ?? []
    printFigure({
      name: `confirm.postgres.${label}.${bed.name}-ledger.rate`,
      value: median(ofBed),
      unit: 'orders/s',
      runs: ROUNDS,
      slowest: Math.round(Math.min(...ofBed)),
      fastest: Math.round(Math.max(...ofBed)),
      ledgerRows: bed.ledgerRows,
      durability: 'PostgreSQL, fsync and synchronous_commit on',
    })
    return median(ofBed)
  })
  const [empty = 0, full = 0] = medians
  printFigure({
    name: `confirm.postgres.${label}.full-to-empty.ratio`,
    value: full / empty,
    unit: 'ratio',
    runs: ROUNDS,
  })
}

/** Every client posts its share, one order after the other. */
async function runRound({ url }: Bed, clients: number, round: string): Promise<number> {
  const bodies = Array.from({ length: ORDERS_PER_ROUND }, (_, n) => intentText(n, round))
  const at = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = client; n < bodies.length; n += clients) await post(url, bodies[n] ?? '')
    }),
  )
  return ORDERS_PER_ROUND / ((performance.now() - at) / 1_000)
}

async function post(url: string, body: string): Promise<void> {
  const response = await fetch(`${url}/v1/order-intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${BENCH_TOKEN}`, 'content-type': 'application/json' },
    body,
  })
  const text = await response.text()
  if (response.status !== 201) throw new Error(`not confirmed: ${text.slice(0, 300)}`)
}

function intentText(n: number, round: string): string {
  const lineItems = Array.from({ length: LINES_PER_ORDER }, (_, line) => ({
    sku: skuOf((n * 7 + line * 131) % PRODUCTS),
    quantity: 1 + ((n + line) % 4),
    unitPriceCents: 4_250,
  }))
  return JSON.stringify({
    sourceSystem: 'benchmark',
    orderIntentId: `${round}/${n}`,
    customerRef: `C-${n % 40}`,
    shipTo: {
      name: 'Vloeren Discount',
      line1: 'Kade 1',
      postalCode: '1011 AB',
      city: 'Amsterdam',
      country: 'NL',
    },
    region: `R-${n % REGIONS}`,
    lineItems,
    submittedAt: '2026-03-10T08:00:00.000Z',
  })
}

async function makeBed(
  { folder, createDatabase }: BenchPostgres,
  name: Bed['name'],
  ledgerRows: number,
): Promise<Bed> {
  const databaseUrl = await createDatabase(`confirm_${name}`)
  const office = await startOffice({
    dataFolder: join(folder, name),
    databaseUrl,
    connections: CONNECTIONS,
  })
  await fill(databaseUrl, ledgerRows)
  return { name, url: office.url, ledgerRows, stop: () => office.stop() }
}

/** Master data, room and stock for everything to come, and a past of goods received and adjusted. */
async function fill(databaseUrl: string, ledgerRows: number): Promise<void> {
  const store = await openStore({ databaseUrl, sleep })
  const skus = Array.from({ length: PRODUCTS }, (_, n) => skuOf(n))
  await store.transaction(async (tx) => {
    for (let n = 0; n < REGIONS; n += 1) {
      const region = { ...REGION, code: `R-${n}` }
      await sql`INSERT INTO region VALUES ('MAIN', ${region.code}, ${JSON.stringify(region)})`.execute(
        tx,
      )
      await sql`INSERT INTO capacity_slot (warehouse, region, delivery_date, max_weight_grams, max_volume_cm3)
        SELECT 'MAIN', ${region.code}, current_date + d, 1e12, 1e12 FROM generate_series(0, 30) d`.execute(
        tx,
      )
    }
    await sql`INSERT INTO product SELECT 'MAIN', p->>'sku', p->>'name', 1000, 2000, 'none', p
      FROM jsonb_array_elements(${JSON.stringify(skus.map(productOf))}::jsonb) p`.execute(tx)
    await sql`INSERT INTO stock (warehouse, sku, on_hand)
      SELECT 'MAIN', sku, 10000000 FROM product`.execute(tx)
    await sql`INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta,
        reserved_delta, cause, reference)
      SELECT timestamptz '2026-01-01' + n * interval '1 second', 'MAIN',
        'SKU-' || lpad((n % ${PRODUCTS}::integer)::text, 4, '0'), 'RECEIVED', 1, 1, 0, 'past/' || n, 'past'
      FROM generate_series(1, ${ledgerRows}::integer) n`.execute(tx)
  })
  await store.close()
  await vacuum(databaseUrl)
}

/** What autovacuum would have done long ago; not inside a transaction. */
async function vacuum(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('VACUUM ANALYZE')
  await client.end()
}

const REGION = {
  name: 'Region',
  timezone: 'Europe/Amsterdam',
  cutOff: '14:00',
  deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
  closedDates: [],
}

function skuOf(n: number): string {
  return `SKU-${String(n).padStart(4, '0')}`
}

function productOf(sku: string) {
  const barcodes: string[] = []
  return { sku, name: sku, barcodes, weightGrams: 1_000, volumeCm3: 2_000, tracking: 'none' }
}
