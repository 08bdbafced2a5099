import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { DemoCode } from '../demo/demo-codes.ts'
import { makeSheets } from './sheets.ts'

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** A browser that has made no PDF by then will make none. */
const PRINT_TIMEOUT_MS = 60_000

/** Writes the sheets as pages, and as PDF too where asked and a browser is found. Answers with the files. */
export function writeSheets(
  codes: readonly DemoCode[],
  options: { folder: string; house: string; isPdf: boolean },
): string[] {
  mkdirSync(options.folder, { recursive: true })
  const browser = options.isPdf ? findBrowser() : null
  return makeSheets(codes, options.house).flatMap(({ file, html }) => {
    const page = resolve(join(options.folder, file))
    // Badges open the bench, so nobody else on this machine reads them.
    writeFileSync(page, html, { mode: 0o600 })
    const pdf = page.replace(/\.html$/, '.pdf')
    return browser !== null && print(browser, page, pdf) ? [page, pdf] : [page]
  })
}

function findBrowser(): string | null {
  const isThere = (name: string) => spawnSync(name, ['--version']).status === 0
  return BROWSERS.find(isThere) ?? null
}

function print(browser: string, page: string, pdf: string): boolean {
  const isRoot = process.getuid?.() === 0
  const result = spawnSync(
    browser,
    [
      '--headless',
      '--disable-gpu',
      '--disable-background-networking',
      ...(isRoot ? ['--no-sandbox'] : []),
      '--no-pdf-header-footer',
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ],
    { timeout: PRINT_TIMEOUT_MS },
  )
  return result.status === 0
}
