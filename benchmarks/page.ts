import type { CDPSession, Page } from 'playwright'
import { firstLoadBytes, totalBytes } from '../tests/support/page-bytes.ts'
import { median, printFigure } from './figures.ts'
import { beginPicking, openScreenFloor, PAGES, PICKED, type ScreenFloor } from './screen-floor.ts'
import { EAN } from './station-folder.ts'

const OPENINGS = 7
const SCANS_FIRST = 1_000
const SCANS = 10_000
const SCANS_SMALL = 3_000

/** Codes handed to the scanner's socket before the page is asked how far it has come. */
const VOLLEY = 10

/** How long nobody does anything. */
const IDLE_MS = 30_000
const IDLE_MS_SMALL = 12_000

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 5

/**
 * What the bench's page weighs, how soon it shows something, and whether it grows: its heap and DOM
 * after a forced collection once it has seen 1,000 scans and again after 10,000.
 */
export async function benchPage({ isSmall }: { isSmall: boolean }): Promise<void> {
  printFigure({ name: 'page.first-load', value: firstLoadBytes(PAGES) / 1_000, unit: 'kB gzip' })
  printFigure({ name: 'page.total', value: totalBytes(PAGES) / 1_000, unit: 'kB gzip' })
  const floor = await openScreenFloor({ parkMoreThan: 0 })
  try {
    await firstPaint(floor)
    await atRest(floor, isSmall ? IDLE_MS_SMALL : IDLE_MS)
    await memory(floor, isSmall ? SCANS_SMALL : SCANS)
  } finally {
    await floor.close()
  }
}

/** From the address to the first pixels, and to the first screen of the bench; each in a new browser profile. */
async function firstPaint({ browser, address }: ScreenFloor): Promise<void> {
  const paints: number[] = []
  const screens: number[] = []
  const empty: number[] = []
  for (let opening = 0; opening < OPENINGS; opening += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto('data:text/html,<p>empty')
    empty.push(await contentfulPaint(page))
    await page.goto(address)
    await page.getByTestId('top-bar').waitFor()
    screens.push(await page.evaluate(() => performance.now()))
    paints.push(await contentfulPaint(page))
    await context.close()
  }
  const detail = { openings: OPENINGS, emptyPageMs: Number(median(empty).toPrecision(3)) }
  printFigure({ name: 'page.first-paint', value: median(paints), unit: 'ms', ...detail })
  printFigure({ name: 'page.first-screen', value: median(screens), unit: 'ms', ...detail })
}

function contentfulPaint(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          const found = list.getEntriesByName('first-contentful-paint')[0]
          if (found !== undefined) resolve(found.startTime)
        })
        observer.observe({ type: 'paint', buffered: true })
      }),
  )
}

/** What a page costs that nobody touches, its scale saying the same all the time. */
async function atRest(floor: ScreenFloor, ms: number): Promise<void> {
  const page = await floor.browser.newPage({ viewport: { width: 1280, height: 800 } })
  let messages = 0
  page.on('websocket', (socket) => {
    socket.on('framesent', () => (messages += 1))
    socket.on('framereceived', () => (messages += 1))
  })
  await page.goto(floor.address)
  await page.getByTestId('top-bar').waitFor()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const before = { messages, seconds: await busySeconds(session) }
  await new Promise((resolve) => setTimeout(resolve, ms))
  const perMinute = ((messages - before.messages) * 60_000) / ms
  const busy = ((await busySeconds(session)) - before.seconds) * 1_000
  const detail = { seconds: ms / 1_000 }
  printFigure({ name: 'page.idle.messages', value: perMinute, unit: 'per minute', ...detail })
  printFigure({ name: 'page.idle.busy', value: (busy / ms) * 100, unit: '% of a core', ...detail })
  await page.close()
}

/** What the page's main thread has spent on tasks so far. */
async function busySeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
}

async function memory(floor: ScreenFloor, scans: number): Promise<void> {
  const page = await floor.open()
  await beginPicking(floor, page)
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  await scanUntil(floor, session, { from: 1, to: SCANS_FIRST })
  const first = await heapOf(session)
  const startedAt = performance.now()
  await scanUntil(floor, session, { from: SCANS_FIRST, to: scans })
  const seconds = (performance.now() - startedAt) / 1_000
  const last = await heapOf(session)
  const detail = { scansBefore: SCANS_FIRST, scans, perSecond: Math.round(scans / seconds) }
  for (const kind of ['memory', 'held', 'code', 'nodes'] as const) {
    const [before, after] = [first[kind], last[kind]]
    const value = ((after - before) / before) * 100
    printFigure({ name: `page.${kind}.growth`, value, unit: '%', before, after, ...detail })
  }
  await page.close()
}

/** Volley after volley, each as soon as the page shows the last number of the one before. */
async function scanUntil(
  { scanner }: ScreenFloor,
  session: CDPSession,
  { from, to }: { from: number; to: number },
): Promise<void> {
  // Asked for as plain text: an answer that the page must keep alive would be counted as its own.
  const ask = {
    expression: `document.querySelector('${PICKED}')?.textContent`,
    returnByValue: true,
  }
  for (let picked = from; picked < to; picked += VOLLEY) {
    const count = Math.min(VOLLEY, to - picked)
    await scanner.raw(Buffer.from(`${EAN}\r\n`.repeat(count)))
    const deadline = performance.now() + PATIENCE_MS
    while ((await session.send('Runtime.evaluate', ask)).result.value !== String(picked + count)) {
      if (performance.now() > deadline) throw new Error(`${picked + count} was never shown`)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }
}

/** Bytes, but for the number of DOM nodes; `memory` is `held` and `code` together. */
type Heap = { memory: number; held: number; code: number; nodes: number }

/**
 * What is left after a forced collection: what the page holds on to, its DOM with it, and what V8 has
 * compiled for it, which grows until all that is used often is compiled, and then no more.
 */
async function heapOf(session: CDPSession): Promise<Heap> {
  // What only a weak reference holds goes with the second one.
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.collectGarbage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { ...bytesOf(await heapSnapshot(session)), nodes }
}

type HeapSnapshot = {
  snapshot: { meta: { node_fields: string[]; node_types: [string[]] } }
  nodes: number[]
}

async function heapSnapshot(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = []
  const take = ({ chunk }: { chunk: string }) => void chunks.push(chunk)
  session.on('HeapProfiler.addHeapSnapshotChunk', take)
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  session.off('HeapProfiler.addHeapSnapshotChunk', take)
  return JSON.parse(chunks.join('')) as HeapSnapshot
}

function bytesOf({ snapshot: { meta }, nodes }: HeapSnapshot) {
  const width = meta.node_fields.length
  const typeAt = meta.node_fields.indexOf('type')
  const sizeAt = meta.node_fields.indexOf('self_size')
  const compiled = meta.node_types[0].indexOf('code')
  let [all, code] = [0, 0]
  for (let node = 0; node < nodes.length; node += width) {
    const size = nodes[node + sizeAt] ?? 0
    all += size
    if (nodes[node + typeAt] === compiled) code += size
  }
  return { memory: all, code, held: all - code }
}
