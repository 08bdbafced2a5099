import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEnrolmentQr } from '../../contract/barcode/enrolment-qr.ts'
import { readBarcodes } from '../../main/labels/read-barcodes.ts'
import {
  plugDevices,
  scratchFolder,
  startBenchProcess,
  type Devices,
  type ProcessBench,
} from '../support/bench-floor.ts'
import { consoleFlaws } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook, savedBy } from '../support/console-tests.ts'
import { newStationKey, writeLogFile } from '../support/log-file.ts'
import { createStationLog } from '../support/station-log.ts'

const REAL_BENCH_TIMEOUT_MS = 60_000

const desk = deskForTests()
let devices: Devices
let bench: ProcessBench | null = null
const folder = scratchFolder()

const HEALTH = {
  appVersion: '1.7.0',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 120,
  devices: [
    { id: 's1', kind: 'scanner', state: 'ready', detail: '' },
    { id: 'w1', kind: 'scale', state: 'ready', detail: '' },
    { id: 'p1', kind: 'printer', state: 'ready', detail: '' },
  ],
  printJobs: { queued: 0, printed: 212, unknown: 0, failed: 0 },
}

beforeAll(async () => {
  devices = await plugDevices()
})

afterAll(async () => {
  await bench?.process.stop()
  devices.close()
  folder.remove()
})

/** The symbols in a picture of a part of the page. */
async function codesIn(page: Page, selector: string): Promise<string[]> {
  const png = await page.locator(selector).first().screenshot()
  const found = await readBarcodes(png)
  return found.map(({ text }) => text)
}

/** What the bench itself says it is called. */
async function nameOfBench(): Promise<unknown> {
  const state = (await bench?.call('GET', '/v1/state'))?.body as { name: string } | undefined
  return state?.name
}

test('an office without benches says what to do first', async () => {
  const page = await desk.open('/stations')
  await page.getByText('No bench is here yet').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.context().close()
})

test(
  'a bench is enrolled by the QR on the page, works as it was planned, and the page says so by itself',
  { timeout: REAL_BENCH_TIMEOUT_MS },
  async () => {
    const page = await desk.open('/stations')
    await page.getByRole('link', { name: 'Add a bench' }).click()
    await page.getByRole('textbox', { name: 'What people call this bench' }).fill('Pack 1')
    await page.getByRole('button', { name: 'Make the code' }).click()
    await page.getByText('Waiting for the bench…').waitFor()
    await page.locator('svg[data-code] path').waitFor()
    await expectGoodLook(page, 'stations-enrol')

    const [scanned = ''] = await codesIn(page, 'svg[data-code]')
    const enrolment = parseEnrolmentQr(scanned)
    if (!enrolment.ok) throw new Error(`the QR says ${scanned}: ${enrolment.error}`)
    bench = await startBenchProcess({
      dataFolder: folder.path,
      serverUrl: enrolment.value.officeUrl,
      code: enrolment.value.code,
      devices,
    })
    await page.getByText('Pack 1 is here and ready to work').waitFor()
    await bench.until('online', ({ server }) => server.online)
    await page.getByRole('link', { name: 'Look at it' }).click()
    await page.getByRole('heading', { name: 'Pack 1' }).waitFor()
    await page.getByText('Picking and packing · MAIN').waitFor()
    await page.context().close()
  },
)

