import type { Page } from 'playwright'
import { beforeAll, describe, expect, test } from 'vitest'
import { byHand, deskForTests } from '../support/console-tests.ts'
import { openShop } from '../support/order-story.ts'
import { tabThrough } from '../support/tab-through.ts'
import { TOMORROW } from '../support/wholesaler.ts'

const desk = deskForTests(byHand())
const at: Record<string, string> = {}

beforeAll(async () => {
  const shop = await openShop(desk.office)
  const shipTo = { line1: 'Kade 1', postalCode: '2011 CD', city: 'Haarlem', country: 'NL' }
  const orderNumber = await shop.take({ shipTo: { ...shipTo, name: 'Parket Huys' } })
  await shop.take({ shipTo: { ...shipTo, name: 'Vloeren Discount' } })
  await shop.generate()
  await shop.pack(orderNumber)
  const { number } = await shop.makeLoad()
  // Cancelled with goods in hand: somebody must put them back, which is an exception.
  const cancelled = await shop.take()
  await shop.generate()
  const list = await shop.claim(cancelled)
  await shop.pick(cancelled)
  await desk.office.admin('POST', `/v1/orders/${cancelled}/cancel`, {
    reason: 'changed their mind',
  })
  await desk.office.admin('PUT', '/v1/packagings/EURO', {
    name: 'Euro pallet',
    kind: 'pallet',
    tareGrams: 24_500,
  })
  const stations = await desk.office.admin('GET', '/v1/stations')
  const [station] = (stations.body as { items: { id: string }[] }).items
  const lists = (
    await desk.office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}&status=open`)
  ).body as { pickLists: { code: string }[] }
  Object.assign(at, {
    order: orderNumber,
    load: number,
    list: list.code,
    station: station?.id,
    open: lists.pickLists[0]?.code,
  })
})

/** Every page of the console, as an address; what stands in braces is made above. */
const PAGES = [
  '/today',
  '/orders',
  '/orders/{order}',
  '/orders/new',
  '/orders/import',
  '/capacity',
  '/capacity/import',
  '/stock',
  '/stock?do=import&of=products',
  '/stock/OAK-1',
  `/picking?day=${TOMORROW}`,
  '/picking/lists/{list}',
  `/picking/sheet?day=${TOMORROW}`,
  `/picking/loads?day=${TOMORROW}`,
  `/picking/loads/new?day=${TOMORROW}`,
  '/picking/loads/{load}',
  '/picking/loads/{load}/edit',
  '/picking/loads/{load}/list',
  '/exceptions',
  '/stations',
  '/stations/{station}',
  '/stations/enrol',
  '/stations/import',
  '/people/operators',
  '/people/operators/new',
  '/people/operators/emma',
  '/people/badges',
  '/people/users',
  '/people/users/new',
  '/people/users/desk-super-admin',
  '/people/me',
  '/settings/warehouses',
  '/settings/warehouses/MAIN',
  '/settings/regions',
  '/settings/regions/NOORD',
  '/settings/packagings',
  '/settings/packagings/EURO',
  '/settings/webhooks',
  '/settings/webhooks/+',
  '/settings/tokens',
  '/settings/couriers',
  '/settings/privacy',
  '/settings/audit',
  '/settings/about',
]

const addressOf = (path: string) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => at[name] ?? '')

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForFunction(() => document.querySelector('[data-testid=loading]') === null)
}

describe('by Tab alone', () => {
  test('every page is gone through in its order, always with the focus in sight, and left again', async () => {
    const page = await desk.open('/today')
    const found: Record<string, string[]> = {}
    for (const path of PAGES) {
      await page.goto(desk.office.url + addressOf(path))
      await settled(page)
      const { stops, faults } = await tabThrough(page)
      // The way past the menu, the box, nine pages, and what stands at the foot.
      if (stops.length < 14) faults.push(`only ${stops.length} stops`)
      if (faults.length > 0) found[path] = [...new Set(faults)]
    }
    expect(found).toEqual({})
    await page.context().close()
  })
})

/** A page, and the button on it that opens something before the page. */
const OPENERS = [
  ['/stock', 'New product'],
  ['/stock', 'Compare the books'],
  ['/stock/OAK-1', 'Change'],
  ['/stock/OAK-1', 'Receive goods'],
  ['/stock/OAK-1', 'Correct the book'],
  ['/capacity', 'New region'],
  ['/capacity', 'Set many days'],
  [`/picking?day=${TOMORROW}`, 'Make lists'],
  ['/picking/lists/{open}', 'Move the rest to a new list'],
  ['/picking/loads/{load}', 'It has left'],
  ['/people/operators/emma', 'Make a new badge'],
  ['/settings/tokens', 'New token'],
  ['/settings/couriers', 'New courier'],
] as const

const inDialog = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null)

/** Tab goes round within what stands before the page, Escape closes it, and one is where one was. */
async function goRoundAndBack(page: Page, opener: string): Promise<string[]> {
  const dialog = page.getByRole('dialog')
  const faults: string[] = []
  await page
    .waitForFunction(() => document.activeElement?.closest('[role="dialog"]') !== null)
    .catch(() => faults.push('the focus stays behind it'))
  for (let count = 0; count < 30; count += 1) {
    await page.keyboard.press('Tab')
    if (!(await inDialog(page))) faults.push(`Tab leaves it after ${count + 1}`)
    if (faults.length > 0) break
  }
  await page.keyboard.press('Escape')
  await dialog
    .waitFor({ state: 'detached', timeout: 3_000 })
    .catch(() => faults.push('Escape does not close it'))
  await page
    .waitForFunction((name) => document.activeElement?.textContent?.trim() === name, opener, {
      timeout: 3_000,
    })
    .catch(() => faults.push('the focus does not come back to its button'))
  return faults
}

test('what opens before a page keeps the focus, closes by Escape and gives it back', async () => {
  const page = await desk.open('/today')
  const found: Record<string, string[]> = {}
  for (const [path, opener] of OPENERS) {
    await page.goto(desk.office.url + addressOf(path))
    await settled(page)
    const button = page.getByRole('button', { name: opener, exact: true })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    const faults = await goRoundAndBack(page, opener)
    if (faults.length > 0) found[`${path} ${opener}`] = faults
  }
  expect(found).toEqual({})
  await page.context().close()
})

test('a menu and what is chosen from it work by keyboard, and end at the button of the menu', async () => {
  const page = await desk.open(addressOf('/orders/{order}'))
  const button = page.getByRole('button', { name: /^Change/ })
  await button.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('Change'))
  await page.keyboard.press('Enter')
  // A menu that is seen takes the focus a moment later; keys before that are the button's.
  await page.waitForFunction(() => document.activeElement?.closest('[role=menu]') !== null)
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await goRoundAndBack(page, await button.innerText())).toEqual([])
  await page.context().close()
})
