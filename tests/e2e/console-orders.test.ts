import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { keepPicture } from '../support/console-desk.ts'
import {
  deskForTests,
  expectGoodLook,
  flawsInBothLights,
  savedBy,
} from '../support/console-tests.ts'
import { FILE_ROWS, mend, ordersFile } from '../support/orders-file.ts'
import { furnishShop } from '../support/small-shop.ts'
import { intent } from '../support/wholesaler.ts'

const IMPORT_TIMEOUT_MS = 240_000
const REGION = 'NH'

const desk = deskForTests()

beforeAll(() =>
  furnishShop({
    put: (path, body) => desk.admin('PUT', path, body),
    post: (path, body) => desk.admin('POST', path, body),
  }),
)

test('an office without orders says what to do first', async () => {
  const page = await desk.open('/orders', { role: 'admin' })
  await page.getByRole('heading', { name: 'There are no orders yet' }).waitFor()
  await keepPicture(page, 'orders-empty')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.context().close()
})

test(
  'orders are imported from a file of 5,000 rows, and its seven bad ones are reported by row',
  { timeout: IMPORT_TIMEOUT_MS },
  async () => {
    const { text, badRows, orders } = ordersFile(REGION)
    const page = await desk.open('/orders/import', { role: 'admin' })
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    expect(await flawsInBothLights(page)).toEqual([])
    await keepPicture(page, 'orders-import')

    await sendFile(page, 'orders.csv', text)
    await page.getByText(/^[1-9][\d,]* of 5,000 rows$/).waitFor()
    await keepPicture(page, 'orders-import-running')
    expect(await flawsInBothLights(page)).toEqual([])
    await page.getByRole('link', { name: 'All orders' }).click()
    await page.getByRole('link', { name: 'Importing orders.csv' }).click()
    await page.getByText('Imported: orders.csv').waitFor({ timeout: IMPORT_TIMEOUT_MS })
    expect(await countsOf(page)).toEqual([orders, 0, 7])
    await page.getByText('7 rows were refused').waitFor()
    expect(await firstCells(page)).toEqual(badRows.map(String))
    await keepPicture(page, 'orders-import-report')
    expect(await flawsInBothLights(page)).toEqual([])
    for (const why of ['There is no product OAK-41.', 'Quantity:', 'too soon']) {
      await page.getByText(why).first().waitFor()
    }

    const refused = await savedBy(page.getByRole('button', { name: 'Download these rows' }))
    expect(refused.trim().split('\r\n')).toHaveLength(1 + badRows.length)

    await page.getByRole('button', { name: 'Import another file' }).click()
    await sendFile(page, 'orders.csv', text)
    await page.getByText('Imported: orders.csv').waitFor({ timeout: IMPORT_TIMEOUT_MS })
    expect(await countsOf(page)).toEqual([0, orders, 7])

    await page.getByRole('button', { name: 'Import another file' }).click()
    await sendFile(page, 'mended.csv', mend(refused, REGION))
    await page.getByText('Imported: mended.csv').waitFor()
    expect(await countsOf(page)).toEqual([7, 0, 0])
    await page.getByText('7 rows, and nothing is wrong with any.').waitFor()

    await page.getByRole('button', { name: 'Import another file' }).click()
    await sendFile(page, 'mended.csv', mend(refused, REGION))
    await page.getByText('This file was taken on before. Nothing has changed.').waitFor()
    expect(FILE_ROWS).toBe(text.trim().split('\n').length - 1)
    await page.context().close()
  },
)

test('a file that is none is refused before anything is sent', async () => {
  const page = await desk.open('/orders/import', { role: 'admin' })
  await sendFile(page, 'notes.csv', 'name;city\nA;B\n')
  await page.getByText('Missing: sourceSystem, orderIntentId').waitFor()
  await sendFile(page, 'half.csv', 'sourceSystem;orderIntentId\nerp;"A\n')
  await page.getByText('The quote that begins on row 2 is never closed.').waitFor()
  expect(await page.getByRole('progressbar').count()).toBe(0)
  await page.context().close()
})

