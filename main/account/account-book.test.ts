import { expect, test } from 'vitest'
import { actionBody } from '../store/log-store.ts'
import { badge, CODE } from '../testing/floor.ts'
import { queueEntries } from '../rpc/queue-entries.ts'
import { benchWithRefusal, FIRST, refusedBench, SECOND } from '../testing/refused-bench.ts'
import { OAK } from '../testing/shop.ts'

const SIGN_OUT = CODE['SIGNOUT'] ?? ''

type Parts = ReturnType<typeof refusedBench>

function read({ accounts, ackedSeq, clock }: Parts) {
  return accounts.read({ ackedSeq: ackedSeq(), nowMs: clock.now() })
}

test('[LOG-3] every action of a shift waits or is accounted for, and signing in and out is none', async () => {
  const parts = benchWithRefusal()
  parts.scan(CODE['ACK'] ?? '', SECOND.code, OAK.ean)
  const before = read(parts).shift
  expect(before).toMatchObject({
    operatorId: 'sanne',
    endedAt: null,
    refusedOpen: 1,
    accountedFor: 1,
    isComplete: false,
  })
  const made = parts.log.lastSeq - 1
  expect(before?.made).toBe(made)
  expect(before?.waiting).toBe(made - 1)
  parts.answer(3, { outcome: 'excepted', code: 'claimed-elsewhere' })
  parts.accept()
  expect(read(parts).shift).toMatchObject({
    made,
    waiting: 0,
    accepted: made - 2,
    excepted: 1,
    refusedOpen: 1,
    refusedClosed: 0,
    accountedFor: made,
    isComplete: true,
  })
  await parts.closeRefusal({ seq: 2, how: 'written-off', reason: 'gone', badge: badge('ilse') })
  parts.accept()
  expect(read(parts).shift).toMatchObject({ refusedOpen: 0, refusedClosed: 1, made: made + 1 })
  parts.close()
})

test('a shift is from the last sign-in to the sign-out behind it; the day is the warehouse’s own', () => {
  const parts = refusedBench()
  parts.scan(badge('sanne'), FIRST.code, OAK.ean, SIGN_OUT)
  parts.accept()
  const sannes = read(parts)
  expect(sannes.shift).toMatchObject({ operatorId: 'sanne', isComplete: true })
  expect(sannes.shift?.endedAt).not.toBeNull()
  parts.scan(badge('ilse'), OAK.ean)
  const ilses = read(parts)
  expect(ilses.shift).toMatchObject({ operatorId: 'ilse', made: 1, waiting: 1 })
  expect(ilses.today.made).toBe((sannes.shift?.made ?? 0) + 1)
  // Midnight in Amsterdam is 22:00 UTC: what was done before it is yesterday's.
  parts.clock.advance(14.5 * 60 * 60 * 1_000)
  expect(read(parts).today.made).toBe(0)
  const occurredAt = new Date(parts.clock.now()).toISOString()
  const draft = { type: 'stock.count' as const, payload: { sku: OAK.sku, counted: 3 } }
  const body = actionBody({ draft, operatorId: 'ilse', occurredAt, baseHead: 0 })
  parts.log.transaction(() => parts.log.append({ id: 'of-the-night', body }))
  expect(read(parts).today).toMatchObject({ made: 1, waiting: 1 })
  parts.close()
})

test('[LOG-3] the queue is read in pages, by what became of each, with the office’s own words', () => {
  const parts = benchWithRefusal()
  parts.scan(CODE['ACK'] ?? '', SECOND.code, OAK.ean, OAK.ean)
  parts.answer(3, { outcome: 'excepted', code: 'claimed-elsewhere', detail: 'Look.' })
  const sync = { state: { ackedSeq: parts.ackedSeq() } } as never
  const seqs = (query: Parameters<typeof queueEntries>[1]) =>
    queueEntries({ log: parts.log, view: parts.view, sync }, query).map(({ seq }) => seq)
  const { lastSeq } = parts.log
  expect(lastSeq).toBeGreaterThan(5)
  expect(seqs({ limit: 2 })).toEqual([lastSeq, lastSeq - 1])
  expect(seqs({ limit: 2, before: lastSeq - 1 })).toEqual([lastSeq - 2, lastSeq - 3])
  expect(seqs({ limit: 99, filter: 'waiting' })).toEqual(
    Array.from({ length: lastSeq - 3 }, (_, index) => lastSeq - index),
  )
  expect(seqs({ limit: 9, filter: 'excepted' })).toEqual([3])
  expect(seqs({ limit: 9, filter: 'refused' })).toEqual([2])
  expect(seqs({ limit: 9, filter: 'refused', before: 2 })).toEqual([])
  const [refused] = queueEntries(
    { log: parts.log, view: parts.view, sync },
    { limit: 1, filter: 'refused' },
  )
  expect(refused).toMatchObject({
    state: 'refused',
    code: 'already-claimed',
    detail: 'Pack 2 has it.',
  })
  parts.close()
})

test('the queue shows what was accepted alone, and which unit goods went into', () => {
  const parts = benchWithRefusal()
  parts.scan(CODE['ACK'] ?? '', SECOND.code, OAK.ean)
  parts.accept()
  const sync = { state: { ackedSeq: parts.ackedSeq() } } as never
  const rows = queueEntries({ ...parts, sync }, { limit: 10, filter: 'accepted' })
  expect(rows.map(({ state }) => state)).not.toContain('refused')
  expect(rows).toHaveLength(parts.log.lastSeq - 1)
  const picked = rows.find(({ type }) => type === 'pick.confirm')
  expect(picked?.unitId).toMatch(/^\d{18}$/)
  expect(rows.find(({ type }) => type === 'pick.claim')?.unitId).toBeNull()
  parts.close()
})
