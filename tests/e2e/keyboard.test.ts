import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { quantityCode } from '#contract/barcode/loadline-code.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { openScreenDesk, type ScreenDesk, settled, showSettled } from '../support/screen-desk.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

/** What marks the button that Enter would press must stand out from what is around it, WCAG 2.2 1.4.11. */
const RING_CONTRAST_MIN = 3

const NAMES = Object.keys(SCREEN_WORDS) as SampleName[]

let desk: ScreenDesk
let page: Page

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterEach(() => page.context().close())
afterAll(() => desk.close())

const RING = `
  const read = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const isClear = (text) => text === 'transparent' || read(text)[3] === 0
  const behind = (element) => {
    if (element === null) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return isClear(backgroundColor) ? behind(element.parentElement) : backgroundColor
  }
  const light = (text) => {
    const [red, green, blue] = read(text).map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const element = document.activeElement
  if (element === null || element === document.body) return null
  const style = getComputedStyle(element)
  const isInside = parseFloat(style.outlineOffset) < 0
  const paper = light(behind(isInside ? element : element.parentElement))
  const ink = light(style.outlineColor)
  return {
    place: [...document.querySelectorAll('*')].indexOf(element),
    name: element.dataset.testid ?? element.tagName.toLowerCase(),
    isButton: element.matches('button, input, select, textarea'),
    contrast: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05),
    widthPx: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
  }`

type Ring = { place: number; name: string; isButton: boolean; contrast: number; widthPx: number }

/** What has the focus now and how it is marked; null for nothing. */
function ringOf(): Promise<Ring | null> {
  return page.evaluate<Ring | null>(`(() => {${RING}})()`)
}

/** Presses Tab until it comes round, and says what it went past. */
async function tabThrough(limit: number): Promise<Ring[]> {
  const rings: Ring[] = []
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let count = 0; count < limit; count += 1) {
    await page.keyboard.press('Tab')
    const ring = await ringOf()
    // Between the last button and the first one the browser's own bar has its turn.
    if (ring === null) continue
    if (rings.length > 0 && ring.place === rings[0]?.place) return rings
    rings.push(ring)
  }
  throw new Error(`Tab never came round: ${rings.map(({ name }) => name).join(', ')}`)
}

/** Buttons that a finger could press now, by name. */
function pressable(): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button:not(:disabled):not([tabindex="-1"])')]
      // The first key turns the sound on, and its warning is gone.
      .filter((button) => button.dataset['testid'] !== 'sound-off')
      .filter((button) => button.checkVisibility() && button.closest('[inert]') === null)
      .map((button) => button.dataset['testid'] ?? 'button'),
  )
}

describe.each([{ colorScheme: 'light' }, { colorScheme: 'dark' }] as const)(
  'by keyboard, $colorScheme',
  (look) => {
    test('Tab comes to every button of every state, each marked so that it is seen, and round again', async () => {
      page = await desk.open(look)
      const flaws: string[] = []
      for (const name of NAMES) {
        await showSettled(desk, page, name)
        if (name.startsWith('alert-')) {
          await page.waitForFunction(() => document.querySelector('[data-testid=cmd-ACK]:enabled'))
        }
        const wanted = await pressable()
        const rings = await tabThrough(wanted.length + 20)
        const reached = rings.map((ring) => ring.name)
        flaws.push(
          ...wanted
            .filter((button) => !reached.includes(button))
            .map((button) => `${name}: Tab never comes to ${button}`),
          ...rings
            .filter(({ contrast, widthPx }) => contrast < RING_CONTRAST_MIN || widthPx < 3)
            .map((ring) => `${name}: ${ring.name} has a ring of ${ring.contrast.toFixed(2)}`),
        )
      }
      expect(flaws).toEqual([])
    })
  },
)

test('Enter and Space press, and what lies under an alert can not be reached', async () => {
  page = await desk.open()
  const from = desk.host.pressed.length
  await showSettled(desk, page, 'picking')
  await page.getByTestId('cmd-SHORT').focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => desk.host.pressed.slice(from)).toEqual(['command SHORT'])
  await showSettled(desk, page, 'alert-wrong')
  await page.waitForFunction(() => document.querySelector('[data-testid=cmd-ACK]:enabled'))
  // The alert itself has the focus: an Enter that was meant for something else presses nothing.
  await page.keyboard.press('Enter')
  expect((await tabThrough(5)).map(({ name }) => name)).toEqual(['cmd-ACK'])
  await page.getByTestId('cmd-ACK').focus()
  await page.keyboard.press('Space')
  await expect.poll(() => desk.host.pressed.slice(from)).toEqual(['command SHORT', 'command ACK'])
  await showSettled(desk, page, 'picking')
  await expect.poll(async () => (await ringOf())?.name).toBe('cmd-SHORT')
})

