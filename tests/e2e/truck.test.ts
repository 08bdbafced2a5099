import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOCAL_TOKEN } from '../support/bench-floor.ts'
import { blackHole, type BlackHole } from '../support/black-hole.ts'
import { knows, packByScans } from '../support/line-by-scans.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { eventually } from '../support/processes.ts'
import { readBarcodes, renderZpl } from '../support/read-label.ts'
import { GLUE, listsOf, makeLoad, OAK, postOrder, type ShopLoad } from '../support/small-shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'test-results/truck')
const MEDIA = { dpi: 203, widthMm: 102, heightMm: 152 } as const
const SEAL = 'NL 4471 0938'

let floor: ProcessFloor
let network: BlackHole
let browser: Browser
let page: Page
let codes: Record<string, string>
/** The pallet that was not for the first truck, and the load that it is for. */
let left = { loadCode: '', unitId: '' }

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'out/renderer/index.html'))) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor({
    through: async (officeUrl) => {
      network = await blackHole(officeUrl)
      return network.url
    },
  })
  codes = await floor.bench.codes()
  const { office } = floor
  // What weighs more than thirty kilograms stands on a pallet.
  const carton = { name: 'Carton', kind: 'carton', tareGrams: 0, maxWeightGrams: 30_000 }
  await office.put('/v1/packagings/CARTON', carton)
  await office.put('/v1/packagings/PAL', { name: 'Pallet', kind: 'pallet', tareGrams: 20_000 })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${floor.bench.url}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('screen-signed-out').waitFor()
})

afterAll(async () => {
  await browser.close()
  await floor.close()
  network.close()
  await floor.office.process.stop()
})

async function scan(...texts: string[]): Promise<void> {
  for (const text of texts) await floor.devices.scanner.scan(codes[text] ?? text)
}

