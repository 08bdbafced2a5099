import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratchFolder } from '../support/bench-floor.ts'
import { startDemo, type DemoProcess } from '../support/demo-process.ts'
import { launchElectron } from '../support/electron-window.ts'
import { packList, virtualHands, type VirtualHands } from '../support/virtual-hands.ts'

const PICTURES = join(import.meta.dirname, '../../test-results/whole-job')
const SHELL = join(import.meta.dirname, '../../out/shell/app.cjs')

const folder = scratchFolder()
let demo: DemoProcess
let browser: Browser
let hands: VirtualHands

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  demo = await startDemo(folder.path)
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  const devices = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await devices.goto(demo.devicesUrl)
  hands = virtualHands(devices, demo)
})

afterAll(async () => {
  await browser.close()
  await demo.stop()
  folder.remove()
})

test('from badge to confirmed load in Chromium, by scans alone', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${demo.stationUrl}/#token=${demo.token}`)
  await wholeJob(page, 'chromium')
  expect(complaints).toEqual([])
  expect(page.url()).not.toContain('token')
  await page.close()
})

test('the same in a real Electron window, attached to the running bench', async () => {
  const socket = `${demo.stationUrl.replace('http', 'ws')}/rpc`
  const window = await launchElectron({
    shell: SHELL,
    flags: ['--attach', socket],
    environment: { LOADLINE_STATION_TOKEN: demo.token },
  })
  await wholeJob(window.page, 'electron')
  await window.close()
})

/** One order of the first region with a load, seen on `page` at every step. */
async function wholeJob(page: Page, name: string): Promise<void> {
  const look = async (moment: string) => {
    await page.screenshot({ path: join(PICTURES, `${name}-${moment}.png`) })
  }
  await page.getByTestId('screen-signed-out').waitFor()
  await look('sign-in')
  await hands.click('Daan')
  await page.getByTestId('screen-idle').waitFor()
  const { workflow } = await hands.until('there is work', (state) => {
    return (state.workflow.lists?.length ?? 0) > 0 && (state.workflow.loads?.length ?? 0) > 0
  })
  await look('idle')
  const load = workflow.loads?.find((candidate) =>
    workflow.lists?.some((list) => isFor(list, candidate)),
  )
  const list = workflow.lists?.find((candidate) => load !== undefined && isFor(candidate, load))
  if (load === undefined || list === undefined) throw new Error('no list has a load to go on')

  const grams = await packList(hands, list.code, async (moment) => {
    await page.getByTestId(moment === 'picking' ? 'screen-picking' : 'screen-packing').waitFor()
    await look(moment)
  })
  expect(grams).toBeGreaterThan(0)

  await hands.type(load.code)
  await page.getByTestId('screen-loading').waitFor()
  const onBoardBefore = (await hands.state()).workflow.onBoard?.length ?? 0
  await hands.scanNewestLabel('qr')
  await hands.until('it is on board', (state) => {
    return state.workflow.onBoard?.length === onBoardBefore + 1
  })
  await look('loading')
  await hands.click('CONFIRM')
  // Other orders of the day are not packed yet, and the truck goes without them.
  await page.getByTestId('prompt-confirm-missing').waitFor()
  await look('question')
  await hands.click('YES')
  await page.getByTestId('screen-idle').waitFor()
  const after = await hands.until('everything is accounted for', ({ log }) => log.pending === 0)
  expect(after.log).toMatchObject({ refused: 0, excepted: 0, accepted: after.log.lastSeq })
  await look('done')
  await hands.click('SIGNOUT')
  await page.getByTestId('screen-signed-out').waitFor()
}

function isFor(
  list: { region: string; deliveryDate: string },
  load: { region: string; deliveryDate: string },
): boolean {
  return list.region === load.region && list.deliveryDate === load.deliveryDate
}
