import { expect, test } from 'vitest'
import { PUSH_ACTIONS_MAX, PUSH_BYTES_MAX } from '#contract/sync/limits.ts'
import { LogStore } from '../store/log-store.ts'
import { logAction } from '../testing/logged.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { afterConflict, nextBatch, recordAnswer } from './push.ts'
import { readSyncState } from './sync-state.ts'

const options = { incarnation: 'ab'.repeat(16), actionsMax: PUSH_ACTIONS_MAX }

function openLog(actions: number): LogStore {
  const log = new LogStore(tempFolder())
  for (let n = 0; n < actions; n += 1) logAction(log, 'session.sign-in', {})
  return log
}

const answer = (seqs: readonly number[], ackedSeq: number) => ({
  epoch: 'e1',
  ackedSeq,
  durableSeq: 0,
  head: 5,
  serverTime: '2026-03-02T08:00:00.000Z',
  receipts: seqs.map((seq) => ({ seq, id: `id-${seq}`, outcome: 'accepted' as const })),
})

test('[LOG-3] what waits is what lies behind the acknowledged point, oldest first', () => {
  const log = openLog(5)
  const state = { ...readSyncState(log, 'e1'), ackedSeq: 2 }
  const batch = nextBatch(log, state, options)
  expect(batch?.fromSeq).toBe(3)
  expect(batch?.prevHash).toBe(log.hashAt(2))
  expect(batch?.actions.map(({ seq }) => seq)).toEqual([3, 4, 5])
  expect(nextBatch(log, { ...state, ackedSeq: 5 }, options)).toBeNull()
  log.close()
})

test('[PUSH-1] a batch holds at most so many actions and so many bytes, and never none', () => {
  const log = new LogStore(tempFolder())
  const long = { unitId: '387123450000000012', reason: 'x'.repeat(40) }
  log.transaction(() => {
    for (let n = 0; n < 300; n += 1) log.append({ id: `id-${n}`, body: JSON.stringify(long) })
    for (let n = 0; n < 20; n += 1) log.append({ id: `big-${n}`, body: 'y'.repeat(100_000) })
  })
  const state = readSyncState(log, 'e1')
  expect(nextBatch(log, state, options)?.actions).toHaveLength(PUSH_ACTIONS_MAX)
  const big = nextBatch(log, { ...state, ackedSeq: 300 }, options)
  expect(big?.actions.length).toBeGreaterThan(0)
  expect(JSON.stringify(big).length).toBeLessThanOrEqual(PUSH_BYTES_MAX)
  const huge = new LogStore(tempFolder())
  huge.transaction(() => huge.append({ id: 'one', body: 'z'.repeat(400_000) }))
  expect(nextBatch(huge, readSyncState(huge, 'e1'), options)?.actions).toHaveLength(1)
  huge.close()
  log.close()
})

test('[PUSH-1] a retry after a lost answer is the same bytes', () => {
  const log = openLog(3)
  const state = readSyncState(log, 'e1')
  const first = JSON.stringify(nextBatch(log, state, options))
  expect(JSON.stringify(nextBatch(log, state, options))).toBe(first)
  log.close()
})

test('[PUSH-3] an answer that comes twice counts once', () => {
  const log = openLog(2)
  const state = readSyncState(log, 'e1')
  const once = recordAnswer(log, state, answer([1, 2], 2), 'now').state
  const twice = recordAnswer(log, once, answer([1, 2], 2), 'later').state
  expect(twice.ackedSeq).toBe(2)
  expect(log.counts.accepted).toBe(2)
  expect(readSyncState(log, 'other').ackedSeq).toBe(2)
  log.close()
})

test('[PUSH-3] [I11] a receipt that is missing between others is asked for again', () => {
  const log = openLog(9)
  const state = { ...readSyncState(log, 'e1'), ackedSeq: 3 }
  const holed = recordAnswer(log, state, answer([4, 6], 9), 'now')
  expect(holed.state.ackedSeq).toBe(4)
  // What was acknowledged is shown once more: it stays acknowledged.
  const shown = recordAnswer(log, { ...state, ackedSeq: 9 }, answer([9], 9), 'now')
  expect(shown.state.ackedSeq).toBe(9)
  log.close()
})

test('[I13] an office that acknowledges more than there is does not move the point past the log', () => {
  const log = openLog(2)
  const { state } = recordAnswer(log, readSyncState(log, 'e1'), answer([1, 2], 900), 'now')
  expect(state.ackedSeq).toBe(2)
  log.close()
})

test('[PUSH-3] what the office acknowledges beyond the receipts that were heard is asked for again', () => {
  const log = openLog(5)
  const { state } = recordAnswer(log, readSyncState(log, 'e1'), answer([1, 2, 3], 5), 'now')
  expect(state.ackedSeq).toBe(3)
  expect(nextBatch(log, state, options)?.fromSeq).toBe(4)
  log.close()
})

test('a gap goes back to what the office has; a new epoch too, and forgets the head', () => {
  const log = openLog(9)
  const state = { ...readSyncState(log, 'e1'), ackedSeq: 8, knownHead: 40 }
  expect(afterConflict(log, state, { code: 'gap', expectedSeq: 4 })).toMatchObject({ ackedSeq: 3 })
  const moved = afterConflict(log, state, { code: 'epoch', epoch: 'e2', lastSeq: 5 })
  expect(moved).toMatchObject({ epoch: 'e2', ackedSeq: 5, knownHead: 0 })
  expect(readSyncState(log, 'x')).toMatchObject({ epoch: 'e2', ackedSeq: 5 })
  log.close()
})

test('[EPOCH-2] what a copy of the log has sent in the new epoch is asked about again', () => {
  const log = openLog(9)
  const state = { ...readSyncState(log, 'e1'), ackedSeq: 8 }
  const conflict = { code: 'epoch', epoch: 'e2', lastSeq: 7, survivedSeq: 4 } as const
  expect(afterConflict(log, state, conflict)).toMatchObject({ epoch: 'e2', ackedSeq: 4 })
  expect(afterConflict(log, state, { ...conflict, lastSeq: 12 })).toBe('set-back')
  log.close()
})

test('[PUSH-3] [I11] a new epoch never takes actions for answered whose receipts were not heard', () => {
  const log = openLog(9)
  const state = { ...readSyncState(log, 'e1'), ackedSeq: 3 }
  const moved = afterConflict(log, state, { code: 'epoch', epoch: 'e2', lastSeq: 7 })
  expect(moved).toMatchObject({ epoch: 'e2', ackedSeq: 3 })
  log.close()
})

test('[ID-2] a fork stops the log from being sent', () => {
  const log = openLog(1)
  expect(afterConflict(log, readSyncState(log, 'e1'), { code: 'fork', seq: 1 })).toBe('forked')
  log.close()
})

test('[PUSH-5] refusals stay open in the state until somebody has heard of them', () => {
  const log = openLog(2)
  const refused = answer([1], 2)
  const { state } = recordAnswer(
    log,
    readSyncState(log, 'e1'),
    {
      ...refused,
      receipts: [
        ...refused.receipts,
        { seq: 2, id: 'id-2', outcome: 'refused', code: 'not-found' },
      ],
    },
    'now',
  )
  expect(state.openRefusals).toEqual([2])
  expect(readSyncState(log, 'x').openRefusals).toEqual([2])
  log.close()
})
