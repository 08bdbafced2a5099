import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'
import { readSyncState } from './sync-state.ts'

test('what is logged is sent without being asked twice, and the bench is online', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  loop.start()
  await settle()
  expect(loop.status).toMatchObject({ online: true, clockOffsetMs: 10_000 })
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([1])
  expect(loop.state.ackedSeq).toBe(1)
  await pass(clock, 60_000)
  expect(office.calls.filter((call) => call === 'push')).toHaveLength(1)
  await loop.close()
})

test('[PUSH-4] failures wait longer and longer, and the first success wakes every lane', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  office.failure = { kind: 'unreachable', detail: 'no route' }
  logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.status.online).toBe(false)
  const callsIn = async (ms: number) => {
    const before = office.calls.length
    await pass(clock, ms)
    return office.calls.length - before
  }
  for (let n = 0; n < 12; n += 1) await pass(clock, 60_000)
  // At the ceiling of a minute, the lanes together call a few times a minute and no more.
  expect(await callsIn(59_000)).toBeLessThanOrEqual(6)
  office.failure = null
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.online).toBe(true)
  await loop.close()
})

test('[PUSH-4] Retry-After is obeyed', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  loop.start()
  await settle()
  office.failure = { kind: 'busy', retryAfterMs: 30_000 }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  const pushes = () => office.calls.filter((call) => call === 'push').length
  const before = pushes()
  await pass(clock, 9_000)
  expect(pushes()).toBe(before)
  office.failure = null
  await pass(clock, 30_000)
  expect(office.seqs).toEqual([1])
  await loop.close()
})

test('[PUSH-6] an action the office can not read yet is kept, and said', async () => {
  const { office, client } = smallOffice()
  office.reads = { 'pick.claim': [1] }
  const { log, loop, troubles } = syncBench(client)
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([])
  expect(loop.status.block).toBe('office-too-old')
  expect(troubles.join()).toContain('must be upgraded')
  await loop.close()
})

test('[SEC-1] a 401 deletes nothing and is tried again', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  office.failure = { kind: 'unauthorized', code: 'unauthorized' }
  logAction(log, 'session.sign-in', {})
  loop.start()
  await settle()
  expect(loop.status.block).toBe('unauthorized')
  office.failure = null
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('a refusal whose alert was cut off by a crash is handed over after the restart', async () => {
  const { office, client } = smallOffice()
  office.refuse.add(1)
  const first = syncBench(client)
  first.loop.start()
  logAction(first.log, 'pick.claim', { pickListId: 'list-1' })
  first.loop.wakePush()
  await settle()
  expect(first.heard).toEqual([1])
  await first.loop.close()
  // As if the crash came between the receipt's commit and the alert's.
  const state = { ...readSyncState(first.log, 'e1'), openRefusals: [1] }
  first.log.transaction(() => first.log.setMeta('sync', JSON.stringify(state)))
  first.log.close()
  const again = syncBench(client, { folder: first.folder })
  again.loop.start()
  expect(again.heard).toEqual([1])
  expect(readSyncState(again.log, 'e1').openRefusals).toEqual([])
  await settle()
  await again.loop.close()
})
