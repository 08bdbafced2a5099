import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { run, type Running } from '../tests/support/processes.ts'
import { rawScale, rawScanner, type RawScanner } from '../tests/support/raw-devices.ts'
import { BADGE, EAN, LIST_CODE, NOBODY, stationFolder } from './station-folder.ts'

export const CHROMIUM = '/usr/bin/chromium'
export const PAGES = join(import.meta.dirname, '../out/renderer')

const TOKEN = 'benchmark'
const LINES = 12
const PRODUCTS = 100_000
const VIEWPORT = { width: 1280, height: 800 }

/** A host in its own process with a scanner and a scale at sockets, and its built page in Chromium. */
export type ScreenFloor = {
  host: Running
  browser: Browser
  /** Of the bench's page, token and all. */
  address: string
  scanner: RawScanner
  products: number
  /** A new page of the bench, from its address to its first screen. */
  open(): Promise<Page>
  close(): Promise<void>
}

/** @param parkMoreThan - codes at once that the host takes for a scanner's memory; 0 takes them all as scans */
export async function openScreenFloor({
  parkMoreThan,
}: {
  parkMoreThan: number
}): Promise<ScreenFloor> {
  if (!existsSync(join(PAGES, 'index.html'))) throw new Error('run `npm run build` first')
  const folder = stationFolder({ actions: 0, products: PRODUCTS, lines: LINES })
  const [scanner, scale] = await Promise.all([rawScanner(), rawScale()])
  const devices = join(folder.path, 'devices.json')
  const link = (port: number) => `tcp://127.0.0.1:${port}`
  writeFileSync(
    devices,
    JSON.stringify({
      scanners: [{ id: 's1', link: link(scanner.port), suffix: '\r\n', parkMoreThan }],
      scales: [{ id: 'w1', protocol: 'mt-sics', link: link(scale.port) }],
    }),
  )
  const flags = ['--data', folder.path, '--server', NOBODY, '--port', '0', '--devices', devices]
  const host = await run('main/start.ts', flags, { LOADLINE_STATION_TOKEN: TOKEN })
  const browser = await openChromium()
  const address = `${String(host.ready['url'])}/#token=${TOKEN}`
  return {
    host,
    browser,
    address,
    scanner,
    products: PRODUCTS,
    async open() {
      const page = await browser.newPage({ viewport: VIEWPORT })
      await page.goto(address)
      await page.getByTestId('top-bar').waitFor()
      return page
    },
    async close() {
      await browser.close()
      await host.stop()
      scanner.close()
      scale.close()
      folder.remove()
    },
  }
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

/** Signs in, opens the list and takes the first piece, so that the number stands on the screen. */
export async function beginPicking({ scanner }: ScreenFloor, page: Page): Promise<void> {
  await page.getByTestId('device-scanner').and(page.locator('[data-tone=good]')).waitFor()
  await scanner.scan(BADGE)
  await page.getByTestId('screen-idle').waitFor()
  await scanner.scan(LIST_CODE)
  await page.getByTestId('screen-picking').waitFor()
  await scanner.scan(EAN)
  await page.locator(PICKED, { hasText: /^1$/ }).waitFor()
}

/** Where the page says how many were picked. */
export const PICKED = '[data-testid=next-count] b'
