import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { CALIBRATION_CODE, CALIBRATION_PATTERN } from '#contract/barcode/calibration-code.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { systemClock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { keysOf } from '../../main/devices/wedge/key-layouts.ts'
import type { KeySetting } from '../../main/devices/wedge/key-layouts.ts'
import { uuidV7 } from '../../main/ids.ts'
import { type Station, startStation } from '../../main/station.ts'
import type { OfficeClient } from '../../main/sync/office-client.ts'
import { scratchFolder } from '../support/bench-floor.ts'
import { eventually } from '../support/processes.ts'

const PAGES = join(import.meta.dirname, '../../out/renderer')
const PICTURES = join(import.meta.dirname, '../../test-results/wedge')
const TOKEN = 'local'
const US: KeySetting = { layout: 'us', isCapsInverted: false }
const DE: KeySetting = { layout: 'de', isCapsInverted: false }

const away = () =>
  Promise.resolve({ ok: false as const, failure: { kind: 'unreachable' as const, detail: '' } })
const OFFICE: OfficeClient = {
  enrol: away,
  push: away,
  pull: away,
  scope: away,
  heartbeat: away,
  live: () => Promise.resolve(),
}

const open: (() => Promise<unknown>)[] = []
let browser: Browser

beforeAll(async () => {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('run `npm run build` first')
  mkdirSync(PICTURES, { recursive: true })
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

afterAll(async () => {
  await browser.close()
})

type Wedge = { station: Station; page: Page; heard: () => string[] }

/** A real host with a scanner that types, and its own page in a real browser. */
async function openBench(size = { width: 1280, height: 800 }, locale = 'en-GB'): Promise<Wedge> {
  const folder = scratchFolder()
  open.push(() => Promise.resolve(folder.remove()))
  const station = await startStation(
    {
      dataFolder: folder.path,
      identity: {
        stationId: 'station-1',
        token: 'secret',
        name: 'Pack 1',
        mode: 'pick-and-pack',
        warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
        epoch: 'e1',
        numberRange: { from: 1, to: 10_000, prefix: '38712345' },
        serverUrl: 'http://127.0.0.1:1',
        incarnation: 'ab'.repeat(16),
      },
      devices: DeviceConfig.parse({
        scanners: [{ id: 's1', name: 'Hand scanner', link: 'wedge' }],
      }),
      port: 0,
      localToken: TOKEN,
      pagesFolder: PAGES,
      appVersion: '0',
      isDemo: false,
    },
    {
      clock: systemClock,
      newId: uuidV7(systemClock),
      random: () => 0.5,
      office: OFFICE,
      onTrouble: () => undefined,
    },
  )
  open.push(() => station.close())
  const heard: string[] = []
  const take = station.bench.takeScan.bind(station.bench)
  station.bench.takeScan = (taken) => {
    heard.push(`${taken.aim ?? ''}${taken.text}`)
    return take(taken)
  }
  const context = await browser.newContext({ viewport: size, locale })
  open.push(() => context.close())
  const page = await context.newPage()
  await page.goto(`${station.url}/#token=${TOKEN}`)
  await page.getByTestId('top-bar').waitFor()
  await eventually(
    async () => {
      const { devices } = await stateOf(station)
      return devices[0]?.state !== 'lost' && devices[0]?.state !== 'opening'
    },
    { what: 'the scanner is there' },
  )
  return { station, page, heard: () => heard }
}

/** As long as it takes until so many codes came to the bench. */
function hears(heard: () => string[], count: number): Promise<boolean> {
  return eventually(() => Promise.resolve(heard().length >= count), { what: 'a scan was heard' })
}

async function stateOf(station: Station) {
  const answer = await fetch(`${station.url}/v1/state`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  })
  return (await answer.json()) as {
    devices: { id: string; state: string; detail: string }[]
    workflow: { alert: { code: string } | null }
  }
}

/** Presses what a scanner would, through the browser's own input, with its own times. */
async function scan(page: Page, text: string, setting = US, end = 'Enter'): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const strokes = [...keysOf(text, setting), { code: end, shift: false, ctrl: false, altGr: false }]
  const sent: Promise<unknown>[] = []
  for (const { code, shift, ctrl, altGr } of strokes) {
    const modifiers = (altGr ? 1 : 0) + (ctrl ? 2 : 0) + (shift ? 8 : 0)
    const held = altGr ? [{ code: 'AltRight', key: 'AltGraph' }] : []
    for (const modifier of held)
      sent.push(
        session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...modifier, modifiers }),
      )
    const key = { code, modifiers, ...keyText(code, shift, ctrl || altGr) }
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }))
    sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key }))
    for (const modifier of held)
      sent.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...modifier }))
  }
  await Promise.all(sent)
  await session.detach()
}

