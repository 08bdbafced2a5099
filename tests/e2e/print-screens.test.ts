import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import type { StubHost } from '../../renderer/testing/stub-host.ts'
import {
  flawsOf,
  openScreenDesk,
  type ScreenDesk,
  seeWords,
  takePicture,
} from '../support/screen-desk.ts'

let desk: ScreenDesk
let host: StubHost
let page: Page

beforeAll(async () => {
  desk = await openScreenDesk()
  host = desk.host
})

afterAll(() => desk.close())

beforeEach(async () => {
  page = await desk.open()
})

afterEach(() => page.context().close())

const see = (...words: string[]) => seeWords(page, words)
const flaws = () => flawsOf(page)

async function press(...buttons: string[]): Promise<void> {
  for (const button of buttons) await page.getByTestId(button).click()
}

type Moment = { show: SampleName; presses: string[]; words: string[]; name: string }

const PANEL = 'device-printer'

const MOMENTS: Moment[] = [
  { show: 'picking', presses: [PANEL], words: ['These labels wait for you'], name: 'panel' },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-4'],
    words: ['Did this label come out?', 'Yes, it came out', 'No, print a new one'],
    name: 'doubt',
  },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-6'],
    words: ['Waited too long', 'Print it now', 'Other printer', 'Cancel this label'],
    name: 'expired',
  },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-6', 'print.redirect'],
    words: ['Which printer?', 'Labels of another size are in this printer.'],
    name: 'redirect',
  },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-2', 'print.reprint'],
    words: ['Why do you need a new label?'],
    name: 'reprint',
  },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-9'],
    words: ['Old label: throw it away'],
    name: 'void',
  },
  {
    show: 'picking',
    presses: [PANEL, 'job-job-3', 'print.cancel'],
    words: ['Not done', 'The printer has it already.'],
    name: 'too-late',
  },
  {
    show: 'verify-expired',
    presses: [],
    words: ['This label waited too long', 'Print it now'],
    name: 'verify-expired',
  },
]

describe.each([
  { width: 1280, height: 800, colorScheme: 'light', locale: 'en-GB' },
  { width: 1280, height: 800, colorScheme: 'dark', locale: 'en-GB' },
  { width: 1920, height: 1080, colorScheme: 'light', locale: 'en-GB' },
] as const)('at $width × $height, $colorScheme', (look) => {
  test('what is said about labels is readable, touchable and fits', async () => {
    await page.context().close()
    page = await desk.open(look)
    const found: string[] = []
    for (const { show, presses, words, name } of MOMENTS) {
      host.show(show)
      await press(...presses)
      await see(...words)
      const file = `${look.width}x${look.height}-${look.colorScheme}-print-${name}`
      await takePicture(page, file)
      found.push(...(await flaws()).map((flaw) => `${name}: ${flaw}`))
      await page.reload()
      await page.getByTestId('top-bar').waitFor()
    }
    expect(found).toEqual([])
  })
})

test('a label in doubt is answered with one touch, and a new one can come out elsewhere', async () => {
  host.show('picking')
  const from = host.pressed.length
  await press(PANEL, 'job-job-4', 'print.came-out')
  await see('Stick it on and scan it.')
  await press('print-next', 'job-job-4', 'print.not-printed')
  await see('Copy 2 is on its way.')
  await press('print-next', 'job-job-4', 'print.not-printed.elsewhere', 'printer-p2')
  await see('Copy 2 is on its way.')
  expect(host.pressed.slice(from)).toEqual([
    'print came-out job-4',
    'print not-printed job-4',
    'print not-printed job-4 p2',
  ])
})

test('a label that waited too long is printed, sent elsewhere or cancelled, as somebody says', async () => {
  host.show('picking')
  const from = host.pressed.length
  await press(PANEL, 'job-job-6', 'print.release')
  await see('It is printed now.')
  await press('print-next', 'job-job-6', 'print.redirect')
  expect(await page.getByTestId('printer-p3').isDisabled()).toBe(true)
  expect(await page.getByTestId('printer-p1').count()).toBe(0)
  await press('printer-p2', 'print-next', 'job-job-6', 'print.cancel')
  await see('Cancelled. It will not come out.')
  await press('print-next', 'job-job-2', 'print.reprint', 'reprint-UNREADABLE')
  await see('Copy 2 is on its way.')
  expect(host.pressed.slice(from)).toEqual([
    'print release job-6',
    'print redirect job-6 p2',
    'print cancel job-6',
    'print reprint job-2 UNREADABLE',
  ])
})

test('the label a packer waits for is let go where the packer stands', async () => {
  host.show('verify-expired')
  const from = host.pressed.length
  await press('print.release')
  await expect.poll(() => host.pressed.slice(from)).toEqual(['print release job-1'])
})

test('labels are worked by keyboard, and in Dutch', async () => {
  await page.context().close()
  page = await desk.open({ locale: 'nl-NL' })
  host.show('picking')
  await page.getByTestId(PANEL).focus()
  await page.keyboard.press('Enter')
  await see('Deze labels wachten op jou')
  await page.getByTestId('job-job-4').focus()
  await page.keyboard.press('Enter')
  await see('Is dit label eruit gekomen?', 'Ja, het kwam eruit', 'Nee, print een nieuw')
  expect(await flaws()).toEqual([])
  await page.getByTestId('print.came-out').focus()
  await page.keyboard.press('Space')
  await see('Plak het op en scan het.')
})
