import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { SAMPLE_TIME } from '../../renderer/testing/sample-floor.ts'
import { startStubHost, type StubHost } from '../../renderer/testing/stub-host.ts'
import { root } from '../bootstrap.mjs'
import { bookPages, THEMES, type BookPage, type Theme } from './book-pages.ts'
import { shrinkPicture } from './shrink-picture.ts'

const PAGES = join(root, 'out/renderer')
const FOLDER = join(root, 'docs/screens')
const SIZE = { width: 1280, height: 800 }

/** A screen that is still drawing after this many looks never stops. */
const LOOKS_MAX = 20

/** Draws every state of a bench in both themes, and the page that shows them. */
export async function writeScreenBook(tell: (line: string) => void): Promise<void> {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('run `npm run build` first')
  // Nothing in a picture may come from the day on which it was made.
  const host = await startStubHost({ pages: PAGES, now: () => SAMPLE_TIME })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const pages = bookPages()
  try {
    emptyFolder()
    for (const theme of THEMES) await drawAll(host, browser, theme, pages)
    writeFileSync(join(FOLDER, 'README.md'), bookText(pages))
    tell(`${pages.length * THEMES.length} pictures are in docs/screens`)
  } finally {
    await browser.close()
    await host.close()
  }
}

async function drawAll(
  host: StubHost,
  browser: Browser,
  theme: Theme,
  pages: readonly BookPage[],
): Promise<void> {
  const context = await browser.newContext({
    viewport: SIZE,
    colorScheme: theme,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(SAMPLE_TIME)
  const smaller = await context.newPage()
  const open = async () => {
    await page.goto(`${host.url}/#token=${host.token}`)
    await page.reload()
    await page.getByTestId('top-bar').waitFor()
    // One touch turns the sound on, as it does at the start of a shift.
    await page.keyboard.press('Shift')
    await page.getByTestId('sound-off').waitFor({ state: 'detached' })
  }
  await open()
  for (const bookPage of pages) {
    const { name, presses, away } = bookPage
    await showDrawn(host, page, bookPage)
    for (const button of presses) await page.getByTestId(button).click()
    const bytes = await shrinkPicture(smaller, await stillPicture(page))
    writeFileSync(join(FOLDER, `${name}.${theme}.webp`), bytes)
    host.showFirstRun(null)
    host.showPractice(null)
    // A sheet that was opened is left by looking anew.
    if (presses.length > 0 || away !== null) await open()
  }
  await context.close()
}

/** What stands in folders of its own belongs to other books. */
function emptyFolder(): void {
  mkdirSync(FOLDER, { recursive: true })
  for (const entry of readdirSync(FOLDER, { withFileTypes: true })) {
    if (entry.isFile()) rmSync(join(FOLDER, entry.name))
  }
}

/** Shows a state and waits until the page has it: blanks of no width tell it from the one before. */
async function showDrawn(host: StubHost, page: Page, { show, away }: BookPage): Promise<void> {
  if (away?.firstRun != null) {
    host.showFirstRun(away.firstRun)
    await page.locator(away.drawn).waitFor()
    return
  }
  if (away !== null) host.showPractice(away.practice)
  const shown = await page.getByTestId('who').textContent()
  const mark = shown?.includes('\u2060') === true ? '\u2063' : '\u2060'
  host.show(show, { ...away?.changes, name: `Pack 3${mark}` })
  await page.getByTestId('who').filter({ hasText: mark }).waitFor()
  if (away !== null) await page.locator(away.drawn).waitFor()
}

/** Codes and label pictures come a moment later: a picture counts once the next one is the same. */
async function stillPicture(page: Page): Promise<Buffer> {
  await page.locator('svg[data-code]:not(:has(path))').first().waitFor({ state: 'detached' })
  await page.locator('[data-testid=cmd-ACK]:disabled').waitFor({ state: 'detached' })
  let before = await page.screenshot({ animations: 'disabled' })
  for (let look = 0; look < LOOKS_MAX; look += 1) {
    const after = await page.screenshot({ animations: 'disabled' })
    if (after.equals(before)) return after
    before = after
  }
  throw new Error('the screen does not come to rest')
}

function bookText(pages: readonly BookPage[]): string {
  const rows = pages.map(({ name, caption }) => {
    const cells = THEMES.map((theme) => `![${name}, ${theme}](${name}.${theme}.webp)`)
    return `## ${name}\n\n${caption}.\n\n| light | dark |\n| --- | --- |\n| ${cells.join(' | ')} |\n`
  })
  const intro =
    'Each state a bench can be in, from its first run to practice, at 1280 × 800, in both themes. Written by ' +
    '`node scripts/screen-book.ts` from the states of [renderer/testing](../../renderer/testing); ' +
    'a test finds a state without a picture.'
  return `# Every screen of the bench\n\n${intro}\n\n${rows.join('\n')}`
}
