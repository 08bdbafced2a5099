import { expect, test } from 'vitest'
import { ActionBody } from '#contract/sync/envelope.ts'
import { LogStore } from '../store/log-store.ts'
import { badge, CODE } from '../testing/floor.ts'
import { benchWithRefusal, FIRST, PIN, refusedBench, SECOND } from '../testing/refused-bench.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { PIN_LOCK_MS } from '../workflow/supervisor.ts'
import { refusalView } from './refusal-views.ts'
import { Refusals } from './refusals.ts'

type Parts = ReturnType<typeof refusedBench>

const ILSE = badge('ilse')

/** Signing in, the claim and the carton that was opened with it. */
const BEFORE = 3

/** What was recorded since the claim was refused. */
function logged({ log }: Parts) {
  return log.actionsFrom(BEFORE + 1, 10).map(({ id, body }) => {
    const { type, operatorId, payload } = ActionBody.parse(JSON.parse(body))
    return { id, type, operatorId, payload }
  })
}

test('[PUSH-2] a refusal stays open, over a restart too, until a supervisor closes it', async () => {
  const folder = tempFolder()
  const parts = benchWithRefusal(folder)
  const [open] = parts.open()
  expect(open).toMatchObject({ seq: 2, code: 'already-claimed', detail: 'Pack 2 has it.' })
  if (open === undefined) throw new Error('there is one')
  expect(refusalView(open, parts.view)).toMatchObject({
    type: 'pick.claim',
    subject: 'ORD-l1',
    operatorId: 'sanne',
    why: 'answer.already-claimed',
    canRetry: true,
    amendable: { pickListId: FIRST.id },
    choices: { pickListId: [{ value: SECOND.id, words: 'ORD-l2' }] },
  })
  const { id } = open
  parts.close()
  const again = new Refusals(new LogStore(folder))
  expect(again.open({ after: 0, through: 2, limit: 10 })).toMatchObject([{ seq: 2 }])
  const next = refusedBench(folder)
  next.answer(2, { outcome: 'refused', code: 'already-claimed' })
  const closed = await next.closeRefusal({
    seq: 2,
    how: 'written-off',
    reason: 'Pack 2 has done it',
    badge: ILSE,
  })
  expect(closed).toEqual({ accepted: true, byActionId: null })
  expect(next.open()).toEqual([])
  expect(logged(next)).toMatchObject([
    {
      type: 'refusal.close',
      operatorId: 'ilse',
      payload: { seq: 2, actionId: id, how: 'written-off', reason: 'Pack 2 has done it' },
    },
  ])
  expect(next.refusals.isClosed({ id })).toBe(true)
  next.close()
  // What a supervisor closed is read from the log, whatever became of the index over it.
  const log = new LogStore(folder)
  log.db.exec('DELETE FROM refusal_closed')
  log.setMeta('refusalsThrough', '0')
  expect(new Refusals(log).open({ after: 0, through: 2, limit: 10 })).toEqual([])
  log.close()
})

test('done again, it is a new action by the supervisor, decided today, in one commit with the closing', async () => {
  const parts = benchWithRefusal()
  const answer = await parts.closeRefusal({ seq: 2, how: 'again', badge: ILSE })
  if (!answer.accepted) throw new Error(answer.trouble)
  expect(logged(parts)).toMatchObject([
    { id: answer.byActionId, type: 'pick.claim', operatorId: 'ilse' },
    { type: 'refusal.close', payload: { how: 'again', byActionId: answer.byActionId } },
  ])
  expect(parts.view.get('pick-list', FIRST.id)?.claim?.stationId).toBe('st-1')
  expect(parts.open()).toEqual([])
  expect(await parts.closeRefusal({ seq: 2, how: 'again', badge: ILSE })).toMatchObject({
    accepted: false,
    trouble: 'not-open',
  })
  // The new one can be refused again, and is then open by itself.
  parts.answer(4, { outcome: 'refused', code: 'already-claimed' })
  expect(parts.open()).toMatchObject([{ seq: 4 }])
  parts.close()
})

