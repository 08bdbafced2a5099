import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StubHost } from '../../renderer/testing/stub-host.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { lowContrasts, smallTargets } from '../support/look-at-page.ts'
import {
  LOOKS,
  CONTRAST_MIN,
  TOUCH_MIN_PX,
  flawsOf,
  openScreenDesk,
  type ScreenDesk,
  seeWords,
  takePicture,
} from '../support/screen-desk.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

let desk: ScreenDesk
let host: StubHost

beforeAll(async () => {
  desk = await openScreenDesk()
  host = desk.host
})

afterAll(() => desk.close())

async function see(page: Page, words: readonly string[]): Promise<void> {
  await seeWords(page, words)
  // Codes and label pictures are drawn by parts of the page that load when first looked at.
  await page.waitForFunction(
    () => document.querySelector('svg[data-code]:not(:has(path))') === null,
  )
}

describe.each(LOOKS)('at $width × $height, $colorScheme', (look) => {
  test('every state is readable, touchable and fits the screen', async () => {
    const page = await desk.open(look)
    const flaws: string[] = []
    for (const [name, words] of Object.entries(SCREEN_WORDS) as [SampleName, string[]][]) {
      host.show(name)
      await see(page, words)
      await takePicture(page, `${look.width}x${look.height}-${look.colorScheme}-${name}`)
      flaws.push(...(await flawsOf(page)).map((flaw) => `${name}: ${flaw}`))
    }
    expect(flaws).toEqual([])
    await page.context().close()
  })
})

test('Dutch says everything in Dutch and fits too', async () => {
  host.show('picking')
  const page = await desk.open({ locale: 'nl-NL' })
  await see(page, ['3 van 5', 'pak er nog 2', 'Sluit doos', 'Alles weg'])
  host.show('alert-wrong')
  await see(page, ['Verkeerd product', 'Dit is Underlay 3 mm.', 'OK, begrepen'])
  expect(await page.evaluate(lowContrasts, CONTRAST_MIN)).toEqual([])
  await page.context().close()
})

test('scanning moves nothing: counts, carton and buttons stay where they are', async () => {
  host.show('picking')
  const page = await desk.open()
  await see(page, ['take 2 more'])
  const places = () =>
    Promise.all(
      ['next-count', 'next-sku', 'unit', 'cmd-SHORT', 'cmd-REPRINT', 'clock'].map((id) =>
        page.getByTestId(id).boundingBox(),
      ),
    )
  const before = await places()
  host.show('picking-multiplied')
  await see(page, ['Next scan counts × 24'])
  expect(await places()).toEqual(before)
  host.show('picking', { feedback: null })
  await page.getByTestId('last').waitFor({ state: 'detached' })
  expect(await places()).toEqual(before)
  await page.context().close()
})

test('touches hand the host the same as a scan would', async () => {
  const page = await desk.open()
  const from = host.pressed.length
  host.show('picking')
  await page.getByTestId('cmd-SHORT').click()
  host.show('prompt-short')
  await page.getByTestId('reason-NOTFOUND').click({ delay: 400 })
  host.show('idle')
  await page.getByTestId('list-list-0').click({ delay: 400 })
  await expect
    .poll(() => host.pressed.slice(from))
    .toEqual(['command SHORT', 'reason NOTFOUND', 'scan LLP0002474'])
  await page.context().close()
})

test('a PIN is typed with big keys, shown as dots, and handed to the host once', async () => {
  host.show('prompt-override-pin')
  const page = await desk.open()
  const from = host.pressed.length
  const pad = page.getByTestId('pin-pad')
  for (const key of ['4', '8', '8']) await page.getByTestId(`pin-${key}`).click()
  expect(await page.getByTestId('pin-ok').isDisabled()).toBe(true)
  await page.getByTestId('pin-erase').click()
  for (const key of ['2', '1']) await page.getByTestId(`pin-${key}`).click()
  await expect.poll(() => pad.getByRole('status').locator('span').count()).toBe(4)
  expect(await pad.textContent()).not.toContain('4821')
  await page.getByTestId('pin-ok').click()
  await expect.poll(() => host.pressed.slice(from)).toEqual(['pin 4821'])
  await expect.poll(() => pad.getByRole('status').locator('span').count()).toBe(0)
  await page.context().close()
})

