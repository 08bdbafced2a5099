import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toteCode } from '#contract/barcode/loadline-code.ts'
import {
  type BenchState,
  type Devices,
  LOCAL_TOKEN,
  type OfficeProcess,
  plugDevices,
  type ProcessBench,
  scratchFolder,
  startBenchProcess,
  startOfficeProcess,
} from '../support/bench-floor.ts'
import { knows } from '../support/line-by-scans.ts'
import { eventually } from '../support/processes.ts'
import {
  FELT,
  furnishShop,
  GLUE,
  OAK,
  postOrder,
  type ShopList,
  type ShopOrder,
  stationCode,
} from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/totes')
const GOODS = [OAK, GLUE, FELT]
const LOOK = { viewport: { width: 1280, height: 800 } }

/** What is ordered for each of the four totes. */
const ORDERED = [
  { OAK: 1, FELT: 1 },
  { OAK: 2, GLUE: 1 },
  { FELT: 2 },
  { OAK: 1, GLUE: 2 },
] as const

let scratch: { path: string; remove(): void }
let office: OfficeProcess
let devices: Devices
let picking: ProcessBench
let packing: ProcessBench
let badges: Record<string, string>
let codes: Record<string, string>
let orders: ShopOrder[]
let list: ShopList
let browser: Browser

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  scratch = scratchFolder()
  office = await startOfficeProcess({ dataFolder: `${scratch.path}/office` })
  badges = await furnishShop(office)
  devices = await plugDevices()
  picking = await startBench('Pick 1', 'pick')
  packing = await startBench('Pack 1', 'pack', devices)
  codes = await picking.codes()
  orders = []
  for (const goods of ORDERED) {
    const lines = Object.entries(goods).map(([name, quantity]) => {
      return { sku: GOODS.find(({ sku }) => sku.startsWith(name))?.sku ?? '', quantity }
    })
    orders.push(await postOrder(office, lines))
  }
  const { deliveryDate = '' } = orders[0] ?? {}
  const { pickLists } = await office.post<{ pickLists: ShopList[] }>('/v1/pick-lists/generate', {
    warehouse: 'MAIN',
    deliveryDate,
    mode: 'batch',
  })
  const [made] = pickLists
  if (made === undefined) throw new Error('no list was made')
  list = made
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterAll(async () => {
  await browser.close()
  await packing.process.stop()
  await picking.process.stop()
  devices.close()
  await office.process.stop()
  scratch.remove()
})

test('a batch of four orders is picked into totes, each goods into its own', async () => {
  expect(list.orderNumbers).toEqual(orders.map(({ orderNumber }) => orderNumber))
  const page = await openScreen(picking)
  await begin(picking)
  await page.getByTestId('totes').getByText('The next goes into').waitFor()
  await look(page, 'before-the-first')
  let isWrongShown = false
  for (;;) {
    const { workflow } = await picking.state()
    if (workflow.kind !== 'picking') break
    await picking.scan(eanOf(workflow.next?.sku))
    const tote = (await picking.state()).workflow.goesTo?.tote ?? 0
    if (!isWrongShown) {
      await page.getByTestId('goes-to').getByText(`Tote ${tote}`).waitFor()
      await look(page, 'goods-in-hand')
      await picking.scan(toteCode(tote === 4 ? 1 : tote + 1))
      await page.getByTestId('alert').getByText('Wrong tote').waitFor()
      await page.getByText(`goes into tote ${tote}`).waitFor()
      await look(page, 'wrong-tote')
      await picking.scan(codes['ACK'] ?? '')
    }
    await picking.scan(toteCode(tote))
    expect((await picking.state()).workflow.goesTo?.isRight).toBe(true)
    if (!isWrongShown) {
      await page.getByTestId('goes-to').getByText('Right tote').waitFor()
      await look(page, 'right-tote')
    }
    isWrongShown = true
  }
  await page.getByTestId('last-tote').getByText('Right tote').waitFor()
  await look(page, 'all-picked')
  await picking.until('all is sent', ({ log }) => log.pending === 0)
  await page.close()
})

test('they are packed tote by tote, and what is missing in one is given up', async () => {
  const page = await openScreen(packing)
  await begin(packing)
  await page.getByTestId('next-location').getByText('Tote 1').waitFor()
  await look(page, 'packing-first-tote')

  // The packer has taken the third tote, and what the bench asks for follows.
  await packing.scan(toteCode(3))
  await page.getByTestId('next-location').getByText('Tote 3').waitFor()
  await packing.scan(OAK.ean)
  await page.getByTestId('alert').waitFor()
  await look(page, 'not-of-this-tote')
  await packing.scan(codes['ACK'] ?? '')
  await packAll(['FELT', 'FELT'])

  await page.getByTestId('next-location').getByText('Tote 1').waitFor()
  await packAll(['OAK', 'FELT'])

  // Of the second only one plank is there.
  for (const code of [toteCode(2), GLUE.ean, OAK.ean]) await packing.scan(code)
  await packing.scan(codes['SHORT'] ?? '')
  await page.getByTestId('prompt-short-reason').getByText('Why can’t you pack').waitFor()
  await look(page, 'short-at-packing')
  await packing.scan(codes['DAMAGED'] ?? '')
  await packAll([], OAK.grams + GLUE.grams)

  await page.getByTestId('next-location').getByText('Tote 4').waitFor()
  await packAll(['OAK', 'GLUE', 'GLUE'])
  await page.getByTestId('screen-idle').waitFor()
  await look(page, 'all-packed')
  await packing.until('all is sent', ({ log }) => log.pending === 0)
  const states = async () =>
    Promise.all(
      orders.map(async ({ orderNumber }) => {
        const { status } = await office.get<{ status: string }>(`/v1/orders/${orderNumber}`)
        return status
      }),
    )
  await eventually(async () => ((await states()).includes('ON_HOLD') ? true : null), {
    what: 'the office knows of the short',
  })
  expect(await states()).toEqual(['PACKED', 'ON_HOLD', 'PACKED', 'PACKED'])
  const { log } = await packing.state()
  expect(log).toMatchObject({ excepted: 0, refused: 0 })
})

/** The goods of one tote go into the open carton, which is weighed, labelled and scanned back. */
async function packAll(names: readonly string[], grams?: number): Promise<void> {
  const goods = names.map((name) => GOODS.find(({ sku }) => sku.startsWith(name)) ?? OAK)
  for (const { ean } of goods) await packing.scan(ean)
  const { workflow } = await packing.state()
  const unitId = workflow.unit?.unitId ?? ''
  devices.scale.put(grams ?? goods.reduce((sum, one) => sum + one.grams, 0))
  const waits = ({ workflow: now }: BenchState) => now.toVerify?.unitId === unitId
  await packing.until('the carton is closed by its weight', waits)
  devices.scale.put(0)
  await packing.scan(`00${unitId}`)
}

async function begin(bench: ProcessBench): Promise<void> {
  await bench.until('people are known here', ({ server }) => server.online)
  await bench.scan(badges['sanne'] ?? '')
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, list.code))
  await bench.scan(list.code)
}

function eanOf(sku: string | undefined): string {
  return GOODS.find((goods) => goods.sku === sku)?.ean ?? ''
}

async function startBench(
  name: string,
  mode: 'pick' | 'pack',
  plugged?: Devices,
): Promise<ProcessBench> {
  const { code } = await stationCode(office, name, mode)
  return startBenchProcess({
    dataFolder: `${scratch.path}/${mode}`,
    serverUrl: office.url,
    code,
    ...(plugged === undefined ? {} : { devices: plugged }),
  })
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
