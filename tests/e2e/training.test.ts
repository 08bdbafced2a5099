import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandCode, COMMANDS } from '#contract/barcode/loadline-code.ts'
import { LOCAL_TOKEN } from '../support/bench-floor.ts'
import { bringRules, brokenRules } from '../support/broken-rules.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { eventually } from '../support/processes.ts'
import { flawsOf, PICTURES } from '../support/screen-desk.ts'

const VIEWPORT = { width: 1280, height: 800 }

let floor: ProcessFloor
let browser: Browser

beforeAll(async () => {
  const pages = join(import.meta.dirname, '../../out/renderer/index.html')
  if (!existsSync(pages)) throw new Error('run `npm run build`')
  mkdirSync(PICTURES, { recursive: true })
  floor = await startProcessFloor()
  await floor.bench.until('people are known here', ({ server }) => server.online)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterAll(async () => {
  await browser.close()
  await floor.close()
  await floor.office.process.stop()
})

async function openScreen(colorScheme: 'light' | 'dark', viewport = VIEWPORT): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(`${floor.bench.url}/#token=${LOCAL_TOKEN}`)
  await page.getByTestId('top-bar').waitFor()
  return page
}

/** Everything that practice must leave as it is: the real log, and what the office holds of this bench. */
async function reality(): Promise<object> {
  const { log, workflow, operator, printJobs } = await floor.bench.state()
  const { items } = await floor.office.get<{ items: { lastSeq: number; pending: number }[] }>(
    '/v1/stations',
  )
  const stations = items.map(({ lastSeq, pending }) => ({ lastSeq, pending }))
  return {
    log,
    kind: workflow.kind,
    operator,
    printJobs,
    stations,
    jobs: floor.devices.printer.jobs.length,
  }
}

/** Presses what the desk offers until `isDone`; a button that is off waits for the bench. */
async function follow(page: Page, isDone: () => Promise<boolean>): Promise<void> {
  await eventually(
    async () => {
      if (await isDone()) return true
      const next = page.getByTestId('practice-next')
      if (await next.isEnabled()) await next.click()
      return false
    },
    { what: 'the guide leads there', timeoutMs: 90_000 },
  )
}

async function lookAround(page: Page, name: string): Promise<void> {
  expect(await page.getByText('PRACTICE — nothing here is real').isVisible()).toBe(true)
  const frame = await page.getByTestId('practice').boundingBox()
  expect(frame).toMatchObject({ x: 0, y: 0 })
  await page.screenshot({ path: join(PICTURES, `practice-${name}.png`), animations: 'disabled' })
  expect(await flawsOf(page)).toEqual([])
  await bringRules(page)
  expect(await brokenRules(page)).toEqual([])
}

test('a whole floor is practised on the screen, and nothing of it is real', async () => {
  const before = await reality()
  const page = await openScreen('light')
  await page.getByTestId('practice-begin').click()
  await page.getByTestId('practice').waitFor()
  await page.getByTestId('screen-signed-out').waitFor()
  await lookAround(page, 'sign-in-light')
  await follow(page, () => page.getByTestId('screen-picking').isVisible())
  await lookAround(page, 'picking-light')
  await page.getByTestId('practice-wrong').click()
  await page.getByTestId('alert').waitFor()
  // The red of an alert fills the bench, and the frame stays around it.
  await lookAround(page, 'alert-light')
  await follow(page, async () => !(await page.getByTestId('alert').isVisible()))
  await page.getByTestId('practice-short').click()
  await page.getByTestId('practice-codes').click()
  await page.getByTestId('practice-sheet').waitFor()
  await lookAround(page, 'short-light')
  await page.getByTestId('practice-codes').click({ delay: 400 })
  await follow(page, () => page.getByText('All done. Well done!').isVisible())
  await lookAround(page, 'done-light')
  expect(await reality()).toEqual(before)
  await page.getByTestId('practice-leave').click()
  await page.getByTestId('practice').waitFor({ state: 'detached' })
  await page.getByTestId('screen-signed-out').waitFor()
  expect(await reality()).toEqual(before)
  await page.context().close()
})

test('in the dark the frame is there as well, and the real scanner is at practice while it is on', async () => {
  const { bench, devices, badges } = floor
  const before = await reality()
  const page = await openScreen('dark')
  await page.getByTestId('practice-begin').click()
  await page.getByTestId('practice').waitFor()
  await lookAround(page, 'sign-in-dark')
  // A badge of the real floor is nobody's here.
  await devices.scanner.scan(badges['sanne'] ?? '')
  await page.getByTestId('alert').waitFor()
  await lookAround(page, 'alert-dark')
  expect((await bench.state()).operator).toBeNull()
  await follow(page, () => page.getByTestId('screen-idle').isVisible())
  await lookAround(page, 'idle-dark')
  await follow(page, () => page.getByTestId('screen-picking').isVisible())
  await lookAround(page, 'picking-dark')
  await page.getByTestId('practice-leave').click()
  await page.getByTestId('practice').waitFor({ state: 'detached' })
  expect(await reality()).toEqual(before)
  await devices.scanner.scan(badges['sanne'] ?? '')
  await bench.until('the scanner is back at the real bench', ({ operator }) => operator !== null)
  await page.getByTestId('screen-idle').waitFor()
  await bench.scan((await bench.codes())['SIGNOUT'] ?? '')
  await page.context().close()
})

test('settings say what this bench is, and print the command codes for a supervisor', async () => {
  const { devices, badges } = floor
  const page = await openScreen('light')
  await page.getByTestId('settings').click()
  await page.getByTestId('about').getByText('devices.json').waitFor()
  const before = devices.printer.jobs.length
  await page.getByTestId('sheet-commands').click()
  await page.getByText('Supervisor').first().waitFor()
  await devices.scanner.scan(badges['ilse'] ?? '')
  await page.getByText(`${COMMANDS.length} labels are printing.`).waitFor()
  await page.getByTestId('code-sheets').scrollIntoViewIfNeeded()
  await page.screenshot({ path: join(PICTURES, 'settings-sheets-light.png') })
  const printed = await eventually(
    async () => {
      const jobs = devices.printer.jobs.slice(before)
      return jobs.length === COMMANDS.length ? jobs.map((job) => job.toString('latin1')) : null
    },
    { what: 'a label of every command comes out' },
  )
  for (const name of COMMANDS) {
    expect(printed.filter((job) => job.includes(commandCode(name)))).toHaveLength(1)
  }
  expect((await floor.bench.state()).operator).toBeNull()
  await page.context().close()
})

test('practice looks right on a large screen too', async () => {
  const page = await openScreen('light', { width: 1920, height: 1080 })
  await page.getByTestId('practice-begin').click()
  await follow(page, () => page.getByTestId('screen-loading').isVisible())
  await lookAround(page, 'loading-1920-light')
  const stage = await page.getByTestId('top-bar').boundingBox()
  expect(stage?.x).toBeGreaterThan(8)
  await page.getByTestId('practice-leave').click()
  await page.getByTestId('practice').waitFor({ state: 'detached' })
  await page.context().close()
})