test(
  'its support file is asked for in the page, brought by the bench, read there and downloaded',
  { timeout: REAL_BENCH_TIMEOUT_MS },
  async () => {
    const page = await desk.open('/stations')
    await page.getByRole('link', { name: 'Pack 1' }).click()
    await page.getByRole('button', { name: 'Ask for the support file' }).click()
    await page.getByText('The bench hears of it with its next report').waitFor()
    await page.getByText('Here since').waitFor({ timeout: REAL_BENCH_TIMEOUT_MS / 2 })
    await page.getByRole('button', { name: 'Look at the flight recorder' }).click()
    await page.getByText('The bench started, with 3 devices').waitFor()
    await expectGoodLook(page, 'stations-one')
    const file = JSON.parse(await savedBy(page.getByRole('link', { name: 'Download' }))) as {
      station: { mode: string }
      flight: { kind: string }[]
    }
    expect(file.station.mode).toBe('pick-and-pack')
    expect(file.flight[0]?.kind).toBe('head')
    await page.getByRole('textbox', { name: 'Name' }).fill('Pack 1 by the door')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('heading', { name: 'Pack 1 by the door' }).waitFor()
    await expect.poll(nameOfBench, { timeout: REAL_BENCH_TIMEOUT_MS }).toBe('Pack 1 by the door')
    await page.context().close()
  },
)

