import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import type { OfficeRole } from '../../contract/http/scopes.ts'
import { keepPicture, PASSWORD, type ConsoleLook } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook } from '../support/console-tests.ts'

const desk = deskForTests()

beforeAll(async () => {
  await desk.office.admin('PUT', '/v1/warehouses/MAIN', {
    name: 'Amsterdam',
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: 'Handelsweg 12',
  })
  await desk.office.admin('PUT', '/v1/products/UND-3', {
    name: 'Underlay 3 mm',
    barcodes: [],
    weightGrams: 1_500,
    volumeCm3: 9_000,
    tracking: 'none',
  })
})

/** As after two hours away: the office has forgotten the session, and the page does not know yet. */
async function endSession(page: Page): Promise<void> {
  const cookies = await page.context().cookies()
  await desk.office.store.transaction((tx) => tx.deleteFrom('office_session').execute())
  desk.office.office.forgetCallers()
  expect(cookies.some(({ name }) => name === 'loadline')).toBe(true)
}

const again = (page: Page) => page.getByRole('dialog', { name: 'Sign in to go on' })

async function fillProduct(page: Page, sku: string): Promise<void> {
  await page.getByRole('button', { name: 'New product' }).first().click()
  const form = page.getByRole('dialog', { name: 'New product' })
  await form.getByRole('textbox', { name: 'SKU' }).fill(sku)
  await form.getByRole('textbox', { name: 'Name' }).fill('Oak plank 14 mm')
  await form.getByRole('textbox', { name: 'Weight of one' }).fill('2')
  await form.getByRole('textbox', { name: 'Volume of one' }).fill('2100')
}

async function openForm(role: OfficeRole, look?: ConsoleLook): Promise<Page> {
  const page = await desk.open('/stock', { role, ...(look === undefined ? {} : { look }) })
  await fillProduct(page, 'OAK-14')
  await endSession(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await again(page).waitFor()
  return page
}

test('a session that ends under a form is begun again over it, and the form goes on', async () => {
  const page = await openForm('super-admin')
  const login = again(page).getByRole('textbox', { name: 'Name or e-mail address' })
  expect(await login.inputValue()).toBe('desk-super-admin')
  const password = again(page).getByRole('textbox', { name: 'Password' })
  expect(await password.evaluate((field) => field === document.activeElement)).toBe(true)
  await expectGoodLook(page, 'session-ended')

  // Nothing leads around it: what lies behind takes neither keys nor presses.
  for (const key of ['Escape', 'Escape', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Escape']) {
    await page.keyboard.press(key)
    expect(await again(page).isVisible()).toBe(true)
  }
  await password.fill('not the password')
  await password.press('Enter')
  await again(page).getByRole('alert').getByText('do not belong together').waitFor()

  await password.fill(PASSWORD)
  await password.press('Enter')
  await again(page).waitFor({ state: 'detached' })
  const form = page.getByRole('dialog', { name: 'New product' })
  expect(await form.getByRole('textbox', { name: 'SKU' }).inputValue()).toBe('OAK-14')
  await keepPicture(page, 'session-begun-again')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.waitForURL('**/stock/OAK-14')
  await page.getByText('Oak plank 14 mm').first().waitFor()
  await page.context().close()
})

test('somebody else who signs in there starts afresh', async () => {
  const page = await openForm('admin')
  await page.evaluate(() => void Object.assign(window, { isOld: true }))
  const made = await desk.office.admin('PUT', '/v1/users/karim', {
    displayName: 'Karim',
    role: 'supervisor',
    password: PASSWORD,
  })
  expect(made.status).toBe(200)
  await again(page).getByRole('textbox', { name: 'Name or e-mail address' }).fill('karim')
  await again(page).getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await again(page).getByRole('button', { name: 'Sign in' }).click()
  await page.waitForFunction(() => !('isOld' in window))
  await page.getByRole('link', { name: 'Karim' }).waitFor()
  await again(page).waitFor({ state: 'detached' })
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // Nothing is left of the page of before, not even what a script of it knew.
  expect(await page.evaluate(() => 'isOld' in window)).toBe(false)
  await page.context().close()
})

test('whoever has signed in in another tab goes on when they come back', async () => {
  const page = await openForm('super-admin')
  const body = { login: 'desk-super-admin', password: PASSWORD }
  const elsewhere = await page.context().request.post(`${desk.office.url}/v1/session`, {
    data: body,
  })
  expect(elsewhere.ok()).toBe(true)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await again(page).waitFor({ state: 'detached' })
  const form = page.getByRole('dialog', { name: 'New product' })
  expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Oak plank 14 mm')
  await page.context().close()
})

test.each<[string, ConsoleLook]>([
  ['dark', { colorScheme: 'dark' }],
  ['nl', { locale: 'nl-NL' }],
  ['1920', { width: 1920, height: 1080 }],
])('it reads well: %s', async (name, look) => {
  const page = await desk.open('/stock', { role: 'super-admin', look })
  const search = page
    .getByRole('main')
    .getByRole('searchbox')
    .or(page.getByRole('main').getByRole('textbox'))
    .first()
  await search.waitFor()
  await endSession(page)
  // Whatever the page asks next is what tells it.
  await search.fill('oak')
  await page.getByRole('dialog').waitFor()
  await expectGoodLook(page, `session-ended-${name}`)
  // Whoever loads the page anew has nothing to lose and sees the plain way in.
  await page.reload()
  await page.getByRole('main').getByRole('textbox').first().waitFor()
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.context().close()
})
