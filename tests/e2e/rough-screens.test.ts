import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { layoutFlawsOf } from '../support/look-at-layout.ts'
import { emptyView, roughView } from '../support/rough-views.ts'
import {
  flawsOf,
  openScreenDesk,
  type ScreenDesk,
  showSettled,
  takePicture,
} from '../support/screen-desk.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

const NAMES = Object.keys(SCREEN_WORDS) as SampleName[]

const TABLET = { width: 1024, height: 768 }
const TABLET_UPRIGHT = { width: 800, height: 1280 }
const BENCH = { width: 1280, height: 800 }
const LAPTOP = { width: 1366, height: 768 }

let desk: ScreenDesk

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterAll(() => desk.close())

/** Every state of a bench through one window, and what is wrong with it there. */
async function lookAtAll(
  page: Page,
  picture: string,
  change?: typeof roughView,
): Promise<string[]> {
  const flaws: string[] = []
  for (const name of NAMES) {
    await showSettled(desk, page, name, change)
    await takePicture(page, `${picture}-${name}`)
    const found = [...(await flawsOf(page)), ...(await layoutFlawsOf(page))]
    flaws.push(...found.map((flaw) => `${name}: ${flaw}`))
  }
  return flaws
}

describe.each([
  { ...BENCH, locale: 'en-GB', on: 'bench' },
  { ...BENCH, locale: 'nl-NL', on: 'bench-nl' },
  { ...TABLET, locale: 'en-GB', on: 'tablet' },
  { ...TABLET_UPRIGHT, locale: 'nl-NL', on: 'upright' },
  { ...LAPTOP, locale: 'nl-NL', on: 'laptop' },
])('at $width × $height, $locale', ({ on, ...look }) => {
  test('nothing overlaps, is cut off without saying so or hangs out of the screen', async () => {
    const page = await desk.open(look)
    expect(await lookAtAll(page, on)).toEqual([])
    await page.context().close()
  })
})

describe.each([
  { ...BENCH, on: 'bench' },
  { ...TABLET_UPRIGHT, on: 'upright' },
])('at $width × $height', ({ on, ...look }) => {
  test('names of 200 letters, twelve orders and a hundred lists fit', async () => {
    const page = await desk.open({ ...look, locale: 'nl-NL' })
    expect(await lookAtAll(page, `${on}-rough`, roughView)).toEqual([])
    await page.context().close()
  })

  test('nothing at all fits too', async () => {
    const page = await desk.open(look)
    expect(await lookAtAll(page, `${on}-empty`, emptyView)).toEqual([])
    await page.context().close()
  })
})

test('a text that is cut off, hangs out or lies over another would be found', async () => {
  desk.host.show('picking')
  const page = await desk.open()
  expect(await layoutFlawsOf(page)).toEqual([])
  await page.evaluate(() => {
    const move = (id: string, name: 'marginTop' | 'marginLeft' | 'width', value: string) => {
      const element = document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
      if (element !== null) element.style[name] = value
    }
    move('next-count', 'marginTop', '-22rem')
    move('unit', 'width', '9rem')
    move('cmd-REPRINT', 'marginLeft', '-3rem')
  })
  const flaws = (await layoutFlawsOf(page)).join('\n')
  expect(flaws).toContain('runs into')
  expect(flaws).toContain('is cut off at its side')
  expect(flaws).toContain('lie over one another')
  await page.context().close()
})
