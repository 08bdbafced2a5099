import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AWAY_MOMENTS,
  type AwayName,
  PRACTICE_MOMENTS,
} from '../../renderer/testing/away-moments.ts'
import type { SampleName } from '../../renderer/testing/sample-views.ts'
import { bringRules, brokenRules } from '../support/broken-rules.ts'
import { layoutFlawsOf } from '../support/look-at-layout.ts'
import {
  flawsOf,
  openScreenDesk,
  type ScreenDesk,
  seeWords,
  settled,
  showSettled,
  takePicture,
} from '../support/screen-desk.ts'

/** Words that must be readable in each moment, in both languages. */
const WORDS: Record<AwayName, { en: string; nl: string }> = {
  'first-run-scan': { en: 'The scanner is ready', nl: 'De scanner is klaar' },
  'first-run-typing': { en: 'Address of the office', nl: 'Adres van kantoor' },
  'first-run-asking': { en: 'https://office.', nl: 'https://office.' },
  'first-run-used': { en: 'This code was used before.', nl: 'Deze code is al eens gebruikt.' },
  'first-run-unreachable': { en: 'Try again now', nl: 'Probeer nu opnieuw' },
  'first-run-enrolled': { en: 'This bench is Pack 3', nl: 'Deze werkplek is Pack 3' },
  'practice-begin': { en: '0 of 7 done', nl: '0 van 7 klaar' },
  'practice-right': { en: 'Scan a wrong product', nl: 'Scan een verkeerd product' },
  'practice-wrong': { en: 'This is Tile grey 60 × 60.', nl: 'Dit is Tile grey 60 × 60.' },
  'practice-codes': { en: 'Scan Tile grey 60 × 60', nl: 'Scan Tile grey 60 × 60' },
  'practice-done': { en: 'All done. Well done!', nl: 'Alles gedaan. Goed zo!' },
}

let desk: ScreenDesk

beforeAll(async () => {
  desk = await openScreenDesk()
})

afterAll(() => desk.close())

describe.each([
  { width: 1280, height: 800, colorScheme: 'light', locale: 'en-GB' },
  { width: 1280, height: 800, colorScheme: 'dark', locale: 'nl-NL' },
  { width: 1920, height: 1080, colorScheme: 'dark', locale: 'en-GB' },
  { width: 800, height: 1280, colorScheme: 'light', locale: 'nl-NL' },
  { width: 1024, height: 768, colorScheme: 'light', locale: 'nl-NL' },
] as const)('at $width × $height, $colorScheme, $locale', (look) => {
  test('a new bench and one to practise at are readable, touchable and fit', async () => {
    const { host } = desk
    host.show('signed-out')
    const page = await desk.open(look)
    const flaws: string[] = []
    for (const [name, moment] of Object.entries(AWAY_MOMENTS)) {
      host.show(moment.show, moment.changes)
      host.showPractice(moment.practice)
      host.showFirstRun(moment.firstRun)
      await page.locator(moment.drawn).waitFor()
      for (const button of moment.presses) await page.getByTestId(button).click()
      await seeWords(page, [WORDS[name as AwayName][look.locale.startsWith('en') ? 'en' : 'nl']])
      await settled(page)
      await takePicture(page, `${look.width}x${look.height}-${look.colorScheme}-${name}`)
      await bringRules(page)
      const found = [
        ...(await flawsOf(page)),
        ...(await layoutFlawsOf(page)),
        ...(await brokenRules(page)),
      ]
      flaws.push(...found.map((flaw) => `${name}: ${flaw}`))
      host.showFirstRun(null)
      host.showPractice(null)
      await page.reload()
      await page.getByTestId('top-bar').waitFor()
    }
    expect(flaws).toEqual([])
    await page.context().close()
  })
})

/** What somebody comes past who practises every task. */
const PRACTISED: SampleName[] = [
  'idle',
  'picking',
  'weigh-right',
  'weigh-heavy',
  'verify',
  'packed',
  'loading',
  'prompt-short',
  'prompt-override-pin',
  'prompt-override-reason',
  'prompt-seal',
  'alert-wrong-load',
]

test.each([
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 800, height: 1280 },
])(
  'what the frame of practice leaves is enough for every screen, at $width × $height',
  async (look) => {
    const { host } = desk
    host.show('idle')
    host.showPractice(PRACTICE_MOMENTS['practice-right'].practice)
    const page = await desk.open({ ...look, locale: 'nl-NL' })
    const flaws: string[] = []
    for (const name of PRACTISED) {
      await showSettled(desk, page, name)
      const found = [...(await flawsOf(page)), ...(await layoutFlawsOf(page))]
      flaws.push(...found.map((flaw) => `${name}: ${flaw}`))
    }
    host.showPractice(null)
    expect(flaws).toEqual([])
    await page.context().close()
  },
)
