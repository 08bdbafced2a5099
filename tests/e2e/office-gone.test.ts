import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Account } from '#contract/rpc/account-view.ts'
import { startOfficeProcess, type OfficeProcess } from '../support/bench-floor.ts'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import { knows } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import {
  GLUE,
  listsOf,
  makeLoad,
  OAK,
  postOrder,
  type ShopLoad,
  type ShopOrder,
} from '../support/small-shop.ts'
import {
  openStoryPage,
  storyHands,
  type StoryHands,
  type StoryPage,
} from '../support/story-page.ts'

let floor: ProcessFloor
let office: OfficeProcess
let network: BlackHole
let story: StoryPage
let hands: StoryHands
let orders: ShopOrder[]
let codes: string[]
let load: ShopLoad

beforeAll(async () => {
  floor = await startProcessFloor({
    through: async (officeUrl) => {
      network = await blackHole(officeUrl)
      return network.url
    },
  })
  office = floor.office
  const { bench, devices } = floor
  orders = [
    await postOrder(office, [{ sku: OAK.sku, quantity: 3 }]),
    await postOrder(office, [
      { sku: OAK.sku, quantity: 6 },
      { sku: GLUE.sku, quantity: 1 },
    ]),
  ]
  const lists = await listsOf(office, orders[0]?.deliveryDate ?? '')
  codes = orders.map(({ orderNumber }) => lists[orderNumber]?.code ?? '')
  load = await makeLoad(office, orders[0]?.deliveryDate ?? '')
  story = await openStoryPage(bench.url, 'office-gone')
  hands = await storyHands(bench, devices)
})

afterAll(async () => {
  await story.close()
  hands.close()
  await floor.close()
  network.close()
  await office.process.stop()
})

/** The office dies after the work has come and before anybody has begun. */
async function loseTheOffice(): Promise<void> {
  const { bench, badges } = floor
  await bench.until('it is online', ({ server }) => server.online)
  await hands.scan(badges['ilse'] ?? '')
  await bench.until('the work is here', ({ workflow, log }) => {
    return [...codes, load.code].every((code) => knows(workflow, code)) && log.pending === 0
  })
  await hands.scan('SIGNOUT')
  await bench.until('nothing is on its way', ({ log }) => log.pending === 0)
  network.swallow()
  await office.process.kill()
  network.cut()
  await story.page.waitForSelector('[data-testid=online][data-online=false]')
}

async function pack(code: string, ...goods: string[]): Promise<string> {
  const { page } = story
  await page.locator(`[data-code="${code}"]`).waitFor()
  await hands.scan(code, ...goods)
  await page.getByTestId('weigh').waitFor()
  const unitId = await hands.weigh()
  await page.getByTestId('verify').waitFor()
  await hands.scan(`00${unitId}`)
  await page.getByTestId('screen-idle').waitFor()
  return unitId
}

test('a whole shift without the office: pick, pack, weigh, label and load', async () => {
  const { page, look } = story
  await loseTheOffice()
  const acked = (await floor.bench.state()).log.ackedSeq
  await look('offline-before-the-shift')
  await hands.scan(floor.badges['sanne'] ?? '')
  await page.getByTestId('screen-idle').waitFor()
  await look('offline-work')
  const first = await pack(codes[0] ?? '', OAK.ean, OAK.ean, OAK.ean)
  await look('offline-packed')
  const second = await pack(codes[1] ?? '', OAK.case, GLUE.ean)

  await hands.scan(load.code)
  await page.getByTestId('screen-loading').waitFor()
  await hands.scan(`00${second}`, `00${first}`)
  await look('offline-loaded')
  await hands.scan('CONFIRM')
  await page.getByTestId('screen-idle').waitFor()

  // How much waits and for how long is on the screen all the time.
  const { log, server } = await floor.bench.state()
  expect(server.online).toBe(false)
  expect(log.ackedSeq).toBe(acked)
  expect(log.pending).toBe(log.lastSeq - acked)
  await page.getByTestId('pending').getByText(`${log.pending} waiting`).waitFor()
  expect(await page.getByTestId('waiting').textContent()).toMatch(/Oldest \d+ (s|min)/)
  await page.getByTestId('waiting').click()
  await page.getByText('Waiting').first().waitFor()
  await look('offline-queue')
  await page.keyboard.press('Escape')

  await hands.scan('SIGNOUT')
  await page.waitForSelector('[data-testid=shift-end][data-state=waiting]')
  await look('shift-waits')
})

test('the office comes back: as many accounted for as were made, each of them once', async () => {
  const { page, look } = story
  const { bench } = floor
  const account = async () => (await bench.call('GET', '/v1/account')).body as Account
  const { made } = (await account()).shift ?? { made: 0 }
  expect(made).toBeGreaterThan(15)
  office = await startOfficeProcess({ dataFolder: `${floor.folder}/office` })
  network.restore(office.url)
  await page.waitForSelector('[data-testid=shift-end][data-state=complete]')
  const end = await page.getByTestId('shift-end').textContent()
  expect(end).toContain(`${made} made,`)
  expect(end).toContain(`${made} accounted for`)
  await page.waitForSelector('[data-testid=online][data-online=true]')
  await look('all-accounted-for')
  const { log } = await bench.until('all is answered', (state) => state.log.pending === 0)
  expect(log).toMatchObject({ excepted: 0, refused: 0, accepted: log.lastSeq })

  const packed: [number, number][] = []
  for (const { orderNumber } of orders) {
    const order = await office.get<{ status: string; lines: { picked: number; loaded: number }[] }>(
      `/v1/orders/${orderNumber}`,
    )
    expect(order.status, orderNumber).toBe('LOADED')
    packed.push(...order.lines.map(({ picked, loaded }): [number, number] => [picked, loaded]))
  }
  expect(packed).toEqual([
    [3, 3],
    [6, 6],
    [1, 1],
  ])
  for (const [sku, quantity] of [
    [OAK.sku, 9],
    [GLUE.sku, 1],
  ] as const) {
    const stock = await office.get<{ items: unknown[] }>(`/v1/stock?sku=${sku}`)
    expect(stock.items).toMatchObject([{ onHand: 6_000 - quantity, reserved: 0 }])
    const { items } = await office.get<{ items: { kind: string; quantity: number }[] }>(
      `/v1/ledger?sku=${sku}&limit=100`,
    )
    const shipped = items.filter(({ kind }) => kind === 'SHIPPED')
    expect(
      shipped.reduce((sum, row) => sum + row.quantity, 0),
      sku,
    ).toBe(quantity)
  }
  const { items: open } = await office.get<{ items: unknown[] }>('/v1/exceptions?open=true')
  expect(open).toEqual([])
})
