import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IDLE_SIGN_OUT_MS } from '../../main/bench.ts'
import { systemClock, type Clock } from '../../main/clock.ts'
import { DeviceConfig } from '../../main/devices/device-config.ts'
import { uuidV7 } from '../../main/ids.ts'
import { startStation, type Station } from '../../main/station.ts'
import { readIdentity } from '../../main/store/identity.ts'
import { httpOfficeClient } from '../../main/sync/office-client.ts'
import { LOCAL_TOKEN } from '../support/bench-floor.ts'
import { startProcessFloor, type ProcessFloor } from '../support/process-floor.ts'
import { FELT, listsOf, OAK, postOrder } from '../support/small-shop.ts'
import {
  openStoryPage,
  storyHands,
  type Moment,
  type StoryHands,
  type StoryPage,
} from '../support/story-page.ts'

const PIN = '4821'
const WRONG_PIN = '1111'

let floor: ProcessFloor
let story: StoryPage
let hands: StoryHands
let tom: string
let lists: string[]

beforeAll(async () => {
  floor = await startProcessFloor()
  const { office, bench, devices } = floor
  await office.put('/v1/operators/ilse', { name: 'ilse', roles: ['supervisor'], pin: PIN })
  const added = { name: 'tom', roles: ['picker'] }
  tom = (await office.put<{ badgeCode: string }>('/v1/operators/tom', added)).badgeCode
  const orders = [
    await postOrder(office, [{ sku: OAK.sku, quantity: 4 }]),
    await postOrder(office, [{ sku: OAK.sku, quantity: 4 }]),
  ]
  const made = await listsOf(office, orders[0]?.deliveryDate ?? '')
  lists = orders.map(({ orderNumber }) => made[orderNumber]?.code ?? '')
  story = await openStoryPage(bench.url, 'operators')
  hands = await storyHands(bench, devices)
  await bench.until('all is plugged in and known', ({ server, devices: all }) => {
    return server.online && all.every(({ kind, state }) => kind === 'printer' || state === 'ready')
  })
})

afterAll(async () => {
  await story.close()
  await floor.close()
  await floor.office.process.stop()
})

async function begin(listCode: string): Promise<void> {
  await story.page.locator(`[data-code="${listCode}"]`).waitFor()
  await hands.scan(listCode)
  await story.page.getByTestId('screen-picking').waitFor()
}

async function seePicked(count: number): Promise<void> {
  await story.page.locator('[data-testid=next-count] b', { hasText: `${count}` }).waitFor()
}

async function typePin(pin: string): Promise<void> {
  await story.page.getByTestId('pin-pad').waitFor()
  for (const digit of pin) await story.page.getByTestId(`pin-${digit}`).click()
  await story.page.getByTestId('pin-ok').click()
}

/** Every action of the bench, as its log has it. */
function logged(): { type: string }[] {
  const db = new Database(`${floor.folder}/bench/log.db`, { readonly: true })
  const rows = db.prepare<[], { body: string }>('SELECT body FROM action ORDER BY seq').all()
  db.close()
  return rows.map(({ body }) => JSON.parse(body) as { type: string })
}

const whoIs = (name: string) => story.page.getByTestId('who').filter({ hasText: name }).waitFor()

test('another badge takes over in the middle: list, unit and count stay where they are', async () => {
  const { page, look } = story
  await hands.scan(floor.badges['sanne'] ?? '')
  await begin(lists[0] ?? '')
  await hands.scan(OAK.ean, OAK.ean)
  await seePicked(2)
  await hands.scan(FELT.ean)
  await page.getByTestId('alert').waitFor()

  // Under an alert a badge is named like anything else; nobody walks away from it unread.
  await hands.scan(tom)
  await page.waitForSelector('[data-testid=meanwhile][data-count="1"]')
  expect(await page.getByTestId('alert').count()).toBe(1)
  await whoIs('sanne')
  await look('badge-under-an-alert')
  await hands.scan('ACK')
  await page.getByTestId('alert').waitFor({ state: 'detached' })

  const scannedAt = await page.evaluate(() => performance.now())
  await hands.scan(tom)
  await whoIs('tom')
  await look('switched')
  await seePicked(2)
  const moments = await story.moments()
  const isTom = ({ who }: Moment) => who.includes('tom')
  const switched = moments.findIndex(isTom)
  const [before, after] = [moments[switched - 1], moments[switched]]
  expect(before?.who).toContain('sanne')
  expect(after?.unit).not.toBe('')
  expect(after).toMatchObject({
    screen: 'screen-picking',
    alert: null,
    picked: '2',
    unit: before?.unit,
  })
  const since = moments.slice(moments.findIndex(({ screen }) => screen === 'screen-picking'))
  expect(new Set(since.map(({ screen }) => screen))).toEqual(new Set(['screen-picking']))
  story.keep('switch.json', { msFromScanToScreen: (after?.at ?? NaN) - scannedAt })
})

