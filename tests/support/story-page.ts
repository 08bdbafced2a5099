import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { LOCAL_TOKEN, type BenchState, type Devices, type ProcessBench } from './bench-floor.ts'
import { eventually } from './processes.ts'
import { stationRpc } from './station-rpc.ts'

/** A bench that was offline for long waits for half a minute between its tries. */
const PATIENCE_MS = 90_000

const ROOT = join(import.meta.dirname, '../..')

/** What stood on the bench's screen from one change to the next; `at` in ms of the page's clock. */
export type Moment = {
  at: number
  screen: string
  who: string
  alert: string | null
  /** Scans that the alert says did not count. */
  meanwhile: number
  /** The big number of the line that is next. */
  picked: string
  /** The unit on the bench. */
  unit: string
  last: string
}

/** A bench's page in Chromium and the folder its pictures go to. */
export type StoryPage = {
  page: Page
  /** Keeps a picture of this moment. */
  look: (moment: string) => Promise<void>
  /** Every change of the screen since it was opened, in order. */
  moments: () => Promise<Moment[]>
  /** Keeps something to read beside the pictures. */
  keep: (name: string, what: unknown) => void
  /** Errors of the page and on its console. */
  complaints: string[]
  close: () => Promise<void>
}

/** @param name - of the story, and so of the folder in `test-results/` */
export async function openStoryPage(benchUrl: string, name: string): Promise<StoryPage> {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  const folder = join(ROOT, 'test-results', name)
  mkdirSync(folder, { recursive: true })
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const viewport = { width: 1280, height: 800 }
  const page = await browser.newPage({ viewport, locale: 'en-GB' })
  page.setDefaultTimeout(PATIENCE_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${benchUrl}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('top-bar').waitFor()
  await page.evaluate(recordMoments)
  let pictures = 0
  return {
    page,
    complaints,
    async look(moment) {
      pictures += 1
      const file = `${String(pictures).padStart(2, '0')}-${moment}.png`
      await page.screenshot({ path: join(folder, file), animations: 'disabled' })
    },
    moments: () => page.evaluate(() => (globalThis as unknown as { moments: Moment[] }).moments),
    keep: (file, what) => writeFileSync(join(folder, file), `${JSON.stringify(what, null, 2)}\n`),
    close: () => browser.close(),
  }
}

/** What one pair of hands at a bench with devices does: codes in, weights on. */
export type StoryHands = {
  /** Codes at the scanner, each taken in before the next; command and quantity names stand for their codes. */
  scan: (...texts: string[]) => Promise<void>
  /** As fast as a nervous hand, whatever the bench makes of it. */
  storm: (texts: readonly string[], everyMs: number) => Promise<void>
  until: (what: string, look: (state: BenchState) => boolean) => Promise<BenchState>
  /** Puts on the scale what the open unit should weigh, and takes it off once the label is printed. */
  weigh: () => Promise<string>
  close: () => void
}

export async function storyHands(bench: ProcessBench, devices: Devices): Promise<StoryHands> {
  const codes = await bench.codes()
  const rpc = await stationRpc(bench)
  const lastScanAt = async () => (await rpc.client.bench()).feedback?.at ?? 0
  const codeOf = (text: string) => codes[text] ?? text
  return {
    close: () => rpc.close(),
    async scan(...texts) {
      for (const text of texts) {
        const before = await lastScanAt()
        await devices.scanner.scan(codeOf(text))
        await eventually(async () => (await lastScanAt()) !== before, {
          what: `the bench took ${text} in`,
        })
      }
    },
    async storm(texts, everyMs) {
      for (const text of texts) {
        await devices.scanner.scan(codeOf(text))
        await new Promise((resolve) => setTimeout(resolve, everyMs))
      }
    },
    until: (what, look) => bench.until(what, look),
    async weigh() {
      const { workflow } = await bench.until('all is picked', (s) => s.workflow.kind === 'packing')
      const unitId = workflow.unit?.unitId ?? ''
      const printed = devices.printer.jobs.length
      devices.scale.put(workflow.unit?.expectedGrams ?? 0)
      await bench.until('the label was printed', () => devices.printer.jobs.length > printed)
      devices.scale.put(0)
      await bench.until(
        'it waits to be scanned back',
        (s) => s.workflow.toVerify?.unitId === unitId,
      )
      return unitId
    },
  }
}

/** Runs inside the page, so it stands alone: writes down what stands there whenever that changes. */
function recordMoments(): void {
  type Seen = Omit<Moment, 'at'>
  const text = (id: string) => document.querySelector(`[data-testid="${id}"]`)?.textContent ?? ''
  const look = (): Seen => {
    const alert = document.querySelector<HTMLElement>('[data-testid="alert"]')
    const meanwhile = document.querySelector<HTMLElement>('[data-testid="meanwhile"]')
    const screen = document.querySelector<HTMLElement>('main[data-testid]')
    const unit = document.querySelector<HTMLElement>('[data-testid="unit"]')
    return {
      screen: screen?.dataset['testid'] ?? '',
      who: text('who'),
      alert: alert?.dataset['reason'] ?? null,
      meanwhile: Number(meanwhile?.dataset['count'] ?? 0),
      picked: document.querySelector('[data-testid="next-count"] b')?.textContent ?? '',
      unit: unit?.dataset['unit'] ?? '',
      last: text('last'),
    }
  }
  const moments: Moment[] = []
  Object.assign(globalThis, { moments })
  let before = ''
  const note = (): void => {
    const seen = look()
    const now = JSON.stringify(seen)
    if (now === before) return
    before = now
    moments.push({ at: performance.now(), ...seen })
  }
  note()
  const every = { subtree: true, childList: true, characterData: true, attributes: true }
  new MutationObserver(note).observe(document.body, every)
}
