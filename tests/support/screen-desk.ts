import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import type { BenchView } from '#contract/rpc/bench-view.ts'
import { sampleView, type SampleName } from '../../renderer/testing/sample-views.ts'
import { startStubHost, type StubHost } from '../../renderer/testing/stub-host.ts'
import { systemClock } from '../../main/clock.ts'
import { lowContrasts, smallTargets, smallTexts } from './look-at-page.ts'

/** Smallest share of light between a text and what it stands on, WCAG 2.2 AA. */
export const CONTRAST_MIN = 4.5
export const TOUCH_MIN_PX = 56
export const TEXT_MIN_PX = 20

const ROOT = join(import.meta.dirname, '../..')
const PAGES = join(ROOT, 'out/renderer')
export const PICTURES = join(ROOT, 'test-results/screens')

export type Look = {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  locale?: string
  reducedMotion?: 'reduce' | 'no-preference'
}

/** The smallest and the largest screen of a bench, by day and by night. */
export const LOOKS = [
  { width: 1280, height: 800, colorScheme: 'light' },
  { width: 1280, height: 800, colorScheme: 'dark' },
  { width: 1920, height: 1080, colorScheme: 'light' },
  { width: 1920, height: 1080, colorScheme: 'dark' },
] as const

/** The built screens before a host that shows what it is told to, in a browser to look at them with. */
export type ScreenDesk = {
  host: StubHost
  browser: Browser
  /** A bench's screen, loaded. */
  open(look?: Look): Promise<Page>
  close(): Promise<void>
}

export async function openScreenDesk(): Promise<ScreenDesk> {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('run `npm run build` first')
  mkdirSync(PICTURES, { recursive: true })
  const host = await startStubHost({ pages: PAGES })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  return {
    host,
    browser,
    open: async (look = {}) => {
      const { width = 1280, height = 800, colorScheme = 'light', locale = 'en-GB' } = look
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        locale,
        reducedMotion: look.reducedMotion ?? 'no-preference',
      })
      const page = await context.newPage()
      await page.goto(`${host.url}/#token=${host.token}`)
      await page.getByTestId('top-bar').waitFor()
      return page
    },
    close: async () => {
      await browser.close()
      await host.close()
    },
  }
}

/** Shows a state, changed where asked, and comes back when the page has drawn all of it. */
export async function showSettled(
  { host }: ScreenDesk,
  page: Page,
  name: SampleName,
  change: (view: BenchView) => BenchView = (view) => view,
): Promise<void> {
  const view = change(sampleView(name, systemClock.now()))
  // The bench's own name tells what the page has drawn from what it is about to draw.
  const before = await page.getByTestId('who').textContent()
  const mark = before?.includes('Ⅰ') === true ? 'Ⅱ' : 'Ⅰ'
  host.show(name, { ...view, name: `${mark} ${view.name}` })
  await page.getByTestId('who').filter({ hasText: mark }).waitFor()
  await settled(page)
}

/** Codes and label pictures are drawn by parts of the page that load when first looked at. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.querySelector('svg[data-code]:not(:has(path))') === null &&
      document.querySelector('[data-testid=edge][data-on=true]') === null,
  )
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  )
}

/** Keeps a picture for people to look at. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' })
}

export async function seeWords(page: Page, words: readonly string[]): Promise<void> {
  for (const word of words) await page.getByText(word).first().waitFor({ state: 'visible' })
}

/** What a person would complain about, and what hangs out of the screen. */
export async function flawsOf(page: Page): Promise<string[]> {
  const isWider = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  )
  return [
    ...(await page.evaluate(lowContrasts, CONTRAST_MIN)),
    ...(await page.evaluate(smallTargets, TOUCH_MIN_PX)),
    ...(await page.evaluate(smallTexts, TEXT_MIN_PX)),
    ...(isWider ? ['wide'] : []),
  ]
}
