import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import type { OfficeRole } from '#contract/http/scopes.ts'
import { bringRules, brokenRules } from './broken-rules.ts'
import { databases, type TestDatabase } from './databases.ts'
import { lowContrasts } from './look-at-page.ts'
import { startOffice, type OfficeOptions, type TestOffice } from './office.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The build that is looked at. */
export const BUILT_CONSOLE = process.env['LOADLINE_TEST_CONSOLE'] ?? join(ROOT, 'out/office')
export const CONSOLE_PICTURES = join(ROOT, 'test-results/console')

const CONTRAST_MIN = 4.5
export const PASSWORD = 'vier kratten eikenhout'
/** Of MAIN, as an office has it from the start. */
const WAREHOUSE_ZONE = 'Europe/Amsterdam'

export type ConsoleLook = {
  colorScheme?: 'light' | 'dark'
  locale?: 'en-GB' | 'nl-NL'
  width?: number
  height?: number
  /** Where the computer is that looks; beside the warehouse unless a test says so. */
  timezoneId?: string
}

export type ConsoleDesk = {
  office: TestOffice
  /** A browser of somebody with that role, signed in, at that address. */
  open(path: string, options?: { role?: OfficeRole | null; look?: ConsoleLook }): Promise<Page>
  close(): Promise<void>
}

/** A real office with its built pages, and a browser beside it. */
export async function openConsoleDesk(
  options: Omit<OfficeOptions, 'database'> & { kind?: 'pglite' | 'postgres' } = {},
): Promise<ConsoleDesk> {
  if (!existsSync(join(BUILT_CONSOLE, 'index.html'))) throw new Error('run `npm run build` first')
  const { kind = 'pglite', ...rest } = options
  const database = await openDatabase(kind)
  const office = await startOffice({ database, consoleFolder: BUILT_CONSOLE, ...rest })
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  return {
    office,
    open: (path, { role = 'super-admin', look = {} } = {}) =>
      openPage(browser, office, { path, role, look }),
    close: async () => {
      await browser.close()
      await office.close()
      await database.close()
    },
  }
}

async function openDatabase(kind: 'pglite' | 'postgres'): Promise<TestDatabase> {
  const found = databases.find((database) => database.kind === kind)
  if (found === undefined) throw new Error(`no ${kind} in this run`)
  return found.open()
}

async function openPage(
  browser: Browser,
  office: TestOffice,
  { path, role, look }: { path: string; role: OfficeRole | null; look: ConsoleLook },
): Promise<Page> {
  const { width = 1280, height = 800, timezoneId = WAREHOUSE_ZONE, ...rest } = look
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId,
    reducedMotion: 'reduce',
    acceptDownloads: true,
    ...rest,
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  if (role !== null) {
    const put = await office.admin('PUT', `/v1/users/desk-${role}`, {
      displayName: `Ilse (${role})`,
      role,
      password: PASSWORD,
    })
    if (put.status !== 200) throw new Error(`no user: ${JSON.stringify(put.body)}`)
    const body = { login: `desk-${role}`, password: PASSWORD }
    const signedIn = await context.request.post(`${office.url}/v1/session`, { data: body })
    if (!signedIn.ok()) throw new Error(`not signed in: ${await signedIn.text()}`)
    // An office whose clock a test turns by hand may sign in for hours that the browser takes for long over.
    const [, name = '', value = ''] =
      /^([^=]+)=([^;]*)/.exec(signedIn.headers()['set-cookie'] ?? '') ?? []
    await context.addCookies([{ name, value, url: office.url, httpOnly: true, sameSite: 'Lax' }])
  }
  await page.goto(office.url + path)
  return page
}

/** Keeps a picture under that name, to be looked at and for the book of screens. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(CONSOLE_PICTURES, { recursive: true })
  await page.screenshot({ path: join(CONSOLE_PICTURES, `${name}.png`) })
}

/** What an accessible page would not have: rules broken, texts too pale, content wider than the window. */
export async function consoleFlaws(page: Page): Promise<string[]> {
  await bringRules(page)
  return [
    ...(await brokenRules(page)),
    ...(await page.evaluate(lowContrasts, CONTRAST_MIN)),
    ...(await page.evaluate(() =>
      document.documentElement.scrollWidth > document.documentElement.clientWidth
        ? ['the page is wider than its window']
        : [],
    )),
  ]
}
