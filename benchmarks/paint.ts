import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright'
import { WebSocketServer, type WebSocket } from 'ws'
import { percentile, printFigure } from './figures.ts'
import { SHOWN, watchText, type Shown } from './page-watch.ts'
import { beginPicking, openScreenFloor, PICKED } from './screen-floor.ts'
import { EAN } from './station-folder.ts'

const SCANS = 1_000
const SCANS_SMALL = 100
const WARM_UP = 30

/** Bare pages seen before the scans and again after them. */
const BARE_SHARE = 10

/** Hands are slower than this; codes that come faster are held back, as a scanner's memory might be. */
const REST_MS = 55

/** Further apart by chance than one frame, so that no scan keeps step with the screen. */
const REST_SPREAD_MS = 20

/** Questions about the page's clock, of which the quickest bound the difference. */
const CLOCK_ASKS = 200

const PATIENCE_MS = 10_000

type Sample = Record<'changed' | 'drawn' | 'shown', number>

/**
 * From the byte handed to the scanner's socket to the frame that shows the new count: through the
 * driver, the decision, the commit on disk, the poke, the page's question and its answer, React, layout
 * and paint. Beside it, in the same browser, a page that only writes down the number a socket sends.
 *
 * `drawn` is when the page's own work on that frame was done; `shown` is when the next frame began, by
 * when the one before was handed on for display: the figure of the goal, and at most a frame too high.
 * The two clocks are the same one with different zeros; their difference is bounded by the quickest of
 * many questions to the page, and `clockErrorMs` is what is left.
 */
export async function benchPaint({ isSmall }: { isSmall: boolean }): Promise<void> {
  const scans = isSmall ? SCANS_SMALL : SCANS
  const floor = await openScreenFloor({ parkMoreThan: 8 })
  try {
    const before = await bareSamples(floor.browser, Math.ceil(scans / BARE_SHARE))
    const page = await floor.open()
    await beginPicking(floor, page)
    const { samples, clockErrorMs } = await measure(page, PICKED, {
      count: scans,
      // One was taken to get here.
      first: 2,
      send: () => void floor.scanner.scan(EAN),
    })
    await page.close()
    const after = await bareSamples(floor.browser, Math.ceil(scans / BARE_SHARE))
    report(samples, [...before, ...after], { scans, productsCached: floor.products, clockErrorMs })
  } finally {
    await floor.close()
  }
}

function report(
  samples: readonly Sample[],
  bare: readonly Sample[],
  detail: Record<string, number>,
): void {
  for (const stage of ['changed', 'drawn', 'shown'] as const) {
    for (const [label, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      const value = percentile(
        samples.map((sample) => sample[stage]),
        share,
      )
      const barePage = percentile(
        bare.map((sample) => sample[stage]),
        share,
      )
      printFigure({
        name: `paint.${stage}.${label}`,
        value,
        unit: 'ms',
        barePageMs: Number(barePage.toPrecision(3)),
        ...detail,
      })
    }
  }
}

type Run = { count: number; first: number; send: (n: number) => void }

/** Sends one after the other, each when the one before is on the screen and a hand could be ready again. */
async function measure(
  page: Page,
  selector: string,
  { count, first, send }: Run,
): Promise<{ samples: Sample[]; clockErrorMs: number }> {
  let onShown: (shown: Shown) => void = () => undefined
  await page.exposeFunction(SHOWN, (shown: Shown) => onShown(shown))
  await page.evaluate(watchText, { selector, callback: SHOWN })
  const { offsetMs, errorMs } = await pageClock(page)
  const samples: Sample[] = []
  for (let n = 0; n < WARM_UP + count; n += 1) {
    const text = String(first + n)
    const seen = new Promise<Shown>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${text} was never shown`)), PATIENCE_MS)
      onShown = (shown) => {
        if (shown.text !== text) return
        clearTimeout(late)
        resolve(shown)
      }
    })
    const sentAt = performance.now()
    send(first + n)
    const shown = await seen
    const since = (at: number) => at + offsetMs - sentAt
    const { changedAt, drawnAt, shownAt } = shown
    if (n >= WARM_UP) {
      samples.push({ changed: since(changedAt), drawn: since(drawnAt), shown: since(shownAt) })
    }
    await rest(REST_MS + Math.random() * REST_SPREAD_MS)
  }
  return { samples, clockErrorMs: Number(errorMs.toPrecision(2)) }
}

/** What to add to the page's clock for ours: every answer was given between its question and its arrival. */
async function pageClock(page: Page): Promise<{ offsetMs: number; errorMs: number }> {
  let from = -Infinity
  let to = Infinity
  for (let ask = 0; ask < CLOCK_ASKS; ask += 1) {
    const askedAt = performance.now()
    const pageNow = await page.evaluate(() => performance.now())
    from = Math.max(from, askedAt - pageNow)
    to = Math.min(to, performance.now() - pageNow)
  }
  return { offsetMs: (from + to) / 2, errorMs: Math.abs(to - from) / 2 }
}

/** The least a page can do: one number out of a socket into one element. */
async function bareSamples(browser: Browser, count: number): Promise<Sample[]> {
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('content-type', 'text/html').end(BARE_PAGE)
  })
  const sockets = new WebSocketServer({ server })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connected = once(sockets, 'connection') as Promise<[WebSocket]>
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const [socket] = await connected
  const send = (n: number) => socket.send(String(n))
  const { samples } = await measure(page, '#count', { count, first: 1, send })
  await page.close()
  sockets.close()
  server.close()
  return samples
}

const BARE_PAGE = `<!doctype html><p id="count" style="font-size:200px">0</p><script>
new WebSocket('ws://' + location.host).onmessage = (event) => {
  document.querySelector('#count').textContent = event.data
}
</script>`

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
