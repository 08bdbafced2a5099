import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '#contract/rpc/account-view.ts'
import { LOCAL_TOKEN, startBenchProcess, type ProcessBench } from '../support/bench-floor.ts'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import { knows } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { listsOf, OAK, postOrder, stationCode } from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/shift')

let floor: ProcessFloor
let network: BlackHole
let other: ProcessBench
let browser: Browser
let page: Page
let codes: Record<string, string>
let lists: string[]

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor({
    through: async (officeUrl) => {
      network = await blackHole(officeUrl)
      return network.url
    },
  })
  const { office, bench, folder } = floor
  codes = await bench.codes()
  const { code } = await stationCode(office, 'Pack 2')
  other = await startBenchProcess({ dataFolder: `${folder}/other`, serverUrl: office.url, code })
  const orders = [
    await postOrder(office, [{ sku: OAK.sku, quantity: 5 }]),
    await postOrder(office, [{ sku: OAK.sku, quantity: 5 }]),
  ]
  const made = await listsOf(office, orders[0]?.deliveryDate ?? '')
  lists = orders.map(({ orderNumber }) => made[orderNumber]?.code ?? '')
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${bench.url}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('screen-signed-out').waitFor()
})

afterAll(async () => {
  await browser.close()
  await other.process.stop()
  await floor.close()
  network.close()
  await floor.office.process.stop()
})

async function scan(bench: ProcessBench, ...texts: (string | undefined)[]): Promise<void> {
  for (const text of texts) await bench.scan(text ?? '')
}

async function signIn(bench: ProcessBench, listCode: string): Promise<void> {
  await bench.until('people are known here', ({ server }) => server.online)
  await scan(bench, floor.badges['sanne'])
  await bench.until('the list is known here', ({ workflow }) => knows(workflow, listCode))
}

async function cutOff(): Promise<void> {
  network.cut()
  await floor.bench.until('it is offline', ({ server }) => !server.online)
  await page.waitForSelector('[data-testid=online][data-online=false]')
}

async function look(moment: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${moment}.png`), animations: 'disabled' })
}

test('[PUSH-2] a refused claim stands in the inbox until a supervisor writes it off', async () => {
  const { bench, office, badges } = floor
  const [taken = ''] = lists
  await signIn(bench, taken)
  await cutOff()
  await signIn(other, taken)
  await scan(other, taken)
  await other.until('it is the other bench’s', ({ log }) => log.pending === 0)
  await scan(bench, taken)
  network.restore(office.url)
  await page.getByTestId('alert').waitFor()
  await scan(bench, codes['ACK'])
  await page.getByText('1 refused').waitFor()

  await page.getByTestId('refused').click()
  await page.locator('[data-testid^=refusal-]').click()
  await page.getByTestId('close-written-off').click()
  await page.getByTestId('write-off-DONEELSEWHERE').click()
  await page.getByTestId('supervisor-badge').waitFor()
  await look('badge')
  await scan(bench, badges['sanne'])
  await page.getByText('That is not a supervisor’s badge.').waitFor()
  await scan(bench, badges['ilse'])
  await page.getByText('Written off.').waitFor()
  await look('written-off')
  await page.getByTestId('closed-next').click()
  await page.getByText('Nothing is refused.').waitFor()
  await page.getByTestId('refused').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  const { operator } = await bench.until('all is sent', ({ log }) => log.pending === 0)
  expect(operator?.id).toBe('sanne')
  const open = await office.get<{ items: unknown[] }>(
    `/v1/station-actions?stationId=${(await bench.state()).stationId}&outcome=refused&open=true`,
  )
  expect(open.items).toEqual([])
})

test('signing out says what waits, and then that all of it is accounted for', async () => {
  const { bench, office } = floor
  const list = lists[1] ?? ''
  await signIn(bench, list)
  await scan(bench, list, OAK.ean)
  await page.getByTestId('screen-picking').waitFor()
  await cutOff()
  await scan(bench, OAK.ean, OAK.ean, codes['SIGNOUT'])
  const end = page.getByTestId('shift-end')
  await end.waitFor()
  const account = async () => (await bench.call('GET', '/v1/account')).body as Account
  const offline = (await account()).shift
  expect(await end.getAttribute('data-state')).toBe('waiting')
  expect(offline?.waiting).toBeGreaterThanOrEqual(2)
  await end.getByText(`${offline?.waiting} are still waiting`).waitFor()
  await look('waiting')

  network.restore(office.url)
  await page.waitForSelector('[data-testid=shift-end][data-state=complete]')
  await end.getByText(`${offline?.made} accounted for`).waitFor()
  await look('complete')
  expect((await account()).shift).toMatchObject({ made: offline?.made, waiting: 0 })

  await scan(bench, floor.badges['ilse'])
  await page.getByTestId('screen-picking').waitFor()
  expect(await end.count()).toBe(0)
})
