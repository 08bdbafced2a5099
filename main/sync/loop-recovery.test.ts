import { expect, test } from 'vitest'
import { logAction } from '../testing/logged.ts'
import { pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'
import { readSyncState } from './sync-state.ts'

test('[PUSH-6] what the office can read is sent, what stands behind waits until it is upgraded', async () => {
  const { office, client } = smallOffice()
  office.reads = { 'session.sign-in': [1] }
  const { log, loop, clock } = syncBench(client)
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  logAction(log, 'pick.claim', { pickListId: 'list-1' })
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('office-too-old')
  office.reads = { 'session.sign-in': [1], 'pick.claim': [1] }
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1, 2, 3])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('[VER-1] an office that asked for an upgrade and takes actions again gets all of them', async () => {
  const { office, client } = smallOffice()
  const { log, loop, clock } = syncBench(client)
  loop.start()
  await settle()
  office.failures.push = { kind: 'upgrade' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(loop.status.block).toBe('upgrade')
  delete office.failures.push
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(office.seqs).toEqual([1])
  expect(loop.status.block).toBe('none')
  await loop.close()
})

test('[PUSH-4] a single action that is too large for whatever stands between is not sent in a loop', async () => {
  const { office, client } = smallOffice()
  const { log, loop } = syncBench(client)
  loop.start()
  await settle()
  office.failures.push = { kind: 'too-large' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  for (let n = 0; n < 10; n += 1) await settle()
  // 200, 100, 50, 25, 12, 6, 3, 1, and then the back-off.
  expect(office.calls.filter((call) => call === 'push').length).toBeLessThanOrEqual(10)
  await loop.close()
})

test('[I11] a refusal that could not be put before the operator stays open', async () => {
  const { office, client } = smallOffice()
  office.refuse.add(1)
  let isWritable = false
  const { log, loop, clock } = syncBench(client, {
    onRefused: (seqs) => (isWritable ? [] : seqs),
  })
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(readSyncState(log, 'e1').openRefusals).toEqual([1])
  isWritable = true
  for (let n = 0; n < 3; n += 1) await pass(clock, 60_000)
  expect(readSyncState(log, 'e1').openRefusals).toEqual([])
  await loop.close()
})

test('an action the office refuses for what it is, is said and not retried in silence', async () => {
  const { office, client } = smallOffice()
  const { log, loop, troubles } = syncBench(client)
  loop.start()
  await settle()
  office.failures.push = { kind: 'rejected', status: 400, code: 'chain', detail: 'no' }
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await settle()
  expect(troubles.join()).toContain('chain')
  await loop.close()
})

test('[LOG-6] an action that can’t be made out any more has the log proven, instead of failing in silence', async () => {
  const { office, client } = smallOffice()
  let suspected = 0
  const { log, loop, clock } = syncBench(client, { onLogSuspect: () => (suspected += 1) })
  loop.start()
  await settle()
  logAction(log, 'session.sign-in', {})
  log.db.exec("DROP TRIGGER action_is_never_changed; UPDATE action SET body = 'x' || body")
  loop.wakePush()
  await settle()
  for (let n = 0; n < 5; n += 1) await pass(clock, 60_000)
  expect(office.pushed).toEqual([])
  expect(suspected).toBe(1)
  await loop.close()
})
