import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StationActionView } from '#contract/http/station-log-routes.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, packOrder } from '../support/floor.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'
import { handClock } from '../support/wholesaler.ts'

describe.each(databases)('draining and refusals on $kind', ({ open }) => {
  const MORNING = '2026-03-02T08:00:00.000Z'
  let clock: ReturnType<typeof handClock>
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  let client: SyncClient

  beforeEach(async () => {
    clock = handClock(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    floor = await layFloor(database.store)
    client = await benchOf('Pack 1')
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  async function benchOf(name: string): Promise<SyncClient> {
    const { epoch } = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    return syncClient(office, await floor.station({ name }), epoch)
  }

  async function revoke(): Promise<void> {
    const { stationId } = client.station
    const answer = await office.admin('POST', `/v1/stations/${stationId}/revoke`)
    expect(answer.status).toBe(204)
  }

  const drain = (hours: number, stationId = client.station.stationId) =>
    office.admin('POST', `/v1/stations/${stationId}/drain`, { hours, reason: 'a full log' })

  test('[SEC-1] a revoked station sends what it has for the hours it was given, and gets nothing', async () => {
    packOrder(client.station, listAt(floor, 0))
    expect((await drain(1)).body).toMatchObject({ code: 'wrong-state' })
    await revoke()
    expect((await client.send({ count: 2 })).body).toMatchObject({ code: 'revoked' })
    expect((await drain(1)).status).toBe(204)
    expect((await client.push({ count: 2 })).receipts).toHaveLength(2)
    const { token } = client.station
    for (const path of ['/v1/sync/pull', '/v1/sync/scope?epoch=x', '/v1/sync/live']) {
      expect((await office.call('GET', path, { token })).status, path).toBe(401)
    }
    clock.set('2026-03-02T09:00:01.000Z')
    expect((await client.send()).status).toBe(401)
    expect((await drain(72)).status).toBe(204)
    const { log } = client.station
    expect((await client.push()).ackedSeq).toBe(log.actions.length)
    // Revoked once more, it is shut out again whatever hours were left.
    log.act('session.sign-out', {})
    await revoke()
    expect((await client.send()).status).toBe(401)
  })

  test('[SEC-1] a drain has an end within three days, and is of a station that exists', async () => {
    expect((await drain(73)).status).toBe(400)
    expect((await drain(0)).status).toBe(400)
    expect((await drain(1, 'nobody')).status).toBe(404)
  })

  type Page = { items: StationActionView[]; next: string | null }

  async function listed(query: string): Promise<Page> {
    const { status, body } = await office.admin('GET', `/v1/station-actions?${query}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return body as Page
  }

  const seqsOf = ({ items }: Page) => items.map(({ seq }) => seq)

  test('[PUSH-2] what was refused is listed until a supervisor has closed it, whatever else was done', async () => {
    const other = await benchOf('Pack 2')
    const pickListId = listAt(floor, 0).id
    other.station.log.act('pick.claim', { pickListId })
    await other.push()
    const { log } = client.station
    const claim = log.act('pick.claim', { pickListId })
    log.append('not JSON at all')
    log.act('load.confirm', { loadId: floor.load.id })
    expect(outcomes((await client.push()).receipts)).toEqual([
      'refused already-claimed',
      'refused poison',
      'refused dependency',
    ])
    expect(seqsOf(await listed('outcome=refused&open=true'))).toEqual([1, 2, 3])
    const closing = log.append(
      JSON.stringify({
        type: 'refusal.close',
        v: 1,
        operatorId: 'saar',
        occurredAt: MORNING,
        baseHead: 0,
        payload: { seq: 1, actionId: claim.id, how: 'written-off', reason: 'Pack 2 does it' },
      }),
    )
    expect(outcomes((await client.push()).receipts)).toEqual(['accepted'])
    expect(seqsOf(await listed('open=true'))).toEqual([2, 3])
    const [closed] = (await listed('open=false')).items
    expect(closed).toMatchObject({
      actionId: claim.id,
      stationName: 'Pack 1',
      type: 'pick.claim',
      operatorId: 'emma',
      payload: { pickListId },
      code: 'already-claimed',
      closed: { how: 'written-off', reason: 'Pack 2 does it', operatorId: 'saar' },
    })
    expect(closing.seq).toBe(4)
    const [unread] = (await listed('open=true')).items
    expect(unread).toMatchObject({ code: 'poison', payload: null, operatorId: null, closed: null })
    expect((await listed(`stationId=${other.station.stationId}`)).items).toEqual([])
    expect(seqsOf(await listed(`stationId=${client.station.stationId}`))).toEqual([1, 2, 3])
    const first = await listed('limit=2')
    expect(seqsOf(first)).toEqual([1, 2])
    const rest = await listed(`limit=2&after=${first.next}`)
    expect({ seqs: seqsOf(rest), next: rest.next }).toEqual({ seqs: [3], next: null })
  })

  test('[SEC-2] a refusal closed by somebody who is no supervisor is recorded, and somebody looks', async () => {
    const { log } = client.station
    const claim = log.act('load.confirm', { loadId: floor.load.id })
    log.act('refusal.close', { seq: 1, actionId: claim.id, how: 'written-off', reason: 'x' })
    expect(outcomes((await client.push()).receipts)).toEqual([
      'refused dependency',
      'excepted override-not-allowed',
    ])
    expect((await listed('open=true')).items).toEqual([])
  })

  test('[PUSH-2] what a bench that is no more was refused is written off in the office, once', async () => {
    const { log } = client.station
    const claim = log.act('load.confirm', { loadId: floor.load.id })
    const fine = log.act('session.sign-in', {})
    expect((await client.push()).receipts).toHaveLength(2)
    await revoke()
    const close = (id: string) =>
      office.admin('POST', `/v1/station-actions/${id}/close`, { reason: 'Pack 1 was replaced' })
    expect((await close('nothing')).status).toBe(404)
    expect((await close(fine.id)).body).toMatchObject({ code: 'wrong-state' })
    const both = await Promise.all([close(claim.id), close(claim.id)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 409])
    expect((await listed('open=true')).items).toEqual([])
    const [closed] = (await listed('open=false')).items
    const how = { how: 'written-off', reason: 'Pack 1 was replaced', byActionId: null }
    expect(closed?.closed).toMatchObject({ ...how, officeUser: 'admin', operatorId: null })
  })

  test('[PUSH-6] one that nobody can read is listed all the same, and closed as any other', async () => {
    const { log } = client.station
    const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`
    const envelope = { type: 'pick.claim', v: 1, operatorId: 'emma', occurredAt: MORNING }
    log.append(JSON.stringify({ ...envelope, baseHead: 0, payload: 0 }).replace(':0}', `:${deep}}`))
    expect(outcomes((await client.push()).receipts)).toEqual(['refused poison'])
    const [unread] = (await listed('open=true')).items
    expect(unread).toMatchObject({ type: 'unreadable', payload: null, closed: null })
  })
})
