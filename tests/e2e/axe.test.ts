import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PANEL_MOMENTS } from '../../renderer/testing/panel-moments.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { bringRules, brokenRules } from '../support/broken-rules.ts'
import { openScreenDesk, type ScreenDesk, settled, showSettled } from '../support/screen-desk.ts'
import { SCREEN_WORDS } from '../support/screen-words.ts'

const NAMES = Object.keys(SCREEN_WORDS) as SampleName[]

let desk: ScreenDesk

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterAll(() => desk.close())

async function openWithAxe(look: Parameters<ScreenDesk['open']>[0]): Promise<Page> {
  const page = await desk.open(look)
  await bringRules(page)
  return page
}

describe.each([
  { colorScheme: 'light', locale: 'en-GB' },
  { colorScheme: 'dark', locale: 'en-GB' },
  { colorScheme: 'light', locale: 'nl-NL' },
  { colorScheme: 'dark', locale: 'nl-NL' },
] as const)('in $colorScheme, $locale', (look) => {
  test('no state of a bench breaks a rule of accessible pages', async () => {
    const page = await openWithAxe(look)
    const broken: string[] = []
    for (const name of NAMES) {
      await showSettled(desk, page, name)
      broken.push(...(await brokenRules(page)).map((rule) => `${name}: ${rule}`))
    }
    expect(broken).toEqual([])
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(look.locale.slice(0, 2))
    expect(await page.title()).toContain('Loadline')
    await page.context().close()
  })

  test('no panel breaks one either', async () => {
    const page = await openWithAxe(look)
    const broken: string[] = []
    for (const [name, { show, presses }] of Object.entries(PANEL_MOMENTS)) {
      await showSettled(desk, page, show)
      for (const button of presses) await page.getByTestId(button).click()
      await settled(page)
      const found = await brokenRules(page)
      broken.push(...found.map((rule) => `${name}: ${rule}`))
      // Sheets of a stopped bench and of a panel are left by looking anew.
      await page.reload()
      await page.getByTestId('top-bar').waitFor()
      await bringRules(page)
    }
    expect(broken).toEqual([])
    await page.context().close()
  })
})

test('a rule that is broken would be found', async () => {
  desk.host.show('picking')
  const page = await openWithAxe({})
  await page.evaluate(() => {
    const button = document.createElement('button')
    document.querySelector('main')?.append(button)
  })
  expect((await brokenRules(page)).join()).toContain('critical: button-name')
  await page.context().close()
})
