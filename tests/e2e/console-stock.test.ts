import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { addDays, localTime } from '#contract/orders/local-time.ts'
import { deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'

const TODAY = localTime(Date.now(), 'Europe/Amsterdam').day
const FORMULA = '=HYPERLINK("http://evil.example","Verf")'
const SCRIPT = '<img src=x onerror="document.title=1">'

const PRODUCTS = [
  'sku;name;weightGrams;volumeCm3;tracking;barcodes;location',
  'OAK-14;Oak plank 14 mm;2000;1000;lot;8712345000011:1|18712345000018:6;A-01-1',
  'GLUE-5;Parquet glue 5 kg;5000;4000;none;8712345000028;C-02-1',
  `PAINT;"${FORMULA.replaceAll('"', '""')}";900;800;none;;D-1`,
  `IMG;"${SCRIPT.replaceAll('"', '""')}";10;10;none;;`,
  'BAD;Without a weight;;;;;',
  'WORSE;Wrong check digit;10;10;none;8712345000012;',
].join('\n')

const desk = deskForTests()

async function onHand(sku: string): Promise<number> {
  const { items } = await desk.admin('GET', `/v1/stock?sku=${sku}`)
  return (items as { onHand: number }[])[0]?.onHand ?? 0
}

async function choose(page: Page, name: string, content: string | Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'File', exact: true }).click()
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(content) }
  await (await chooser).setFiles(file)
}

async function send(page: Page, name: string, content: string | Buffer): Promise<void> {
  await choose(page, name, content)
  await page.getByRole('button', { name: /^Send \d+ row/ }).click()
}

test('without a product the page says what to do first', async () => {
  const page = await desk.open('/stock')
  await page.getByRole('heading', { name: 'There are no products yet' }).waitFor()
  await expectGoodLook(page, 'stock-empty')
  await page.context().close()
})

test('products come from a file: bad rows are named, and the same file again changes nothing', async () => {
  const page = await desk.open('/stock?do=import&of=products')
  await page.getByRole('button', { name: 'Save a sample file' }).waitFor()
  await send(page, 'products.csv', PRODUCTS)
  await page.getByText('4 rows done. 2 rows are not right.').waitFor()
  await page.getByText('this product is new: name, weightGrams and volumeCm3 are needed').waitFor()
  await page.getByText('the check digit is wrong').waitFor()
  await expectGoodLook(page, 'stock-import')
  const bad = await savedBy(page.getByRole('button', { name: 'Save these rows, to mend them' }))
  expect(bad).toContain('BAD,Without a weight')
  expect(bad).not.toContain('GLUE-5')
  await page.reload()
  await send(page, 'products.csv', PRODUCTS)
  await page
    .getByText(
      '0 rows done. 4 rows had been sent before and changed nothing. 2 rows are not right.',
    )
    .waitFor()
  await page.context().close()
})

test('goods are received once, however often the button is pressed or the answer is lost', async () => {
  const page = await desk.open('/stock/OAK-14')
  await page.getByRole('heading', { name: 'Nothing of this product has moved yet' }).waitFor()
  await page.getByRole('button', { name: 'Receive goods' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'How many' }).fill('120')
  await form.getByRole('textbox', { name: 'Lot' }).fill('G2603A')
  await form.getByLabel('Use until').fill(addDays(TODAY, 20))
  await form.getByRole('textbox', { name: 'Reason' }).fill('delivery note 771')
  await form.getByText('On hand: 0 now, 120 afterwards.').waitFor()
  await expectGoodLook(page, 'stock-receive')
  let lost = 0
  await page.route('**/v1/stock-movements', async (route) => {
    lost += 1
    await route.fetch()
    await (lost === 1 ? route.abort() : route.continue())
  })
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByRole('alert').waitFor()
  await form.getByRole('button', { name: 'Save' }).dblclick()
  await form.waitFor({ state: 'detached' })
  expect(lost).toBeGreaterThan(1)
  expect(await onHand('OAK-14')).toBe(120)
  const ledger = page.getByRole('table', { name: 'Ledger' })
  await ledger.getByText('delivery note 771').waitFor()
  expect(await ledger.getByRole('row').nth(1).innerText()).toContain('Ilse (super-admin)')
  expect(await ledger.getByRole('row').count()).toBe(2)
  await page.context().close()
})

