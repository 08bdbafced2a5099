import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import type { Shop } from '../support/order-story.ts'
import { openStage, TROUBLES, type Stage } from '../support/troubles.ts'
import { codeOf, handClock, MORNING, TOMORROW } from '../support/wholesaler.ts'

const LATER = '2026-03-12'

type Lists = {
  pickLists: { code: string; status: string; orderNumbers: string[]; heldBy: Holder | null }[]
  next: string | null
}
type Holder = { station: string; stationOnline: boolean; operator: string | null; since: string }

/** What the pages of lists, loads and exceptions read. */
describe.each(databases)('what the office sees of picking and loading, on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage
  let shop: Shop

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    stage = await openStage(office)
    shop = stage.shop
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function get<T>(path: string): Promise<T> {
    const { status, body } = await office.admin('GET', path)
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body as T
  }

  test('a day says which orders are on no list, and why', async () => {
    const [ready, stopped] = [await shop.take(), await shop.take()]
    const entry = {
      status: 'credit:stopped',
      severity: 'blocking',
      payload: { note: 'call them first' },
    }
    await office.admin('POST', `/v1/orders/${stopped}/history`, entry)
    const days = await get<{ today: string; next: string; days: object[] }>('/v1/picking-days')
    expect(days).toMatchObject({ today: '2026-03-10', next: TOMORROW })
    expect(days.days).toEqual([{ deliveryDate: TOMORROW, orders: 2, lists: 0, loads: 0 }])
    const before = await get<Record<string, unknown>>(`/v1/picking-days/${TOMORROW}?warehouse=MAIN`)
    expect(before).toMatchObject({ ready: 1, waiting: 1, regions: [] })
    expect(before['unlisted']).toMatchObject([
      { orderNumber: stopped, region: 'NOORD', why: 'blocked' },
      { orderNumber: ready, why: 'ready' },
    ])
    const made = await office.admin('POST', '/v1/pick-lists/generate', {
      warehouse: 'MAIN',
      deliveryDate: TOMORROW,
      answer: 'count',
    })
    expect(made.body).toEqual({ created: 1, pickLists: [] })
    expect(await get(`/v1/picking-days/${TOMORROW}?warehouse=MAIN`)).toMatchObject({
      ready: 0,
      waiting: 1,
      regions: [{ region: 'NOORD', open: 1, claimed: 0, done: 0, cancelled: 0 }],
    })
    const elsewhere = await office.admin('GET', '/v1/picking-days?warehouse=NOWHERE')
    expect(codeOf(elsewhere)).toBe('unknown-warehouse')
  })

  test('a list says who holds it, since when, and when that bench was heard of last', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.claim(orderNumber)
    await shop.client.push()
    const health = {
      appVersion: '0.0.0-test',
      pending: 0,
      oldestPendingAt: null,
      clockOffsetMs: 0,
      devices: [],
      printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
      operatorId: 'emma',
    }
    const { token } = shop.client.station
    await office.call('POST', '/v1/stations/heartbeat', { token, body: health })
    const page = await get<Lists>(`/v1/pick-lists?deliveryDate=${TOMORROW}&status=claimed`)
    expect(page.pickLists).toMatchObject([
      {
        code: list.code,
        orderNumbers: [orderNumber],
        heldBy: { station: 'Bench', operator: 'emma', stationOnline: true },
      },
    ])
    const whole = await get<Record<string, unknown>>(`/v1/pick-lists/${list.code}`)
    expect(whole).toMatchObject({
      id: list.id,
      deliveryDate: TOMORROW,
      products: { 'OAK-1': 'OAK-1', 'GLUE-1': 'GLUE-1' },
      orders: [{ orderNumber, status: 'IN_PROGRESS', shortDecision: 'undecided' }],
    })
    clock.set('2026-03-10T08:05:00.000Z')
    const later = await get<Lists>(`/v1/pick-lists?deliveryDate=${TOMORROW}&status=claimed`)
    expect(later.pickLists[0]?.heldBy?.stationOnline).toBe(false)
    // What the bench does with it later does not move the moment in which it took the list.
    const { log, nextUnit } = shop.client.station
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 1, unitId: nextUnit() })
    await shop.client.push()
    const worked = await get<Lists>(`/v1/pick-lists?deliveryDate=${TOMORROW}&status=claimed`)
    expect(worked.pickLists[0]?.heldBy).toMatchObject({ since: MORNING, stationOnline: true })
    const released = await office.admin('POST', `/v1/pick-lists/${list.id}/release`, {
      reason: 'the bench is broken',
    })
    expect(released.body).toMatchObject({ status: 'open' })
    expect(await get(`/v1/pick-lists/${list.code}`)).toMatchObject({ heldBy: null })
    const { items } = await get<{ items: { operation: string; detail: unknown }[] }>('/v1/audit')
    const entry = items.find(({ operation }) => operation === 'releasePickList')
    expect(JSON.stringify(entry)).toContain('the bench is broken')
    expect((await office.admin('GET', '/v1/pick-lists/LLP999')).status).toBe(404)
  })

  test('lists are read a page at a time, and found by order, code and name', async () => {
    const seen: string[] = []
    for (let after = ''; ;) {
      const query = `deliveryDate=${TOMORROW}&limit=1${after === '' ? '' : `&after=${after}`}`
      const page = await get<Lists>(`/v1/pick-lists?${query}`)
      seen.push(...page.pickLists.map(({ code }) => code))
      if (page.next === null) break
      after = page.next
    }
    const all = await get<Lists>(`/v1/pick-lists?deliveryDate=${TOMORROW}`)
    expect(seen).toEqual(all.pickLists.map(({ code }) => code))
    expect(new Set(seen).size).toBe(seen.length)
    const [first] = all.pickLists
    const found = async (search: string) =>
      (
        await get<Lists>(
          `/v1/pick-lists?deliveryDate=${TOMORROW}&search=${encodeURIComponent(search)}`,
        )
      ).pickLists.map(({ code }) => code)
    expect(await found(first?.orderNumbers[0]?.toLowerCase() ?? '')).toEqual([first?.code])
    expect(await found(first?.code ?? '')).toEqual([first?.code])
    expect(await found('vloeren')).toEqual(seen)
    expect(await found('%')).toEqual([])
  })

  test('loads say what waits for them and what is on board and should not be', async () => {
    const packed = await shop.take()
    const late = await shop.take({ deliveryDate: LATER })
    await shop.generate()
    await shop.generate(LATER)
    const [unitId, wrongUnit] = [await shop.pack(packed), await shop.pack(late)]
    const waits = await shop.take()
    const { number, id: loadId } = await shop.makeLoad()
    const { log } = shop.client.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId: wrongUnit })
    await shop.client.push()
    const { items } = await get<{ items: Record<string, unknown>[] }>(
      `/v1/loads?deliveryDate=${TOMORROW}&warehouse=MAIN&progress=true`,
    )
    const [load] = items
    expect(load).toMatchObject({ number, heldBy: { station: 'Bench' } })
    expect(load?.['progress']).toMatchObject({
      expectedUnits: 2,
      onBoardUnits: 1,
      missingUnits: 1,
      wrongUnits: 1,
    })
    const list = await get<{ units: object[]; missing: string[]; stops: object[] }>(
      `/v1/loads/${number}/loading-list`,
    )
    expect(list.missing).toEqual([unitId])
    expect(list.units).toContainEqual(
      expect.objectContaining({ unitId: wrongUnit, wrong: 'date', onBoard: true }),
    )
    expect(list.stops).toContainEqual(expect.objectContaining({ orderNumber: waits }))
    const tour = `warehouse=MAIN&region=NOORD&deliveryDate=${TOMORROW}`
    const free = await get<{ shipments: object[]; vehicles: object[] }>(
      `/v1/load-candidates?${tour}`,
    )
    expect(free.shipments).toEqual([])
    expect(free.vehicles).toMatchObject([{ vehicle: { plate: 'VX-1' }, driver: 'Piet' }])
    const own = await get<{ shipments: { orderNumber: string }[] }>(
      `/v1/load-candidates?${tour}&load=${number}`,
    )
    expect(own.shipments.map(({ orderNumber }) => orderNumber)).toContain(packed)
  })

  test('exceptions are counted, and found by what they are about', async () => {
    const id = await TROUBLES['over-pick'](stage)
    const found = await get<Record<string, unknown>>(`/v1/exceptions/${id}`)
    expect(found).toMatchObject({ code: 'over-pick', station: 'Bench' })
    expect(found['said']).toMatchObject({ action: 'pick.confirm', values: { quantity: 9 } })
    const orderNumber = String((found['detail'] as Record<string, unknown>)['orderNumber'])
    const about = async (query: string) =>
      (await get<{ items: { id: string }[] }>(`/v1/exceptions?${query}`)).items.map(
        (item) => item.id,
      )
    expect(await about(`about=${orderNumber}`)).toEqual([id])
    expect(await about(`about=${orderNumber}&code=fork`)).toEqual([])
    expect(await about('open=true&code=over-pick&warehouse=MAIN')).toEqual([id])
    expect(await about(`stationId=${shop.client.station.stationId}&code=over-pick`)).toEqual([id])
    const [oldest, newest] = [await about('limit=500'), await about('newest=true&limit=500')]
    expect(newest).toEqual(oldest.toReversed())
    const counts = await get<{ open: number; codes: object[]; stations: object[] }>(
      '/v1/exception-counts',
    )
    expect(counts.open).toBe((await about('open=true')).length)
    expect(counts.codes).toContainEqual({ code: 'over-pick', open: 1 })
    expect((await office.admin('GET', '/v1/exceptions/none')).status).toBe(404)
  })
})
