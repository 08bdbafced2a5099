import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import type { StubHost } from '../../renderer/testing/stub-host.ts'
import { STUB_BADGES, STUB_PIN } from '../../renderer/testing/stub-router.ts'
import {
  LOOKS,
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

async function scanBadge(badge: string): Promise<void> {
  await page.getByTestId('supervisor-badge').waitFor()
  await expect.poll(() => host.scanBadge(badge)).toBe(true)
}

async function typePin(pin: string): Promise<void> {
  await page.getByTestId('pin-pad').waitFor()
  await press(...Array.from(pin, (digit) => `pin-${digit}`), 'pin-ok')
}

type Moment = { show: SampleName; presses: string[]; words: string[]; name: string }

const MOMENTS: Moment[] = [
  { show: 'trouble-restored', presses: ['waiting'], words: ['With a task'], name: 'queue' },
  { show: 'refused-three', presses: ['refused'], words: ['Confirmed the load'], name: 'inbox' },
  {
    show: 'refused-three',
    presses: ['refused', 'refusal-282'],
    words: ['Try again', 'Write off'],
    name: 'choices',
  },
  {
    show: 'refused-three',
    presses: ['refused', 'refusal-282', 'close-amended', 'digit-3'],
    words: ['Now 2', 'Try again like this'],
    name: 'amend',
  },
  {
    show: 'refused-three',
    presses: ['refused', 'refusal-282', 'close-written-off'],
    words: ['Scanned by mistake'],
    name: 'reasons',
  },
  {
    show: 'refused-three',
    presses: ['refused', 'refusal-282', 'close-again'],
    words: ['Supervisor: scan your badge'],
    name: 'badge',
  },
  { show: 'trouble-many', presses: ['trouble-strip'], words: ['a login'], name: 'troubles' },
  {
    show: 'trouble-memory',
    presses: ['trouble-strip'],
    words: ['24 codes came at once from Hand scanner.', 'Count 24 codes now'],
    name: 'memory',
  },
  {
    show: 'trouble-memory',
    presses: ['trouble-strip', 'parked-throw-away'],
    words: ['Throw 24 scanned codes away?'],
    name: 'memory-away',
  },
  {
    show: 'trouble-salvaged-lost',
    presses: ['trouble-strip'],
    words: ['3 could not be read'],
    name: 'salvaged',
  },
  {
    show: 'trouble-forked',
    presses: ['stopped-new-log'],
    words: ['Is this machine the bench from now on?'],
    name: 'sure',
  },
]

describe.each(LOOKS)('at $width × $height, $colorScheme', (look) => {
  test('what lies behind the top bar is readable, touchable and fits', async () => {
    await page.context().close()
    page = await desk.open(look)
    const found: string[] = []
    for (const { show, presses, words, name } of MOMENTS) {
      host.show(show)
      await press(...presses)
      await see(...words)
      const file = `${look.width}x${look.height}-${look.colorScheme}-sync-${name}`
      await takePicture(page, file)
      found.push(...(await flaws()).map((flaw) => `${name}: ${flaw}`))
      await page.reload()
      await page.getByTestId('top-bar').waitFor()
    }
    expect(found).toEqual([])
  })
})

test('the queue is read a page at a time and by what became of it', async () => {
  host.show('picking')
  await press('waiting')
  const first = page.getByTestId('entry-312')
  await first.waitFor()
  expect(await page.getByTestId('entry-263').count()).toBe(1)
  expect(await page.getByTestId('entry-262').count()).toBe(0)
  await press('queue-older')
  await page.getByTestId('entry-262').waitFor()
  expect(await first.count()).toBe(0)
  await press('queue-newer')
  await first.waitFor()
  await press('filter-refused')
  await page.getByTestId('entry-282').waitFor()
  expect(await page.getByTestId('filter-refused').getAttribute('aria-pressed')).toBe('true')
  await see('Refused: something before it was refused.')
  expect(await first.count()).toBe(0)
  await press('filter-waiting')
  await see('At risk')
  expect(await page.getByTestId('at-risk').count()).toBe(1)
})

test('writing off takes a supervisor’s badge and PIN, and says what came of it', async () => {
  host.show('refused-three')
  const from = host.pressed.length
  await press('refused', 'refusal-282', 'close-written-off', 'write-off-MISTAKE')
  await scanBadge(STUB_BADGES.picker)
  await see('That is not a supervisor’s badge.')
  await scanBadge(STUB_BADGES.supervisor)
  await typePin('9999')
  await see('Wrong PIN. Try again.')
  expect(host.pressed.slice(from)).toEqual([])
  await typePin(STUB_PIN)
  await see('Written off.')
  expect(host.pressed.slice(from)).toEqual(['close 282 written-off MISTAKE'])
  await press('closed-next')
  await see('A supervisor decides about each of these.')
})

test('a signed-in supervisor is asked for nothing; a rule that says no is told in words', async () => {
  const operator = { id: 'karim', name: 'Karim', roles: ['supervisor'] }
  host.show('refused-three', { operator })
  const from = host.pressed.length
  await press('refused', 'refusal-306', 'close-again')
  await see('Not done', 'Another bench is working on pick list LL-000246. Take another list.')
  await press('closed-next', 'close-amended', 'choice-list-8', 'amend-do')
  await see('Done again as changed. It is sent by itself.')
  expect(host.pressed.slice(from)).toEqual([
    'close 306 again null',
    'close 306 amended {"pickListId":"list-8"}',
  ])
})

test('what can not be changed here offers no change, and numbers are typed on the pad', async () => {
  host.show('refused-three')
  await press('refused', 'refusal-299')
  expect(await page.getByTestId('close-amended').isDisabled()).toBe(true)
  await press('refusal-back', 'refusal-282', 'close-amended')
  expect(await page.getByTestId('amend-do').isDisabled()).toBe(true)
  await press('digit-2')
  expect(await page.getByTestId('amend-do').isDisabled()).toBe(true)
  await press('digit-erase', 'digit-1')
  expect(await page.getByTestId('amend-do').isDisabled()).toBe(false)
})

test('a new log is asked about twice, and is a supervisor’s', async () => {
  host.show('trouble-forked')
  const from = host.pressed.length
  await press('stopped-new-log', 'new-log-no')
  await see('This bench was copied')
  await press('stopped-new-log', 'new-log-yes')
  await scanBadge(STUB_BADGES.supervisor)
  await typePin(STUB_PIN)
  await see('A new log is begun. The bench starts again by itself.')
  expect(host.pressed.slice(from)).toEqual(['new log'])
})

test('a scanner’s memory is let in at one touch, and thrown away at two', async () => {
  host.show('trouble-memory')
  const from = host.pressed.length
  await press('trouble-strip', 'parked-throw-away', 'parked-keep', 'parked-let-in')
  await press('parked-throw-away', 'parked-throw-away-yes')
  await expect
    .poll(() => host.pressed.slice(from))
    .toEqual(['parked s1 let-in', 'parked s1 throw-away'])
})

test('the unsent work is saved to a file that says what to do with it', async () => {
  host.show('trouble-withdrawn')
  await press('trouble-strip', 'save-log-button')
  const saved = page.waitForEvent('download')
  await scanBadge(STUB_BADGES.supervisor)
  await typePin(STUB_PIN)
  const download = await saved
  expect(download.suggestedFilename()).toBe('loadline-pack-3-308-312.loadlog')
  expect(await readFile(await download.path(), 'utf8')).toBe('a log')
  await see('Saved loadline-pack-3-308-312.loadlog: 5 actions', 'Copy the file to a stick')
})

test('a shift’s end goes on counting until it is complete, and a badge takes it away', async () => {
  host.show('shift-sending')
  await see('307 accounted for')
  host.show('shift-complete')
  await see('312 accounted for')
  expect(await page.getByTestId('shift-end').getAttribute('data-state')).toBe('complete')
  host.show('idle')
  await page.getByTestId('shift-end').waitFor({ state: 'detached' })
})

test('the inbox is worked by keyboard alone', async () => {
  host.show('refused-three')
  await page.getByTestId('refused').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('refusal-282').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('close-written-off').focus()
  await page.keyboard.press('Space')
  await see('Why is it written off?')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByTestId('panel-refusals').count()).toBe(0)
})

test('Dutch has words for all of it', async () => {
  await page.context().close()
  page = await desk.open({ locale: 'nl-NL' })
  host.show('refused-three')
  await press('refused', 'refusal-282', 'close-written-off')
  await see('Waarom wordt het afgeschreven?', 'Per ongeluk gescand')
  await page.keyboard.press('Escape')
  host.show('trouble-forked')
  await see('Deze werkplek is gekopieerd', 'Begin hier een nieuw logboek')
  expect(await flaws()).toEqual([])
})
