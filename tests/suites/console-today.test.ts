import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TodayAnswer, TrendsAnswer } from '#contract/http/today-routes.ts'
import { purgeFigures } from '../../sync-server/figures/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { codeOf, handClock, TOMORROW } from '../support/wholesaler.ts'

const TODAY = '2026-03-10'

const HEALTH = {
  appVersion: '0.0.0-test',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 0,
  devices: [
    { id: 'p1', kind: 'printer', state: 'ready', detail: '' },
    { id: 'w1', kind: 'scale', state: 'lost', detail: 'The cable is out' },
  ],
  printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
}

const FIGURES = {
  scansLastHour: 0,
  errorScansLastHour: 0,
  picksLastHour: 0,
  errorScansToday: 0,
  lastScanAt: null,
}

describe.each(databases)('the day at a glance on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  let watched: TestStation
  // Figures are held for half a second: the test ends that by itself.
  let wake: (() => void)[] = []

  beforeAll(async () => {
    database = await open()
    const sleep = (ms: number) =>
      ms === 500 || ms === 2_000
        ? new Promise<void>((resolve) => wake.push(resolve))
        : new Promise<void>((resolve) => setTimeout(resolve, ms))
    office = await startOffice({ database, deps: { clock, sleep } })
  })

  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function look(query = ''): Promise<TodayAnswer> {
    await forget()
    const answer = await office.admin('GET', `/v1/console/today${query}`)
    expect(answer).toMatchObject({ status: 200 })
    return answer.body as TodayAnswer
  }

  async function trends(query = ''): Promise<TrendsAnswer> {
    await forget()
    const answer = await office.admin('GET', `/v1/console/trends${query}`)
    expect(answer).toMatchObject({ status: 200 })
    return answer.body as TrendsAnswer
  }

  async function forget(): Promise<void> {
    const woken = wake
    wake = []
    for (const resume of woken) resume()
    await new Promise((resolve) => setImmediate(resolve))
  }

  async function beat(changes: object = {}, station = watched): Promise<void> {
    const body = { ...HEALTH, ...changes }
    expect(await station.call('POST', '/v1/stations/heartbeat', body)).toMatchObject({
      status: 204,
    })
  }

  const countOf = ({ orders }: TodayAnswer, status: string) =>
    orders?.all.find((one) => one.status === status)?.count ?? 0

  test('a fresh office says what to set up, and no longer once all of it is', async () => {
    const fresh = await look()
    expect(fresh.steps).toEqual(
      ['warehouse', 'region', 'products', 'capacity', 'people', 'station'].map((step) => ({
        step,
        isDone: false,
      })),
    )
    expect(fresh).toMatchObject({ today: TODAY, orders: { all: [], late: 0, days: [] } })
    shop = await openShop(office)
    const after = await look()
    expect(after.steps?.filter(({ isDone }) => !isDone)).toEqual([
      { step: 'warehouse', isDone: false },
    ])
    await office.admin('PUT', '/v1/warehouses/MAIN', {
      name: 'Amsterdam',
      timezone: 'Europe/Amsterdam',
      address: 'Havenweg 1',
      gs1CompanyPrefix: '8712345',
    })
    expect((await look()).steps).toBeNull()
  })

  test('orders, lines, room and loads are what the day’s story did', async () => {
    const [packed, picked] = [await shop.take(), await shop.take()]
    await shop.take()
    await shop.generate()
    const unitId = await shop.pack(packed)
    await shop.pick(picked)
    const { number } = await shop.load([unitId])
    const day = await look()
    expect(day.orders).toMatchObject({
      all: [
        { status: 'CONFIRMED', count: 1 },
        { status: 'PICKED', count: 1 },
        { status: 'LOADED', count: 1 },
      ],
      late: 0,
      days: [{ deliveryDate: TOMORROW }],
    })
    expect(day.progress).toEqual([
      {
        region: 'NOORD',
        regionName: 'NOORD',
        deliveryDate: TOMORROW,
        orders: 3,
        lines: 6,
        picked: 4,
        packed: 2,
        loaded: 2,
      },
    ])
    const slot = day.capacity?.slots.find(({ deliveryDate }) => deliveryDate === TOMORROW)
    expect(slot).toMatchObject({ maxWeightGrams: 50_000, packedWeightGrams: 5_000 })
    // Two orders as they were estimated, and one as it was weighed.
    expect(slot?.reservedWeightGrams).toBe(2 * 5_000 + 5_000)
    expect(day.loads).toMatchObject([
      { number, status: 'confirmed', units: 1, weightGrams: 5_000, maxWeightGrams: 9_000_000 },
    ])
  })

  test('a day on which a region does not deliver is told from one that has no limit', async () => {
    expect((await look()).capacity?.closed).toEqual([])
    const path = '/v1/regions/NOORD'
    const { body } = await office.admin('GET', '/v1/regions')
    const region = (body as { items: { code: string }[] }).items.find(
      ({ code }) => code === 'NOORD',
    )
    const { code: _, ...rules } = region ?? { code: '' }
    await office.admin('PUT', path, { ...rules, closedDates: ['2026-03-13'] })
    expect((await look()).capacity?.closed).toEqual([
      { region: 'NOORD', deliveryDate: '2026-03-13' },
    ])
    await office.admin('PUT', path, rules)
  })

  test('each region’s next cut-off is told by the office’s clock', async () => {
    expect((await look()).cutOffs).toEqual([
      {
        region: 'NOORD',
        regionName: 'NOORD',
        timezone: 'Europe/Amsterdam',
        cutOffAt: '2026-03-10T13:00:00.000Z',
        deliveryDate: TOMORROW,
      },
    ])
  })

  test('what waits for a person is counted, and the oldest told in a sentence', async () => {
    const order = await shop.take()
    await shop.generate()
    const list = await shop.claim(order)
    const { log } = shop.client.station
    for (const { lineNo, requested: quantity } of list.lines) {
      log.act('pick.short', { pickListId: list.id, lineNo, quantity, reason: 'EMPTY' })
    }
    await shop.client.push()
    const waiting = await shop.exceptions()
    const { exceptions } = await look()
    expect(waiting.map(({ code }) => code)).toContain('short-pick')
    expect(exceptions?.open).toBe(waiting.length)
    expect(exceptions?.first).toMatchObject(waiting.map(({ id, sentence }) => ({ id, sentence })))
  })

  test('a station is shown with its devices and what it holds, and silent after a minute', async () => {
    watched = await office.enrol({ name: 'Pack 9' })
    await beat({ pending: 4, oldestPendingAt: '2026-03-10T07:58:00.000Z' })
    const find = ({ stations }: TodayAnswer) => stations?.find(({ name }) => name === 'Pack 9')
    expect(find(await look())).toMatchObject({
      online: true,
      warehouse: 'MAIN',
      pending: 4,
      devices: [
        { kind: 'printer', state: 'ready' },
        { kind: 'scale', state: 'lost' },
      ],
    })
    const { stations } = await look()
    expect(stations?.flatMap(({ holds }) => holds)).not.toEqual([])
    clock.set('2026-03-10T08:02:00.000Z')
    expect(find(await look())).toMatchObject({ online: false })
    await beat()
    expect(find(await look())).toMatchObject({ online: true, pending: 0 })
  })

  test('an order whose day has passed is late until it is delivered', async () => {
    clock.set('2026-03-12T08:00:00.000Z')
    const day = await look()
    expect(day.orders?.late).toBe(4)
    expect(day.orders?.days).toEqual([])
    clock.set('2026-03-10T08:02:00.000Z')
  })

  test('parts that somebody may not read are left out for them', async () => {
    const made = await office.admin('POST', '/v1/tokens', {
      name: 'display',
      scopes: ['office:read', 'orders:read'],
      expiresInDays: 1,
    })
    const { token } = made.body as { token: string }
    await forget()
    const { body } = await office.call('GET', '/v1/console/today', { token })
    expect(body).toMatchObject({ stations: null, exceptions: null, capacity: null, loads: null })
    expect((body as TodayAnswer).orders?.all).not.toEqual([])
    expect(await office.call('GET', '/v1/console/trends', { token })).toMatchObject({ status: 403 })
  })

  test('each warehouse has its own day, and one that is not there has none', async () => {
    await office.admin('PUT', '/v1/warehouses/ZUID', {
      name: 'Zuid',
      timezone: 'Europe/Amsterdam',
      address: 'Kade 2',
      gs1CompanyPrefix: '8799999',
    })
    const south = await look('?warehouse=ZUID')
    expect(south).toMatchObject({ orders: { all: [] }, stations: [], cutOffs: [], loads: [] })
    expect(south.warehouses.map(({ code }) => code)).toEqual(['MAIN', 'ZUID'])
    expect(countOf(await look('?warehouse=MAIN'), 'LOADED')).toBe(1)
    expect(codeOf(await office.admin('GET', '/v1/console/today?warehouse=NONE'))).toBe(
      'unknown-warehouse',
    )
  })

  test('however many look at once, the day is read once, and whoever came late is told so', async () => {
    await forget()
    const looks = Array.from({ length: 20 }, () => office.admin('GET', '/v1/console/today'))
    const bodies = (await Promise.all(looks)).map(({ body }) => body as TodayAnswer)
    expect(bodies.filter(({ isBehind }) => !isBehind)).toHaveLength(1)
  })

  test('picks count in the hour in which they were made, also when they come late', async () => {
    const order = await shop.take()
    await shop.generate()
    const list = await shop.claim(order)
    await shop.client.push()
    const before = await trends()
    clock.set('2026-03-10T11:30:00.000Z')
    const at = '2026-03-10T09:10:00.000Z'
    for (const { lineNo, requested } of list.lines) {
      const unitId = shop.client.station.nextUnit()
      const payload = { pickListId: list.id, lineNo, quantity: requested, unitId }
      shop.client.station.log.append(
        JSON.stringify({
          type: 'pick.confirm',
          v: 1,
          operatorId: 'emma',
          occurredAt: at,
          baseHead: 0,
          payload,
        }),
      )
    }
    // The same again is answered as before, and counts once.
    await shop.client.push()
    await shop.client.push({ fromSeq: shop.client.station.log.actions.length, count: 1 })
    const after = await trends()
    const hour = (of: TrendsAnswer, startsAt: string) =>
      of.today.hours.find((one) => one.startsAt === startsAt)
    expect(after.today).toMatchObject({ day: TODAY })
    expect(after.today.hours).toHaveLength(24)
    expect(hour(before, '2026-03-10T09:00:00.000Z')).toMatchObject({ picks: 0 })
    expect(hour(after, '2026-03-10T09:00:00.000Z')).toMatchObject({
      picks: 2,
      actions: 2,
      refused: 0,
    })
    expect(hour(after, '2026-03-10T11:00:00.000Z')).toMatchObject({
      picks: 0,
      waitedMsMax: Date.parse('2026-03-10T11:30:00.000Z') - Date.parse(at),
    })
    expect(after.keptSince).toBe('2026-02-03')
  })

  test('refused claims and facts that broke a rule are counted as such', async () => {
    const startsAt = '2026-03-10T11:00:00.000Z'
    const hourOf = ({ today }: TrendsAnswer) => today.hours.find((one) => one.startsAt === startsAt)
    const before = hourOf(await trends())
    const body = (type: string, payload: object) =>
      JSON.stringify({
        type,
        v: 1,
        operatorId: 'emma',
        occurredAt: '2026-03-10T11:20:00.000Z',
        baseHead: 0,
        payload,
      })
    const { log } = shop.client.station
    log.append(body('pick.claim', { pickListId: 'no-such-list' }))
    log.append(body('stock.count', { sku: 'NO-SUCH', counted: 4 }))
    const { receipts } = await shop.client.push()
    const outcomes = receipts.map(({ outcome }) => outcome)
    expect(outcomes).toContain('refused')
    const after = hourOf(await trends())
    expect((after?.actions ?? 0) - (before?.actions ?? 0)).toBe(2)
    expect((after?.refused ?? 0) - (before?.refused ?? 0)).toBe(
      outcomes.filter((outcome) => outcome === 'refused').length,
    )
    expect((after?.excepted ?? 0) - (before?.excepted ?? 0)).toBe(
      outcomes.filter((outcome) => outcome === 'excepted').length,
    )
  })

  test('scans count from report to report, over midnight too, and not what was there at first', async () => {
    const scans = (scansToday: number, errorScansToday: number) =>
      beat({ figures: { ...FIGURES, scansToday, errorScansToday } })
    const total = async (day: string) => {
      const { today } = await trends(`?day=${day}`)
      return today.hours.reduce(
        (sum, one) => ({
          scans: sum.scans + one.scans,
          errors: sum.errors + one.errorScans,
        }),
        { scans: 0, errors: 0 },
      )
    }
    clock.set('2026-03-10T12:00:00.000Z')
    await scans(40, 5)
    expect(await total(TODAY)).toEqual({ scans: 0, errors: 0 })
    clock.set('2026-03-10T12:00:20.000Z')
    await scans(52, 6)
    clock.set('2026-03-10T12:16:00.000Z')
    await scans(60, 9)
    expect(await total(TODAY)).toEqual({ scans: 20, errors: 4 })
    clock.set('2026-03-11T07:00:00.000Z')
    await scans(3, 1)
    expect(await total(TOMORROW)).toEqual({ scans: 3, errors: 1 })
    clock.set('2026-03-11T07:00:20.000Z')
    await beat({ figures: FIGURES })
    expect(await total(TOMORROW)).toEqual({ scans: 3, errors: 1 })
  })

  test('the same weekday before stands beside the day', async () => {
    const { today, before } = await trends('?day=2026-03-17')
    expect(today.hours.every(({ picks }) => picks === 0)).toBe(true)
    expect(before).toMatchObject({ day: TODAY })
    expect(before.hours.reduce((sum, { picks }) => sum + picks, 0)).toBeGreaterThanOrEqual(2)
  })

  test('figures are kept for five weeks and then forgotten', async () => {
    clock.set('2026-04-05T08:00:00.000Z')
    expect(await purgeFigures(office.office)).toBe(0)
    clock.set('2026-04-20T08:00:00.000Z')
    expect(await purgeFigures(office.office)).toBeGreaterThan(0)
    const { before } = await trends('?day=2026-03-17')
    expect(before.hours.every(({ picks }) => picks === 0)).toBe(true)
  })
})
