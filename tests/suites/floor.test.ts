import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FloorAnswer } from '#contract/sync/floor-answer.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { getInto, openStage, type Stage } from '../support/troubles.ts'
import { codeOf, handClock, MORNING } from '../support/wholesaler.ts'

const HEALTH = {
  appVersion: '0.0.0-test',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 0,
  devices: [{ id: 'p1', kind: 'printer', state: 'ready', detail: '' }],
  printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
}

const FIGURES = {
  scansLastHour: 90,
  errorScansLastHour: 4,
  picksLastHour: 61,
  errorScansToday: 12,
  lastScanAt: MORNING,
}

const WHY = { reason: 'BENCHBROKEN' }

describe.each(databases)('the floor as a supervisor at a bench sees it on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage
  let pack: TestStation
  let south: TestStation
  const clock = handClock()

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    stage = await openStage(office)
    await good('PUT', '/v1/operators/ilse', { name: 'Ilse', roles: ['supervisor'] })
    await good('PUT', '/v1/operators/pim', { name: 'Pim', roles: ['picker', 'loader'] })
    await good('PUT', '/v1/operators/gone', {
      name: 'Gone',
      roles: ['supervisor'],
      active: false,
    })
    const address = { name: 'Zuid', timezone: 'Europe/Amsterdam', address: 'Kade 2' }
    await good('PUT', '/v1/warehouses/ZUID', { ...address, gs1CompanyPrefix: '8799999' })
    pack = await office.enrol({ name: 'Pack 9' })
    south = await office.enrol({ warehouse: 'ZUID', name: 'Zuid 1' })
  })

  afterAll(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function good(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await office.admin(method, path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  async function look(station = pack): Promise<FloorAnswer> {
    // A second for each look, as a bench may not ask without end.
    clock.set(new Date(clock.now() + 1_000).toISOString())
    const answer = await station.call('GET', '/v1/floor')
    expect(answer.status).toBe(200)
    return answer.body as FloorAnswer
  }

  async function beat(changes: object = {}, station = pack): Promise<void> {
    const body = { ...HEALTH, ...changes }
    expect(await station.call('POST', '/v1/stations/heartbeat', body)).toMatchObject({
      status: 204,
    })
  }

  function decide(id: string, body: object, station = pack) {
    clock.set(new Date(clock.now() + 2_000).toISOString())
    return station.call('POST', `/v1/floor/exceptions/${id}/resolve`, body)
  }

  function release(path: string, operatorRef: string, station = pack) {
    clock.set(new Date(clock.now() + 2_000).toISOString())
    return station.call('POST', `/v1/floor/${path}/release`, { operatorRef, ...WHY })
  }

  async function heldList() {
    const order = await stage.shop.take()
    await stage.shop.generate()
    const list = await stage.shop.claim(order)
    await stage.push()
    return { order, list }
  }

  test('a station is shown as it last reported: who works on what, and since when its printer waits', async () => {
    await beat({
      operatorId: 'pim',
      work: { kind: 'picking', reference: 'LLP0001', done: 2, total: 5 },
      figures: FIGURES,
      pending: 3,
      oldestPendingAt: MORNING,
      devices: [
        { id: 's1', kind: 'scanner', state: 'ready', detail: '' },
        { id: 'p1', kind: 'printer', state: 'attention', detail: 'No labels', since: MORNING },
      ],
    })
    const { stations } = await look()
    expect(stations.find(({ name }) => name === 'Pack 9')).toMatchObject({
      online: true,
      pending: 3,
      oldestPendingAt: MORNING,
      operator: { id: 'pim', name: 'Pim' },
      work: { kind: 'picking', reference: 'LLP0001', done: 2, total: 5 },
      figures: FIGURES,
      troubles: [{ kind: 'printer', state: 'attention', detail: 'No labels', since: MORNING }],
    })
  })

  test('a station from before these reports is shown with nothing but its health', async () => {
    await beat()
    const { stations } = await look()
    expect(stations.find(({ name }) => name === 'Pack 9')).toMatchObject({
      online: true,
      operator: null,
      work: null,
      figures: null,
      troubles: [],
    })
  })

  test('each warehouse sees its own stations only, and none that was revoked', async () => {
    const old = await office.enrol({ name: 'Taken out' })
    await good('POST', `/v1/stations/${old.stationId}/revoke`)
    const names = (await look()).stations.map(({ name }) => name)
    expect(names).toContain('Pack 9')
    expect(names).not.toContain('Taken out')
    expect((await look(south)).stations.map(({ name }) => name)).toEqual(['Zuid 1'])
    expect(await old.call('GET', '/v1/floor')).toMatchObject({ status: 401 })
    expect(codeOf(await release('loads/LD-1', 'ilse', old))).toBe('revoked')
  })

  test('figures of people are left out until the warehouse wants them', async () => {
    const people = [
      { operatorId: 'pim', picksLastHour: 20 },
      { operatorId: 'ilse', picksLastHour: 31 },
    ]
    await beat({ figures: FIGURES, people })
    expect((await look()).people).toBeNull()
    const main = (await good('GET', '/v1/warehouses/MAIN')) as Record<string, unknown>
    expect(main['personFigures']).toBeUndefined()
    const { code: _, ...body } = main
    await good('PUT', '/v1/warehouses/MAIN', { ...body, personFigures: true })
    expect((await look()).people).toEqual([
      { operatorId: 'ilse', name: 'Ilse', picksLastHour: 31, stations: ['Pack 9'] },
      { operatorId: 'pim', name: 'Pim', picksLastHour: 20, stations: ['Pack 9'] },
    ])
    // Saved again without a word about it, it stays as it is.
    expect(await good('PUT', '/v1/warehouses/MAIN', body)).toMatchObject({ personFigures: true })
    await good('PUT', '/v1/warehouses/MAIN', { ...body, personFigures: false })
    expect((await look()).people).toBeNull()
  })

  test('a short is shipped in part by a supervisor’s badge, once, with their name on it', async () => {
    const item = await getInto(stage, 'short-pick')
    const found = (await look()).exceptions.find(({ id }) => id === item.id)
    expect(found).toMatchObject({
      code: 'short-pick',
      sentence: expect.stringContaining(item.reference),
      had: expect.stringContaining('promised to order'),
      choices: [{ choice: 'ship-partial' }, { choice: 'hold' }],
    })
    const choice = { operatorRef: 'ilse', choice: 'ship-partial', note: 'customer knows' }
    expect(await decide(item.id, choice)).toMatchObject({
      status: 200,
      body: { id: item.id, status: 'closed' },
    })
    expect(await stage.item(item.id)).toMatchObject({
      status: 'closed',
      choice: 'ship-partial',
      resolvedBy: 'ilse',
    })
    expect(codeOf(await decide(item.id, choice))).toBe('wrong-state')
    expect((await look()).exceptions.some(({ id }) => id === item.id)).toBe(false)
  })

  test('[SEC-2] neither a picker, nor who left, nor who is unknown decides anything', async () => {
    const item = await getInto(stage, 'short-pick')
    const { list } = await heldList()
    for (const operatorRef of ['pim', 'gone', 'nobody']) {
      const answer = await decide(item.id, { operatorRef, choice: 'ship-partial' })
      expect(answer).toMatchObject({ status: 403, body: { code: 'supervisor-needed' } })
      expect(codeOf(await release(`lists/${list.id}`, operatorRef))).toBe('supervisor-needed')
    }
    expect(await stage.item(item.id)).toMatchObject({ status: 'open', choice: null })
    const office403 = await office.admin('POST', `/v1/floor/exceptions/${item.id}/resolve`, {
      operatorRef: 'ilse',
      choice: 'hold',
    })
    expect(codeOf(office403)).toBe('forbidden')
    await release(`lists/${list.id}`, 'ilse')
  })

  test('what takes a right of the office is neither offered nor done', async () => {
    const item = await getInto(stage, 'short-pick')
    const answer = await decide(item.id, { operatorRef: 'ilse', choice: 'cancel' })
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(codeOf(await decide(item.id, { operatorRef: 'ilse', choice: 'redeliver' }))).toBe(
      'not-supported',
    )
    const hold = await decide(item.id, { operatorRef: 'ilse', choice: 'hold' })
    expect(hold).toMatchObject({ status: 200, body: { status: 'open' } })
    const held = (await look()).exceptions.find(({ id }) => id === item.id)
    expect(held).toMatchObject({ choice: 'hold' })
  })

  test('what is of another warehouse does not exist here', async () => {
    const item = await getInto(stage, 'short-pick')
    const { list } = await heldList()
    const load = await stage.shop.makeLoad()
    const choice = { operatorRef: 'ilse', choice: 'hold' }
    const answers = [
      await decide(item.id, choice, south),
      await release(`lists/${list.id}`, 'ilse', south),
      await release(`loads/${load.number}`, 'ilse', south),
      await release('lists/no-such', 'ilse'),
      await release('loads/NO-1', 'ilse'),
    ]
    expect(answers.map((answer) => codeOf(answer))).toEqual(Array(5).fill('not-found'))
    expect((await look(south)).exceptions).toEqual([])
    await release(`lists/${list.id}`, 'ilse')
  })

  test('a list is taken from the bench that holds it, and another one takes it', async () => {
    const { order, list } = await heldList()
    const claim = (await look()).claims.find(({ id }) => id === list.id)
    expect(claim).toMatchObject({
      kind: 'list',
      reference: list.code,
      orderNumbers: [order],
      stationId: stage.bench.station.stationId,
      since: new Date(clock.now() - 1_000).toISOString(),
      done: 0,
      total: 2,
    })
    expect(await release(`lists/${list.id}`, 'ilse')).toMatchObject({
      status: 200,
      body: { reference: list.code, stationId: stage.bench.station.stationId },
    })
    expect((await look()).claims.some(({ id }) => id === list.id)).toBe(false)
    expect(codeOf(await release(`lists/${list.id}`, 'ilse'))).toBe('wrong-state')
    expect((await stage.shop.list(order))?.claim).toBeNull()
  })

  test('a load is taken from the bench that fills it, with what is on board', async () => {
    const order = await stage.shop.take()
    await stage.shop.generate()
    const unitId = await stage.shop.pack(order)
    const load = await stage.shop.makeLoad()
    const { log } = stage.bench.station
    log.act('load.claim', { loadId: load.id })
    log.act('load.add', { loadId: load.id, unitId })
    await stage.push()
    const claim = (await look()).claims.find(({ id }) => id === load.id)
    expect(claim).toMatchObject({ kind: 'load', reference: load.number, done: 1 })
    expect(await release(`loads/${load.number}`, 'ilse')).toMatchObject({ status: 200 })
    expect(await office.admin('GET', `/v1/loads/${load.number}`)).toMatchObject({
      body: { status: 'open', units: [{ unitId }] },
    })
    expect(codeOf(await release(`loads/${load.number}`, 'ilse'))).toBe('wrong-state')
  })

  test('the audit trail names the bench and the supervisor, and what was decided', async () => {
    const { list } = await heldList()
    await release(`lists/${list.id}`, 'ilse')
    const target = `/v1/floor/lists/${list.id}/release`
    const { items } = (await good('GET', `/v1/audit?target=${target}`)) as { items: unknown[] }
    expect(items).toMatchObject([
      {
        who: `station:${pack.stationId} operator:ilse`,
        operation: 'releaseFloorList',
        target,
        detail: { operatorRef: 'ilse', reason: 'BENCHBROKEN' },
      },
    ])
  })

  test('a station that asks without end is told to wait', async () => {
    const eager = await office.enrol({ name: 'Eager' })
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => eager.call('GET', '/v1/floor')),
    )
    const codes = answers.map((answer) => codeOf(answer))
    expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(10)
    expect(codes.filter((code) => code === undefined)).toHaveLength(30)
  })
})