test('a panel takes the focus, keeps no one in, and Escape gives it back to its button', async () => {
  page = await desk.open()
  await showSettled(desk, page, 'picking')
  await page.getByTestId('settings').focus()
  await page.keyboard.press('Enter')
  const panel = page.getByTestId('panel-settings')
  await panel.waitFor()
  await page.keyboard.press('Tab')
  expect((await ringOf())?.name).toBe('panel-close')
  const around = (await tabThrough(60)).map(({ name }) => name)
  expect(around).toContain('language-nl')
  expect(around).toContain('waiting')
  expect(around).not.toContain('cmd-SHORT')
  await page.getByTestId('sound-wrong').focus()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await expect.poll(async () => (await ringOf())?.name).toBe('settings')
})

test('a finger that opens a panel leaves the focus on nothing that an Enter presses', async () => {
  page = await desk.open()
  await showSettled(desk, page, 'picking')
  await page.getByTestId('device-printer').click()
  await page.getByTestId('panel-jobs').waitFor()
  expect((await ringOf())?.isButton).toBe(false)
  await page.keyboard.press('Enter')
  await settled(page)
  await page.getByTestId('panel-jobs').waitFor()
  await page.getByTestId('panel-close').click()
  await page.getByTestId('panel-jobs').waitFor({ state: 'detached' })
  expect(await ringOf()).toBeNull()
})

describe('for whoever asked for less motion', () => {
  test('nothing in any state moves by itself or glides', async () => {
    page = await desk.open({ reducedMotion: 'reduce' })
    const flaws: string[] = []
    for (const name of NAMES) {
      await showSettled(desk, page, name)
      const moving = await page.evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) =>
          ['', '::before', '::after'].flatMap((part) => {
            const style = getComputedStyle(element, part || null)
            const glides = style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
            const isMoving = style.animationName !== 'none' || glides
            return isMoving ? [`${element.tagName} ${element.className}${part}`] : []
          }),
        ),
      )
      flaws.push(...moving.map((element) => `${name}: ${element}`))
    }
    expect(flaws).toEqual([])
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
  })

  test('a right scan leaves a mark that stands instead of a flash', async () => {
    page = await desk.open({ reducedMotion: 'reduce' })
    await showSettled(desk, page, 'picking')
    const good = { name: 'Oak plank', quantity: 1, picked: 4, requested: 5 }
    desk.host.show('picking', { feedback: { at: 99, kind: 'good', text: 'picked', detail: good } })
    await page.waitForSelector('[data-testid=edge][data-on=true]', { state: 'attached' })
    expect(await page.getByTestId('edge').isVisible()).toBe(false)
    const mark = page.getByTestId('last-scan')
    const shown = () => mark.evaluate((element) => getComputedStyle(element).boxShadow)
    expect(await shown()).not.toBe('none')
    await page.waitForSelector('[data-testid=edge][data-on=false]', { state: 'attached' })
    expect(await shown()).not.toBe('none')
  })

  test('with motion the badge is swept and the edge flashes', async () => {
    page = await desk.open()
    await showSettled(desk, page, 'signed-out')
    expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0)
  })
})

test('one touch counts all that is left with the next scan, and another one by one again', async () => {
  page = await desk.open()
  const from = desk.host.pressed.length
  await showSettled(desk, page, 'picking')
  await page.getByText('All 2 in one scan').click()
  await expect.poll(() => desk.host.pressed.slice(from)).toEqual([`scan ${quantityCode(2)}`])
  await showSettled(desk, page, 'picking-multiplied')
  // A second touch within a moment is the same touch.
  await expect
    .poll(async () => {
      await page.getByTestId('multiplier').click()
      return desk.host.pressed.slice(from).at(-1)
    })
    .toBe(`scan ${quantityCode(1)}`)
})