test('a bouncing finger is one answer, and lets go of the button', async () => {
  host.show('loading')
  const page = await desk.open()
  const from = host.pressed.length
  await page.getByTestId('cmd-CONFIRM').dblclick()
  await expect.poll(() => host.pressed.slice(from)).toEqual(['command CONFIRM'])
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY')
  await page.context().close()
})

test('an alert covers everything, can not be answered by accident, and ACK answers it', async () => {
  host.show('alert-wrong')
  const page = await desk.open()
  const from = host.pressed.length
  const alert = page.getByTestId('alert')
  expect(await alert.getAttribute('data-code')).toBe('wrong-product')
  expect(await alert.boundingBox()).toEqual({ x: 0, y: 0, width: 1280, height: 800 })
  const ack = page.getByTestId('cmd-ACK')
  await ack.click({ force: true })
  await ack.click()
  await expect.poll(() => host.pressed.slice(from)).toEqual(['command ACK'])
  host.show('picking')
  await alert.waitFor({ state: 'detached' })
  await page.context().close()
})

test('a right scan flashes the green edge', async () => {
  host.show('picking')
  const page = await desk.open()
  const isLit = page.waitForSelector('[data-testid=edge][data-on=true]', { state: 'attached' })
  const detail = { name: 'Oak plank', quantity: 1, picked: 4, requested: 5 }
  host.show('picking', { feedback: { at: 99, kind: 'good', text: 'picked', detail } })
  await isLit
  await page.waitForSelector('[data-testid=edge][data-on=false]', { state: 'attached' })
  expect(await page.getByTestId('last').textContent()).toBe('1 × Oak plank')
  await page.context().close()
})

test('a lost host says stop scanning, and the bench comes back by itself as it is then', async () => {
  host.show('picking')
  const page = await desk.open()
  await see(page, ['take 2 more'])
  host.setReachable(false)
  await page.getByTestId('screen-lost').waitFor()
  await takePicture(page, '1280x800-light-lost')
  host.show('loading')
  host.setReachable(true)
  await page.getByTestId('screen-lost').waitFor({ state: 'detached' })
  await page.getByTestId('screen-loading').waitFor()
  expect(await page.getByTestId('online').getAttribute('data-online')).toBe('true')
  await page.context().close()
})

test('a wrong token is refused in words, and no token stays in the address', async () => {
  const page = await desk.browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`${host.url}/#token=not-this-one`)
  await page.getByTestId('screen-refused').waitFor()
  expect(page.url()).toBe(`${host.url}/`)
  await page.close()
})

test('the page keeps to its policy: no script, style or address from elsewhere', async () => {
  const complaints: string[] = []
  const page = await desk.browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(host.url)) complaints.push(request.url())
  })
  host.show('verify')
  await page.goto(`${host.url}/#token=${host.token}`)
  await page.getByTestId('label-picture').waitFor()
  for (const panel of ['waiting', 'device-scanner', 'device-printer', 'settings']) {
    await page.getByTestId(panel).click()
    await page.getByTestId('panel-close').click()
  }
  expect(complaints.filter((complaint) => !complaint.includes('data:,'))).toEqual([])
  await page.close()
})

test('every panel opens from the top bar and says what it holds', async () => {
  host.show('picking-offline')
  const page = await desk.open()
  const panels = [
    ['waiting', 'queue', ['Today: 312 made, 289 accounted for', 'At risk', 'With a task']],
    ['device-scale', 'devices', ['Not found. Check the plug and the power.']],
    ['device-printer', 'jobs', ['Nobody knows if it came out', 'Out of labels']],
    ['settings', 'settings', ['Nederlands', 'Dark', 'st-0193-pack-3']],
  ] as const
  for (const [button, panel, words] of panels) {
    await page.getByTestId(button).click()
    await see(page, words)
    await takePicture(page, `1280x800-light-panel-${panel}`)
    expect(await page.evaluate(smallTargets, TOUCH_MIN_PX)).toEqual([])
    expect(await page.evaluate(lowContrasts, CONTRAST_MIN)).toEqual([])
    await page.keyboard.press('Escape')
  }
  await page.context().close()
})

test('language and light are chosen by touch and kept on the machine', async () => {
  host.show('picking')
  const page = await desk.open()
  await page.getByTestId('settings').click()
  await page.getByTestId('language-nl').click()
  await page.getByTestId('light-dark').click()
  await page.reload()
  await see(page, ['3 van 5'])
  const scheme = () => document.documentElement.dataset['mantineColorScheme']
  expect(await page.evaluate(scheme)).toBe('dark')
  await page.context().close()
})
