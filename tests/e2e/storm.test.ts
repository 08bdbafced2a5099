import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { FELT, GLUE, listsOf, OAK, postOrder, type ShopOrder } from '../support/small-shop.ts'
import {
  openStoryPage,
  storyHands,
  type Moment,
  type StoryHands,
  type StoryPage,
} from '../support/story-page.ts'

/** Ten codes a second: twenty in two seconds. */
const EVERY_MS = 100

const NONSENSE = 'NOT-A-PRODUCT-7'

let floor: ProcessFloor
let story: StoryPage
let hands: StoryHands
let order: ShopOrder

beforeAll(async () => {
  floor = await startProcessFloor()
  const { office, bench, devices, badges } = floor
  order = await postOrder(office, [
    { sku: OAK.sku, quantity: 60 },
    { sku: GLUE.sku, quantity: 4 },
  ])
  const lists = await listsOf(office, order.deliveryDate)
  const code = lists[order.orderNumber]?.code ?? ''
  story = await openStoryPage(bench.url, 'storm')
  hands = await storyHands(bench, devices)
  await bench.until('all is plugged in and known', ({ server, devices: all }) => {
    return server.online && all.every(({ kind, state }) => kind === 'printer' || state === 'ready')
  })
  await hands.scan(badges['sanne'] ?? '')
  await story.page.locator(`[data-code="${code}"]`).waitFor()
  await hands.scan(code)
  await story.page.getByTestId('screen-picking').waitFor()
})

afterAll(async () => {
  await story.close()
  hands.close()
  await floor.close()
  await floor.office.process.stop()
})

/** What the bench took in since scan `after`, by what became of it, as its own log has it. */
function scansSince(after: number): { id: number; text: string; became: string }[] {
  const db = new Database(`${floor.folder}/bench/log.db`, { readonly: true })
  const rows = db
    .prepare<[number], { id: number; text: string; became: string }>(
      'SELECT id, text, became FROM scan WHERE id > ? ORDER BY id',
    )
    .all(after)
  db.close()
  return rows
}

function countOf(rows: readonly { became: string }[], became: string): number {
  return rows.filter((row) => row.became === became).length
}

const lastScan = () => scansSince(0).at(-1)?.id ?? 0

async function picked(): Promise<number> {
  return Number(await story.page.locator('[data-testid=next-count] b').textContent())
}

/** The reasons of the alerts that stood there, each once, in their order. */
function alertsOf(moments: readonly Moment[]): string[] {
  const reasons = moments.map(({ alert }) => alert)
  return reasons.filter(
    (reason, n): reason is string => reason !== null && reason !== reasons[n - 1],
  )
}

