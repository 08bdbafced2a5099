import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendCheckDigit } from '#contract/barcode/check-digit.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { FELT, GLUE, listsOf, OAK, postOrder, type ShopOrder } from '../support/small-shop.ts'
import {
  openStoryPage,
  storyHands,
  type StoryHands,
  type StoryPage,
} from '../support/story-page.ts'

/** A product of which every batch is known, with its last day in the code on the box. */
const GROUT = { sku: 'GROUT-2', ean: appendCheckDigit('871234500004'), grams: 2_500 }
const LOT = 'B2607'
const LAST_DAY = '271231'

/** As printed on the box: (01) product, (10) batch, which has an end, (17) last day. */
const ON_THE_BOX = `010${GROUT.ean}10${LOT}${GS}17${LAST_DAY}`

type OrderLine = { sku: string; picked: number; short: number; packed: number }

let floor: ProcessFloor
let story: StoryPage
let hands: StoryHands
let order: ShopOrder
let listCode: string

beforeAll(async () => {
  floor = await startProcessFloor()
  const { office, bench, devices } = floor
  await office.put(`/v1/products/${GROUT.sku}`, {
    name: 'Grout grey 2.5 kg',
    barcodes: [{ code: GROUT.ean, quantity: 1 }],
    weightGrams: GROUT.grams,
    volumeCm3: 1_500,
    tracking: 'lot',
    location: 'B-01-1',
  })
  await office.post('/v1/stock-movements', {
    warehouse: 'MAIN',
    sku: GROUT.sku,
    kind: 'RECEIVED',
    quantity: 20,
    lot: LOT,
    reason: 'delivery',
    idempotencyKey: 'grout',
  })
  order = await postOrder(office, [
    { sku: OAK.sku, quantity: 9 },
    { sku: GLUE.sku, quantity: 3 },
    { sku: GROUT.sku, quantity: 2 },
  ])
  listCode = (await listsOf(office, order.deliveryDate))[order.orderNumber]?.code ?? ''
  story = await openStoryPage(bench.url, 'full-order')
  hands = await storyHands(bench, devices)
  await bench.until('all is plugged in and known', ({ server, devices: all }) => {
    return server.online && all.every(({ kind, state }) => kind === 'printer' || state === 'ready')
  })
})

afterAll(async () => {
  await story.close()
  hands.close()
  await floor.close()
  await floor.office.process.stop()
})

/** Waits until the page says how far the line of a product is. */
async function seeCount(name: string, picked: number): Promise<void> {
  const { page } = story
  await page.getByTestId('next').filter({ hasText: name }).waitFor()
  await page.locator('[data-testid=next-count] b', { hasText: `${picked}` }).waitFor()
}

async function lines(): Promise<OrderLine[]> {
  const answer = await floor.office.get<{ lines: OrderLine[] }>(`/v1/orders/${order.orderNumber}`)
  return answer.lines
}

test('a full order by scans alone, with everything that goes wrong on a Tuesday', async () => {
  const { page, look } = story
  await hands.scan(floor.badges['sanne'] ?? '')
  await page.locator(`[data-code="${listCode}"]`).waitFor()
  await look('work')
  await hands.scan(listCode)
  await page.getByTestId('screen-picking').waitFor()
  await look('list')

  // A case says six by itself.
  await hands.scan(OAK.case)
  await seeCount('Oak plank 14 mm', 6)
  await look('case-of-six')

  await hands.scan(FELT.ean)
  const sentence = page.getByTestId('alert-sentence')
  await sentence.waitFor()
  expect(await sentence.textContent()).toContain('This is Underlay 3 mm.')
  expect(await sentence.textContent()).toContain('You need Oak plank 14 mm.')
  await look('wrong-product')
  await hands.scan('ACK')
  await page.getByTestId('alert').waitFor({ state: 'detached' })

  await hands.scan('Q2')
  await page.waitForSelector('[data-testid=multiplier][data-on=true]')
  await look('two-of-the-next')
  await hands.scan(OAK.ean)
  await seeCount('Oak plank 14 mm', 8)

  // The last one was put down on the wrong pallet: back, and then right.
  await hands.scan(OAK.ean)
  await page
    .getByTestId('next')
    .filter({ hasText: 'Oak plank 14 mm' })
    .waitFor({ state: 'detached' })
  await hands.scan('UNDO')
  await seeCount('Oak plank 14 mm', 8)
  await look('undone')
  await hands.scan(OAK.ean, GLUE.ean, GLUE.ean)
  await seeCount('Parquet glue 5 kg', 2)

  await hands.scan('SHORT')
  await page.getByTestId('prompt-short-reason').waitFor()
  await look('short-why')
  const reasons = await floor.bench.codes()
  await hands.scan(reasons['NOTFOUND'] ?? '')
  await page.getByTestId('next').filter({ hasText: 'Grout grey 2.5 kg' }).waitFor()

  await hands.scan(`]d2${ON_THE_BOX}`)
  await page.getByTestId('next-marks').filter({ hasText: LOT }).waitFor()
  await look('batch')
  await hands.scan(`]C1${ON_THE_BOX}`)
  await page.getByTestId('weigh').waitFor()
  await look('weigh')

  const unitId = await hands.weigh()
  await page.getByTestId('verify').waitFor()
  await look('label')
  await hands.scan(`]C100${unitId}`)
  await page.getByTestId('screen-idle').waitFor()
  await look('held-for-a-supervisor')
  await hands.until('the office has it', ({ log }) => log.pending === 0)
  expect((await lines()).map(({ sku, picked, short }) => [sku, picked, short])).toEqual([
    [OAK.sku, 9, 0],
    [GLUE.sku, 2, 1],
    [GROUT.sku, 2, 0],
  ])
})

test('a supervisor at the office lets it go without the rest, and the order is packed', async () => {
  const { office } = floor
  const statusOf = async () =>
    (await office.get<{ status: string }>(`/v1/orders/${order.orderNumber}`)).status
  expect(await statusOf()).toBe('ON_HOLD')
  const { items } = await office.get<{ items: { id: string; code: string }[] }>(
    '/v1/exceptions?open=true',
  )
  expect(items.map(({ code }) => code)).toEqual(['short-pick'])
  await office.post(`/v1/exceptions/${items[0]?.id}/resolve`, {
    choice: 'ship-partial',
    note: 'the customer knows',
  })
  expect(await statusOf()).toBe('PACKED')
  expect(await lines()).toMatchObject([{ packed: 9 }, { packed: 2, short: 1 }, { packed: 2 }])
  const { items: stock } = await office.get<{
    items: { lots: { lot: string; onHand: number; reserved: number }[] }[]
  }>(`/v1/stock?sku=${GROUT.sku}&lots=true`)
  expect(stock[0]?.lots.find(({ lot }) => lot === LOT)).toMatchObject({ onHand: 20 })
  const { log } = await floor.bench.state()
  expect(log).toMatchObject({ pending: 0, excepted: 0, refused: 0, accepted: log.lastSeq })
  expect(story.complaints).toEqual([])
})
