import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { CONSOLE_PICTURES, keepPicture } from '../support/console-desk.ts'
import { byHand, deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { TOMORROW } from '../support/wholesaler.ts'

const SHOPS = [
  ['Vloeren Discount', '1011 AB', 'Amsterdam'],
  ['Parket Huys', '2011 CD', 'Haarlem'],
  ['Tapijt & Zo', '3011 EF', 'Rotterdam'],
] as const

const desk = deskForTests(byHand())
let shop: Shop

beforeAll(async () => {
  shop = await openShop(desk.office)
})

function takeFor(shopIndex: number, changed: Record<string, unknown> = {}): Promise<string> {
  const [name, postalCode, city] = SHOPS[shopIndex] ?? SHOPS[0]
  return shop.take({
    shipTo: { name, line1: 'Kade 1', postalCode, city, country: 'NL' },
    ...changed,
  })
}

const tableRow = (page: Page, text: string) =>
  page.getByRole('table').getByRole('row').filter({ hasText: text })

test('lists are made for a day, and what is on none is named with why; a second browser sees them', async () => {
  const empty = await desk.openByHand(`/picking?day=2026-03-20`)
  await empty.getByText('There are no pick lists for this day').waitFor()
  await expectGoodLook(empty, 'picking-none')
  await empty.context().close()

  const orders = [await takeFor(0), await takeFor(1), await takeFor(2)]
  const stopped = await takeFor(0)
  await desk.office.admin('POST', `/v1/orders/${stopped}/history`, {
    status: 'credit:stopped',
    severity: 'blocking',
    payload: { note: 'call them first' },
  })
  const watching = await desk.openByHand('/picking', { role: 'picker' })
  await watching.getByText('4 orders of this day are on no list').waitFor()
  expect(await watching.getByRole('button', { name: 'Make lists' }).count()).toBe(0)

  const page = await desk.openByHand('/picking')
  await page.getByRole('button', { name: 'Make lists' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('3 orders are ready to be listed.').waitFor()
  await dialog.getByText(stopped).waitFor()
  await expectGoodLook(page, 'picking-make')
  await dialog.getByRole('button', { name: 'Make lists' }).click()
  await dialog.getByText('3 lists were made.').waitFor()
  await dialog.getByText('1 order is on no list:').waitFor()
  await dialog.getByText('Stopped by the office').waitFor()
  await expectGoodLook(page, 'picking-made')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  for (const orderNumber of orders) await tableRow(page, orderNumber).waitFor()
  // Nobody loaded the other page again.
  for (const orderNumber of orders) await tableRow(watching, orderNumber).waitFor()
  await watching.context().close()
  await page.context().close()
})

test('a list that a bench holds is released with a reason; what was picked is said and stays', async () => {
  const held = await takeFor(1)
  await shop.generate()
  const list = await shop.claim(held)
  const { log, nextUnit } = shop.client.station
  log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 2, unitId: nextUnit() })
  const page = await desk.openByHand('/picking')
  await tableRow(page, held).getByText('Open').waitFor()
  await shop.client.push()
  // What the bench does is seen without asking.
  const row = tableRow(page, held)
  await row.getByText('In hand').waitFor()
  await row.getByText('Bench').waitFor()
  await row.getByText('since 09:00').waitFor()
  await expectGoodLook(page, 'picking-lists')
  await row.getByRole('link', { name: list.code }).click()
  await page.getByRole('heading', { name: `Pick list ${list.code}` }).waitFor()
  await page.getByText('2 of 3').first().waitFor()
  await expectGoodLook(page, 'picking-list')
  await page.getByRole('button', { name: 'Release' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Bench has picked 2 of 5 pieces. What was picked stays picked').waitFor()
  await dialog.getByText('This bench is at work. Speak to them first.').waitFor()
  await dialog.getByRole('radio', { name: 'Another reason' }).check()
  await dialog.getByRole('textbox', { name: 'Which reason?' }).fill('goes home early')
  await expectGoodLook(page, 'picking-release')
  await dialog.getByRole('button', { name: 'Release' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('In hand').waitFor({ state: 'detached' })
  const { body } = await desk.office.admin('GET', `/v1/pick-lists/${list.code}`)
  expect(body).toMatchObject({
    status: 'open',
    heldBy: null,
    lines: [{ picked: 2 }, { picked: 0 }],
  })
  const audit = await desk.office.admin('GET', '/v1/audit')
  expect(JSON.stringify(audit.body)).toContain('goes home early')
  await page.context().close()
})

test('filters stand in the address, and the file holds what they leave', async () => {
  const page = await desk.openByHand('/picking')
  await page.getByRole('searchbox', { name: 'Code, order or customer' }).fill('parket huys')
  await page.waitForURL(/search=parket/)
  await page.getByText('2 rows').waitFor()
  const again = await desk.openByHand(new URL(page.url()).pathname + new URL(page.url()).search)
  await again.getByText('2 rows').waitFor()
  const saved = await savedBy(again.getByRole('button', { name: 'Export CSV' }))
  expect(saved.trim().split('\r\n')).toHaveLength(3)
  await again.context().close()
  await page.context().close()
})

test('the sheet of codes holds a code for every open list, and nothing of the menu', async () => {
  const page = await desk.openByHand('/picking')
  await page.getByRole('link', { name: 'Print code sheets' }).click()
  await page.getByRole('article').first().waitFor()
  const { body } = await desk.office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
  const codes = (body as { pickLists: { code: string }[] }).pickLists.map(({ code }) => code)
  for (const code of codes) {
    const card = page.getByRole('article', { name: code })
    expect(await card.locator('svg[data-code]').count()).toBe(2)
  }
  await expectGoodLook(page, 'picking-code-sheet')
  const text = await printed(page, 'picking-code-sheet')
  for (const code of codes) expect(text).toContain(code)
  expect(text).not.toContain('Settings')
  await page.context().close()
})

test('a load is made with its stops in order, filled, printed, and has left without what stayed', async () => {
  const day = '2026-03-12'
  const numbers = []
  for (const index of [0, 1, 2]) numbers.push(await takeFor(index, { deliveryDate: day }))
  const [amsterdam = '', haarlem = '', rotterdam = ''] = numbers
  await shop.generate(day)
  const [first, second] = [await shop.pack(amsterdam), await shop.pack(haarlem)]
  const page = await desk.openByHand(`/picking/loads?day=${day}`)
  await page.getByText('There are no loads for this day').waitFor()
  await expectGoodLook(page, 'picking-loads-none')
  const watching = await desk.openByHand(`/picking/loads?day=${day}`, { role: 'loader' })

  await page.getByRole('link', { name: 'Make a load' }).click()
  await page.getByRole('combobox', { name: 'Plate' }).fill('VX-123-Z')
  await page.getByRole('textbox', { name: 'May carry (kg)' }).fill('7500')
  await page.getByRole('textbox', { name: 'Room (m³)' }).fill('40')
  await page.getByRole('textbox', { name: 'Driver' }).fill('Piet de Boer')
  const stops = page
    .getByRole('list', { name: 'Stops, in the order of delivery' })
    .getByRole('listitem')
  expect(await stops.allInnerTexts()).toEqual([
    expect.stringContaining('Amsterdam'),
    expect.stringContaining('Haarlem'),
    expect.stringContaining('Rotterdam'),
  ])
  await page.getByRole('button', { name: `Later: ${amsterdam}` }).click()
  // The last is dragged to the front.
  await stops.nth(2).dragTo(stops.nth(0))
  expect(await stops.allInnerTexts()).toEqual([
    expect.stringContaining('Rotterdam'),
    expect.stringContaining('Haarlem'),
    expect.stringContaining('Amsterdam'),
  ])
  await expectGoodLook(page, 'load-make')
  await page.getByRole('button', { name: 'Save the load' }).click()
  await page.getByRole('heading', { name: /^Load LD-/ }).waitFor()
  const number = /LD-\d+/.exec(page.url())?.[0] ?? ''
  await tableRow(watching, number).getByText('0 of 2').waitFor()

  const { body } = await desk.office.admin('GET', `/v1/loads/${number}`)
  const { id: loadId, code } = body as { id: string; code: string }
  const { log } = shop.client.station
  log.act('load.claim', { loadId })
  log.act('load.add', { loadId, unitId: first, copy: 1 })
  await shop.client.push()
  await page.getByRole('table').getByText('On board').waitFor()
  await page.getByRole('table').getByText('Missing').waitFor()
  await expectGoodLook(page, 'load')
  await tableRow(watching, number).getByText('1 of 2').waitFor()
  await tableRow(watching, number).getByText('1 not packed').waitFor()
  await expectGoodLook(watching, 'loads')
  await watching.context().close()

  await page.getByRole('link', { name: 'Print loading list' }).click()
  const sheet = page.getByRole('article', { name: `Loading list ${number}` })
  await sheet.waitFor()
  await expectGoodLook(page, 'loading-list-print')
  const text = await printed(page, 'loading-list-print')
  for (const part of [number, code, 'VX-123-Z', 'Piet de Boer', 'Checked by', 'Not packed yet']) {
    expect(text).toContain(part)
  }
  const bare = text.replaceAll(/\s/g, '')
  for (const unitId of [first, second]) expect(bare).toContain(unitId)
  // The last stop is at the top, as it goes on board first.
  const places = ['Amsterdam', 'Haarlem', 'Rotterdam'].map((city) => text.indexOf(city))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places[0]).toBeGreaterThan(0)

  await page.goto(`${desk.office.url}/picking/loads/${number}`)
  log.act('load.release', { loadId })
  await shop.client.push()
  await page.getByRole('button', { name: 'It has left' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('1 unit waits for it and stays:').waitFor()
  await dialog.getByText(haarlem).waitFor()
  await dialog.getByText('1 order of its stops is not packed yet and stays:').waitFor()
  await dialog.getByText(`${rotterdam} · `).waitFor()
  await expectGoodLook(page, 'load-depart')
  await dialog.getByRole('button', { name: 'It has left' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Departed').waitFor()
  expect((await shop.order(amsterdam)).status).toBe('OUT_FOR_DELIVERY')
  expect((await shop.order(haarlem)).status).toBe('PACKED')
  expect((await shop.order(rotterdam)).status).toBe('CONFIRMED')
  await page.context().close()
})

test('after a breakdown the units go on with another load', async () => {
  const broken = await takeFor(0, { deliveryDate: '2026-03-13' })
  await shop.generate('2026-03-13')
  const unitId = await shop.pack(broken)
  const [truck, spare] = [await shop.makeLoad('2026-03-13'), await shop.makeLoad('2026-03-13')]
  const { log } = shop.client.station
  log.act('load.claim', { loadId: truck.id })
  log.act('load.add', { loadId: truck.id, unitId, copy: 1 })
  log.act('load.release', { loadId: truck.id })
  await shop.client.push()
  const page = await desk.openByHand(`/picking/loads/${truck.number}`, { role: 'supervisor' })
  await page.getByRole('button', { name: 'Move to another load' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Onto which load?' }).click()
  await page.getByRole('option', { name: spare.number }).click()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('breakdown')
  await expectGoodLook(page, 'load-transfer')
  await dialog.getByRole('button', { name: 'Move to another load' }).click()
  await dialog.getByText(`1 unit now stands on load ${spare.number}.`).waitFor()
  const { body } = await desk.office.admin('GET', `/v1/loads/${spare.number}`)
  expect(body).toMatchObject({ units: [{ unitId }] })
  await dialog.getByRole('button', { name: 'Close' }).last().click()

  await page.goto(`${desk.office.url}/picking/loads/${spare.number}`)
  await page.getByRole('button', { name: 'Close the door' }).click()
  await dialog.getByRole('textbox', { name: /seal/ }).fill('NL-0048213')
  await dialog.getByRole('button', { name: 'Close the door' }).click()
  await page.getByText('Door closed').waitFor()
  await page.getByText('NL-0048213').waitFor()
  await page.context().close()
})

test.each([
  ['dark', { colorScheme: 'dark' as const }],
  ['nl', { locale: 'nl-NL' as const }],
  ['1920', { width: 1920, height: 1080 }],
])('every page is fit to be read: %s', async (name, look) => {
  const { body } = await desk.office.admin('GET', '/v1/loads')
  const { number } = (body as { items: { number: string }[] }).items[0] ?? { number: '' }
  const lists = await desk.office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
  const [list] = (lists.body as { pickLists: { code: string }[] }).pickLists
  for (const [path, picture] of [
    [`/picking?day=${TOMORROW}`, 'picking-lists'],
    [`/picking/lists/${list?.code}`, 'picking-list'],
    ['/picking/loads?day=2026-03-12', 'loads'],
    [`/picking/loads/${number}`, 'load'],
    [`/picking/loads/${number}/list`, 'loading-list-print'],
  ] as const) {
    const page = await desk.openByHand(path, { look })
    await page.locator('main table').first().waitFor()
    await expectGoodLook(page, `${picture}-${name}`)
    await page.context().close()
  }
})

/** What stands on the paper: the page as it is printed, and the file that a browser makes of it. */
async function printed(page: Page, name: string): Promise<string> {
  mkdirSync(CONSOLE_PICTURES, { recursive: true })
  const pdf = await page.pdf({ preferCSSPageSize: true })
  writeFileSync(join(CONSOLE_PICTURES, `${name}.pdf`), pdf)
  // A4 in points, whatever the browser's own paper is.
  expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]/)
  await page.emulateMedia({ media: 'print' })
  await keepPicture(page, `${name}-paper`)
  const text = await page.locator('body').innerText()
  await page.emulateMedia({ media: null })
  return text
}
