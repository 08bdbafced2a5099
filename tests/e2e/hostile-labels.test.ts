import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeLoadlineCode } from '../../contract/barcode/loadline-code.ts'
import { writeSheets } from '../../scripts/sheets/write-sheets.ts'
import { openConsoleDesk, type ConsoleDesk } from '../support/console-desk.ts'
import { expectGood } from '../support/expect-good.ts'
import { hostile, watchPage } from '../support/hostile-pages.ts'
import { closeAt, generateLists, officeBench, pickAll } from '../support/office-bench.ts'
import { intent } from '../support/wholesaler.ts'

const DAY_MS = 86_400_000
const DAY = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10)

let desk: ConsoleDesk
let folder: string

beforeAll(async () => {
  desk = await openConsoleDesk()
  folder = mkdtempSync(join(tmpdir(), 'hostile-sheets-'))
})
afterAll(async () => {
  await desk.close()
  rmSync(folder, { recursive: true, force: true })
})

test('no name on a printed sheet becomes part of its page', async () => {
  const codes = [
    {
      group: 'Badges',
      name: hostile('OPERATOR'),
      code: encodeLoadlineCode('badge', '9B05X09IGC637V671Z'),
      hint: hostile('ROLE'),
    },
    { group: 'Products', name: hostile('PRODUCT'), code: '8712345000417', hint: hostile('SHELF') },
    { group: 'Loads', name: hostile('REGION'), code: encodeLoadlineCode('load', '000001') },
  ]
  const files = writeSheets(codes, { folder, house: hostile('HOUSE'), isPdf: false })
  const page = await desk.open('/today', { role: null })
  const watch = await watchPage(page)
  const kinds = new Set<string>()
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    await page.goto(pathToFileURL(file).href)
    const found = await watch.settled()
    expect(found.flaws).toEqual([])
    for (const kind of found.kinds) kinds.add(kind)
  }
  expect(watch.alerts()).toEqual([])
  expect([...kinds]).toEqual(expect.arrayContaining(['HOUSE', 'OPERATOR', 'PRODUCT', 'REGION']))
  await page.context().close()
})

/** An order for a hostile customer, packed: its carton has a label. */
async function packOrder(): Promise<string> {
  const { office } = desk
  const put = (path: string, body: unknown) => expectGood(office.admin('PUT', path, body))
  await put('/v1/warehouses/MAIN', {
    name: hostile('WAREHOUSE'),
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: hostile('ADDRESS'),
  })
  await put('/v1/regions/NH', {
    name: 'NH',
    cutOff: '23:59',
    deliveryWeekdays: [1, 2, 3, 4, 5, 6, 7],
    closedDates: [],
  })
  await put(`/v1/capacity/NH/${DAY}`, { maxWeightGrams: 9_000_000, maxVolumeCm3: 9_000_000 })
  await put('/v1/packagings/BOX', { name: 'Box', kind: 'carton', tareGrams: 300 })
  await put('/v1/products/OAK-14', {
    name: hostile('PRODUCT'),
    barcodes: [{ code: '8712345000011', quantity: 1 }],
    weightGrams: 2_000,
    volumeCm3: 2_000,
    tracking: 'none',
  })
  await put('/v1/operators/ilse', { name: 'Ilse', roles: ['picker'] })
  const post = (path: string, body: unknown) => expectGood(office.admin('POST', path, body))
  await post('/v1/stock-movements', {
    warehouse: 'MAIN',
    sku: 'OAK-14',
    kind: 'RECEIVED',
    quantity: 100,
    reason: 'opening',
    idempotencyKey: 'opening',
  })
  const order = intent({
    region: 'NH',
    deliveryDate: DAY,
    shipTo: {
      name: hostile('CUSTOMER'),
      line1: hostile('STREET'),
      postalCode: '1011 AB',
      city: hostile('CITY'),
      country: 'NL',
    },
    lineItems: [{ sku: 'OAK-14', quantity: 3 }],
    submittedAt: new Date().toISOString(),
  })
  await post('/v1/order-intents', order)
  const bench = await officeBench(office, 'Bench')
  const lists = await generateLists(office, DAY)
  const units = await pickAll(office, bench, lists[0]?.id ?? '')
  for (const unitId of units.values()) closeAt(bench, unitId, 6_300)
  await bench.push()
  const { items } = (await office.admin('GET', '/v1/orders')).body as {
    items: { orderNumber: string }[]
  }
  return items[0]?.orderNumber ?? ''
}

test('no name on the picture of a label becomes part of the page, small or large', async () => {
  const page = await desk.open(`/orders/${await packOrder()}`)
  const watch = await watchPage(page)
  await page.reload()
  const picture = page.getByTestId('label-picture').first()
  await picture.waitFor()
  expect(await watch.settled()).toMatchObject({ flaws: [] })
  expect(await picture.textContent()).toContain(`CUSTOMER"'><img`)
  await page
    .getByRole('button')
    .filter({ has: page.getByTestId('label-picture') })
    .first()
    .click()
  const large = page.getByRole('dialog').getByTestId('label-picture')
  await large.waitFor()
  expect(await watch.settled()).toMatchObject({ flaws: [] })
  expect(await large.locator('script, img, image, foreignObject, a').count()).toBe(0)
  expect(watch.alerts()).toEqual([])
  await page.context().close()
})
