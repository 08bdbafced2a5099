import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser, type Page } from 'playwright'
import { REGION } from '../tests/support/floor.ts'
import { percentile, printFigure } from './figures.ts'
import { startOffice, withPostgres } from './office-process.ts'
import { type Histogram, pushHistogram, quantile, since } from './office-histogram.ts'
import { openStations } from './office-stations.ts'
import { type Call, officeCalls, openWatchers, signIn } from './office-watchers.ts'
import { SHOWN, watchText } from './page-watch.ts'
import { cpuSecondsOf } from './sync/cpu.ts'

const WATCHERS = 20
/** Of these the figures are read off; the others ask and read as their pages do. */
const REAL_PAGES = 3
const PROBE_EVERY_MS = 1_000
const PATIENCE_MS = 30_000

/** Two scans a second is a picker who runs, all day. */
const FULL = {
  floors: [
    { stations: 50, everyMs: 1_000 },
    { stations: 50, everyMs: 500 },
    { stations: 200, everyMs: 500 },
  ],
  seconds: 60,
}
const SMALL = { floors: [{ stations: 5, everyMs: 500 }], seconds: 5 }

type FloorSize = { stations: number; everyMs: number }

/**
 * Stations that scan without rest and people who watch: how long a push takes, how long after an order was
 * taken the page of today shows it, and what of the processors the office needs.
 */
export async function benchOffice({ isSmall }: { isSmall: boolean }): Promise<void> {
  const { floors, seconds } = isSmall ? SMALL : FULL
  for (const floor of floors) await measure(floor, seconds)
}

async function measure({ stations, everyMs }: FloorSize, seconds: number): Promise<void> {
  const scansPerSecond = stations * (1_000 / everyMs)
  const prefix = `office.${stations}-stations.${scansPerSecond}-scans`
  await withPostgres(async ({ folder, createDatabase, pid: databasePid }) => {
    const databaseUrl = await createDatabase(`office_${stations}`)
    const floor = await openStations(databaseUrl, stations, everyMs)
    const office = await startOffice({ dataFolder: join(folder, 'office'), databaseUrl })
    const call = officeCalls(office.url)
    await furnish(call)
    await floor.connect(office.url)
    const session = await signIn(office.url, call)
    const watchers = await openWatchers(office.url, session, WATCHERS - REAL_PAGES)
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
    try {
      const pages = await openPages(browser, office.url, session)
      const servers = { office: office.pid, database: databasePid() }
      const pushesBefore = await pushHistogram(office.url)
      await floor.scan()
      const shownMs = await work({ call, pages, seconds, servers, prefix })
      const { pushMs, calls } = await floor.rest()
      const pushes = since(pushesBefore, await pushHistogram(office.url))
      report({
        prefix,
        scansPerSecond,
        seconds,
        pushMs,
        calls,
        pushes,
        shownMs,
        readMs: watchers.readMs,
      })
    } finally {
      await browser.close()
      watchers.close()
      await floor.close()
      await office.stop()
    }
  })
}

/** What the orders are of that the pages must show. */
const PROBE = 'PROBE-1'

const DAY_MS = 86_400_000
const DAYS = 5

/** Room for orders of the coming days. */
async function furnish(call: Call): Promise<void> {
  const rules = { name: 'North', cutOff: '14:00', deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7] }
  await call('PUT', `/v1/regions/${REGION}`, rules)
  await call('PUT', `/v1/products/${PROBE}`, {
    name: 'Probe',
    barcodes: [],
    weightGrams: 100,
    volumeCm3: 100,
    tracking: 'none',
  })
  await call('POST', '/v1/stock-movements', {
    warehouse: 'MAIN',
    sku: PROBE,
    kind: 'RECEIVED',
    quantity: 100_000,
    reason: 'benchmark',
    idempotencyKey: PROBE,
  })
  for (let day = 0; day < DAYS; day += 1) {
    const date = new Date(Date.now() + day * DAY_MS).toISOString().slice(0, 10)
    const room = { maxWeightGrams: 1_000_000_000, maxVolumeCm3: 1_000_000_000 }
    await call('PUT', `/v1/capacity/${REGION}/${date}`, room)
  }
}

