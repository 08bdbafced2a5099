import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { consoleFlaws, PASSWORD } from '../support/console-desk.ts'
import { deskForTests } from '../support/console-tests.ts'

const desk = deskForTests()

test('a page that fails leaves the menu and the other pages as they are', async () => {
  const page = await desk.open('/today')
  await page.route('**/v1/orders?*', (route) =>
    route.fulfill({ json: { items: [null], next: null } }),
  )
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('alert').getByText('This page stopped working').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('link', { name: 'Capacity' }).click()
  await page.getByRole('heading', { name: 'Capacity', level: 1 }).waitFor()
  await page.unroute('**/v1/orders?*')
  await page.context().close()
})

/** As after an upgrade of the office: the part of a page has another name, until whatever is said happens. */
async function missPart(page: Page, part: string): Promise<{ asked: number; isBack: boolean }> {
  const missing = { asked: 0, isBack: false }
  await page.route(`**/assets/${part}-*.js`, async (route) => {
    if (missing.isBack) return route.continue()
    missing.asked += 1
    return route.fulfill({ status: 404, body: 'no such part' })
  })
  return missing
}

const loadsOf = (page: Page) => {
  const loads: string[] = []
  page.on('request', (request) => {
    if (request.isNavigationRequest()) loads.push(new URL(request.url()).pathname)
  })
  return loads
}

test('a page whose part is gone after an upgrade is loaded anew, at its address, and is there', async () => {
  const page = await desk.open('/today')
  const loads = loadsOf(page)
  const missing = await missPart(page, 'orders-pages')
  page.on('request', (request) => {
    if (request.isNavigationRequest()) missing.isBack = true
  })
  await page.getByRole('link', { name: 'Orders' }).click()
  await page.getByRole('heading', { name: 'Orders', level: 1 }).waitFor()
  expect(missing.asked).toBeGreaterThan(0)
  expect(loads).toEqual(['/orders'])
  expect(new URL(page.url()).pathname).toBe('/orders')
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.context().close()
})

test('a part that stays away shows that the page stopped working, and loads it once only', async () => {
  const page = await desk.open('/today')
  const loads = loadsOf(page)
  const missing = await missPart(page, 'capacity-page')
  await page.getByRole('link', { name: 'Capacity' }).click()
  await page.getByRole('alert').getByText('This page stopped working').waitFor()
  expect(loads).toEqual(['/capacity'])
  // It is tried again whenever somebody goes there, and the page is not loaded for that.
  await page.getByRole('link', { name: 'Stock' }).click()
  await page.getByRole('heading', { name: 'Stock', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Capacity' }).click()
  await page.getByRole('alert').getByText('This page stopped working').waitFor()
  expect(loads).toEqual(['/capacity'])
  missing.isBack = true
  await page.getByRole('button', { name: 'Load it again' }).click()
  await page.getByRole('heading', { name: 'Capacity', level: 1 }).waitFor()
  await page.context().close()
})

test('while nobody answers, a page that was not fetched yet does not lose the console', async () => {
  const page = await desk.open('/today')
  const loads = loadsOf(page)
  await page.route('**/assets/**', (route) => route.abort())
  await page.route('**/picking', (route) => route.abort())
  await page.getByRole('link', { name: 'Picking' }).click()
  await page.getByRole('alert').getByText('This page stopped working').waitFor()
  await page.getByRole('link', { name: 'Today' }).click()
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  expect(loads).toEqual([])
  await page.context().close()
})

test('what reads a file of rows says that it could not, and does not load the page anew under whoever is at it', async () => {
  const page = await desk.open('/stock?do=import&of=products')
  const loads = loadsOf(page)
  await missPart(page, 'read-csv')
  const file = { name: 'products.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b\n1;2\n') }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('The file could not be read').waitFor()
  expect(loads).toEqual([])
  await page.context().close()
})

test('a page listens again, and reads what it missed, after a proxy had no office behind it', async () => {
  const page = await desk.open('/today')
  await page.route('**/v1/console/live', (route) => route.fulfill({ status: 502, body: 'nobody' }))
  await page.goto(`${desk.office.url}/people`)
  await page.getByText('Nobody works here yet').waitFor()
  await page.getByText('Connecting again…').waitFor()
  const person = { ref: 'sanne', name: 'Sanne Bakker', roles: ['picker'], active: true }
  await desk.office.admin('PUT', '/v1/operators/sanne', person)
  await page.unroute('**/v1/console/live')
  await page.getByText('Sanne Bakker').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  expect(await page.getByText('Connecting again…').count()).toBe(0)
  await page.context().close()
})

test('another sign-in in the same browser takes this page over at its next change, and shows its own', async () => {
  const page = await desk.open('/today')
  const { office } = desk
  const own = { login: 'desk-super-admin', password: PASSWORD }
  await office.call('POST', '/v1/session', { body: own })
  // The page hears of nothing: what it learns it learns by its change.
  await page.route('**/v1/console/live', () => undefined)
  await page.goto(`${office.url}/people/me`)
  await page.getByRole('button', { name: 'End the others' }).waitFor()
  await office.admin('PUT', '/v1/users/karim', {
    displayName: 'Karim el Idrissi',
    role: 'picker',
    password: PASSWORD,
  })
  const body = { login: 'karim', password: PASSWORD }
  const signedIn = await page.context().request.post(`${office.url}/v1/session`, { data: body })
  expect(signedIn.ok()).toBe(true)
  await page.getByRole('button', { name: 'End the others' }).click()
  await page.getByRole('link', { name: 'Karim el Idrissi' }).waitFor()
  await page.context().close()
})
