import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrolmentQr } from '#contract/barcode/enrolment-qr.ts'
import {
  LOCAL_TOKEN,
  scratchFolder,
  startOfficeProcess,
  type OfficeProcess,
} from '../support/bench-floor.ts'
import { bringRules, brokenRules } from '../support/broken-rules.ts'
import { eventually, run, type Running } from '../support/processes.ts'
import { rawScanner, type RawScanner } from '../support/raw-devices.ts'
import { flawsOf, PICTURES } from '../support/screen-desk.ts'
import { furnishShop } from '../support/small-shop.ts'

type IssuedCode = { code: string; qr: string }
type NewBench = { process: Running; url: string; folder: string; page: Page; scanner: RawScanner }

const scratch = scratchFolder()
let office: OfficeProcess
let badges: Record<string, string>
let browser: Browser
const started: NewBench[] = []

beforeAll(async () => {
  const pages = join(import.meta.dirname, '../../out/renderer/index.html')
  if (!existsSync(pages)) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  office = await startOfficeProcess({ dataFolder: `${scratch.path}/office` })
  badges = await furnishShop(office)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterAll(async () => {
  await browser.close()
  for (const { process, scanner } of started) {
    await process.stop()
    scanner.close()
  }
  await office.process.stop()
  scratch.remove()
})

/** A bench out of the box: a folder that does not exist yet, a scanner, and a screen. */
async function unpack(name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<NewBench> {
  const folder = join(scratch.path, name)
  const scanner = await rawScanner()
  const devices = `${folder}-devices.json`
  const link = `tcp://127.0.0.1:${scanner.port}`
  writeFileSync(devices, JSON.stringify({ scanners: [{ id: 's1', link, suffix: '\r\n' }] }))
  const flags = ['--data', folder, '--port', '0', '--devices', devices]
  const process = await run('main/start.ts', flags, { LOADLINE_STATION_TOKEN: LOCAL_TOKEN })
  const url = String(process.ready['url'])
  const viewport = { width: 1280, height: 800 }
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${url}/#token=${LOCAL_TOKEN}`)
  const bench = { process, url, folder, page, scanner }
  started.push(bench)
  return bench
}

async function call(bench: NewBench, path: string): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${LOCAL_TOKEN}` }
  const response = await fetch(bench.url + path, { headers })
  return { status: response.status, body: (await response.json()) as unknown }
}

function issueCode(name: string): Promise<IssuedCode> {
  return office.post('/v1/station-codes', { warehouse: 'MAIN', name, mode: 'pick-and-pack' })
}

/** What stands in the form, and what of it the next key replaces. */
async function typedAt(page: Page) {
  return {
    address: await page.getByTestId('first-run-address').inputValue(),
    code: await page.getByTestId('first-run-code').inputValue(),
    selected: await page.evaluate(() => getSelection()?.toString()),
  }
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `first-run-${name}.png`), animations: 'disabled' })
  expect(await flawsOf(page)).toEqual([])
  await bringRules(page)
  expect(await brokenRules(page)).toEqual([])
}

test('a bench out of the box waits for a code, is enrolled by one scan and goes on by itself', async () => {
  const bench = await unpack('scanned')
  const { page, scanner, process } = bench
  expect(process.ready).toMatchObject({ ready: true, stationId: null })
  await page.getByTestId('first-run-scan').waitFor()
  await page.getByText('The scanner is ready').waitFor()
  await picture(page, 'scan-light')
  expect(await call(bench, '/v1/state')).toMatchObject({
    status: 503,
    body: { code: 'not-enrolled' },
  })
  const { qr, code } = await issueCode('Pack 7')
  await scanner.scan(qr)
  await page.getByText('This bench is Pack 7').waitFor()
  await picture(page, 'enrolled-light')
  await page.getByTestId('screen-signed-out').waitFor()
  await eventually(async () => (await call(bench, '/v1/state')).status === 200, {
    what: 'the same door answers for the station',
  })
  expect((await call(bench, '/v1/state')).body).toMatchObject({ name: 'Pack 7' })
  await scanner.scan(badges['sanne'] ?? '')
  await eventually(
    async () => {
      const { body } = await call(bench, '/v1/state')
      await scanner.scan(badges['sanne'] ?? '')
      return (body as { operator: object | null }).operator !== null
    },
    { what: 'its scanner works on' },
  )
  expect(process.stderr()).toContain('This bench is not enrolled yet.')
  expect(process.stderr()).not.toContain(code)
})

test('a wrong code, a used one and an office out of reach are said, each with the way out', async () => {
  const bench = await unpack('troubled', 'dark')
  const { page, scanner } = bench
  await page.getByText('The scanner is ready').waitFor()
  await picture(page, 'scan-dark')
  await scanner.scan('8712345000011')
  await page.getByText('That is not an enrolment code.').waitFor()
  await picture(page, 'not-enrolment-dark')
  await scanner.scan('LLENROL1|http://office.example|K7MP-3XQ2|')
  await page.getByText('That address is not secure.').waitFor()
  await scanner.scan(enrolmentQr({ officeUrl: office.url, code: 'AAAA-BBBB' }))
  await page.getByText('The office does not know this code.').waitFor()
  const { qr } = await issueCode('Pack 8')
  await scanner.scan(enrolmentQr({ officeUrl: 'http://127.0.0.1:9', code: 'K7MP-3XQ2' }))
  await page.getByText('The office can’t be reached at http://127.0.0.1:9.').waitFor()
  await page.getByText('The bench keeps trying by itself.').waitFor()
  await picture(page, 'unreachable-dark')
  // While a try runs other codes are left alone; one scanned in between is taken.
  await eventually(
    async () => {
      await scanner.scan(qr)
      return page.getByTestId('screen-signed-out').isVisible()
    },
    { what: 'another code enrols it' },
  )
  expect((await call(bench, '/v1/state')).body).toMatchObject({ name: 'Pack 8' })
})

test('where no scanner works the address and the code are typed', async () => {
  const { page, folder } = await unpack('typed')
  await page.getByTestId('first-run-type').click()
  const { code } = await issueCode('Pack 9')
  await page.getByTestId('first-run-address').fill('http://office.example')
  await page.getByTestId('first-run-code').fill(code.toLowerCase().replace('-', ' '))
  await picture(page, 'typed-light')
  await page.getByTestId('first-run-send').click()
  await page.getByText('That address is not secure.').waitFor()
  await picture(page, 'typed-trouble-light')
  // What was typed stays, and what is wrong is typed over.
  expect(await typedAt(page)).toEqual({
    address: 'http://office.example',
    code: code.toLowerCase().replace('-', ' '),
    selected: 'http://office.example',
  })
  await page.getByTestId('first-run-address').fill(office.url)
  await page.getByTestId('first-run-code').fill('AAAA-BBBB')
  await page.getByTestId('first-run-send').click({ delay: 400 })
  await page.getByText('The office does not know this code.').waitFor()
  await page.getByText('Compare it with what the office gave you, and type it again.').waitFor()
  await eventually(async () => (await typedAt(page)).selected === 'AAAA-BBBB', {
    what: 'the code is selected',
  })
  expect(await typedAt(page)).toMatchObject({ address: office.url, code: 'AAAA-BBBB' })
  await picture(page, 'typed-wrong-code-light')
  await page.keyboard.type(code)
  expect(await typedAt(page)).toMatchObject({ address: office.url, code })
  await page.keyboard.press('Enter')
  await page.getByTestId('screen-signed-out').waitFor()
  const kept = JSON.parse(readFileSync(join(folder, 'station.json'), 'utf8')) as object
  expect(kept).toMatchObject({ name: 'Pack 9', serverUrl: office.url })
})

test('a code that was used is refused at another new bench', async () => {
  const { qr } = await issueCode('Pack 10')
  const first = await unpack('first-of-two')
  const second = await unpack('second-of-two')
  await first.scanner.scan(qr)
  await first.page.getByTestId('screen-signed-out').waitFor()
  await second.scanner.scan(qr)
  await second.page.getByText('This code was used before.').waitFor()
  expect(await call(second, '/v1/state')).toMatchObject({ status: 503 })
})
