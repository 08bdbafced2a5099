import { beforeAll, expect, test } from 'vitest'
import { keepPicture } from '../support/console-desk.ts'
import { byHand, deskForTests, expectGoodLook } from '../support/console-tests.ts'
import { openShop, type Shop } from '../support/order-story.ts'

const desk = deskForTests(byHand())
let shop: Shop

beforeAll(async () => {
  shop = await openShop(desk.office)
  const region = await desk.office.admin('GET', '/v1/regions/NOORD')
  await desk.office.admin('PUT', '/v1/regions/NOORD', {
    ...(region.body as Record<string, unknown>),
    name: 'Noord-Holland',
  })
})

test('a list whose bench was lost goes on under a new code, and says before what that means', async () => {
  const orderNumber = await shop.take()
  await shop.generate()
  const list = await shop.claim(orderNumber)
  const [line] = list.lines
  shop.client.station.log.act('pick.confirm', {
    pickListId: list.id,
    lineNo: line?.lineNo ?? 0,
    quantity: 1,
    unitId: shop.client.station.nextUnit(),
  })
  await shop.client.push()

  const page = await desk.open(`/picking/lists/${list.code}`)
  const button = page.getByRole('button', { name: 'Move the rest to a new list' })
  await page.getByRole('button', { name: 'Release' }).waitFor()
  // The region goes by its name; while a bench holds the list, nobody moves it.
  await page.getByText('Noord-Holland NOORD').waitFor()
  expect(await button.count()).toBe(0)
  await page.getByRole('button', { name: 'Release' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click()
  await button.click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(`One order is not all picked and moves: ${orderNumber}.`).waitFor()
  await dialog.getByText('The one piece that was picked for them moves along.').waitFor()
  await expectGoodLook(page, 'picking-reissue')
  await dialog.getByRole('button', { name: 'Move the rest to a new list' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(list.code))
  await page.getByRole('heading', { level: 1, name: /^Pick list LLP/ }).waitFor()
  await page.getByText(orderNumber).first().waitFor()
  await keepPicture(page, 'picking-reissued')

  const looker = await desk.open(new URL(page.url()).pathname, { role: 'picker' })
  await looker.getByText(orderNumber).first().waitFor()
  expect(await looker.getByRole('button', { name: 'Move the rest' }).count()).toBe(0)
  await looker.context().close()
  await page.context().close()
})

test('the boxes one searches lists, loads and exceptions with say what they are for', async () => {
  const names = {
    '/picking': 'Code, order or customer',
    '/picking/loads': 'Load, plate or driver',
    '/exceptions': 'Order, list, unit or SKU',
  }
  for (const [path, name] of Object.entries(names)) {
    const page = await desk.open(path)
    const label = page.locator('label', { hasText: name })
    await label.waitFor()
    expect(await page.getByRole('searchbox', { name }).count()).toBe(1)
    await expectGoodLook(page, `labels${path.replaceAll('/', '-')}`)
    await page.context().close()
  }
})