async function openPages(browser: Browser, url: string, cookie: string): Promise<Page[]> {
  const [name = '', value = ''] = cookie.split('=')
  const pages: Page[] = []
  for (let n = 0; n < REAL_PAGES; n += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.addCookies([{ name, value, url }])
    const page = await context.newPage()
    await page.goto(`${url}/today`)
    await page.getByTestId('orders-CONFIRMED').waitFor()
    pages.push(page)
  }
  return pages
}

type Work = {
  call: Call
  pages: Page[]
  seconds: number
  servers: Record<string, number>
  prefix: string
}

/** Takes an order every second, for so long; answers how long each took until each page showed it. */
async function work({ call, pages, seconds, servers, prefix }: Work): Promise<number[]> {
  const shownMs: number[] = []
  let changed: ((page: number, text: string) => void) | null = null
  for (const [n, page] of pages.entries()) {
    await page.exposeFunction(SHOWN, ({ text }: { text: string }) => changed?.(n, text))
    await page.evaluate(watchText, {
      selector: '[data-testid="orders-CONFIRMED"]',
      callback: SHOWN,
    })
  }
  const cpuBefore = mapValues(servers, cpuSecondsOf)
  const startedAt = performance.now()
  for (let probe = 0; performance.now() - startedAt < seconds * 1_000; probe += 1) {
    const dueAt = startedAt + (probe + 1) * PROBE_EVERY_MS
    const seen = seenByAll(pages.length, (listener) => {
      changed = listener
    })
    const answeredAt = await postOrder(call, probe)
    for (const at of await seen) shownMs.push(Math.max(0, at - answeredAt))
    await sleep(Math.max(0, dueAt - performance.now()))
  }
  const tookSeconds = (performance.now() - startedAt) / 1_000
  for (const [server, pid] of Object.entries(servers)) {
    const share = (cpuSecondsOf(pid) - (cpuBefore[server] ?? 0)) / tookSeconds
    const name = `${prefix}.${server}.cpu`
    printFigure({ name, value: share * 100, unit: '% of a core' })
  }
  return shownMs
}

function mapValues(of: Record<string, number>, by: (value: number) => number) {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, by(value)]))
}

/** When each page first showed another number. */
function seenByAll(
  count: number,
  listen: (listener: (page: number, text: string) => void) => void,
): Promise<number[]> {
  const at = new Map<number, number>()
  const all = new Promise<number[]>((resolve) => {
    listen((page) => {
      if (!at.has(page)) at.set(page, performance.now())
      if (at.size === count) resolve([...at.values()])
    })
  })
  const tooLate = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
    throw new Error('a page did not show an order')
  })
  return Promise.race([all, tooLate])
}

async function postOrder(call: Call, probe: number): Promise<number> {
  await call('POST', '/v1/order-intents', {
    sourceSystem: 'benchmark',
    orderIntentId: `probe-${probe}`,
    customerRef: 'C-1',
    shipTo: { name: 'A', line1: 'Kade 1', postalCode: '1011 AB', city: 'Amsterdam', country: 'NL' },
    region: REGION,
    lineItems: [{ sku: PROBE, quantity: 1 }],
    submittedAt: new Date().toISOString(),
  })
  return performance.now()
}

type Measured = {
  prefix: string
  scansPerSecond: number
  seconds: number
  pushMs: number[]
  calls: Record<string, number>
  pushes: Histogram
  shownMs: number[]
  readMs: number[]
}

function report({ prefix, scansPerSecond, seconds, ...measured }: Measured): void {
  const { pushMs, calls, pushes, shownMs, readMs } = measured
  const detail = { unit: 'ms', scansPerSecond, watchers: WATCHERS }
  const print = (what: string, valueAt: (share: number) => number, goal: number) => {
    printFigure({ name: `${prefix}.${what}.p50`, value: valueAt(0.5), ...detail })
    printFigure({ name: `${prefix}.${what}.p99`, value: valueAt(0.99), ...detail, goal })
  }
  for (const [call, count] of Object.entries(calls)) {
    printFigure({ name: `${prefix}.calls.${call}`, value: count / seconds, unit: 'a second' })
  }
  print('push', (share) => percentile(pushMs, share), 200)
  print('push-at-office', (share) => quantile(pushes, share) * 1_000, 200)
  print('page-update', (share) => percentile(shownMs, share), 1_000)
  print('today-read', (share) => percentile(readMs, share), 1_000)
}