test('the board says which bench needs somebody and why; it is searched, filtered, sorted and exported', async () => {
  const { office } = desk
  const well = await office.enrol({ name: 'Pack 2', mode: 'pack' })
  await well.call('POST', '/v1/stations/heartbeat', HEALTH)
  const paperless = await office.enrol({ name: 'Pack 3' })
  await paperless.call('POST', '/v1/stations/heartbeat', {
    ...HEALTH,
    pending: 12,
    oldestPendingAt: new Date(Date.now() - 600_000).toISOString(),
    clockOffsetMs: -240_000,
    devices: [
      ...HEALTH.devices.slice(0, 2),
      { id: 'p1', kind: 'printer', state: 'attention', detail: 'out of paper' },
    ],
    logTrouble: {
      kind: 'salvaged',
      reason: 'page-unreadable',
      at: '2026-03-02T07:41:05.310Z',
      carried: 40,
      unreadable: 0,
      lost: 0,
    },
  })
  await office.enrol({ name: '=Dock', mode: 'load' })
  const page = await desk.open('/stations')
  const tile = page.getByRole('listitem').filter({ hasText: 'Pack 3' }).first()
  await tile.getByText('Needs somebody').waitFor()
  await tile.getByText('Printer: Needs a hand: out of paper').waitFor()
  await tile.getByText('4 min ahead').waitFor()
  await tile.getByText('12 actions wait').waitFor()
  await tile.getByText('40 actions that the office may lack were taken over').waitFor()
  await expectGoodLook(page, 'stations-board')

  await page.getByRole('textbox', { name: 'Search' }).fill('pack')
  await page.getByText('=Dock').waitFor({ state: 'detached' })
  await page
    .getByRole('combobox', { name: 'Show' })
    .selectOption({ label: 'Only those that need somebody' })
  await page.getByRole('link', { name: 'Pack 2' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).toContain('show=trouble')
  await page.goto(`${office.url}/stations?view=table`)
  await page.getByRole('button', { name: 'Waiting to be sent' }).click()
  await page.getByRole('button', { name: 'Waiting to be sent' }).click()
  await page.getByRole('row').nth(1).getByText('Pack 3').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  const csv = await savedBy(page.getByRole('button', { name: 'Export CSV' }))
  expect(csv).toContain("'=Dock")
  expect(csv).toContain('out of paper')
  await page.context().close()
})

test('a bench gets another name, and is taken out only by whoever types it', async () => {
  const station = await desk.office.enrol({ name: 'Pack 4' })
  const page = await desk.open(`/stations/${station.stationId}`)
  await page.getByRole('textbox', { name: 'Name' }).fill('By the door')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('heading', { name: 'By the door' }).waitFor()
  await page.getByRole('button', { name: 'Take this bench out' }).click()
  await page.getByRole('textbox', { name: 'Type By the door to take it out' }).fill('Pack 4')
  expect(await page.getByRole('button', { name: 'Take this bench out' }).isDisabled()).toBe(true)
  await page.getByRole('textbox', { name: 'Type By the door to take it out' }).fill('By the door')
  await page.getByRole('button', { name: 'Take this bench out' }).click()
  await page.getByText('Its token was taken').first().waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  const late = await station.call('POST', '/v1/stations/heartbeat', HEALTH)
  expect(late).toMatchObject({ status: 401, body: { code: 'revoked' } })
  await page.getByRole('textbox', { name: 'Reason' }).fill('a full log')
  await page.getByRole('button', { name: 'Let it send', exact: true }).click()
  await page.getByText('It may send what it has scanned until').waitFor()
  await page.context().close()
})

test('a log that was carried here is brought in, and what it did stands on the page', async () => {
  const { office } = desk
  const key = newStationKey()
  const enrolled = await office.enrol({ name: 'Far away', publicKey: key.public })
  const { stationId, incarnation, epoch } = enrolled
  const log = createStationLog({ incarnation })
  for (let n = 0; n < 3; n += 1) log.act('session.sign-in', {})
  log.act('load.confirm', { loadId: 'none' })
  const file = await writeLogFile(log, { stationId, key, epoch })
  const page = await desk.open('/stations')
  await page.getByRole('link', { name: 'Bring in a log file' }).click()
  await page.locator('input[type=file]').setInputFiles({
    name: 'far.jsonl.gz',
    mimeType: 'application/gzip',
    buffer: Buffer.from(file),
  })
  await page.getByRole('button', { name: 'Bring it in' }).click()
  await page.getByText('Far away: 4 actions read').waitFor()
  await page.getByText('3 accepted').waitFor()
  expect(await consoleFlaws(page)).toEqual([])
  await page.getByRole('link', { name: 'Look at it' }).click()
  const rows = page.getByRole('table', { name: 'What it did last' }).getByRole('row')
  await rows.nth(1).getByText('Confirmed the load').waitFor()
  await rows.nth(1).getByText('Refused').waitFor()
  await rows.nth(2).getByText('Signed in').waitFor()
  await page.context().close()

  const wrong = await desk.open('/stations/import')
  await wrong.locator('input[type=file]').setInputFiles({
    name: 'holiday.jpg',
    mimeType: 'image/jpeg',
    buffer: gzipSync('no log'),
  })
  await wrong.getByRole('button', { name: 'Bring it in' }).click()
  await wrong.getByRole('alert').waitFor()
  await wrong.context().close()
})

test('a supervisor looks, and has no button that changes anything', async () => {
  const page = await desk.open('/stations', { role: 'supervisor' })
  await page.getByRole('link', { name: 'Pack 2' }).click()
  await page.getByRole('heading', { name: 'What it did last' }).waitFor()
  for (const name of ['Ask for the support file', 'Take this bench out', 'Rename']) {
    expect(await page.getByRole('button', { name }).count()).toBe(0)
  }
  await page.goto(`${desk.office.url}/stations/nobody`)
  await page.getByRole('heading', { name: 'There is no such station' }).first().waitFor()
  await page.context().close()
})

test('the board and the page of a bench read as well in the dark, in Dutch and on a large screen', async () => {
  const dark = await desk.open('/stations', { look: { colorScheme: 'dark' } })
  await dark.getByText('Needs somebody').first().waitFor()
  await expectGoodLook(dark, 'stations-board-dark')
  await dark.getByRole('link', { name: 'Pack 3' }).click()
  await dark.getByRole('heading', { name: 'What it did last' }).waitFor()
  await expectGoodLook(dark, 'stations-one-dark')
  await dark.goto(`${desk.office.url}/stations/enrol`)
  await dark.getByRole('button', { name: 'Make the code' }).waitFor()
  expect(await consoleFlaws(dark)).toEqual([])
  await dark.context().close()
  const dutch = await desk.open('/stations', {
    look: { locale: 'nl-NL', width: 1920, height: 1080 },
  })
  await dutch.getByText('Heeft iemand nodig').first().waitFor()
  await expectGoodLook(dutch, 'stations-board-nl')
  await dutch.context().close()
})
