import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCAL_TOKEN, startBenchProcess, type ProcessBench } from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { eventually } from '../support/processes.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { FELT, listsOf, makeLoad, OAK, postOrder, type ShopLoad } from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/pallet')
const TARE_GRAMS = 25_000

let floor: ProcessFloor
let bench: ProcessBench
let browser: Browser
let page: Page
let codes: Record<string, string>
let order: string
let load: ShopLoad
/** List codes: of the order that is packed in two cartons, and of somebody else's. */
let own: string
let others: string

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor()
  bench = floor.bench
  const { office } = floor
  codes = await bench.codes()
  const packaging = { name: 'Euro pallet', kind: 'pallet', tareGrams: TARE_GRAMS }
  await office.put('/v1/packagings/EURO', packaging)
  const ours = await postOrder(office, [{ sku: OAK.sku, quantity: 5 }])
  const theirs = await postOrder(office, [{ sku: FELT.sku, quantity: 1 }], { name: 'Parket Zuid' })
  const lists = await listsOf(office, ours.deliveryDate)
  load = await makeLoad(office, ours.deliveryDate)
  order = ours.orderNumber
  own = lists[ours.orderNumber]?.code ?? ''
  others = lists[theirs.orderNumber]?.code ?? ''
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await page.goto(`${bench.url}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('screen-signed-out').waitFor()
})

afterAll(async () => {
  await browser.close()
  await bench.process.stop()
  await floor.close()
  await floor.office.process.stop()
})

/** Codes, or names of commands. */
async function scan(...texts: string[]): Promise<void> {
  for (const text of texts) {
    const { status } = await bench.scan(codes[text] ?? text)
    expect(status, `the scan of ${text} was taken`).toBe(200)
  }
}

async function look(moment: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${moment}.png`), animations: 'disabled' })
}

/** Puts the open carton on the scale, closes it and scans its label back; answers its number. */
async function closeCarton(): Promise<string> {
  const { workflow } = await bench.state()
  const unitId = workflow.unit?.unitId ?? ''
  const printed = floor.devices.printer.jobs.length
  floor.devices.scale.put(workflow.unit?.expectedGrams ?? 0)
  await eventually(
    async () => {
      const { body } = await bench.call('GET', '/v1/state')
      if (floor.devices.printer.jobs.length > printed) return body as object
      // Not all of the order is in it, so nobody but a hand says that it is full.
      await scan('CLOSE')
      await scan('ACK')
      return null
    },
    { what: `carton ${unitId} is closed` },
  )
  floor.devices.scale.put(0)
  await scan(`00${unitId}`)
  return unitId
}

/** The bench dies in the middle of everything and is started again on the same folder. */
async function killAndRestart(): Promise<void> {
  await bench.process.kill()
  bench = await startBenchProcess({
    dataFolder: `${floor.folder}/bench`,
    serverUrl: floor.office.url,
    devices: floor.devices,
  })
  await page.goto(`${bench.url}/#token=${LOCAL_TOKEN}`)
}

test('two cartons on a pallet, by scans alone, from the bench to a confirmed load', async () => {
  await bench.until('devices are ready', ({ devices }) => {
    return devices.length === 3 && devices.every((d) => d.kind === 'printer' || d.state === 'ready')
  })
  await bench.until('people are known here', ({ server }) => server.online)
  await scan(floor.badges['sanne'] ?? '')
  await bench.until('the work is known here', ({ workflow }) => {
    return [own, others, load.code].every((code) => knows(workflow, code))
  })

  await scan(own, OAK.ean, OAK.ean, OAK.ean)
  const first = await closeCarton()
  await scan(OAK.ean, OAK.ean)
  const second = await closeCarton()
  await page.getByTestId('screen-idle').waitFor()
  await scan(others, FELT.ean)
  const foreign = await closeCarton()
  await page.getByTestId('screen-idle').waitFor()

  await scan('PALLET')
  await page.getByTestId('screen-pallet').waitFor()
  await page.getByText('Scan the first carton').waitFor()
  await look('01-empty')
  await scan(`00${first}`)
  await page.getByTestId('on-pallet').getByText(order).waitFor()
  expect(await page.getByTestId('beside-pallet-count').textContent()).toBe('1')
  expect(await page.getByTestId('pallet-gross').textContent()).toContain('31.00')
  await look('02-one-on')

  await scan(`00${foreign}`)
  await page.locator('[data-testid=alert][data-reason=pallet-other-stop]').waitFor()
  await look('03-wrong-carton')
  await scan(`00${second}`)
  await page.getByTestId('meanwhile').getByText(second.slice(-6)).waitFor()
  await killAndRestart()
  await page.locator('[data-testid=alert][data-reason=pallet-other-stop]').waitFor()
  await scan('ACK', `00${second}`)
  await page.getByText('All its cartons are on.').waitFor()
  await look('04-both-on')

  const { workflow } = await bench.state()
  expect(workflow.kind).toBe('packing')
  const printed = floor.devices.printer.jobs.length
  await scan('CLOSE')
  await page.getByTestId('verify').waitFor()
  await bench.until('its label is printed', () => floor.devices.printer.jobs.length > printed)
  await page.getByText('Scan the label you just stuck on').waitFor()
  await look('05-closed')
  const pallet = (workflow as unknown as { pallet: { unitId: string } }).pallet.unitId
  expect(floor.devices.printer.jobs.at(-1)?.toString()).toContain(pallet)
  await scan(`00${pallet}`)
  await page.getByTestId('screen-idle').waitFor()
  await look('06-done')

  await scan(load.code)
  await page.getByTestId('screen-loading').waitFor()
  await scan(`00${first}`)
  await page.locator('[data-testid=alert][data-reason=nested-unit]').waitFor()
  await look('07-nested')
  await scan('ACK', `00${foreign}`, `00${pallet}`)
  await bench.until('all are on board', (state) => state.workflow.onBoard?.length === 2)
  await look('08-on-board')
  await scan('CONFIRM')
  await page.getByTestId('screen-idle').waitFor()
  const { log } = await bench.until('the office has it all', (state) => state.log.pending === 0)
  expect(log).toMatchObject({ refused: 0, excepted: 0 })

  const loaded = await floor.office.get<{ status: string }>(`/v1/orders/${order}`)
  expect(loaded.status).toBe('LOADED')
  const view = await floor.office.get<{ units: { id: string; loadId: string | null }[] }>(
    `/v1/orders/${order}`,
  )
  expect(view.units.map(({ id }) => id).toSorted()).toEqual([first, second, pallet].toSorted())
})
