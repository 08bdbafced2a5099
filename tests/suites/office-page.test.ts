import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'

let database: TestDatabase
let office: TestOffice
let browser: Browser
beforeAll(async () => {
  const pglite = databases.find(({ kind }) => kind === 'pglite')
  if (!pglite) throw new Error('no PGlite')
  database = await pglite.open()
  office = await startOffice({ database })
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
})
afterAll(async () => {
  await browser.close()
  await office.close()
  await database.close()
})

test('the page shows figures only to the office’s token, as text, under its own policy', async () => {
  const name = 'Dock <img src=x onerror="document.title=1">'
  await office.enrol({ name })
  const page = await browser.newPage()
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  await page.goto(office.url)
  await page.getByText('database answers').waitFor()
  expect(await page.locator('#figures').isVisible()).toBe(false)
  await page.getByLabel('Office token').fill('not-the-token')
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('That is not the office token.').waitFor()
  await page.getByLabel('Office token').fill(ADMIN_TOKEN)
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText(name).waitFor()
  expect(await page.title()).toBe('Loadline office')
  await page.getByRole('button', { name: 'Sign out' }).click()
  expect(await page.locator('#figures').isVisible()).toBe(false)
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
  expect(broken).toEqual([])
  const styled = await page.evaluate(() => getComputedStyle(document.body).margin)
  expect(styled).toBe('0px')
})