/** What a machine set to US English makes of a key. */
function keyText(code: string, shift: boolean, isCommand: boolean) {
  if (code === 'Enter') {
    return { key: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }
  }
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? /^Digit(\d)$/.exec(code)?.[1] ?? ''
  const key = shift ? letter : letter.toLowerCase()
  return isCommand || key === '' ? { key: key === '' ? 'Unidentified' : key } : { key, text: key }
}

test('[FAULT-18] a scan reaches the bench wherever the focus is, and its Enter presses nothing', async () => {
  const { page, heard } = await openBench()
  await scan(page, '8712345000417')
  await hears(heard, 1)
  // A button that was touched last has the focus, and an Enter would press it again.
  await page.evaluate(() => {
    const button = document.createElement('button')
    button.id = 'touched'
    button.addEventListener('click', () => button.setAttribute('data-pressed', 'yes'))
    document.body.append(button)
    button.focus()
  })
  await scan(page, `]C10109506000134352${GS}10LOT 7`)
  await hears(heard, 2)
  expect(heard()).toEqual(['8712345000417', `]C10109506000134352${GS}10LOT 7`])
  expect(await page.locator('#touched').getAttribute('data-pressed')).toBeNull()
})

test('[FAULT-18] a scan into a text field is taken and the field is as it was; typing stays there', async () => {
  const { page, heard } = await openBench()
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      form.setAttribute('data-sent', 'yes')
    })
    const field = document.createElement('input')
    field.id = 'note'
    form.append(field)
    document.body.append(form)
    field.focus()
  })
  await page.keyboard.type('glue 12', { delay: 120 })
  expect(await page.locator('#note').inputValue()).toBe('glue 12')
  // A pause that a person makes before reaching for the scanner.
  await page.waitForFunction(
    (since) => performance.now() - since > 200,
    await page.evaluate(() => performance.now()),
  )
  await scan(page, '8712345000417')
  await hears(heard, 1)
  expect(heard()).toEqual(['8712345000417'])
  expect(await page.locator('#note').inputValue()).toBe('glue 12')
  expect(await page.locator('form').getAttribute('data-sent')).toBeNull()
})

test('[FAULT-18] Caps Lock of the machine changes no code', async () => {
  const { page, heard } = await openBench()
  const session = await page.context().newCDPSession(page)
  await session.send('Input.dispatchKeyEvent', {
    type: 'keyDown',
    code: 'CapsLock',
    key: 'CapsLock',
  })
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', code: 'CapsLock', key: 'CapsLock' })
  await scan(page, 'Abc-42')
  await hears(heard, 1)
  expect(heard()).toEqual(['Abc-42'])
})

test.each([
  [{ width: 1280, height: 800 }, 'en-GB', 'types as in Germany'],
  [{ width: 1920, height: 1080 }, 'nl-NL', 'typt Duits'],
])(
  '[FAULT-18] a scanner set to another country is calibrated and shown at %j',
  async (size, locale, words) => {
    const { page, heard } = await openBench(size, locale)
    await scan(page, CALIBRATION_CODE, DE)
    await page.getByTestId('top-bar').getByTestId('device-scanner').click()
    await page.getByTestId('doctor-row-s1').waitFor()
    await scan(page, `]C1${CALIBRATION_PATTERN}`, DE)
    await page.getByText(words).waitFor()
    await page.screenshot({ path: join(PICTURES, `calibrated-${size.width}x${size.height}.png`) })
    await scan(page, ']C0Zy-1/x', DE)
    await hears(heard, 1)
    expect(heard()).toEqual([']C0Zy-1/x'])
  },
)

test('a bad finding is shown with what to do about it', async () => {
  const { page } = await openBench()
  await scan(page, CALIBRATION_CODE)
  await scan(page, CALIBRATION_PATTERN.replace(GS, ''))
  await page.getByTestId('top-bar').getByTestId('device-scanner').click()
  const advice = page.getByText('Set it to send GS')
  await advice.waitFor()
  expect(await advice.textContent()).toContain('scan the sheet again')
  await page.screenshot({ path: join(PICTURES, 'separator-lost.png') })
})
