import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { deskForTests } from '../support/console-tests.ts'

const desk = deskForTests()

beforeAll(async () => {
  await desk.office.admin('PUT', '/v1/warehouses/MAIN', {
    name: 'Amsterdam',
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712345',
    address: 'Handelsweg 12',
  })
})

const taken = (page: Page, name: string) =>
  page.getByRole('alert').getByText(`${name} is in use already; nothing was changed.`)

async function fillPackaging(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Code' }).fill('BOX-7')
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
}

test('of two administrators who make the same thing, the later one is told and changes nothing', async () => {
  const first = await desk.open('/settings/packagings/+')
  const second = await desk.open('/settings/packagings/+', { role: 'admin' })
  await fillPackaging(first, 'The box of the first')
  await fillPackaging(second, 'The box of the second')
  const pages = [first, second]
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Save' }).click()))

  const told = await Promise.any(
    pages.map(async (page) => {
      await taken(page, 'BOX-7').waitFor()
      return page
    }),
  )
  const maker = told === first ? 'second' : 'first'
  const teller = maker === 'first' ? 'second' : 'first'
  expect(await desk.office.admin('GET', '/v1/packagings/BOX-7')).toMatchObject({
    body: { name: `The box of the ${maker}` },
  })
  // What was typed is still there, so that another code is all it takes.
  expect(await told.getByRole('textbox', { name: 'Name' }).inputValue()).toBe(
    `The box of the ${teller}`,
  )
  await told.getByRole('textbox', { name: 'Code' }).fill('BOX-8')
  await told.getByRole('button', { name: 'Save' }).click()
  await told.waitForURL('**/settings/packagings/BOX-8')
  for (const page of pages) await page.context().close()
})

test('a new courier of a name that another page has taken leaves its secret alone', async () => {
  const page = await desk.open('/settings/couriers', { look: { locale: 'nl-NL' } })
  const secret = 'a-secret-that-the-courier-has-already'
  const put = await desk.office.admin('PUT', '/v1/couriers/jansen', { secret })
  expect(put.status).toBe(200)
  await page.getByRole('button', { name: 'Nieuwe vervoerder' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Naam' }).fill('jansen')
  await page.getByRole('dialog').getByRole('button', { name: 'Nieuwe vervoerder' }).click()
  await page
    .getByRole('alert')
    .getByText('jansen is al in gebruik; er is niets gewijzigd.')
    .waitFor()
  const kept = await desk.office.store.snapshot((tx) =>
    tx.selectFrom('courier').select('secret').where('name', '=', 'jansen').execute(),
  )
  expect(kept).toEqual([{ secret }])
  await page.context().close()
})