async function look(moment: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${moment}.png`), animations: 'disabled' })
}

/** The alert on the screen says these words; it is looked at and acknowledged. */
async function alerted(code: string, moment: string, words: readonly string[]): Promise<void> {
  const alert = page.locator(`[data-testid=alert][data-code=${code}]`)
  await alert.waitFor()
  for (const text of words) await alert.getByText(text).first().waitFor()
  await look(moment)
  await scan('ACK')
  await alert.waitFor({ state: 'detached' })
}

type Packed = { unitId: string; orderNumber: string }

/** An order of one product, picked, packed and labelled by scans. */
async function pack(
  goods: { sku: string; ean: string; quantity: number },
  { weightGrams, ...options }: { weightGrams: number; region?: string; name: string },
): Promise<Packed> {
  const { bench, devices, office, badges } = floor
  const order = await postOrder(office, [{ sku: goods.sku, quantity: goods.quantity }], options)
  const lists = await listsOf(office, order.deliveryDate)
  const listCode = lists[order.orderNumber]?.code ?? ''
  const scans = [`Q${goods.quantity}`, goods.ean]
  const job = { badge: badges['sanne'] ?? '', listCode, scans, weightGrams }
  const unitId = await packByScans({ bench, devices }, job)
  return { unitId, orderNumber: order.orderNumber }
}

/** The square code on the newest label of the printer, read off its picture. */
async function newestQr(): Promise<string> {
  const zpl = floor.devices.printer.jobs.at(-1) ?? Buffer.alloc(0)
  const symbols = await readBarcodes(await renderZpl(zpl, MEDIA))
  const qr = symbols.find(({ text }) => text.startsWith('LL1|'))
  if (qr === undefined) throw new Error('the label has no square code')
  return qr.text
}

/** Everything the printer was given since then, as text. */
async function printedSince(jobs: number): Promise<string> {
  const { printer } = floor.devices
  await eventually(() => Promise.resolve(printer.jobs.length > jobs || null), { what: 'a page' })
  return printer.jobs
    .slice(jobs)
    .map((job) => job.toString('utf8'))
    .join('\n')
}

async function truck(deliveryDate: string): Promise<ShopLoad> {
  return floor.office.post('/v1/loads', {
    warehouse: 'MAIN',
    region: 'NH',
    deliveryDate,
    vehicle: { plate: 'V-382-KD', maxWeightGrams: 105_000, maxVolumeCm3: 9_000_000 },
    driver: 'Mo El Amrani',
  })
}

test('a truck with a wrong pallet, a void copy and an overweight refusal', async () => {
  const { bench, office, devices } = floor
  const planks = await pack({ ...OAK, quantity: 5 }, { weightGrams: 10_000, name: 'Parket & Zo' })
  const glue = { ...GLUE, quantity: 4 }
  const relabelled = await pack(glue, { weightGrams: 20_000, name: 'Interieurhuis De Vries' })
  const oldQr = await newestQr()
  const labels = devices.printer.jobs.length
  await scan('REPRINT', 'LOST')
  await printedSince(labels)
  const newQr = await newestQr()
  await scan(newQr)
  const pallet = { ...GLUE, quantity: 10 }
  const heavy = await pack(pallet, { weightGrams: 70_000, name: 'Bouwmarkt Noord' })
  const strange = { weightGrams: 70_000, name: 'Woonwinkel Het Y', region: 'ZH' }
  const wrong = await pack(pallet, strange)
  const { deliveryDate } = await office.get<{ deliveryDate: string }>(
    `/v1/orders/${planks.orderNumber}`,
  )
  const south = await makeLoad(office, deliveryDate, 'ZH')
  left = { loadCode: south.code, unitId: wrong.unitId }
  const load = await truck(deliveryDate)

  await bench.until('the loads are known', ({ workflow }) => knows(workflow, load.code))
  await page.getByText(`${load.number} · V-382-KD`).waitFor()
  await look('loads')
  await scan(load.code)
  await page.getByTestId('screen-loading').waitFor()
  await look('empty')

  await scan(`00${wrong.unitId}`)
  const place = `Load ${south.number} · VX-123-Z`
  await alerted('wrong-load', 'wrong-pallet', ['Not on this truck', 'It belongs to', place])
  await scan(oldQr)
  await alerted('superseded-copy', 'void-copy', ['Old label', 'Copy 2', 'scan copy 2'])

  network.cut()
  await bench.until('it is offline', ({ server }) => !server.online)
  await scan(newQr, `00${planks.unitId}`, `00${heavy.unitId}`)
  await page.locator('[data-testid=load-weight][data-tone=warn]').waitFor()
  await look('nearly-full')

  await scan('SEAL')
  await page.getByTestId('prompt-seal').waitFor()
  await look('seal')
  await scan(SEAL)
  await page.getByTestId('load-seal').getByText(`Seal ${SEAL}`).waitFor()
  const before = devices.printer.jobs.length
  await scan('LIST')
  const list = await printedSince(before)
  for (const words of [
    `LOADING LIST ${load.number}`,
    'V-382-KD',
    'Mo El Amrani',
    SEAL,
    'Bouwmarkt',
  ]) {
    expect(list).toContain(words)
  }
  for (const { unitId } of [planks, relabelled, heavy]) expect(list).toContain(unitId.slice(-6))
  expect(list).not.toContain(wrong.unitId.slice(-6))
  expect(list).toContain('100.0 / 105.0 kg')

  await scan('CONFIRM')
  await page.getByTestId('last-load').waitFor()
  // The truck broke down; the office, which has not heard of the pallet, sends a smaller one.
  const vehicle = { plate: '8-VKB-41', maxWeightGrams: 60_000, maxVolumeCm3: 9_000_000 }
  await office.put(`/v1/loads/${load.number}`, { vehicle })
  network.restore(office.url)
  await alerted('load-refused', 'office-refused', [load.number])
  await page.getByText('40 kg too heavy. Take off Bouwmarkt Noord').waitFor()
  await page.getByTestId('load-seal').getByText(`Seal ${SEAL}`).waitFor()
  await look('too-heavy')
  await scan('CONFIRM')
  const words = [`Load ${load.number} is 40 kg over the 60 kg of its truck.`, '70 kg']
  await alerted('load-refused', 'refused', ['The truck is too heavy', ...words])
  await scan('UNLOAD', `00${planks.unitId}`)
  await page.getByTestId('unload-which').getByText('Parket & Zo').waitFor()
  await scan(`00${heavy.unitId}`)
  await page.getByTestId('unload-which').getByText('Bouwmarkt Noord').waitFor()
  await look('unload')
  await scan('NOSPACE')
  await page.getByTestId('on-board').getByText('Bouwmarkt Noord').waitFor({ state: 'detached' })
  await scan('CONFIRM')
  await page.getByText('1 pallet or carton is not on board').waitFor()
  await look('missing')
  await scan('CONFIRM')
  await page.getByTestId('last-load').waitFor()
  await look('confirmed')

  await bench.until('all is sent', ({ log }) => log.pending === 0)
  const loaded = await office.get<object>(`/v1/loads/${load.number}`)
  expect(loaded).toMatchObject({ status: 'confirmed', seal: SEAL, weightGrams: 30_000 })
  const statusOf = async ({ orderNumber }: Packed) => {
    return (await office.get<{ status: string }>(`/v1/orders/${orderNumber}`)).status
  }
  expect(await Promise.all([planks, relabelled, heavy, wrong].map(statusOf))).toEqual([
    'LOADED',
    'LOADED',
    'PACKED',
    'PACKED',
  ])
  expect((await bench.state()).log).toMatchObject({ refused: 1, excepted: 0 })

  const confirmed = devices.printer.jobs.length
  await scan('LIST')
  const last = await printedSince(confirmed)
  expect(last).toContain('NOT ON BOARD: 1')
  expect(last).toContain('30.0 / 60.0 kg')
  expect(last).toContain(SEAL)
  const paper = await renderZpl(devices.printer.jobs.at(-1) ?? Buffer.alloc(0), MEDIA)
  writeFileSync(join(PICTURES, 'loading-list.png'), paper)
  const symbols = await readBarcodes(paper)
  expect(symbols.map(({ text }) => text)).toEqual([load.code])
})

test('the pages of the list stand among the labels, by their own name', async () => {
  await page.getByTestId('device-printer').first().click()
  const row = page.getByText(/^Loading list LD-\d+ · Page 1 of 1$/).first()
  await row.waitFor()
  await look('jobs')
  await row.click()
  await page.getByTestId('job-sheet').waitFor()
  expect(await page.getByTestId('job-title').textContent()).toBe('Sent to the printer')
  await look('page')
})

test('a unit on board comes off by one touch, for a reason', async () => {
  await page.keyboard.press('Escape')
  await scan(left.loadCode, `00${left.unitId}`)
  await page.getByTestId(`off-${left.unitId}`).click()
  await page.getByTestId('unload-which').getByText('Woonwinkel Het Y').waitFor()
  await scan('DAMAGEDUNIT')
  await page.getByTestId('missing').getByText('Woonwinkel Het Y').waitFor()
  const { workflow } = await floor.bench.state()
  expect(workflow).toMatchObject({ kind: 'loading', onBoard: [] })
})

test('a truck whose order is not packed yet leaves without it only after a yes, all by scans', async () => {
  const { bench, office } = floor
  const { number } = (await bench.state()).workflow
  const path = `/v1/loads/${number}`
  await scan(`00${left.unitId}`)
  const late = await postOrder(office, [{ sku: GLUE.sku, quantity: 1 }], { region: 'ZH' })
  await listsOf(office, late.deliveryDate)
  const { shipments } = await office.get<{ shipments: { id: string }[] }>(
    `/v1/orders/${late.orderNumber}`,
  )
  const { stops } = await office.get<{ stops: string[] }>(path)
  await office.put(path, { stops: [...stops, ...shipments.map(({ id }) => id)] })
  await bench.until('the order is known', ({ workflow }) => workflow.unpacked === 1)
  await scan('CONFIRM')
  const question = page.getByTestId('prompt-confirm-missing')
  await question.getByText('1 order is not packed yet').waitFor()
  expect(await question.getByText('not on board').count()).toBe(0)
  await look('not-packed')
  // Goods are no answer, and neither is a no.
  await scan(GLUE.ean)
  await alerted('wrong-state', 'answer-first', [])
  await scan('NO')
  await question.waitFor({ state: 'detached' })
  expect((await bench.state()).workflow.kind).toBe('loading')
  expect(await office.get<object>(path)).not.toMatchObject({ status: 'confirmed' })

  await scan('CONFIRM')
  await question.waitFor()
  await scan('YES')
  await page.getByTestId('last-load').waitFor()
  await bench.until('all is sent', ({ log }) => log.pending === 0)
  expect(await office.get<object>(path)).toMatchObject({ status: 'confirmed' })
  expect((await bench.state()).log).toMatchObject({ excepted: 0 })
})
