import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { CONSOLE_PICTURES, keepPicture } from '../support/console-desk.ts'
import { byHand, deskForTests } from '../support/console-tests.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { pdfPages, type PdfPage } from '../support/pdf-pages.ts'
import { TOMORROW } from '../support/wholesaler.ts'

const DAY = '2026-03-12'
const MANY_LINES_DAY = '2026-03-13'
const UNITS = 70
/** Cartons of one push, each of four actions. */
const PUSHED_TOGETHER = 40
const POINTS_OF_MM = 72 / 25.4

const desk = deskForTests(byHand())
let shop: Shop

beforeAll(async () => {
  shop = await openShop(desk.office)
  const limits = { maxWeightGrams: 500_000, maxVolumeCm3: 9_000_000 }
  for (const day of [TOMORROW, DAY, MANY_LINES_DAY]) {
    await desk.office.admin('PUT', `/v1/capacity/NOORD/${day}`, limits)
  }
})

/** The pages of what the browser prints. */
async function printed(page: Page, name: string): Promise<PdfPage[]> {
  mkdirSync(CONSOLE_PICTURES, { recursive: true })
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false })
  writeFileSync(join(CONSOLE_PICTURES, `${name}.pdf`), pdf)
  await page.emulateMedia({ media: 'print' })
  await keepPicture(page, `${name}-paper`)
  await page.emulateMedia({ media: null })
  const pages = pdfPages(pdf)
  for (const [index, { widthPt, heightPt, texts, bare }] of pages.entries()) {
    // A4, numbered, and nothing on the outer 8 mm that printers leave white.
    expect([widthPt, heightPt].map(Math.round)).toEqual([595, 842])
    expect(bare).toContain(`${index + 1}/${pages.length}`)
    const edge = 8 * POINTS_OF_MM
    const outside = texts.filter(
      ({ left, top }) =>
        left < edge || left > widthPt - edge || top < edge || top > heightPt - edge / 2,
    )
    expect(outside).toEqual([])
  }
  return pages
}

const countOf = (text: string, part: string) => text.split(part).length - 1
const bare = (text: string) => text.replaceAll(/\s/g, '')

