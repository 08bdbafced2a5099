import { readFileSync } from 'node:fs'
import type { Page } from 'playwright'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TodayAnswer } from '#contract/http/today-routes.ts'
import { consoleFlaws, keepPicture, type ConsoleLook } from '../support/console-desk.ts'
import { deskForTests, expectGoodLook } from '../support/console-tests.ts'
import {
  enrolBenches,
  fillLoad,
  rememberHours,
  settleIn,
  takeOrders,
  TODAY,
  type TodayBench,
  workThrough,
} from '../support/today-floor.ts'
import { handClock } from '../support/wholesaler.ts'

/** What is shown follows what happened within this; a busy machine is slow, not wrong. */
const FOLLOWS = { timeout: 20_000, interval: 100 }
const BENCHES = 20
/** Of these so many begin, and the page is looked at before the others do. */
const FIRST = 5

describe('Today', () => {
  const clock = handClock()
  const desk = deskForTests({ deps: { clock } })
  let page: Page
  let benches: TodayBench[]
  let lists: string[]

  beforeAll(async () => {
    page = await desk.open('/today')
  })

  const textOf = (id: string) => page.getByTestId(id).first().textContent()
  const numberOf = async (id: string) => Number((await textOf(id))?.replaceAll(/\D/g, ''))

  async function figures(): Promise<TodayAnswer> {
    const { body } = await desk.office.admin('GET', '/v1/console/today')
    return body as TodayAnswer
  }

  async function flawsOf(name: string, look: ConsoleLook): Promise<string[]> {
    // Somebody else: making a user anew signs out whoever was signed in as that.
    const other = await desk.open('/today', { look, role: 'admin' })
    await other.getByRole('heading', { level: 1 }).waitFor()
    // The page is all there once what is drawn last is.
    const charts = other.locator('figure').last().locator('svg.recharts-surface')
    if (!name.startsWith('today-empty')) await charts.waitFor()
    await keepPicture(other, name)
    const flaws = await consoleFlaws(other)
    await other.context().close()
    return flaws
  }

  test('a fresh office is a list of first steps, which ticks itself and goes away', async () => {
    const steps = page.getByRole('region', { name: 'First steps' })
    await steps.getByText('0 of 6 done').waitFor()
    const links = await steps
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
    expect(links).toHaveLength(6)
    for (const href of links) {
      await page.goto(desk.office.url + href)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.getByText('There is no page at this address').count()).toBe(0)
    }
    await page.goto(`${desk.office.url}/today`)
    await steps.getByText('0 of 6 done').waitFor()
    await expect.poll(() => page.getByRole('region', { name: 'Orders' }).count()).toBe(0)
    await expectGoodLook(page, 'today-empty')
    expect(await flawsOf('today-empty-dark', { colorScheme: 'dark' })).toEqual([])
    expect(await flawsOf('today-empty-nl', { locale: 'nl-NL' })).toEqual([])
    await settleIn(desk.office)
    await steps.getByText('5 of 6 done').waitFor()
    benches = await enrolBenches(desk.office, BENCHES, clock)
    await steps.waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Stations' }).waitFor()
  })

  test('orders, progress and benches move by themselves while twenty benches work', async () => {
    const { office } = desk
    await page.evaluate(() => Object.assign(globalThis, { wasLoadedOnce: true }))
    lists = await takeOrders(office)
    await expect.poll(() => numberOf('orders-CONFIRMED'), FOLLOWS).toBe(36)
    expect(await textOf('stations-online')).toBe('0 of 20 online')

    const units: string[] = []
    const workAt = async (bench: (typeof benches)[number], n: number) => {
      const unit = await workThrough(office, bench, lists[n] ?? '', { isPacked: n % 2 === 0 })
      if (n % 2 === 0) units.push(unit)
      await bench.beat({
        operatorId: ['sanne', 'pim', 'noor', 'daan', 'yasmin'][n % 5],
        work: { kind: 'picking', reference: `LLP000${n + 10}`, done: n % 7, total: 8 },
      })
    }
    // The page does not wait for the end of it all: it has moved before the others begin.
    const before = await numberOf('orders-CONFIRMED')
    await Promise.all(benches.slice(0, FIRST).map(workAt))
    await expect.poll(() => numberOf('orders-CONFIRMED'), FOLLOWS).toBe(before - FIRST)
    const working = benches.slice(FIRST).map((bench, n) => workAt(bench, n + FIRST))
    await Promise.all(working)
    await expect.poll(() => numberOf('orders-CONFIRMED'), FOLLOWS).toBe(16)
    await expect.poll(() => numberOf('orders-PICKED'), FOLLOWS).toBe(10)
    await expect.poll(() => numberOf('orders-PACKED'), FOLLOWS).toBe(10)
    await expect.poll(() => textOf('stations-online'), FOLLOWS).toBe('20 of 20 online')

    const north = (await figures()).progress?.find(({ region }) => region === 'NH')
    await expect
      .poll(() => textOf('progress-NH'), FOLLOWS)
      .toBe(`${north?.picked} of ${north?.lines} lines picked · ${north?.packed} packed · 0 loaded`)
    const [bench] = benches
    if (bench === undefined) throw new Error('no bench')
    await fillLoad(office, bench, { region: 'NH', plate: 'VX-123-Z', unitIds: units.slice(0, 6) })
    await page.getByRole('region', { name: 'Loads' }).getByText('VX-123-Z').waitFor()
    expect(await page.evaluate(() => 'wasLoadedOnce' in globalThis)).toBe(true)
  })

  test('a bench that falls silent is shown stuck with what it holds, and well when it is back', async () => {
    const [quiet, ...others] = benches
    if (quiet === undefined) throw new Error('no bench')
    const tile = page.getByTestId(`station-${quiet.name}`)
    clock.set('2026-03-10T08:02:00.000Z')
    for (const bench of others) await bench.beat({ operatorId: 'pim' })
    await expect.poll(() => textOf('stations-online'), FOLLOWS).toBe('19 of 20 online')
    await expect.poll(() => tile.textContent(), FOLLOWS).toContain('Not heard of since 09:00')
    await expect.poll(() => tile.textContent()).toContain('Offline')
    // Those that need somebody come first.
    const first = page.locator('[data-testid^="station-Pack"]').first()
    expect(await first.getAttribute('data-testid')).toBe(`station-${quiet.name}`)
    await quiet.beat({ operatorId: 'pim' })
    await expect.poll(() => textOf('stations-online'), FOLLOWS).toBe('20 of 20 online')
    await expect.poll(() => tile.textContent(), FOLLOWS).not.toContain('Not heard of')
  })

  test('a short waits for a decision, in a sentence that leads to it', async () => {
    const [bench] = benches
    if (bench === undefined) throw new Error('no bench')
    await workThrough(desk.office, bench, lists[22] ?? '', { isShort: true })
    const waiting = page.getByRole('region', { name: 'Waits for a decision' })
    await expect.poll(() => textOf('exceptions-open'), FOLLOWS).toContain('1 exception')
    await waiting.getByRole('listitem').getByRole('link').first().click()
    await page.waitForURL(/\/exceptions\/[\w-]+$/)
    await page.goBack()
    await page.getByTestId('orders-CONFIRMED').waitFor()
  })

  test('the cut-off counts down by the office’s clock', async () => {
    const timers = page.getByRole('region', { name: 'Next cut-offs' }).getByRole('listitem')
    await expect.poll(() => timers.first().textContent(), FOLLOWS).toMatch(/Oost.*in 1[78] min/)
    clock.set('2026-03-10T08:15:00.000Z')
    for (const bench of benches) await bench.beat({ operatorId: 'sanne' })
    await expect
      .poll(() => timers.first().textContent(), FOLLOWS)
      .toMatch(/Oost.*in [45] min · soon/)
  })

  test('each number leads to its orders, of the day that was chosen', async () => {
    await page.getByText('Tomorrow', { exact: true }).first().click()
    await expect.poll(() => new URL(page.url()).search).toBe('?day=2026-03-11')
    const link = page.getByRole('link', { name: /Packed/ })
    expect(await link.getAttribute('href')).toBe(
      '/orders?states=PACKED&from=2026-03-11&to=2026-03-11',
    )
    await page.goto(`${desk.office.url}/today`)
  })

  test('trends are drawn, told in a sentence and a table, and exported', async () => {
    const [bench] = benches
    if (bench === undefined) throw new Error('no bench')
    await rememberHours(desk.office, bench)
    const scanned = { scansLastHour: 0, errorScansLastHour: 0, picksLastHour: 0, lastScanAt: null }
    await bench.beat({ figures: { ...scanned, scansToday: 100, errorScansToday: 2 } })
    await bench.beat({ figures: { ...scanned, scansToday: 140, errorScansToday: 4 } })
    const trends = page.getByRole('region', { name: 'Trends' })
    await trends.getByText('As a table').click()
    await expect
      .poll(() => trends.getByTestId('hour-09:00').textContent(), FOLLOWS)
      .toMatch(/^09:00/)
    const answer = await desk.office.admin('GET', '/v1/console/trends')
    const { today } = answer.body as { today: { hours: { picks: number; scans: number }[] } }
    const picks = today.hours.reduce((sum, hour) => sum + hour.picks, 0)
    await expect
      .poll(() => trends.textContent(), FOLLOWS)
      .toContain(`${picks.toLocaleString('en-GB')} picks;`)
    const download = page.waitForEvent('download')
    await trends.getByRole('button', { name: 'Export CSV' }).click()
    const file = await (await download).path()
    const lines = readFileSync(file, 'utf8').trim().split('\r\n')
    expect((await download).suggestedFilename()).toBe(`trends-${TODAY}.csv`)
    expect(lines).toHaveLength(25)
    expect(lines[0]).toContain('Picks per hour')
    const column = lines.slice(1).map((line) => Number(line.split(',')[1]))
    expect(column.reduce((sum, value) => sum + value, 0)).toBe(picks)
    expect(await consoleFlaws(page)).toEqual([])
  })

  test('every look of a busy day is readable', async () => {
    const people = ['sanne', 'pim', 'noor', 'daan', 'yasmin']
    for (const [n, bench] of benches.slice(0, 16).entries()) {
      const kind = n % 4 === 3 ? 'packing' : 'picking'
      const work = { kind, reference: `LLP0000${n + 10}`, done: n % 7, total: 8 }
      await bench.beat({ operatorId: people[n % people.length], work })
    }
    expect(await flawsOf('today-busy', {})).toEqual([])
    expect(await flawsOf('today-busy-dark', { colorScheme: 'dark' })).toEqual([])
    expect(await flawsOf('today-busy-nl', { locale: 'nl-NL' })).toEqual([])
    expect(await flawsOf('today-busy-1920', { width: 1920, height: 1080 })).toEqual([])
    expect(await flawsOf('today-busy-whole', { height: 2700 })).toEqual([])
    expect(await flawsOf('today-busy-whole-dark', { height: 2700, colorScheme: 'dark' })).toEqual(
      [],
    )
  })

  test('benches in trouble come first, each with what is wrong in a word', async () => {
    const printer = { id: 'p1', kind: 'printer', state: 'attention' }
    const since = '2026-03-10T08:11:00.000Z'
    const detail = 'The labels have run out'
    await benches[3]?.beat({ operatorId: 'noor', devices: [{ ...printer, detail, since }] })
    const scale = { id: 'w1', kind: 'scale', state: 'lost', detail: 'The cable is out', since }
    await benches[7]?.beat({ operatorId: 'daan', devices: [scale] })
    await benches[11]?.beat({ pending: 14, oldestPendingAt: '2026-03-10T08:04:00.000Z' })
    await benches[13]?.beat({ clockOffsetMs: 7 * 60_000 })
    await expect.poll(() => page.getByText(/are stuck$/).textContent(), FOLLOWS).toBe('3 are stuck')
    const names = await page.locator('[data-testid^="station-Pack"]').allTextContents()
    expect(names.slice(0, 4).join('\n')).toMatch(
      /No labels[^]*Scale: look[^]*14 waiting, 1[01] min[^]*Clock 7 min behind/,
    )
    // Measured heavier than anybody thought, a day is more than full.
    await desk.office.store.transaction((tx) =>
      tx
        .updateTable('capacity_slot')
        .set({ reserved_weight_grams: 291_000, packed_weight_grams: 150_000 })
        .where('region', '=', 'OOST')
        .where('delivery_date', '=', '2026-03-11')
        .execute(),
    )
    await desk.office.store.transaction((tx) =>
      tx
        .updateTable('customer_order')
        .set({ delivery_date: '2026-03-09' })
        .where('order_number', 'in', ['LL-000030', 'LL-000031'])
        .execute(),
    )
    await page.getByText('2 orders should have been delivered before today').waitFor()
    await page.getByText('112% over').waitFor()
    expect(await flawsOf('today-trouble', { height: 2700 })).toEqual([])
    expect(await flawsOf('today-trouble-dark', { colorScheme: 'dark' })).toEqual([])
    expect(await flawsOf('today-trouble-nl', { locale: 'nl-NL' })).toEqual([])
  })

  test('a loader sees the day without what is not theirs to see', async () => {
    const loader = await desk.open('/today', { role: 'loader' })
    await loader.getByRole('region', { name: 'Loads' }).waitFor()
    expect(await loader.getByRole('region', { name: 'Stations' }).count()).toBe(0)
    expect(await loader.getByRole('region', { name: 'Waits for a decision' }).count()).toBe(0)
    expect(await consoleFlaws(loader)).toEqual([])
    await loader.context().close()
  })
})
