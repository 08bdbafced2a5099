import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SupportFileView } from '#contract/http/station-care-routes.ts'
import { SUPPORT_FILE_BYTES_MAX } from '#contract/sync/limits.ts'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { officeBench } from '../support/office-bench.ts'
import { handClock } from '../support/wholesaler.ts'

const HEALTH = {
  appVersion: '0.0.0-test',
  pending: 0,
  oldestPendingAt: null,
  clockOffsetMs: 0,
  devices: [],
  printJobs: { queued: 0, printed: 0, unknown: 0, failed: 0 },
}

type Detail = { name: string; holds: unknown[]; supportFiles: SupportFileView[] }

describe.each(databases)('the office looks after a station on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const look = async (id: string) =>
    (await office.admin('GET', `/v1/stations/${id}`)).body as Detail
  const ask = async (id: string) =>
    (await office.admin('POST', `/v1/stations/${id}/support-files`)).body as SupportFileView

  test('a support file is asked for, told with the next report, sent once, and kept as it was', async () => {
    const station = await office.enrol({ name: 'Pack 1' })
    const { stationId } = station
    const report = () => station.call('POST', '/v1/stations/heartbeat', HEALTH)
    expect((await report()).status).toBe(204)
    const asked = await ask(stationId)
    expect(asked).toMatchObject({ state: 'asked', askedBy: 'admin', bytes: null })
    expect((await ask(stationId)).id).toBe(asked.id)

    expect(await report()).toMatchObject({ status: 200, body: { supportFile: { id: asked.id } } })
    expect((await look(stationId)).supportFiles).toMatchObject([{ state: 'on-its-way' }])
    const path = `/v1/stations/${stationId}/support-files/${asked.id}`
    expect((await office.admin('GET', path)).status).toBe(404)

    const file = { madeAt: 'now', flight: [{ kind: 'head', text: 'a \u0000 and ü' }] }
    const send = () => station.call('POST', '/v1/stations/support-files', { id: asked.id, file })
    expect((await send()).status).toBe(204)
    expect((await report()).status).toBe(204)
    expect((await look(stationId)).supportFiles).toMatchObject([
      { state: 'here', bytes: Buffer.byteLength(JSON.stringify(file)) },
    ])
    const got = await office.admin('GET', path)
    expect(got.body).toEqual(file)
    expect(got.headers.get('content-disposition')).toContain('attachment')
    expect((await send()).status).toBe(404)
  })

  test('a station cannot bring the file that is awaited of another', async () => {
    const [one, other] = [await office.enrol(), await office.enrol()]
    const { id } = await ask(one.stationId)
    const sent = await other.call('POST', '/v1/stations/support-files', { id, file: {} })
    expect(sent).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test('a file beyond the limit is refused, and so is asking a station that was revoked', async () => {
    const station = await office.enrol()
    const { id } = await ask(station.stationId)
    const file = { text: 'x'.repeat(SUPPORT_FILE_BYTES_MAX + 2_000) }
    const sent = await station.call('POST', '/v1/stations/support-files', { id, file })
    expect(sent.status).toBe(413)
    await office.admin('POST', `/v1/stations/${station.stationId}/revoke`)
    const late = await office.admin('POST', `/v1/stations/${station.stationId}/support-files`)
    expect(late).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
  })

  test('nobody waits longer than a day; five files are kept, and those for thirty days', async () => {
    const station = await office.enrol()
    const { stationId } = station
    await ask(stationId)
    clock.set(new Date(clock.now() + 25 * 3_600_000).toISOString())
    expect((await look(stationId)).supportFiles).toMatchObject([{ state: 'expired' }])
    const report = await station.call('POST', '/v1/stations/heartbeat', HEALTH)
    expect(report.status).toBe(204)
    for (let n = 0; n < 6; n += 1) {
      const { id } = await ask(stationId)
      clock.set(new Date(clock.now() + 60_000).toISOString())
      const sent = await station.call('POST', '/v1/stations/support-files', { id, file: { n } })
      expect(sent.status).toBe(204)
    }
    const { supportFiles } = await look(stationId)
    expect(supportFiles.map(({ state }) => state)).toEqual(Array(5).fill('here'))
    clock.set(new Date(clock.now() + 31 * 86_400_000).toISOString())
    await runDueJobs(office.office)
    expect((await look(stationId)).supportFiles).toEqual([])
  })

  test('a station is given another name, and the trail says which it had', async () => {
    const station = await office.enrol({ name: 'Pack 7' })
    const { stationId } = station
    const put = await office.admin('PUT', `/v1/stations/${stationId}`, { name: 'By the door' })
    expect(put).toMatchObject({ status: 200, body: { name: 'By the door' } })
    expect((await look(stationId)).name).toBe('By the door')
    // One that says how it is called is told the other name, until it says that one.
    const beat = (name: string) =>
      station.call('POST', '/v1/stations/heartbeat', { ...HEALTH, name })
    expect(await beat('Pack 7')).toMatchObject({ status: 200, body: { name: 'By the door' } })
    expect((await beat('By the door')).status).toBe(204)
    const audit = await office.admin('GET', '/v1/audit?operation=putStation&order=newest&limit=1')
    expect(audit.body).toMatchObject({
      items: [{ before: { name: 'Pack 7' }, detail: { name: 'By the door' } }],
    })
    expect((await office.admin('PUT', '/v1/stations/none', { name: 'x' })).status).toBe(404)
  })

  test('its actions come newest first, page by page', async () => {
    const client = await officeBench(office)
    for (let n = 0; n < 5; n += 1) client.station.log.act('session.sign-in', {})
    await client.push()
    const path = `/v1/stations/${client.station.stationId}/actions?limit=3`
    const first = (await office.admin('GET', path)).body as {
      items: { seq: number }[]
      next: number
    }
    expect(first.items.map(({ seq }) => seq)).toEqual([5, 4, 3])
    const second = await office.admin('GET', `${path}&before=${first.next}`)
    expect(second.body).toMatchObject({ items: [{ seq: 2 }, { seq: 1 }], next: null })
  })

  test('badges are printed for those who work here, and the trail says who asked for them', async () => {
    await office.admin('PUT', '/v1/operators/anna', { name: 'Anna', roles: ['picker'] })
    const bo = { name: 'Bo', roles: ['picker'], active: false }
    await office.admin('PUT', '/v1/operators/bo', bo)
    const refs = ['bo', 'anna', 'nobody']
    const sheet = await office.admin('POST', '/v1/badge-sheets', { refs })
    expect(sheet.body).toMatchObject({ items: [{ ref: 'anna', badgeCode: expect.any(String) }] })
    const audit = await office.admin('GET', '/v1/audit?operation=postBadgeSheet')
    expect(audit.body).toMatchObject({ items: [{ who: 'admin', detail: { refs } }] })
  })

  test('lists of warehouses, regions and packagings go on behind a code', async () => {
    const cutOff = { cutOff: '14:00', deliveryWeekdays: [1] }
    for (const code of ['EAST', 'NORTH', 'SOUTH']) {
      await office.admin('PUT', `/v1/regions/${code}`, { name: code, ...cutOff })
    }
    await office.admin('PUT', '/v1/packagings/BOX', { name: 'Box', kind: 'carton', tareGrams: 1 })
    const first = await office.admin('GET', '/v1/regions?limit=2&warehouse=MAIN')
    expect(first.body).toMatchObject({
      items: [{ code: 'EAST' }, { code: 'NORTH' }],
      next: 'NORTH',
    })
    const second = await office.admin('GET', '/v1/regions?limit=2&after=NORTH')
    expect(second.body).toMatchObject({ items: [{ code: 'SOUTH' }], next: null })
    expect((await office.admin('GET', '/v1/packagings')).body).toMatchObject({
      items: [{ code: 'BOX' }],
    })
    const warehouses = await office.call('GET', '/v1/warehouses', { token: ADMIN_TOKEN })
    expect(warehouses.body).toMatchObject({ items: [{ code: 'MAIN' }], next: null })
    expect(JSON.stringify(warehouses.body)).not.toContain('qrKey')
  })

  test('the office says which one it is', async () => {
    const about = await office.admin('GET', '/v1/about')
    expect(about.body).toMatchObject({ version: '0.0.0-test', database: database.kind })
    expect((about.body as { schema: string }).schema).toMatch(/^\d{4}_.+\.sql$/)
  })
})