test('a file as Excel on an old Windows writes it is shown before it is sent, and its letters stay', async () => {
  const page = await desk.open('/orders/import', { role: 'admin' })
  const head =
    'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;fulfilment;sku;quantity'
  const row = 'excel;W-1;C-9;Café Büchner;Façade 1;1015 CD;Amsterdam;NL;;collect;OAK-14;2'
  await sendFile(page, 'excel.csv', Buffer.from(`${head}\r\n${row}\r\n`, 'latin1'))
  const note = page.getByRole('status').filter({ hasText: 'Windows-1252' })
  await note.getByText('Café · Büchner · Façade').waitFor()
  await keepPicture(page, 'orders-import-windows')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.getByRole('button', { name: 'Send 1 row of excel.csv' }).click()
  await page.getByText('Imported: excel.csv').waitFor()
  expect(await countsOf(page)).toEqual([1, 0, 0])
  await page.getByRole('link', { name: /^LL-/ }).click()
  await page.getByText('Café Büchner').first().waitFor()
  await page.context().close()
})

test('the list finds, filters, sorts and pages, and its address shows the same to somebody else', async () => {
  const page = await desk.open('/orders', { role: 'picker' })
  const rows = page.getByRole('row')
  await page.getByRole('link', { name: /^LL-/ }).first().waitFor()
  expect(await rows.count()).toBe(51)
  await keepPicture(page, 'orders-list')
  expect(await flawsInBothLights(page)).toEqual([])
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByText('100 rows').waitFor()

  await page.getByRole('searchbox', { name: 'Search' }).fill('parket zuid')
  await page.getByText('7 rows').waitFor()
  expect(page.url()).toContain('q=parket+zuid')
  await page.getByRole('searchbox', { name: 'Search' }).fill('nobody has this name')
  await page.getByText('Nothing fits these filters').waitFor()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await page.getByText('100 rows').waitFor()

  const link = `${new URL(page.url()).pathname}?q=A-12&states=CONFIRMED%2CON_HOLD&sort=day`
  const other = await desk.open(link, { role: 'supervisor', look: { colorScheme: 'dark' } })
  await other.getByRole('link', { name: /^LL-/ }).first().waitFor()
  expect(await other.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('A-12')
  await expectGoodLook(other, 'orders-list-dark')
  expect(await other.getByRole('button', { name: 'New order' }).count()).toBe(0)
  await other.context().close()
  await page.context().close()
})

test('all orders that fit are exported, and no cell is a formula', async () => {
  const { office } = desk
  const shipTo = { ...intent().shipTo, name: '=HYPERLINK("http://x")' }
  const lineItems = [{ sku: 'OAK-14', quantity: 1 }]
  await office.admin('POST', '/v1/order-intents', intent({ region: REGION, shipTo, lineItems }))
  const page = await desk.open('/orders', { role: 'admin' })
  await page.getByRole('link', { name: /^LL-/ }).first().waitFor()
  const saved = await savedBy(page.getByRole('button', { name: 'Export CSV' }))
  const lines = saved.trim().split('\r\n')
  const { orders } = ordersFile(REGION)
  // A heading, the rows of the file and those mended, the one that Excel wrote, and this one.
  expect(lines).toHaveLength(1 + orders + 7 + 1 + 1)
  expect(lines.join('\n')).toContain(`"'=HYPERLINK(""http://x"")"`)
  await page.context().close()
})

async function sendFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
}

/** New, known before, refused. */
async function countsOf(page: Page): Promise<number[]> {
  const counts: number[] = []
  for (const title of ['New orders', 'Were there already', 'Refused']) {
    const figure = page.locator('dt', { hasText: title }).locator('xpath=following-sibling::dd[1]')
    counts.push(Number((await figure.innerText()).replaceAll(/\D/g, '')))
  }
  return counts
}

function firstCells(page: Page): Promise<string[]> {
  return page.locator('tbody tr td:first-child').allInnerTexts()
}