test('a correction with a reason is seen in another browser at once, with who made it', async () => {
  const watcher = await desk.open('/stock/OAK-14', { role: 'admin' })
  const sums = watcher.getByRole('table', { name: 'Stock' })
  await sums.getByText('120').first().waitFor()
  const page = await desk.open('/stock/OAK-14', { role: 'supervisor' })
  await page.getByRole('button', { name: 'Correct the book' }).waitFor()
  expect(await page.getByRole('button', { name: 'Change', exact: true }).count()).toBe(0)
  await page.getByRole('button', { name: 'Correct the book' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'By how many' }).fill('-3')
  await form.getByText('There are only 0 on hand.').waitFor()
  await form.getByRole('textbox', { name: 'Lot' }).fill('G2603A')
  await form.getByRole('textbox', { name: 'Reason' }).fill('broken in aisle 3')
  await form.getByRole('button', { name: 'Save' }).click()
  await sums.getByText('117').first().waitFor()
  const row = watcher.getByRole('row').filter({ hasText: 'broken in aisle 3' })
  expect(await row.innerText()).toContain('Corrected')
  expect(await row.innerText()).toContain('Ilse (supervisor)')
  expect(await row.innerText()).toContain('−3')
  await watcher.context().close()
  await page.context().close()
})

test('files of Excel keep their letters, whatever encoding it wrote them in', async () => {
  const page = await desk.open('/stock?do=import&of=products')
  const file = (sku: string) =>
    `sku;name;weightGrams;volumeCm3\r\n${sku};Façade crème;1200;900\r\n${sku}-B;Grey;1,5;900\r\n`
  await choose(page, 'old.csv', Buffer.from(file('WIN-1'), 'latin1'))
  const note = page.getByRole('status').filter({ hasText: 'Windows-1252' })
  await note.getByText('Façade · crème').waitFor()
  await page.getByText('weightGrams is not a whole number').waitFor()
  await expectGoodLook(page, 'stock-import-windows')
  await page.getByRole('button', { name: 'Send 1 row' }).click()
  await page.getByText('1 row done. 1 row is not right.').waitFor()

  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file('UTF-16'), 'utf16le')])
  await page.getByRole('button', { name: 'Take this file away' }).click()
  await send(page, 'unicode.csv', wide)
  await page.getByText('1 row done. 1 row is not right.').waitFor()
  expect(await note.count()).toBe(0)
  for (const sku of ['WIN-1', 'UTF-16']) {
    expect(await desk.admin('GET', `/v1/products/${sku}`)).toMatchObject({ name: 'Façade crème' })
  }
  await page.context().close()
})

test('movements come from a file, and the same file again moves nothing', async () => {
  const file = [
    'sku,kind,quantity,reason,lot',
    'GLUE-5,RECEIVED,40,note 772,',
    'GLUE-5,RECEIVED,40,note 772,',
    'OAK-14,RECEIVED,30,note 772,G2604B',
    'GLUE-5,ADJUSTED,-999,too many,',
    'NONE,RECEIVED,1,note 772,',
    'GLUE-5,RECEIVED,1.5,note 772,',
  ].join('\r\n')
  const page = await desk.open('/stock?do=import&of=movements')
  await send(page, 'movements.csv', file)
  await page.getByText('3 rows done. 3 rows are not right.').waitFor()
  await page.getByText('there is less than that on hand').waitFor()
  expect([await onHand('GLUE-5'), await onHand('OAK-14')]).toEqual([80, 147])
  await page.reload()
  await send(page, 'movements.csv', file)
  await page.getByText('3 rows had been sent before and changed nothing.').waitFor()
  expect([await onHand('GLUE-5'), await onHand('OAK-14')]).toEqual([80, 147])
  await page.context().close()
})

