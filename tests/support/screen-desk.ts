import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { startStubHost, type StubHost } from '../../renderer/testing/stub-host.ts'
import { lowContrasts, smallTargets, smallTexts } from './look-at-page.ts'

/** Smallest share of light between a text and what it stands on, WCAG 2.2 AA. */
export const CONTRAST_MIN = 4.5
export const TOUCH_MIN_PX = 56
export const TEXT_MIN_PX = 20

const ROOT = join(import.meta.dirname, '../..')
const PAGES = join(ROOT, 'out/renderer')
const PICTURES = join(ROOT, 'test-results/screens')

export type Look = {
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  locale?: string
}

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
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale })
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
