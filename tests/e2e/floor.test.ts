import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCAL_TOKEN, startBenchProcess, type ProcessBench } from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { eventually } from '../support/processes.ts'
import { flawsOf } from '../support/screen-desk.ts'
import { listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/floor')
const PIN = '482915'

/** Three heartbeats missed, and some for a busy machine. */
const SILENT_WITHIN_MS = 120_000

let floor: ProcessFloor
let other: ProcessBench
let browser: Browser
let page: Page
let codes: Record<string, string>
let badges: Record<string, string>
let short: { orderNumber: string; code: string }
let held: { orderNumber: string; code: string; id: string }

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor()
  const { office, bench, folder } = floor
  codes = await bench.codes()
  const person = (ref: string, body: object) =>
    office.put<{ badgeCode: string }>(`/v1/operators/${ref}`, body)
  const daan = await person('daan', { name: 'Daan', roles: ['picker'] })
  await person('ilse', { name: 'Ilse', roles: ['supervisor'], pin: PIN })
  badges = { ...floor.badges, daan: daan.badgeCode }
  const { code } = await stationCode(office, 'Pack 2')
  other = await startBenchProcess({ dataFolder: `${folder}/other`, serverUrl: office.url, code })
  const orders = [
    await postOrder(office, [{ sku: OAK.sku, quantity: 2 }]),
    await postOrder(office, [{ sku: OAK.sku, quantity: 4 }]),
  ]
  const lists = await listsOf(office, orders[0]?.deliveryDate ?? '')
  const [first, second] = orders.map(({ orderNumber }) => ({
    orderNumber,
    code: lists[orderNumber]?.code ?? '',
    id: lists[orderNumber]?.id ?? '',
  }))
  if (first === undefined || second === undefined) throw new Error('two orders were posted')
  short = first
  held = second
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  page = await openPage('light')
})

afterAll(async () => {
  await browser.close()
  await floor.close()
  await floor.office.process.stop()
})

async function openPage(colorScheme: 'light' | 'dark', locale = 'en-GB'): Promise<Page> {
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ viewport, colorScheme, locale })
  const opened = await context.newPage()
  await opened.goto(`${floor.bench.url}/#token=${LOCAL_TOKEN}`)
  await opened.getByTestId('top-bar').waitFor()
  return opened
}

async function look(moment: string, of = page): Promise<void> {
  await of.screenshot({ path: join(PICTURES, `${moment}.png`), animations: 'disabled' })
}

async function scan(bench: ProcessBench, ...texts: (string | undefined)[]): Promise<void> {
  for (const text of texts) await bench.scan(codes[text ?? ''] ?? text ?? '')
}

async function take(bench: ProcessBench, who: string, listCode: string): Promise<void> {
  await bench.until('the list is known here', ({ server }) => server.online)
  await scan(bench, badges[who])
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
  await scan(bench, listCode)
  await bench.until('the list is claimed', ({ workflow }) => workflow.kind === 'picking')
}

/** Ilse proves herself: her badge at the bench's scanner, then her PIN on the screen. */
async function proveSupervisor(): Promise<void> {
  await page.getByTestId('supervisor-badge').waitFor()
  // This hand may be faster than the screen's own call for the next badge; a person scans once more then.
  await eventually(
    async () => {
      await scan(floor.bench, badges['ilse'])
      const pad = page.getByTestId('pin-pad').waitFor({ timeout: 2_000 })
      return pad.then(() => true).catch(() => false)
    },
    { what: 'the screen asks for the PIN' },
  )
  for (const digit of PIN) await page.getByTestId(`pin-${digit}`).click()
  await page.getByTestId('pin-ok').click()
}

async function orderStatus(orderNumber: string): Promise<string> {
  return (await floor.office.get<{ status: string }>(`/v1/orders/${orderNumber}`)).status
}