test('a weight that is off goes by a supervisor’s badge, a PIN on the glass and a reason', async () => {
  const { page, look } = story
  const { bench, devices } = floor
  await hands.scan(OAK.ean, OAK.ean)
  await page.getByTestId('weigh').waitFor()
  const { workflow } = await bench.state()
  const unitId = workflow.unit?.unitId ?? ''
  devices.scale.put((workflow.unit?.expectedGrams ?? 0) + 1_500)
  await page.getByTestId('weigh-advice').filter({ hasText: '1.5' }).waitFor()
  await look('too-heavy')
  await hands.scan('CLOSE')
  await page.getByTestId('prompt-override').waitFor()
  await look('supervisor-asked')
  await hands.scan(tom)
  await page.waitForSelector('[data-testid=alert][data-reason=role-missing]')
  await look('no-supervisor')
  await hands.scan('ACK')
  await page.getByTestId('alert').waitFor({ state: 'detached' })
  await hands.scan(floor.badges['ilse'] ?? '')
  await typePin(WRONG_PIN)
  await page.getByRole('alert').filter({ hasText: '2' }).waitFor()
  await look('wrong-pin')
  await typePin(PIN)
  await page.getByTestId('reason-HEAVY').waitFor()
  await look('why')
  const printed = devices.printer.jobs.length
  await page.getByTestId('reason-HEAVY').click()
  await page.getByTestId('verify').waitFor()
  await bench.until('the label was printed', () => devices.printer.jobs.length > printed)
  devices.scale.put(0)
  await whoIs('tom')
  await hands.scan(`00${unitId}`)
  await page.getByTestId('screen-idle').waitFor()

  await bench.until('the office has it', ({ log }) => log.pending === 0)
  const bodies = logged()
  expect(bodies.find(({ type }) => type === 'pack.weigh')).toMatchObject({
    operatorId: 'tom',
    payload: { unitId, override: { operatorId: 'ilse', reason: 'HEAVY' } },
  })
  expect(JSON.stringify(bodies)).not.toContain(PIN)
})

test('a bench left alone signs out; the alert, the list and the unit wait for whoever comes', async () => {
  const { bench } = floor
  await begin(lists[1] ?? '')
  await hands.scan(OAK.ean)
  await seePicked(1)
  const unitId = (await bench.state()).workflow.unit?.unitId
  await hands.scan(FELT.ean)
  await story.page.getByTestId('alert').waitFor()
  expect(story.complaints).toEqual([])
  hands.close()
  await story.close()
  await bench.process.stop()

  const left = leftAlone()
  const station = await stationOn(`${floor.folder}/bench`, left.clock)
  story = await openStoryPage(station.url, 'operators-idle')
  const { page, look } = story
  await page.getByTestId('alert').waitFor()
  await look('left-with-an-alert')
  left.waitLongEnough()
  await page.getByTestId('who').filter({ hasText: 'Nobody signed in' }).waitFor()
  expect(await page.getByTestId('alert').count()).toBe(1)
  await look('signed-out-by-itself')
  const ack = (await codes(station))['ACK'] ?? ''
  await floor.devices.scanner.scan(ack)
  await page.getByTestId('alert').waitFor({ state: 'detached' })
  await page.getByTestId('screen-signed-out').waitFor()
  await look('next-please')
  await floor.devices.scanner.scan(floor.badges['sanne'] ?? '')
  await page.getByTestId('screen-picking').waitFor()
  await seePicked(1)
  await page.waitForSelector(`[data-testid=unit][data-unit="${unitId}"]`)
  await look('on-it-goes')
  await station.close()
})

/** A clock on which the wait of a bench that nobody touches ends when the test says so. */
function leftAlone(): { clock: Clock; waitLongEnough(): void } {
  const waiting = new Set<() => void>()
  return {
    clock: {
      ...systemClock,
      after: (ms, run) => {
        if (ms !== IDLE_SIGN_OUT_MS) return systemClock.after(ms, run)
        waiting.add(run)
        return () => waiting.delete(run)
      },
    },
    waitLongEnough: () => {
      const due = Array.from(waiting)
      for (const run of due) run()
    },
  }
}

/** The same bench on a clock of ours: its folder, its scanner, its office. */
async function stationOn(dataFolder: string, clock: Clock): Promise<Station> {
  const identity = readIdentity(dataFolder)
  if (identity === null) throw new Error('the bench was never enrolled')
  const link = `tcp://127.0.0.1:${floor.devices.scanner.port}`
  const devices = DeviceConfig.parse({ scanners: [{ id: 's1', link, suffix: '\r\n' }] })
  return startStation(
    {
      dataFolder,
      identity,
      devices,
      port: 0,
      localToken: LOCAL_TOKEN,
      pagesFolder: join(import.meta.dirname, '../../out/renderer'),
      appVersion: '0',
      isDemo: false,
    },
    {
      clock,
      newId: uuidV7(clock),
      random: () => 0.5,
      office: httpOfficeClient({ url: floor.office.url, token: () => identity.token }),
      onTrouble: () => undefined,
    },
  )
}

async function codes(station: Station): Promise<Record<string, string>> {
  const headers = { authorization: `Bearer ${LOCAL_TOKEN}` }
  const answer = await fetch(`${station.url}/v1/codes`, { headers })
  const list = (await answer.json()) as { name: string; code: string }[]
  return Object.fromEntries(list.map(({ name, code }) => [name, code]))
}
