import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { byHand, deskForTests, expectGoodLook } from '../support/console-tests.ts'
import { openShop, type Shop } from '../support/order-story.ts'

const desk = deskForTests(byHand())
let shop: Shop
let unitId: string
let load: { number: string }

beforeAll(async () => {
  shop = await openShop(desk.office)
  await desk.office.admin('PUT', '/v1/regions/NOORD', {
    ...((await desk.office.admin('GET', '/v1/regions/NOORD')).body as Record<string, unknown>),
    name: 'Noord-Holland',
  })
  const shipTo = { line1: 'Kade 1', postalCode: '2011 CD', city: 'Haarlem', country: 'NL' }
  const first = await shop.take({
    customerRef: 'KL-77',
    shipTo: { ...shipTo, name: 'Parket Huys' },
  })
  for (let more = 0; more < 6; more += 1) {
    await shop.take({ customerRef: 'KL-78', shipTo: { ...shipTo, name: 'Vloeren Discount' } })
  }
  await shop.generate()
  unitId = await shop.pack(first)
  load = await shop.makeLoad()
})

const box = (page: Page) => page.getByRole('combobox', { name: /^(Find anything|Alles vinden)/ })
const options = (page: Page) => page.getByRole('option')

test('Ctrl+K, a few characters and Enter lead to an order, a carton, a list, a load, a product and a bench', async () => {
  const page = await desk.open('/settings/regions')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const goes = async (typed: string, arrived: string | RegExp) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(typed)
    await options(page).first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(arrived)
    await page.waitForFunction(() => document.activeElement?.id !== '')
    expect(await box(page).inputValue()).toBe('')
  }
  await goes('LL-000001', '**/orders/LL-000001')
  await goes('LLP000001', '**/picking/lists/LLP000001*')
  await goes(load.number.toLowerCase(), `**/picking/loads/${load.number}`)
  await goes('kl-77', '**/orders/LL-000001')
  await goes('glue', '**/stock/GLUE-1')
  await goes('bench', '**/stations/*')
  await goes('LLP000001', '**/picking/lists/LLP000001*')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('page')
  await goes(`(00) ${unitId}`, `**/orders/LL-000001#${unitId}`)
  // The page of the order is at the carton.
  await page.waitForFunction((id) => document.activeElement?.id === id, unitId)
  await page.context().close()
})

test('a scanner that presses Enter at once gets there too', async () => {
  const page = await desk.open('/today')
  await box(page).focus()
  await page.keyboard.insertText(`00${unitId}`)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/orders/LL-000001#${unitId}`)
  expect(await box(page).inputValue()).toBe('')
  await page.context().close()
})

test('arrows choose, Escape closes, a click goes there, and what fits more is one step away', async () => {
  const page = await desk.open('/today')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.keyboard.press('Meta+k')
  await page.keyboard.insertText('vloeren')
  await page.getByRole('option', { name: 'All orders that fit' }).waitFor()
  expect(await options(page).count()).toBe(6)
  await expectGoodLook(page, 'find-orders')
  const chosen = () => page.locator('[role=option][aria-selected=true]').innerText()
  const first = await chosen()
  await page.keyboard.press('ArrowDown')
  expect(await chosen()).not.toBe(first)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await chosen()).toBe('All orders that fit')
  await page.keyboard.press('Escape')
  expect(await options(page).count()).toBe(0)
  expect(await box(page).inputValue()).toBe('vloeren')
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: 'All orders that fit' }).click()
  await page.waitForURL('**/orders?q=vloeren')
  await page.getByText('6 rows').waitFor()
  await page.context().close()
})

test('nothing found, an office that does not answer, and Dutch in the dark', async () => {
  const page = await desk.open('/orders')
  await box(page).fill('zzz-9')
  await page.getByText('Nothing found for “zzz-9”').waitFor()
  await expectGoodLook(page, 'find-none')
  await page.route('**/v1/console/search?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: '{"code":"internal"}',
    }),
  )
  await box(page).fill('zzz-10')
  await page.getByRole('alert').waitFor()
  await expectGoodLook(page, 'find-failed')
  await page.context().close()

  const look = { colorScheme: 'dark', locale: 'nl-NL' } as const
  const dark = await desk.open('/orders', { look })
  await box(dark).fill('01')
  await dark.getByRole('option', { name: load.number }).waitFor()
  await expectGoodLook(dark, 'find-many-dark-nl')
  await dark.context().close()
})

test('a picker finds no products, no stations and no way to them', async () => {
  const page = await desk.open('/today', { role: 'picker' })
  await box(page).fill('glue')
  await page.getByText('Nothing found for “glue”').waitFor()
  await box(page).fill('LL-000001')
  await page.getByRole('option', { name: 'LL-000001' }).first().waitFor()
  expect(await page.getByRole('group', { name: 'Stations' }).count()).toBe(0)
  await page.context().close()
})
