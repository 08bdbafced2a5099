import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { StubHost } from '../../renderer/testing/stub-host.ts'
import { systemClock } from '../../main/clock.ts'
import { startVirtualDevices } from '../../main/devices/virtual/start-virtual-devices.ts'
import { VirtualConfig } from '../../main/devices/virtual/virtual-config.ts'
import { flawsOf, openScreenDesk, type ScreenDesk, takePicture } from '../support/screen-desk.ts'

let desk: ScreenDesk
let host: StubHost
let page: Page

beforeAll(async () => {
  desk = await openScreenDesk()
  host = desk.host
  host.show('picking-offline')
})

afterAll(() => desk.close())

afterEach(() => page.context().close())

async function openDoctor(width: number, height: number, locale: string): Promise<void> {
  page = await desk.open({ width, height, locale })
  await page.getByTestId('device-scanner').click()
  await page.getByTestId('doctor').waitFor()
}

async function look(picture: string): Promise<void> {
  await takePicture(page, picture)
  expect(await flawsOf(page)).toEqual([])
}

test.each([
  { width: 1280, height: 800, locale: 'en-GB', back: 'All devices' },
  { width: 1920, height: 1080, locale: 'nl-NL', back: 'Alle apparaten' },
])(
  'the doctor of the devices reads and presses well at $width × $height, $locale',
  async (look_) => {
    const { width, height, locale, back } = look_
    await openDoctor(width, height, locale)
    await look(`doctor-${width}`)
    const rows = await page.locator('[data-testid^="doctor-row-"]').all()
    expect(rows.length).toBeGreaterThan(2)
    for (const [index] of rows.entries()) {
      await page.locator('[data-testid^="doctor-row-"]').nth(index).click()
      await look(`doctor-${width}-${index}`)
      expect(await page.getByTestId('device-back').textContent()).toBe(back)
      await page.getByTestId('device-back').click()
    }
  },
)

test('each test of a device reaches the host, and its outcome is said', async () => {
  await openDoctor(1280, 800, 'en-GB')
  const row = page.locator('[data-testid^="doctor-row-"]')
  await row.first().click()
  await page.getByTestId('test-sound-good').click()
  await page.getByText('Sound right: Done').waitFor()
  await page.getByTestId('test-sound-bad').click()
  await page.getByText('Sound wrong: This device can’t do that now').waitFor()
  await page.getByTestId('test-reconnect').click()
  await page.getByText('Connect again: Done').waitFor()
  await page.getByTestId('device-back').click()
  await row.last().click()
  await page.getByTestId('test-label').click()
  await page.getByText('Print a ruler: Done').waitFor()
  const tests = host.pressed.filter((what) => what.startsWith('test '))
  expect(tests.map((what) => what.split(' ')[1])).toEqual([
    'sound-good',
    'sound-bad',
    'reconnect',
    'label',
  ])
})

test('the recording is saved from the screen', async () => {
  await openDoctor(1280, 800, 'en-GB')
  const download = page.waitForEvent('download')
  await page.getByTestId('doctor-save').click()
  expect((await download).suggestedFilename()).toBe('loadline-flight.jsonl')
  await page.getByText('1204 events are in loadline-flight.jsonl').waitFor()
})

test('the page of the virtual devices shows every device’s troubles and sets them', async () => {
  const devices = await startVirtualDevices(
    VirtualConfig.parse({
      port: 0,
      scanners: [{ id: 's1', name: 'Table', port: 0, dialect: 'zebra' }],
      scales: [{ id: 'w1', port: 0, protocol: 'toledo-8217' }],
      printers: [{ id: 'p1', port: 0, language: 'tspl' }],
    }),
    { clock: systemClock, newToken: () => 'a-token-of-this-test-run' },
  )
  try {
    page = await desk.browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(devices.url)
    await page.getByText('toledo-8217').first().waitFor()
    await page.click('#troubles-open')
    await takePicture(page, 'virtual-troubles')
    for (const what of ['Scanner · zebra', 'Scale · toledo-8217', 'Printer · tspl']) {
      await page.getByText(what).waitFor()
    }
    await page.locator('label:has(#fault-scale-w1-off)').click()
    await page.locator('#fault-scale-w1-off:checked').waitFor({ state: 'attached' })
    const state = (await (await fetch(`${devices.url}/v1/state`)).json()) as {
      scales: { faults: { name: string; on: boolean }[] }[]
    }
    expect(state.scales[0]?.faults.find(({ name }) => name === 'off')?.on).toBe(true)
  } finally {
    await devices.close()
  }
})
