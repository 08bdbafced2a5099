import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildElementString } from '#contract/barcode/gs1.ts'
import { encodeLoadlineCode } from '#contract/barcode/loadline-code.ts'
import { readBarcodes } from '../../main/labels/read-barcodes.ts'
import { type DemoCode, spokenCodes } from '../../scripts/demo/demo-codes.ts'
import { writeSheets } from '../../scripts/sheets/write-sheets.ts'

const PICTURES = 'test-results/sheets'
/** A4 at 96 dots an inch. */
const PAPER = { width: 794, height: 1_123 }

const codes: DemoCode[] = [
  {
    group: 'Badges',
    name: 'Noor "El" Amrani <b>&',
    code: encodeLoadlineCode('badge', '9B05X09IGC637V671Z'),
    hint: 'loader',
  },
  {
    group: 'Pick lists 2026-11-23',
    name: 'LL-000004 · Brændgård & Søn',
    code: encodeLoadlineCode('pick-list', '000004'),
    hint: 'NH, Hoorn, 5 lines',
  },
  {
    group: 'Loads',
    name: 'LD-000001 · NH',
    code: encodeLoadlineCode('load', '000001'),
  },
  { group: 'Products', name: 'Skirting glue 310 ml', code: '8712345000417', hint: 'C-02-1' },
  { group: 'Cases', name: 'Skirting glue 310 ml, case of 12', code: '18712345000414' },
  {
    group: 'Products',
    name: 'Oak plank 14 mm natural',
    code: buildElementString([
      { ai: '01', value: '08712345000011' },
      { ai: '10', value: 'L2604A' },
    ]),
  },
  ...spokenCodes(),
]

let browser: Browser
let page: Page
let folder: string
let files: string[]

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  folder = mkdtempSync(join(tmpdir(), 'sheets-'))
  files = writeSheets(codes, { folder, house: 'Van Dalen <Vloeren> & Interieur', isPdf: true })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  page = await browser.newPage({ viewport: PAPER, deviceScaleFactor: 3 })
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('every symbol on every sheet reads as what stands below it', async () => {
  const read: string[] = []
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    await page.goto(pathToFileURL(file).href)
    for (const symbol of await page.locator('svg.symbol').all()) {
      const said = await symbol.getAttribute('data-code')
      const found = await readBarcodes(await symbol.screenshot())
      expect(found.map(({ text }) => text)).toEqual([said])
      if (said !== null) read.push(said)
    }
    const name = file.split('/').at(-1)?.replace('.html', '.png') ?? 'sheet.png'
    await page.screenshot({ path: join(PICTURES, name), fullPage: true })
  }
  expect(read.sort()).toEqual(codes.map(({ code }) => code).sort())
})

test('sheets are as wide as the paper, hold no script, and show names as they are', async () => {
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    await page.goto(pathToFileURL(file).href)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(PAPER.width)
    expect(await page.locator('script, link, img').count()).toBe(0)
    expect(await page.locator('header .house b').textContent()).toBe(
      'Van Dalen <Vloeren> & Interieur',
    )
  }
  await page.goto(pathToFileURL(join(folder, 'badges.html')).href)
  expect(await page.locator('.who b').textContent()).toBe('Noor "El" Amrani <b>&')
})

test('a browser at hand makes PDFs of them', () => {
  const pages = files.filter((name) => name.endsWith('.html'))
  const pdfs = files.filter((name) => name.endsWith('.pdf'))
  expect(pdfs).toHaveLength(pages.length)
})
