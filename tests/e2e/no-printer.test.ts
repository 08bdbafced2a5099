import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCAL_TOKEN, startBenchProcess, type ProcessBench } from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { type ProcessFloor, startProcessFloor } from '../support/process-floor.ts'
import { eventually } from '../support/processes.ts'
import { GLUE, listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/no-printer')
const LOOK = { viewport: { width: 1280, height: 800 } }

let floor: ProcessFloor
/** A table with a scanner and nothing else. */
let bare: ProcessBench
let browser: Browser
let codes: Record<string, string>
let listCode: string
let orderNumber: string

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor()
  const { office, folder } = floor
  const { code } = await stationCode(office, 'Table 2')
  bare = await startBenchProcess({ dataFolder: `${folder}/bare`, serverUrl: office.url, code })
  codes = await bare.codes()
  const order = await postOrder(office, [
    { sku: OAK.sku, quantity: 2 },
    { sku: GLUE.sku, quantity: 1 },
  ])
  orderNumber = order.orderNumber
  listCode = (await listsOf(office, order.deliveryDate))[orderNumber]?.code ?? ''
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterAll(async () => {
  await browser.close()
  await bare.process.stop()
  await floor.close()
  await floor.office.process.stop()
})

test('a list is worked at a bench with neither a printer nor a scale', async () => {
  const page = await openScreen(bare)
  await begin(bare)
  for (const code of [listCode, OAK.ean, OAK.ean]) await bare.scan(code)
  await bare.scan(codes['CLOSE'] ?? '')
  await page.getByTestId('last').getByText('Write').waitFor()
  await look(page, 'closed-without-a-label')
  await bare.scan(GLUE.ean)
  await page.getByTestId('weigh-owed').waitFor()
  await look(page, 'write-the-number-on-it')
  await bare.scan(codes['CLOSE'] ?? '')
  await page.getByTestId('screen-idle').waitFor()
  const { workflow, printJobs } = await bare.until('all is sent', ({ log }) => log.pending === 0)
  expect(workflow.unlabelled).toHaveLength(2)
  expect(printJobs).toMatchObject({ queued: 0, printed: 0 })
  await look(page, 'two-wait-for-their-label')
  await bare.scan(listCode)
  await page.getByTestId('alert').getByText('This bench has no printer.').waitFor()
  await look(page, 'no-printer-here')
  expect(await floor.office.get(`/v1/orders/${orderNumber}`)).toMatchObject({ status: 'PACKED' })
  await page.close()
})

test('their labels come out of another bench, by the code of the list alone', async () => {
  const { bench, devices, office } = floor
  const page = await openScreen(bench)
  await begin(bench)
  const { workflow } = await bench.until('two wait', (state) => {
    return state.workflow.unlabelled?.length === 2
  })
  const units = (workflow.unlabelled ?? []).map(({ unitId }) => unitId)
  await bench.scan(listCode)
  await page.getByTestId('prompt-labels-missing').waitFor()
  await look(page, 'print-their-labels')
  await bench.scan(codes['YES'] ?? '')
  await bench.until('both labels were printed', () => devices.printer.jobs.length === 2)
  for (const unitId of units) await bench.scan(`00${unitId}`)
  const after = await bench.until('all is sent', ({ log }) => log.pending === 0)
  expect(after.workflow.alert).toBeNull()
  expect(after.workflow.unlabelled).toEqual([])
  expect(after.log).toMatchObject({ excepted: 0, refused: 0 })
  await eventually(
    async () => ((await bare.state()).workflow.unlabelled?.length === 0 ? true : null),
    { what: 'the bench without a printer hears of it' },
  )
  expect(await office.get(`/v1/orders/${orderNumber}`)).toMatchObject({ status: 'PACKED' })
})

async function begin(bench: ProcessBench): Promise<void> {
  await bench.until('people are known here', ({ server }) => server.online)
  await bench.scan(floor.badges['sanne'] ?? '')
  if (bench !== bare) return
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
}

async function openScreen(bench: ProcessBench): Promise<Page> {
  const page = await browser.newPage(LOOK)
  await page.goto(`${bench.url}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('screen-signed-out').waitFor()
  return page
}

async function look(page: Page, moment: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${moment}.png`), animations: 'disabled' })
}