test('a bench dies with a list in its hands, and at another one goods are missing', async () => {
  const { bench, devices, office } = floor
  await take(other, 'daan', held.code)
  await scan(other, OAK.ean)
  await other.until('all is sent', ({ log }) => log.pending === 0)
  // Its next report says who works there; then the plug is pulled.
  await eventually(
    async () => {
      const { items } = await office.get<{ items: { name: string; online: boolean }[] }>(
        '/v1/stations',
      )
      return items.some(({ name, online }) => name === 'Pack 2' && online)
    },
    { what: 'the office has heard of Pack 2' },
  )
  await other.process.kill()

  await bench.until('all is plugged in', ({ devices: all }) =>
    all.every(({ kind, state }) => kind === 'printer' || state === 'ready'),
  )
  await take(bench, 'sanne', short.code)
  expect(await page.getByTestId('floor-open').count()).toBe(0)
  await scan(bench, OAK.ean, 'SHORT', 'NOTFOUND')
  const { workflow } = await bench.until('it is picked', (s) => s.workflow.kind === 'packing')
  devices.scale.put(workflow.unit?.expectedGrams ?? 0)
  await bench.until(
    'it is labelled',
    (s) => s.workflow.toVerify !== null && s.workflow.toVerify !== undefined,
  )
  devices.scale.put(0)
  await scan(bench, `00${workflow.unit?.unitId ?? ''}`)
  await bench.until('it is done', (s) => s.workflow.kind === 'idle' && s.log.pending === 0)
  expect(await orderStatus(short.orderNumber)).toBe('ON_HOLD')
})

test('a supervisor decides the short at the bench, with badge and PIN', async () => {
  await scan(floor.bench, badges['ilse'])
  await page.getByTestId('floor-open').click()
  await page.getByTestId('floor-tiles').waitFor()
  await page.getByTestId(`exception-${short.orderNumber}`).click()
  await page.getByTestId('exception-sheet').waitFor()
  await look('1-exception')
  expect(await flawsOf(page)).toEqual([])
  await page.getByTestId('decide-ship-partial').click()
  await proveSupervisor()
  await page.getByText('Decided.').waitFor()
  await look('2-decided')
  await page.getByTestId('floor-outcome-next').click()
  await page.getByText('Nothing to decide.').waitFor()
  expect(await orderStatus(short.orderNumber)).toBe('PACKED')
})

test('she sees the dead bench first, and why, and gives its list back to the floor', async () => {
  const stuck = page.locator('[data-testid="tile-Pack 2"][data-tone=stuck]')
  await stuck.waitFor({ timeout: SILENT_WITHIN_MS })
  const names = await page.getByTestId('bench-name').allTextContents()
  expect(names).toEqual(['Pack 2', 'Pack 1'])
  expect(await stuck.textContent()).toContain(`It holds ${held.code}.`)
  expect(await page.getByTestId('floor-title').textContent()).toBe('1 of 2 benches needs you')
  await look('3-stuck')
  expect(await flawsOf(page)).toEqual([])
  const dark = await openPage('dark', 'nl-NL')
  await dark.getByTestId('floor-open').click()
  await dark.locator('[data-testid="tile-Pack 2"][data-tone=stuck]').waitFor()
  await look('3-stuck-dark-nl', dark)
  expect(await flawsOf(dark)).toEqual([])

  await page.getByTestId(`claim-${held.code}`).click()
  await page.getByTestId('claim-sheet').waitFor()
  await look('4-claim')
  await page.getByTestId('release-BENCHBROKEN').click()
  await proveSupervisor()
  await page.getByText('Any bench can take it now.').waitFor()
  await page.getByTestId('floor-outcome-next').click()
  await page.getByText('No bench holds any work.').waitFor()
  await look('5-released')
  await dark.context().close()
  const who = await floor.office.get<{ items: { who: string }[] }>(
    `/v1/audit?target=/v1/floor/lists/${held.id}/release`,
  )
  expect(who.items.map((entry) => entry.who)).toEqual([
    `station:${(await floor.bench.state()).stationId} operator:ilse`,
  ])
})

test('another bench takes the list and goes on where the dead one was', async () => {
  const { bench } = floor
  await page.getByTestId('panel-close').click()
  await take(bench, 'sanne', held.code)
  const { workflow } = await bench.until('the list is here', (s) => s.workflow.kind === 'picking')
  expect(workflow.next).toMatchObject({ sku: OAK.sku, picked: 1, requested: 4 })
})

test('with the office gone the panel says as of when, and that deciding needs it', async () => {
  const { bench, office } = floor
  await scan(bench, badges['ilse'])
  await page.getByTestId('floor-open').click()
  await page.getByTestId(`claim-${held.code}`).waitFor()
  await office.process.kill()
  await page.getByTestId('floor-trouble').waitFor()
  expect(await page.getByTestId('floor-trouble').textContent()).toContain(
    'The office can’t be reached; deciding needs it.',
  )
  await page.getByTestId(`claim-${held.code}`).click()
  await page.getByTestId('claim-sheet').waitFor()
  expect(await page.getByTestId('release-OTHER').isDisabled()).toBe(true)
  await look('6-office-gone')
  // The work itself goes on.
  const before = (await bench.state()).log.lastSeq
  await scan(bench, OAK.ean)
  expect((await bench.state()).log.lastSeq).toBe(before + 1)
})
