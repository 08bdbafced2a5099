import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSetupLink } from '../../sync-server/identity/index.ts'
import { type CompanyLogin, startCompanyLogin } from '../support/company-login.ts'
import { keepPicture, PASSWORD } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook } from '../support/console-tests.ts'

let company: CompanyLogin

beforeAll(async () => {
  company = await startCompanyLogin()
})
afterAll(() => company.close())

const desk = deskForTests(() => {
  const { issuer, clientId, clientSecret } = company
  const given = { issuer, clientId, clientSecret, name: 'Vloeren BV', domains: null }
  return { company: { ...given, defaultRole: null, isEmailVerified: false } }
})

test('the link of the first visit makes the first administrator, once', async () => {
  const { office } = desk
  const token = await createSetupLink(office.store, office.office.deps)
  const page = await desk.open(`/welcome#${token ?? ''}`, { role: null })
  await page.getByLabel('Your name').fill('Ilse de Groot')
  await page.getByLabel('Name to sign in with').fill('ilse')
  await page.getByLabel('E-mail address').fill('ilse@vloeren.example')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await expectGoodLook(page, 'welcome')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.getByRole('link', { name: 'Today' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/today')
  expect(await createSetupLink(office.store, office.office.deps)).toBeNull()
  await page.context().close()

  const late = await desk.open(`/welcome#${token ?? ''}`, { role: null })
  await late.getByLabel('Your name').fill('Mallory')
  await late.getByLabel('Name to sign in with').fill('mallory')
  await late.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await late.getByRole('button', { name: 'Begin' }).click()
  await late.getByRole('alert').getByText('This link was used').waitFor()
  await late.context().close()
})

test('a link into the office asks who one is, and then shows what it led to', async () => {
  const page = await desk.open('/capacity', { role: null })
  await page.getByLabel('Name or e-mail address').fill('ilse@vloeren.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  await expectGoodLook(page, 'sign-in')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Capacity' }).waitFor()
  const cookies = await page.context().cookies()
  expect(cookies.toSorted((a, b) => a.name.localeCompare(b.name))).toMatchObject([
    { name: 'loadline', httpOnly: true, sameSite: 'Lax' },
    { name: 'loadline-known', httpOnly: true, sameSite: 'Strict' },
  ])
  expect(await page.evaluate(() => document.cookie)).toBe('')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('textbox', { name: 'Password' }).waitFor()
  await page.context().close()
})

test('the company’s own log-in brings back to the page that was wanted, or says why not', async () => {
  const page = await desk.open('/stock', { role: null })
  const go = page.getByRole('link', { name: 'Sign in with Vloeren BV' })
  await go.click()
  await page.getByRole('alert').getByText('does not answer').waitFor()
  await keepPicture(page, 'sign-in-company-away')
  company.open(desk.office.url)
  company.person = { email: 'nobody@vloeren.example', email_verified: true }
  // A log-in that did not answer is left alone for a few seconds.
  await expect
    .poll(
      async () => {
        await go.click()
        return page.getByRole('alert').textContent()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toContain('Nobody here has that e-mail address')
  expect(new URL(page.url()).search).toBe('')
  await page.context().clearCookies()
  company.person = { email: 'ilse@vloeren.example', email_verified: true }
  await go.click()
  await page.getByRole('heading', { name: 'Stock' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/stock')
  await page.context().close()
})

test.each([
  ['light', 'en-GB', 'sign-in-company'],
  ['dark', 'nl-NL', 'sign-in-company-dark-nl'],
] as const)(
  'signing in is readable for everybody, %s and %s',
  async (colorScheme, locale, name) => {
    const look = { colorScheme, locale }
    const page = await desk.open('/', { role: null, look })
    await page.getByRole('link', { name: /Vloeren BV/ }).waitFor()
    await expectGoodLook(page, name)
    await page.goto(`${desk.office.url}/welcome#a-link`)
    await page.reload()
    await page.getByRole('heading', { name: /Loadline/ }).waitFor()
    await expectGoodLook(page, name.replace('sign-in-company', 'welcome-link'))
    await page.goto(`${desk.office.url}/welcome`)
    await page.reload()
    await page.getByRole('heading', { name: /link/ }).waitFor()
    await expectGoodLook(page, name.replace('sign-in-company', 'welcome-no-link'))
    await page.context().close()
  },
)
