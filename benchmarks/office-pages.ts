import { sql } from 'kysely'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser } from 'playwright'
import { openStore, type Store } from '../sync-server/store/index.ts'
import { layFloor, WAREHOUSE } from '../tests/support/floor.ts'
import { percentile, printFigure } from './figures.ts'
import { startOffice, withPostgres } from './office-process.ts'
import { type Call, officeCalls, signIn } from './office-watchers.ts'
import { ACTIONS_PER_ORDER, writeOldActions } from './old-actions.ts'

const FULL = { orders: 100_000, ledgerRows: 5_000_000, runs: 15 }
const SMALL = { orders: 1_000, ledgerRows: 20_000, runs: 3 }

/** Rows of one statement. */
const SLICE = 250_000

const GOAL_MS = 1_000
const PATIENCE_MS = 60_000

const PAGES = {
  today: '/today',
  orders: '/orders',
  'orders-search': '/orders?q=OLD-00000777',
  'orders-by-day': '/orders?sort=deliveryDate',
  order: '/orders/OLD-00000777',
  capacity: '/capacity',
  stock: '/stock',
  product: '/stock/SKU-1',
  picking: '/picking',
  loads: '/picking/loads',
  exceptions: '/exceptions',
  stations: '/stations',
  people: '/people',
  audit: '/settings/audit',
}

/** Charts are fetched and drawn once they come near to what is seen; everything else is there without them. */
const PICTURES: Partial<Record<string, string>> = {
  today: '.recharts-bar',
  product: '.recharts-area',
}

/**
 * How long until a page of the office can be used, opened afresh by its address, with the orders and the ledger
 * of years: from the request to the moment its content stands and nothing of it is being read any more.
 */
export async function benchOfficePages({ isSmall }: { isSmall: boolean }): Promise<void> {
  const { orders, ledgerRows, runs } = isSmall ? SMALL : FULL
  await withPostgres(async ({ folder, createDatabase }) => {
    const databaseUrl = await createDatabase('pages')
    const store = await openStore({ databaseUrl, sleep })
    await layFloor(store, { orders: 20, lines: ACTIONS_PER_ORDER })
    await writeOldActions(store, orders * ACTIONS_PER_ORDER)
    await fillLedger(store, ledgerRows)
    await store.read((db) => sql`ANALYZE`.execute(db))
    await store.close()
    const office = await startOffice({ dataFolder: join(folder, 'office'), databaseUrl })
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    try {
      const call = officeCalls(office.url)
      const cookie = await signIn(office.url, call)
      // What the floor wrote of its products is what benches need; pages show more of them.
      for (let n = 1; n <= ACTIONS_PER_ORDER; n += 1) await putProduct(call, n)
      for (const [page, path] of Object.entries(PAGES)) {
        const samples: number[] = []
        const drawn: number[] = []
        for (let run = 0; run < runs; run += 1) {
          const picture = PICTURES[page]
          const took = await openOnce(browser, { url: office.url, path, cookie, picture })
          samples.push(took.usableMs)
          if (took.drawnMs !== undefined) drawn.push(took.drawnMs)
        }
        const name = `office-pages.${page}`
        const detail = { path, orders, ledgerRows, runs, goal: GOAL_MS }
        printFigure({ name: `${name}.p50`, value: percentile(samples, 0.5), unit: 'ms', ...detail })
        printFigure({ name: `${name}.most`, value: Math.max(...samples), unit: 'ms', path })
        if (drawn.length > 0) {
          const value = percentile(drawn, 0.5)
          printFigure({ name: `${name}.charts.p50`, value, unit: 'ms', path })
        }
      }
    } finally {
      await browser.close()
      await office.stop()
    }
  })
}

/** More movements of the same products, until there are so many. */
async function fillLedger(store: Store, rows: number): Promise<void> {
  const { count } = await store.read((db) =>
    db
      .selectFrom('stock_ledger')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  for (let from = count; from < rows; from += SLICE) {
    const to = Math.min(rows, from + SLICE) - 1
    await store.transaction((tx) =>
      sql`
        INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta,
          reserved_delta, cause, reference)
        SELECT timestamptz '2025-03-03T08:00:00Z' + n * interval '1 second', ${WAREHOUSE},
          'SKU-' || n % ${ACTIONS_PER_ORDER}::integer + 1, 'ADJUSTED', 1, 1 - 2 * (n % 2), 0,
          'fill/' || n, 'fill-' || n
        FROM generate_series(${from}::integer, ${to}::integer) n`.execute(tx),
    )
  }
}

function putProduct(call: Call, n: number): Promise<unknown> {
  return call('PUT', `/v1/products/SKU-${n}`, {
    name: `Product ${n}`,
    barcodes: [],
    weightGrams: 100,
    volumeCm3: 100,
    tracking: 'none',
  })
}

async function openOnce(
  browser: Browser,
  {
    url,
    path,
    cookie,
    picture,
  }: { url: string; path: string; cookie: string; picture: string | undefined },
): Promise<{ usableMs: number; drawnMs?: number }> {
  const [name = '', value = ''] = cookie.split('=')
  // A context of its own has nothing kept: files and figures come anew.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  const startedAt = performance.now()
  await page.goto(url + path, { waitUntil: 'commit' })
  await page.waitForFunction(
    () => {
      const main = document.querySelector('main')
      const isThere = main?.querySelector('h1') !== null && main !== null
      return isThere && main.querySelector('[data-testid=loading]') === null
    },
    undefined,
    { timeout: PATIENCE_MS, polling: 'raf' },
  )
  const usableMs = performance.now() - startedAt
  if (picture === undefined) {
    await context.close()
    return { usableMs }
  }
  // As somebody does who came for the charts: to the end of the page at once.
  await page.evaluate(() => document.querySelector('main')?.lastElementChild?.scrollIntoView(false))
  await page.locator(picture).first().waitFor({ state: 'attached', timeout: PATIENCE_MS })
  const drawnMs = performance.now() - startedAt
  await context.close()
  return { usableMs, drawnMs }
}
