import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import type { StubHost } from '../../renderer/testing/stub-host.ts'
import { STUB_BADGES, STUB_PIN } from '../../renderer/testing/stub-router.ts'
import {
  LOOKS,
  flawsOf,
  openScreenDesk,
  type ScreenDesk,
  seeWords,
  showSettled,
  takePicture,
  TOUCH_MIN_PX,
} from '../support/screen-desk.ts'

let desk: ScreenDesk
let host: StubHost

beforeAll(async () => {
  desk = await openScreenDesk()
  host = desk.host
})

afterAll(() => desk.close())

async function press(page: Page, ...buttons: string[]): Promise<void> {
  for (const button of buttons) await page.getByTestId(button).click()
}

type Moment = { show: SampleName; presses: string[]; words: string[]; name: string }

const MOMENTS: Moment[] = [
  {
    show: 'floor',
    presses: [],
    words: ['3 of 8 benches need you', 'No labels in the printer since 12:40', 'Goods are missing'],
    name: 'benches',
  },
  {
    show: 'floor-fine',
    presses: [],
    words: ['Nothing is stuck. 2 benches at work.', 'Nothing to decide.', 'People, picks'],
    name: 'fine',
  },
  {
    show: 'floor-offline',
    presses: [],
    words: ['As of 12:58. The office can’t be reached; deciding needs it.'],
    name: 'offline',
  },
  {
    show: 'floor-alone',
    presses: [],
    words: ['The office has not told this bench of any other yet.', 'This bench today'],
    name: 'alone',
  },
  {
    show: 'floor',
    presses: ['exception-LL-000247'],
    words: ['Ship what there is', 'What was found goes out. The rest does not come.'],
    name: 'exception',
  },
  {
    show: 'floor',
    presses: ['exception-UND-3', 'decide-recount', 'digit-4'],
    words: ['How many lie on the shelf now?'],
    name: 'count',
  },
  {
    show: 'floor',
    presses: ['claim-LLP0002516'],
    words: ['not heard of since 12:21', 'The bench is broken or off'],
    name: 'claim',
  },
  {
    show: 'floor',
    presses: ['claim-LD-000412', 'release-URGENT'],
    words: ['Supervisor: scan your badge'],
    name: 'badge',
  },
]

describe.each(LOOKS)('at $width × $height, $colorScheme', (look) => {
  test('the floor is readable, touchable and fits', async () => {
    const page = await desk.open(look)
    const found: string[] = []
    for (const { show, presses, words, name } of MOMENTS) {
      host.show(show)
      await press(page, 'floor-open', ...presses)
      await seeWords(page, words)
      const size = `${look.width}x${look.height}-${look.colorScheme}`
      await takePicture(page, `${size}-floor-${name}`)
      await page.getByTestId('panel-floor').locator('div').nth(-1).scrollIntoViewIfNeeded()
      found.push(...(await flawsOf(page)).map((flaw) => `${name}: ${flaw}`))
      await page.keyboard.press('Escape')
    }
    expect(found).toEqual([])
    await page.context().close()
  })
})

test.each(['en-GB', 'nl-NL'])(
  'the bar has room for everything at once: who, what was refused and all benches, in %s',
  async (locale) => {
    const page = await desk.open({ width: 1280, height: 800, locale })
    await showSettled(desk, page, 'floor', (view) => ({
      ...view,
      log: { ...view.log, refusedOpen: 3 },
    }))
    const bar = page.getByTestId('top-bar')
    const look = async (whoMinPx: number) => {
      const isWhole = await bar.evaluate((element) => element.scrollWidth <= element.clientWidth)
      expect(isWhole, 'nothing of the bar is cut off').toBe(true)
      const who = await page.getByTestId('who').boundingBox()
      expect(who?.width, 'who works here is shown').toBeGreaterThan(whoMinPx)
    }
    const placeOf = async () => (await page.getByTestId('device-printer').boundingBox())?.x
    await look(TOUCH_MIN_PX)
    const before = await placeOf()
    // The first touch takes the warning away that nobody hears the bench.
    await page.mouse.click(640, 600)
    await page.getByTestId('sound-off').waitFor({ state: 'detached' })
    await look(2 * TOUCH_MIN_PX)
    expect(await placeOf(), 'nothing moves under the finger').toBe(before)
    await takePicture(page, `1280x800-bar-full-${locale}`)
    await page.context().close()
  },
)

test('in Dutch every sentence that has its own words is told in Dutch', async () => {
  host.show('floor')
  const page = await desk.open({ locale: 'nl-NL' })
  await press(page, 'floor-open')
  await seeWords(page, [
    '3 van 8 werkplekken hebben je nodig',
    'Geen labels in de printer sinds 12:40',
    'Order LL-000247 wacht: 2 × OAK-14-NAT is niet gevonden.',
  ])
  await takePicture(page, '1280x800-light-floor-nl')
  expect(await flawsOf(page)).toEqual([])
  await page.context().close()
})

test('the stuck benches come first, and what was touched is what is sent', async () => {
  host.show('floor')
  const page = await desk.open()
  await press(page, 'floor-open')
  const names = await page.getByTestId('bench-name').allTextContents()
  expect(names.slice(0, 4)).toEqual(['Pack 5', 'Pack 2', 'Pack 4', 'Pack 6'])
  const from = host.pressed.length
  await press(page, 'exception-UND-3', 'decide-recount', 'digit-1', 'digit-2', 'count-do')
  await page.getByTestId('supervisor-badge').waitFor()
  await expect.poll(() => host.scanBadge(STUB_BADGES.supervisor)).toBe(true)
  await press(page, ...Array.from(STUB_PIN, (digit) => `pin-${digit}`), 'pin-ok')
  await page.getByText('Decided.').waitFor()
  await press(page, 'floor-outcome-next', 'claim-LLP0002516', 'release-PERSONGONE')
  await page.getByTestId('supervisor-badge').waitFor()
  await expect.poll(() => host.scanBadge(STUB_BADGES.picker)).toBe(true)
  await page.getByText('That is not a supervisor’s badge.').waitFor()
  await press(page, 'supervisor-cancel', 'floor-back')
  expect(host.pressed.slice(from)).toEqual(['decide exception-2 recount 12'])
  await page.context().close()
})

test('only a supervisor is shown the way to all benches', async () => {
  host.show('idle')
  const page = await desk.open()
  expect(await page.getByTestId('floor-open').count()).toBe(0)
  host.show('floor')
  await page.getByTestId('floor-open').waitFor()
  await page.context().close()
})