test('the list finds, filters and exports; what looks like a formula is no formula in the file', async () => {
  const page = await desk.open('/stock')
  await page.getByText('6 rows').waitFor()
  expect(await page.title()).toBe('Stock · Loadline')
  await expectGoodLook(page, 'stock-list')
  const stock = await savedBy(page.getByRole('button', { name: 'Export CSV' }))
  expect(stock).toContain(`"'=HYPERLINK(""http://evil.example"",""Verf"")"`)
  expect(stock).not.toMatch(/(?:^|,)"?=/m)
  const products = await savedBy(page.getByRole('button', { name: 'Export products' }))
  expect(products).toContain('8712345000011:1|18712345000018:6')
  expect(products).not.toMatch(/(?:^|,)"?=/m)

  const search = page.getByRole('searchbox', { name: 'SKU, name or barcode' })
  await search.fill('08712345000028')
  await page.getByText('1 row', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'GLUE-5' }).waitFor()
  expect(page.url()).toContain('q=08712345000028')
  await search.fill('plank')
  await page.getByRole('link', { name: 'OAK-14' }).waitFor()
  await search.fill('nothing like it')
  await page.getByRole('heading', { name: 'Nothing fits these filters' }).waitFor()
  await page.goto(`${desk.office.url}/stock?only=none-available`)
  await page.getByText('4 rows').waitFor()
  await page.goto(`${desk.office.url}/stock?only=expiring`)
  await page.getByRole('link', { name: 'OAK-14' }).waitFor()
  await page.getByText('1 row', { exact: true }).waitFor()
  await page.context().close()
})

test('what was exported reads back and changes nothing', async () => {
  const page = await desk.open('/stock')
  await page.getByText('6 rows').waitFor()
  const products = await savedBy(page.getByRole('button', { name: 'Export products' }))
  await page.goto(`${desk.office.url}/stock?do=import&of=products`)
  await send(page, 'products.csv', products)
  await page.getByText('6 rows had been sent before and changed nothing.').waitFor()
  expect(await desk.admin('GET', '/v1/products/PAINT')).toMatchObject({ name: FORMULA })
  await page.context().close()
})

test('a product is made and changed by hand, and keeps what the form does not show', async () => {
  const page = await desk.open('/stock')
  await page.getByRole('button', { name: 'New product' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: 'SKU' }).fill('FELT/3 B')
  await form.getByRole('textbox', { name: 'Name' }).fill('Underlay 3 mm')
  await form.getByRole('textbox', { name: 'Weight of one' }).fill('1.005')
  await form.getByRole('textbox', { name: 'Volume of one' }).fill('1500')
  await form.getByRole('button', { name: 'Add a barcode' }).click()
  await form.getByRole('textbox', { name: 'Code' }).fill('8712345000035')
  await expectGoodLook(page, 'stock-new')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Underlay 3 mm' }).waitFor()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await form.getByRole('textbox', { name: 'Location' }).fill('B-07')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByText('B-07').waitFor()
  expect(await desk.admin('GET', `/v1/products/${encodeURIComponent('FELT/3 B')}`)).toEqual({
    sku: 'FELT/3 B',
    name: 'Underlay 3 mm',
    weightGrams: 1_005,
    volumeCm3: 1_500,
    tracking: 'none',
    barcodes: [{ code: '8712345000035', quantity: 1 }],
    location: 'B-07',
  })
  await page.context().close()
})

test('the books are compared in plain words', async () => {
  const page = await desk.open('/stock?do=books')
  const form = page.getByRole('dialog')
  await form.getByRole('button', { name: 'Compare' }).click()
  await form.getByText(/^All \d+ places agree\.$/).waitFor()
  await desk.office.store.transaction((tx) =>
    tx.updateTable('stock').set({ on_hand: 81 }).where('sku', '=', 'GLUE-5').execute(),
  )
  await form.getByRole('button', { name: 'Compare' }).click()
  await form.getByText('On hand, against the ledger: GLUE-5').waitFor()
  await form.getByRole('link', { name: 'See the exception' }).first().waitFor()
  await expectGoodLook(page, 'stock-books')
  await page.context().close()
})

test('a product’s page can be read in both themes, both languages and on a large screen', async () => {
  const looks = {
    'stock-product': {},
    'stock-product-dark': { colorScheme: 'dark' },
    'stock-product-nl': { locale: 'nl-NL' },
    'stock-product-1920': { width: 1920, height: 1080 },
  } as const
  for (const [name, look] of Object.entries(looks)) {
    const page = await desk.open('/stock/OAK-14', { look })
    await page.getByText('G2604B').first().waitFor()
    await page.locator('.recharts-area').waitFor()
    await expectGoodLook(page, name)
    await page.context().close()
  }
  const dark = await desk.open('/stock', { look: { colorScheme: 'dark' } })
  await dark.getByText('7 rows').waitFor()
  await expectGoodLook(dark, 'stock-list-dark')
  await dark.goto(`${desk.office.url}/stock?do=import&of=movements`)
  await dark.getByRole('button', { name: 'File', exact: true }).waitFor()
  await expectGoodLook(dark, 'stock-import-dark')
  await dark.goto(`${desk.office.url}/stock/OAK-14?do=edit`)
  await dark.getByRole('dialog').waitFor()
  await expectGoodLook(dark, 'stock-edit-dark')
  await dark.context().close()
})

test('where there is more than one warehouse, the address says which one is shown', async () => {
  await desk.admin('PUT', '/v1/warehouses/SOUTH', {
    name: 'South',
    timezone: 'Europe/Amsterdam',
    gs1CompanyPrefix: '8712346',
    address: 'Dam 1',
  })
  const page = await desk.open('/stock/OAK-14')
  await page.getByRole('combobox', { name: 'Warehouse' }).click()
  await page.getByRole('option', { name: 'South (SOUTH)' }).click()
  await page.getByRole('heading', { name: 'Nothing of this product has moved yet' }).waitFor()
  expect(page.url()).toContain('warehouse=SOUTH')
  const sums = page.getByRole('table', { name: 'Stock' })
  expect(await sums.innerText()).toMatch(/MAIN[\s\S]*147[\s\S]*SOUTH[\s\S]*0/)
  await page.goto(`${desk.office.url}/stock?warehouse=SOUTH&only=none-available`)
  await page.getByText('7 rows').waitFor()
  await page.context().close()
})