/** An order in so many cartons, of one piece each. */
async function packInto(orderNumber: string, count: number): Promise<string[]> {
  const { log, nextUnit } = shop.client.station
  const list = await shop.claim(orderNumber)
  const [line] = list.lines
  const units = Array.from({ length: count }, () => nextUnit())
  for (const [index, unitId] of units.entries()) {
    if (index % PUSHED_TOGETHER === 0) await shop.client.push()
    log.act('pick.confirm', { pickListId: list.id, lineNo: line?.lineNo ?? 1, quantity: 1, unitId })
    const weight = { grossGrams: 1_250, expectedGrams: 1_250, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  }
  await shop.client.push()
  return units
}

test('a loading list of three pages names its load and page on each, and each unit once', async () => {
  const places = [
    ['Vloeren Discount', '1011 AB', 'Amsterdam', 3],
    ['Parket Huys', '2011 CD', 'Haarlem', UNITS],
    ['Tapijt & Zo', '3011 EF', 'Rotterdam', 2],
  ] as const
  const numbers: string[] = []
  for (const [name, postalCode, city, quantity] of places) {
    const shipTo = { name, line1: 'Kade 1', postalCode, city, country: 'NL' }
    const lineItems = [{ sku: 'GLUE-1', quantity }]
    numbers.push(await shop.take({ shipTo, lineItems, deliveryDate: DAY }))
  }
  const [near = '', many = '', far = ''] = numbers
  await shop.generate(DAY)
  const units = [...(await packInto(near, 3)), ...(await packInto(many, UNITS))]
  const { number } = await shop.makeLoad(DAY)

  const page = await desk.openByHand(`/picking/loads/${number}/list`)
  await page.getByRole('article', { name: `Loading list ${number}` }).waitFor()
  await keepPicture(page, 'paper-loading-list')
  const pages = await printed(page, 'paper-loading-list')
  expect(pages).toHaveLength(3)
  const all = pages.map((one) => one.bare).join('')
  for (const unitId of units) expect([unitId, countOf(all, unitId)]).toEqual([unitId, 1])
  for (const one of pages) expect(one.bare).toContain(number)
  // Whose cartons they are stands above them on each page that has some.
  const perPage = pages.map(
    (one) => units.slice(3).filter((unit) => one.bare.includes(unit)).length,
  )
  for (const [index, count] of perPage.entries()) {
    expect(pages[index]?.bare.includes(bare('Parket Huys'))).toBe(count > 0)
    // No carton stands alone on a page.
    expect(count).not.toBe(1)
  }
  // What is not packed yet says what it will weigh; the signatures stand below the last stop.
  expect(all).toContain(bare('Not packed yet'))
  expect(all).toContain(far)
  expect(all).toMatch(/expected\d/)
  expect(all).toContain(bare('Expected when all is on board'))
  const last = pages.at(-1)?.bare ?? ''
  expect(last).toContain(bare('Checked by'))
  expect(last).toContain(bare('Vloeren Discount'))
  expect(all).not.toContain(bare('Go back'))
  await page.context().close()
})

test('what is printed in the dark is black on white', async () => {
  const page = await desk.openByHand('/picking/loads?day=2026-03-12', {
    look: { colorScheme: 'dark' },
  })
  await page.locator('main table').first().waitFor()
  await page.emulateMedia({ media: 'print' })
  const ink = await page
    .getByRole('heading', { level: 1 })
    .evaluate((heading) => getComputedStyle(heading).color)
  expect(ink).toBe('rgb(16, 22, 29)')
  await keepPicture(page, 'paper-loads-dark')
  await page.context().close()
})

test('what a load will carry stands beside what is measured, on each page that shows loads', async () => {
  const page = await desk.openByHand(`/picking/loads?day=${DAY}`)
  await page
    .getByRole('table')
    .getByText(/^expected \d/)
    .first()
    .waitFor()
  await keepPicture(page, 'loads-expected')
  await page.getByRole('link', { name: /^LD-/ }).first().click()
  await page
    .getByText(/^expected \d/)
    .first()
    .waitFor()
  await keepPicture(page, 'load-expected')
  await page.goto(`${desk.office.url}/`)
  await page
    .getByText(/^Expected when loaded: /)
    .first()
    .scrollIntoViewIfNeeded()
  await keepPicture(page, 'today-load-expected')
  expect(await page.getByText(/^Expected when loaded: /).count()).toBeGreaterThan(0)
  await page.context().close()
})

test('a pick list and a sheet of codes are whole on paper, and a code is not cut in two', async () => {
  const orders: string[] = []
  for (let index = 0; index < 20; index += 1) {
    orders.push(await shop.take({ lineItems: [{ sku: 'OAK-1', quantity: 1 }] }))
  }
  await shop.generate(TOMORROW)
  const { body } = await desk.office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
  const lists = (body as { pickLists: { code: string; orderNumbers: string[] }[] }).pickLists
  const page = await desk.openByHand(`/picking/sheet?day=${TOMORROW}`)
  await page
    .locator('article svg[data-code] path')
    .nth(lists.length - 1)
    .waitFor()
  const sheets = await printed(page, 'paper-code-sheet')
  expect(sheets.length).toBeGreaterThan(1)
  for (const { code, orderNumbers } of lists) {
    const on = sheets.filter((sheet) => sheet.bare.includes(code))
    expect(on).toHaveLength(1)
    expect(on[0]?.bare).toContain(orderNumbers[0])
  }
  await page.context().close()
})

test('a pick list of many lines has the names of its columns on each page', async () => {
  const lineItems = Array.from({ length: 60 }, () => ({ sku: 'OAK-1', quantity: 1 }))
  const long = await shop.take({ lineItems, deliveryDate: MANY_LINES_DAY })
  await shop.generate(MANY_LINES_DAY)
  const { code } = await shop.claim(long)
  const page = await desk.openByHand(`/picking/lists/${code}`)
  await page.getByRole('table').first().getByRole('row').nth(60).waitFor()
  const sheets = await printed(page, 'paper-pick-list')
  expect(sheets[0]?.bare).toContain(code)
  const rows = sheets.map((sheet) => countOf(sheet.bare, '0of1'))
  expect(rows.filter((count) => count > 1).length).toBeGreaterThan(1)
  const headless = sheets.filter(
    (sheet, index) => (rows[index] ?? 0) > 1 && !sheet.bare.includes('Product'),
  )
  expect(headless).toEqual([])
  await page.context().close()
})

test('ten badges stand on a sheet, each whole', async () => {
  const refs = Array.from({ length: 23 }, (_, index) => `op-${String(index).padStart(2, '0')}`)
  for (const ref of refs) {
    const person = { name: `Person ${ref.toUpperCase()}`, roles: ['picker'] }
    await desk.office.admin('PUT', `/v1/operators/${ref}`, person)
  }
  const page = await desk.openByHand(`/people/badges?refs=${refs.join(',')}`)
  await page.getByRole('button', { name: 'Show the badges' }).click()
  await page
    .locator('svg[data-code] path')
    .nth(refs.length - 1)
    .waitFor()
  const sheets = await printed(page, 'paper-badges')
  const names = refs.map((ref) => bare(`Person ${ref.toUpperCase()}`))
  expect(sheets.map((sheet) => names.filter((name) => sheet.bare.includes(name)).length)).toEqual([
    10, 10, 3,
  ])
  // Name and work of a person stand on one sheet.
  expect(sheets.map((sheet) => countOf(sheet.bare, 'Picking'))).toEqual([10, 10, 3])
  await page.context().close()
})