test('twenty scans in two seconds, two of them wrong: each one counts or is said not to', async () => {
  const { page } = story
  const before = lastScan()
  await hands.storm([OAK.ean, OAK.ean, OAK.ean, OAK.ean, OAK.ean], EVERY_MS)
  await hands.storm([FELT.ean, OAK.ean, GLUE.ean, OAK.ean, OAK.ean], EVERY_MS)
  await page.waitForSelector('[data-testid=alert][data-reason=product-not-on-list]')
  await page.waitForSelector('[data-testid=meanwhile][data-count="4"]')
  const said = await page.getByTestId('meanwhile').textContent()
  expect(said).toBe('4 scans meanwhile, not counted: 3 × Oak plank 14 mm, Parquet glue 5 kg')
  await story.look('first-wrong')
  expect(await picked(), 'nothing counts under an alert').toBe(5)
  await hands.scan('ACK')
  await page.getByTestId('alert').waitFor({ state: 'detached' })
  await page.getByText('Not counted meanwhile: 4').waitFor()
  await story.look('go-on')

  await hands.storm([OAK.ean, OAK.ean, OAK.ean, OAK.ean, NONSENSE], EVERY_MS)
  await hands.storm([OAK.ean, OAK.ean, OAK.ean, GLUE.ean, 'UNDO'], EVERY_MS)
  await page.waitForSelector('[data-testid=alert][data-reason=unknown-code]')
  await page.waitForSelector('[data-testid=meanwhile][data-count="5"]')
  await story.look('second-wrong')
  await hands.scan('ACK')
  await page.getByTestId('alert').waitFor({ state: 'detached' })
  expect(await picked()).toBe(9)

  // 9 counted, 2 wrong, 9 said under the two alerts: twenty.
  const rows = scansSince(before).filter(({ text }) => text !== 'ACK')
  expect(rows).toHaveLength(20)
  expect(['action', 'alert', 'meanwhile'].map((became) => countOf(rows, became))).toEqual([9, 2, 9])
  const moments = await story.moments()
  expect(alertsOf(moments)).toEqual(['product-not-on-list', 'unknown-code'])
  const shown = moments.filter(({ picked: number }) => number !== '').map((m) => Number(m.picked))
  expect(shown, 'the number only counts up').toEqual(shown.toSorted((a, b) => a - b))
  for (const reason of alertsOf(moments)) {
    const under = moments.filter(({ alert }) => alert === reason)
    expect(new Set(under.map((moment) => moment.picked)).size, reason).toBe(1)
  }
})

test('twenty scans without a pause, ACK among them: screen, log and office come to the same', async () => {
  const { page } = story
  const already = await picked()
  const before = lastScan()
  const volley = (wrong: string) => [
    ...Array.from({ length: 4 }, () => OAK.ean),
    wrong,
    OAK.ean,
    OAK.ean,
    'ACK',
    OAK.ean,
    OAK.ean,
  ]
  await hands.storm([...volley(NONSENSE), ...volley(FELT.ean)], EVERY_MS)
  await expect.poll(() => scansSince(before).length).toBe(20)
  const rows = scansSince(before)
  expect(
    ['action', 'alert', 'meanwhile', 'command'].map((became) => countOf(rows, became)),
  ).toEqual([12, 2, 4, 2])
  await expect.poll(picked).toBe(already + 12)
  await story.look('without-a-pause')
  expect(await page.getByTestId('alert').count()).toBe(0)
  await hands.until('the office has answered', ({ log }) => log.pending === 0)
  const { lines } = await floor.office.get<{ lines: { sku: string; picked: number }[] }>(
    `/v1/orders/${order.orderNumber}`,
  )
  expect(lines.find(({ sku }) => sku === OAK.sku)?.picked).toBe(already + 12)
  const { log } = await floor.bench.state()
  expect(log).toMatchObject({ excepted: 0, refused: 0, accepted: log.lastSeq })
})

test('many scans under one alert are said by name as far as there is room, and all are counted', async () => {
  const { page } = story
  const already = await picked()
  await hands.storm([NONSENSE], EVERY_MS)
  const names = [OAK.ean, GLUE.ean, FELT.ean, 'SHORT', 'UNDO', 'CLOSE', 'WEIGH']
  const many = Array.from({ length: 27 }, (_, n) => names[n % names.length] ?? '')
  await hands.storm(many, EVERY_MS)
  await page.waitForSelector('[data-testid=meanwhile][data-count="27"]')
  const line = page.getByTestId('meanwhile')
  expect(await line.textContent()).toMatch(
    /^27 scans meanwhile, not counted: 3 × Oak plank 14 mm, 3 × Parquet glue 5 kg, 3 × Underlay 3 mm, 3 × “Short”, and 15 more$/,
  )
  const isWhole = await line.evaluate((element) => element.scrollHeight <= element.clientHeight)
  expect(isWhole, 'nothing of it is cut off').toBe(true)
  await story.look('many')
  await hands.scan('ACK')
  await page.getByText('Not counted meanwhile: 27').waitFor()
  expect(await picked()).toBe(already)
  expect(story.complaints).toEqual([])
})
