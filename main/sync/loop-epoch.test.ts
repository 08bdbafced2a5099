import { expect, test } from 'vitest'
import { POLL_INTERVAL_MS } from '#contract/sync/limits.ts'
import { logAction } from '../testing/logged.ts'
import { manualClock } from '../testing/manual-clock.ts'
import { INCARNATION, pass, settle, smallOffice, syncBench } from '../testing/sync-bench.ts'
import { readSyncState, resendingOf } from './sync-state.ts'

const MINUTE_MS = 60_000

/** A bench whose three claims the office has accepted. */
async function acknowledged() {
  const small = smallOffice()
  small.office.durableSeq = 3
  const bench = syncBench(small.client)
  bench.loop.start()
  await settle()
  for (const id of ['list-1', 'list-2', 'list-3']) {
    logAction(bench.log, 'pick.claim', { pickListId: id })
  }
  bench.loop.wakePush()
  await settle()
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n += 1) await pass(bench.clock, MINUTE_MS)
  }
  return { ...small, ...bench, minutes }
}

test('[EPOCH-2] [EPOCH-4] after a restore the same bytes go again, and receipts stand beside the old', async () => {
  const { office, loop, log, minutes } = await acknowledged()
  const before = office.pushed.flatMap(({ actions }) => actions)
  expect(loop.state).toMatchObject({ epoch: 'e1', ackedSeq: 3, durableSeq: 3 })
  office.epoch = 'e2'
  office.seqs.splice(1)
  office.pushed.length = 0
  office.durableSeq = 0
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await minutes(2)
  const [conflicting, ...sent] = office.pushed
  expect(conflicting).toMatchObject({ epoch: 'e1' })
  expect(sent[0]).toMatchObject({ epoch: 'e2', fromSeq: 2, ackedSeq: 1, knownHead: 0 })
  expect(sent.flatMap(({ actions }) => actions).slice(0, 2)).toEqual(before.slice(1))
  expect(loop.state).toMatchObject({ epoch: 'e2', ackedSeq: 4, durableSeq: 0 })
  expect(loop.state.resend).toEqual({ after: 1, through: 3 })
  expect(resendingOf({ ...loop.state, ackedSeq: 2 })).toEqual({ done: 1, total: 2 })
  expect(resendingOf(loop.state)).toBeNull()
  const receipts = log.db.prepare('SELECT epoch, seq FROM receipt ORDER BY id').all()
  expect(receipts).toEqual([
    ...[1, 2, 3].map((seq) => ({ epoch: 'e1', seq })),
    ...[2, 3, 4].map((seq) => ({ epoch: 'e2', seq })),
  ])
  await loop.close()
})

test('[EPOCH-1] a new epoch that a pull finds is followed as well', async () => {
  const { office, loop, minutes } = await acknowledged()
  office.epoch = 'e2'
  office.seqs.splice(2)
  office.durableSeq = 0
  await minutes(2)
  expect(office.pushed.at(-1)).toMatchObject({ epoch: 'e2', fromSeq: 3 })
  expect(loop.state).toMatchObject({ epoch: 'e2', ackedSeq: 3 })
  await loop.close()
})

test('[EPOCH-2] a pull says as well how much of what was answered is still there', async () => {
  const { office, loop, minutes } = await acknowledged()
  office.epoch = 'e2'
  office.page = { survivedSeq: 1 }
  await minutes(2)
  expect(office.pushed.at(-1)).toMatchObject({ epoch: 'e2', fromSeq: 2 })
  expect(loop.state).toMatchObject({ epoch: 'e2', ackedSeq: 3 })
  await loop.close()
})

test('[EPOCH-2] a claim that was accepted and is refused now is told; one refused before is not again', async () => {
  const { office, loop, heard, log, troubles, minutes } = await acknowledged()
  office.refuse.add(4)
  logAction(log, 'pick.claim', { pickListId: 'list-4' })
  loop.wakePush()
  await settle()
  expect(heard).toEqual([4])
  office.epoch = 'e2'
  office.seqs.splice(1)
  office.refuse.add(2)
  await minutes(3)
  expect(heard).toEqual([4, 2])
  expect(troubles.join()).toContain('decided otherwise')
  expect(log.receiptOf(2)?.outcome).toBe('refused')
  expect(log.receiptOf(3)?.outcome).toBe('accepted')
  await loop.close()
})

test('[EPOCH-3] what was durable stays so within an epoch, also through a restart', async () => {
  const { office, loop, log, minutes } = await acknowledged()
  office.durableSeq = 0
  logAction(log, 'session.sign-in', {})
  loop.wakePush()
  await minutes(1)
  expect(readSyncState(log, 'e1')).toMatchObject({ ackedSeq: 4, durableSeq: 3 })
  await loop.close()
})

test('[ID-2] an office that holds more of this log than there is stops it, once, before it forks', async () => {
  const small = smallOffice()
  small.office.page = { processed: { incarnation: INCARNATION, seq: 7 } }
  const { loop, log, clock, setBack } = syncBench(small.client)
  logAction(log, 'session.sign-in', {})
  small.office.failures.push = { kind: 'unreachable', detail: 'the first push is late' }
  loop.start()
  await settle()
  delete small.office.failures.push
  for (let n = 0; n < 5; n += 1) await pass(clock, MINUTE_MS)
  expect(setBack).toEqual([{ lastSeq: 1, processedSeq: 7 }])
  expect(loop.status.block).toBe('set-back')
  // What waited is offered all the same: the office tells whether it is what it has, or keeps it.
  expect(small.office.pushed.map(({ fromSeq }) => fromSeq)).toEqual([1, 1])
  await loop.close()
})

test('[TIME-1] a clock that is stepped by a year is seen at the next pull, and shown as off', async () => {
  const { client, office } = smallOffice()
  const manual = manualClock(Date.parse('2026-03-02T08:00:00.000Z'))
  let stepMs = 0
  const clock = { ...manual, now: () => manual.now() + stepMs }
  Object.defineProperty(office, 'serverTime', {
    get: () => new Date(manual.now() + 1_000).toISOString(),
  })
  const { loop } = syncBench(client, { clock })
  loop.start()
  await settle()
  expect(loop.status).toMatchObject({ clockOffsetMs: 1_000, clockIsOff: false })
  stepMs = -365 * 24 * 60 * MINUTE_MS
  await pass(manual, POLL_INTERVAL_MS * 2)
  expect(loop.status).toMatchObject({
    clockOffsetMs: 1_000 - stepMs,
    clockIsOff: true,
    online: true,
  })
  stepMs = 0
  await pass(manual, POLL_INTERVAL_MS * 2)
  expect(loop.status).toMatchObject({ clockOffsetMs: 1_000, clockIsOff: false })
  await loop.close()
})
