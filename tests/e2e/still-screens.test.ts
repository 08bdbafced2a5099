import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BenchView, Feedback } from '#contract/rpc/bench-view.ts'
import type { UnitView } from '#contract/rpc/work-view.ts'
import { sampleLines, sampleUnit } from '../../renderer/testing/sample-floor.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import type { PickWork } from '../../renderer/testing/sample-work.ts'
import { openScreenDesk, type ScreenDesk, settled, showSettled } from '../support/screen-desk.ts'

let desk: ScreenDesk

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterAll(() => desk.close())

type Moment = { show: SampleName; change: (view: BenchView) => BenchView }

/** Where the eye and the hand go without looking: they may not move while goods are scanned. */
const WHILE_PICKING = `
  online waiting device-scanner device-scale device-printer cut-off clock settings
  lines next next-location next-sku next-count cmd-NEXT unit unit-contents then last-scan
  cmd-SHORT cmd-UNDO cmd-CLOSE cmd-WEIGH cmd-REPRINT`
  .trim()
  .split(/\s+/)

/** What stays the same from the first pick to the label that is scanned back. */
const WHILE_PACKING = WHILE_PICKING.filter((id) => !/^next|cmd-NEXT|unit-contents/.test(id))

function fed(text: string, detail: Feedback['detail'], kind: Feedback['kind'] = 'good'): Feedback {
  return { at: 0, kind, text, detail }
}

function pickWork(view: BenchView): PickWork {
  const { work } = view
  if (work.kind !== 'picking' && work.kind !== 'packing') throw new Error('no list is worked on')
  return work
}

/** So many of the first line taken, with what the last scan was taken for. */
function picked(count: number, feedback: Feedback | null, more: Partial<PickWork> = {}): Moment {
  return {
    show: 'picking',
    change: (view) => {
      const lines = sampleLines(0, count)
      const contents = [
        { sku: 'UND-3', name: 'Underlay 3 mm', quantity: 4 },
        { sku: 'OAK-14-NAT', name: 'Oak plank 14 mm, natural', quantity: count },
      ].filter(({ quantity }) => quantity > 0)
      const unit = sampleUnit({ contents, expectedGrams: 7_300 + count * 8_960 })
      const work = { ...pickWork(view), next: lines[0] ?? null, lines, unit, ...more }
      return { ...view, work, feedback }
    },
  }
}

/** The bench between a scan and its receipt: one action waits a moment, and then none does. */
function sending({ show, change }: Moment, pending: number): Moment {
  return {
    show,
    change: (view) => {
      const log = { ...view.log, pending, oldestPendingAt: new Date().toISOString() }
      return { ...change(view), log }
    },
  }
}

const ONE_MORE = fed('picked', { name: 'Oak plank 14 mm, natural', quantity: 1 })
const MARKED = fed('picked-marked', {
  name: 'Oak plank 14 mm, natural',
  quantity: 1,
  marks: 'LOT B2604-17 · best before 2027-01-31',
})

const PICKS: Moment[] = [
  picked(0, null),
  picked(1, ONE_MORE),
  sending(picked(2, ONE_MORE), 1),
  sending(picked(2, ONE_MORE), 12),
  picked(2, fed('quantity', { quantity: 24 }), { multiplier: 24 }),
  { show: 'alert-wrong', change: (view) => view },
  picked(2, fed('acknowledged', {})),
  picked(3, MARKED),
  picked(3, fed('meanwhile', { text: 'Skirting white 2.4 m' }, 'meanwhile')),
  picked(2, fed('undone', { name: 'Oak plank 14 mm, natural', quantity: 1 })),
  picked(5, ONE_MORE, { linesDone: 12, linesTotal: 12 }),
]

function same(show: SampleName): Moment {
  return { show, change: (view) => view }
}

function printing(printState: UnitView['printState']): Moment {
  return {
    show: 'verify',
    change: (view) => {
      const work = pickWork(view)
      const toVerify = work.toVerify === null ? null : { ...work.toVerify, printState }
      return { ...view, work: { ...work, toVerify } }
    },
  }
}

const PACKS: Moment[] = [
  picked(4, ONE_MORE),
  same('weigh-empty'),
  same('weigh-motion'),
  same('weigh-heavy'),
  same('weigh-over'),
  same('weigh-right'),
  printing('queued'),
  printing('sending'),
  printing('held'),
  printing('sent'),
  printing('failed'),
  same('packed'),
]

/** Where each part stands now; a part that is not there has no place. */
function placesOf(page: Page, ids: readonly string[]): Promise<Record<string, string>> {
  return page.evaluate((names) => {
    const places = names.map((name) => {
      const box = document.querySelector(`[data-testid="${name}"]`)?.getBoundingClientRect()
      if (box === undefined) return [name, 'not there']
      return [name, [box.x, box.y, box.width, box.height].map((px) => Math.round(px)).join(' ')]
    })
    return Object.fromEntries(places) as Record<string, string>
  }, ids)
}

async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(() => {
    const shifts: unknown[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & {
          value: number
          sources: { node: Node | null }[]
        }
        const names = sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement
          return element?.closest('[data-testid]')?.getAttribute('data-testid') ?? 'what is gone'
        })
        shifts.push(`${value.toFixed(4)} ${names.join(', ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: false })
  })
}

function shiftsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)
}

describe.each([
  { width: 1280, height: 800, locale: 'en-GB' },
  { width: 1920, height: 1080, locale: 'nl-NL' },
  { width: 1024, height: 768, locale: 'nl-NL' },
  { width: 800, height: 1280, locale: 'en-GB' },
])('at $width × $height, $locale', (look) => {
  test.each([
    { what: 'a line is picked', moments: PICKS, ids: WHILE_PICKING },
    { what: 'a carton is weighed, labelled and put away', moments: PACKS, ids: WHILE_PACKING },
  ])('nothing moves while $what', async ({ moments, ids }) => {
    const page = await desk.open(look)
    const [first, ...later] = moments
    if (first === undefined) throw new Error('no moment to begin with')
    await showSettled(desk, page, first.show, first.change)
    // The first touch of a shift turns the sound on, and its warning goes.
    await page.getByTestId('then').click()
    await page.getByTestId('sound-off').waitFor({ state: 'detached' })
    await settled(page)
    await watchShifts(page)
    const places = await placesOf(page, ids)
    expect(Object.entries(places).filter(([, place]) => place === 'not there')).toEqual([])
    for (const { show, change } of later) {
      await showSettled(desk, page, show, change)
      expect(await placesOf(page, ids), show).toEqual(places)
    }
    expect((await shiftsOf(page)).filter((shift) => !isOfScale(shift))).toEqual([])
    await page.context().close()
  })
})

/** Numbers follow what is put on the scale, and words what the printer does: neither is a scan. */
function isOfScale(shift: string): boolean {
  const own = /^(weigh.*|scale.*|verify.*)$/
  return shift
    .slice(shift.indexOf(' ') + 1)
    .split(', ')
    .every((name) => own.test(name))
}

test('a part that moves would be found', async () => {
  const page = await desk.open()
  await showSettled(desk, page, 'picking')
  await watchShifts(page)
  const before = await placesOf(page, ['unit'])
  await page.evaluate(() => {
    const card = document.querySelector<HTMLElement>('[data-testid="unit"]')
    if (card !== null) card.style.marginTop = '6rem'
  })
  await expect.poll(() => shiftsOf(page)).not.toEqual([])
  expect(await placesOf(page, ['unit'])).not.toEqual(before)
  await page.context().close()
})
