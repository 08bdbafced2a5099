import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnrolmentQr } from '#contract/barcode/enrolment-qr.ts'
import { topUpNumberRange } from '../../sync-server/stations/index.ts'
import { writeDocuments } from '../../sync-server/sync/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { pullAll } from '../support/pull-all.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const START = Date.parse('2026-03-02T08:00:00Z')

describe.each(databases)('enrolment on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let now = START
  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: { now: () => now } } })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const issue = async (plan: object = {}) => {
    const body = { warehouse: 'MAIN', name: 'Bench 1', mode: 'pick-and-pack', ...plan }
    return office.admin('POST', '/v1/station-codes', body)
  }
  const issueCode = async () => ((await issue()).body as { code: string }).code
  const enrol = (code: string, incarnation = 'a'.repeat(32)) =>
    office.call('POST', '/v1/stations/enrol', { body: { code, incarnation, appVersion: '1.0.0' } })

  test('a code is short, readable and good for a day', async () => {
    const answer = await issue()
    expect(answer.status).toBe(201)
    const { code, expiresAt, qr } = answer.body as { code: string; expiresAt: string; qr: string }
    expect(parseEnrolmentQr(qr)).toEqual({ ok: true, value: { officeUrl: office.url, code } })
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}$/)
    expect(Date.parse(expiresAt) - now).toBe(DAY_MS)
    expect((await issue({ warehouse: 'NONE' })).body).toMatchObject({ code: 'unknown-warehouse' })
  })

  test('a code enrols once, however it is typed, and the token works', async () => {
    const code = await issueCode()
    const answer = await enrol(code.toLowerCase().replace('-', ' '))
    expect(answer.status).toBe(201)
    const body = answer.body as { token: string; epoch: string; serverTime: string }
    expect(body).toMatchObject({
      name: 'Bench 1',
      mode: 'pick-and-pack',
      warehouse: { code: 'MAIN', timezone: 'Europe/Amsterdam' },
      serverTime: new Date(now).toISOString(),
      numberRange: { prefix: '38712345' },
    })
    const pull = await office.call('GET', '/v1/sync/pull', { token: body.token })
    expect(pull).toMatchObject({ status: 200, body: { epoch: body.epoch } })
    expect(await enrol(code)).toMatchObject({ status: 409, body: { code: 'code-used' } })
  })

  test('two stations that use one code at once: one is enrolled', async () => {
    const code = await issueCode()
    const answers = await Promise.all([enrol(code), enrol(code, 'b'.repeat(32))])
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([201, 409])
  })

  test('an answer that was lost is given again to the same log, with the same token', async () => {
    const code = await issueCode()
    const first = (await enrol(code)).body as {
      stationId: string
      token: string
      numberRange: object
    }
    expect(await enrol(code, 'b'.repeat(32))).toMatchObject({ status: 409 })
    const again = await enrol(code)
    expect(again).toMatchObject({ status: 201, body: { stationId: first.stationId } })
    const second = again.body as typeof first
    expect(second.numberRange).toEqual(first.numberRange)
    const pull = (token: string) => office.call('GET', '/v1/sync/pull', { token })
    expect(second.token).toBe(first.token)
    expect((await pull(first.token)).status).toBe(200)
    // Whoever has used the token has had the answer: a copy of the question that comes late takes nothing.
    expect(await enrol(code)).toMatchObject({ status: 409, body: { code: 'code-used' } })
    expect((await pull(second.token)).status).toBe(200)
  })

  test('a question that the network doubles is one station, and whichever answer arrives works', async () => {
    const code = await issueCode()
    const answers = await Promise.all([enrol(code), enrol(code)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    const bodies = answers.map(({ body }) => body as { stationId: string; token: string })
    const who = `station:${bodies[0]?.stationId}`
    const trail = await office.admin('GET', `/v1/audit?operation=enrol&who=${who}`)
    expect((trail.body as { items: object[] }).items).toHaveLength(2)
    expect(bodies[0]?.stationId).toBe(bodies[1]?.stationId)
    const pulls = await Promise.all(
      bodies.map(({ token }) => office.call('GET', '/v1/sync/pull', { token })),
    )
    expect(pulls.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200])
  })

  test('a lost answer is not given again after the day of its code, or to a station that was revoked', async () => {
    const [old, revoked] = [await issueCode(), await issueCode()]
    await enrol(old)
    const { stationId } = (await enrol(revoked)).body as { stationId: string }
    await office.admin('POST', `/v1/stations/${stationId}/revoke`)
    expect(await enrol(revoked)).toMatchObject({ status: 409, body: { code: 'code-used' } })
    now += DAY_MS
    expect(await enrol(old)).toMatchObject({ status: 409, body: { code: 'code-used' } })
  })

  test('a code that never was is 401, one of yesterday 410', async () => {
    expect(await enrol('AAAA-AAAA')).toMatchObject({ status: 401, body: { code: 'bad-code' } })
    const code = await issueCode()
    now += DAY_MS
    expect(await enrol(code)).toMatchObject({ status: 410, body: { code: 'code-expired' } })
  })

  test('guessing codes is slowed down, and forgotten after a minute', async () => {
    now += MINUTE_MS
    let answer = await enrol('BBBB-BBBB')
    for (let guess = 0; guess < 30 && answer.status === 401; guess += 1) {
      answer = await enrol('BBBB-BBBB')
    }
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    now += MINUTE_MS
    expect((await enrol(await issueCode())).status).toBe(201)
  })

  test('[NUM-1] stations get ranges that never overlap, whichever warehouse they work in', async () => {
    await office.admin('PUT', '/v1/warehouses/OTHER', {
      name: 'Other',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '8712345',
      address: '',
    })
    const stations = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        office.enrol({ warehouse: index % 2 === 0 ? 'MAIN' : 'OTHER' }),
      ),
    )
    const ranges = stations.map((s) => s.numberRange).sort((a, b) => a.from - b.from)
    for (const [index, range] of ranges.entries()) {
      expect(range.to - range.from).toBe(9_999)
      expect(range.from).toBeGreaterThan(ranges[index - 1]?.to ?? 0)
    }
  })

  test('[NUM-1] a station sees its own numbers and no other’s, and gets more with a fifth left', async () => {
    const [station, other] = [await office.enrol(), await office.enrol()]
    const ownKey = `number-range/${station.stationId}`
    const pulled = await pullAll(station)
    expect(pulled.documents.get(ownKey)).toEqual({
      stationId: station.stationId,
      ranges: [{ incarnation: station.incarnation, ...station.numberRange }],
    })
    expect(pulled.documents.has(`number-range/${other.stationId}`)).toBe(false)
    const holder = { ...station, id: station.stationId, warehouse: 'MAIN' }
    const use = (serial: number) =>
      office.store.transaction(async (tx) => {
        const { writes } = await topUpNumberRange(tx, holder, serial)
        await writeDocuments(tx, 'MAIN', writes)
        return writes.length
      })
    const { from, to } = station.numberRange
    expect(await use(from + 7_998)).toBe(0)
    expect(await use(to - 2_000)).toBe(1)
    expect(await use(to - 1_999)).toBe(0)
    const { documents } = await pullAll(station)
    const { ranges } = documents.get(ownKey) as { ranges: { from: number }[] }
    expect(ranges).toHaveLength(2)
    expect(ranges[1]?.from).toBeGreaterThan(to)
  })

  test('[NUM-1] a company prefix without numbers left refuses clearly', async () => {
    await office.admin('PUT', '/v1/warehouses/SMALL', {
      name: 'Small',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '87123450001',
      address: '',
    })
    for (let station = 0; station < 10; station += 1) await office.enrol({ warehouse: 'SMALL' })
    const { code } = (await issue({ warehouse: 'SMALL' })).body as { code: string }
    expect(await enrol(code)).toMatchObject({ status: 422, body: { code: 'no-numbers' } })
    await office.admin('PUT', '/v1/warehouses/SMALL', {
      name: 'Small',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '87123450002',
      address: '',
    })
    expect((await enrol(code)).status).toBe(201)
  })

  test('the health board shows what a station said and when it falls silent', async () => {
    const station = await office.enrol({ name: 'Bench 7', mode: 'load' })
    const health = {
      appVersion: '1.2.3',
      pending: 4,
      oldestPendingAt: '2026-03-02T07:59:00.000Z',
      clockOffsetMs: -1_500,
      devices: [{ id: 'w1', kind: 'scale', state: 'lost', detail: 'cable' }],
      printJobs: { queued: 1, printed: 2, unknown: 3, failed: 4 },
    }
    expect((await station.call('POST', '/v1/stations/heartbeat', health)).status).toBe(204)
    const board = async () => {
      const { items } = (await office.admin('GET', '/v1/stations')).body as {
        items: { stationId: string }[]
      }
      return items.find((item) => item.stationId === station.stationId)
    }
    expect(await board()).toMatchObject({ ...health, name: 'Bench 7', mode: 'load', online: true })
    now += MINUTE_MS + 1
    expect(await board()).toMatchObject({ online: false, pending: 4 })
    const bad = await station.call('POST', '/v1/stations/heartbeat', { ...health, pending: -1 })
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ path: 'pending' }] } })
  })

  test('a revoked station is told so within seconds', async () => {
    const station = await office.enrol()
    expect((await station.call('GET', '/v1/sync/pull')).status).toBe(200)
    const path = `/v1/stations/${station.stationId}/revoke`
    expect((await office.admin('POST', path)).status).toBe(204)
    now += 5_001
    const answer = await station.call('GET', '/v1/sync/pull')
    expect(answer).toMatchObject({ status: 401, body: { code: 'revoked' } })
    expect((await office.admin('POST', '/v1/stations/none/revoke')).status).toBe(404)
  })

  test('a station’s token is in the database as its hash only', async () => {
    const station = await office.enrol()
    const rows = await office.store.snapshot((tx) => tx.selectFrom('station').selectAll().execute())
    expect(JSON.stringify(rows)).not.toContain(station.token)
  })
})