test('a rule that says no today says so, and nothing is recorded', async () => {
  const parts = benchWithRefusal()
  const claim = { stationId: 'st-9', leaseUntil: '2099-01-01T00:00:00.000Z' }
  const doc = { ...FIRST, claim }
  parts.cache.apply([{ kind: 'pick-list', id: FIRST.id, seq: 2, body: JSON.stringify(doc) }], {
    epoch: 'e1',
    cursor: 2,
    processedSeq: 2,
  })
  parts.view.reload()
  const { lastSeq } = parts.log
  const answer = await parts.closeRefusal({ seq: 2, how: 'again', badge: ILSE })
  expect(answer).toMatchObject({ accepted: false, trouble: 'rule-broken' })
  expect(!answer.accepted && answer.alert?.reason).toBe('list-held-elsewhere')
  expect(parts.log.lastSeq).toBe(lastSeq)
  expect(parts.open()).toHaveLength(1)
  parts.close()
})

test('amended, only what the action says may be changed, and something must', async () => {
  const parts = benchWithRefusal()
  const amend = async (changed: object) => {
    const answer = await parts.closeRefusal({
      seq: 2,
      how: 'amended',
      badge: ILSE,
      amend: changed,
    })
    return answer.accepted ? 'closed' : answer.trouble
  }
  expect(await amend({})).toBe('amendment-needed')
  expect(await amend({ pickListId: FIRST.id })).toBe('amendment-needed')
  expect(await amend({ quantity: 2 })).toBe('bad-amendment')
  expect(await amend({ pickListId: 7 })).toBe('bad-amendment')
  expect(await amend({ pickListId: 'no-such-list' })).toBe('rule-broken')
  expect(await amend({ pickListId: SECOND.id })).toBe('closed')
  expect(logged(parts)).toMatchObject([
    { type: 'pick.claim', payload: { pickListId: SECOND.id } },
    { type: 'refusal.close', payload: { how: 'amended' } },
  ])
  parts.close()
})

test('[SEC-2] only a supervisor closes: signed in, or by badge and PIN, of which few guesses are taken', async () => {
  const parts = benchWithRefusal()
  const off = { seq: 2, how: 'written-off', reason: 'gone' } as const
  const close = async (input: object) => {
    const answer = await parts.closeRefusal({ ...off, ...input })
    return answer.accepted ? 'closed' : answer.trouble
  }
  expect(await close({})).toBe('supervisor-needed')
  expect(await close({ badge: badge('sanne') })).toBe('role-missing')
  expect(await close({ badge: 'LLB-nonsense' })).toBe('unknown-badge')
  const nora = badge('nora')
  expect(await close({ badge: nora })).toBe('pin-needed')
  // At once, as somebody in a hurry would: they are still counted one by one.
  const guesses = ['0000', '1111', '2222', '3333'].map((pin) => close({ badge: nora, pin }))
  expect(await Promise.all(guesses)).toEqual(['pin-wrong', 'pin-wrong', 'pin-locked', 'pin-locked'])
  expect(await close({ badge: nora, pin: PIN })).toBe('pin-locked')
  parts.clock.advance(PIN_LOCK_MS)
  expect(await close({ badge: nora, pin: PIN, reason: undefined })).toBe('reason-needed')
  expect(await close({ badge: nora, pin: PIN })).toBe('closed')
  expect(logged(parts)).toMatchObject([{ operatorId: 'nora' }])
  parts.close()
})

test('a supervisor who is signed in needs no badge', async () => {
  const parts = benchWithRefusal()
  parts.scan(CODE['ACK'] ?? '', ILSE)
  const answer = await parts.closeRefusal({ seq: 2, how: 'written-off', reason: 'gone' })
  expect(answer.accepted).toBe(true)
  parts.close()
})
