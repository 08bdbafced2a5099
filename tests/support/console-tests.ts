import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect } from 'vitest'
import { consoleFlaws, keepPicture, openConsoleDesk, type ConsoleDesk } from './console-desk.ts'
import { expectGood } from './expect-good.ts'
import type { OfficeOptions } from './office.ts'
import { handClock } from './wholesaler.ts'

type Options = NonNullable<Parameters<typeof openConsoleDesk>[0]>

type OpenOptions = NonNullable<Parameters<ConsoleDesk['open']>[1]>

export type TestedDesk = Pick<ConsoleDesk, 'office' | 'open'> & {
  /** What the office answers its administrator, which must go well. */
  admin<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body>
  /** A page whose clock says what the one of an office `byHand` does. */
  openByHand(path: string, options?: OpenOptions): Promise<Page>
}

/** One desk for the tests of a file: it opens before the first of them, and closes behind the last. */
export function deskForTests(options: Options | (() => Options) = {}): TestedDesk {
  let opened: ConsoleDesk | undefined
  const atDesk = (): ConsoleDesk => {
    if (opened === undefined) throw new Error('the desk opens before the first test')
    return opened
  }
  beforeAll(async () => {
    opened = await openConsoleDesk(typeof options === 'function' ? options() : options)
  })
  afterAll(() => opened?.close())
  return {
    get office() {
      return atDesk().office
    },
    open: (path, how) => atDesk().open(path, how),
    admin: (method, path, body) => expectGood(atDesk().office.admin(method, path, body)),
    openByHand: (path, how) => openByHand(atDesk(), path, how),
  }
}

/** What an office is given whose clock a test turns by hand, and which does nothing by itself. */
export function byHand(at?: string): Pick<OfficeOptions, 'deps'> {
  return { deps: { clock: handClock(at), every: () => () => undefined } }
}

async function openByHand(desk: ConsoleDesk, path: string, options: OpenOptions = {}) {
  const page = await desk.open('/settings', options)
  page.setDefaultTimeout(15_000)
  await page.clock.setFixedTime('2026-03-10T08:12:00.000Z')
  await page.goto(desk.office.url + path)
  return page
}

/** Keeps a picture of the page, and finds nothing wrong with it. */
export async function expectGoodLook(page: Page, name: string): Promise<void> {
  await keepPicture(page, name)
  expect(await consoleFlaws(page), name).toEqual([])
}

/** What is wrong with the page in light and in dark. */
export async function flawsInBothLights(page: Page): Promise<string[]> {
  const light = await consoleFlaws(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const dark = await consoleFlaws(page)
  await page.emulateMedia({ colorScheme: 'light' })
  return [...light, ...dark.map((flaw) => `dark: ${flaw}`)]
}

/** The text of the file that a button or a link has the browser save. */
export async function savedBy(control: Locator): Promise<string> {
  const download = control.page().waitForEvent('download')
  await control.click()
  return readFileSync(await (await download).path(), 'utf8')
}
