import { expect, test } from 'vitest'
import { isCommittedOnce } from '../simulation/committed-once.ts'
import { ReceiptsGiven } from '../simulation/receipts-given.ts'

const LOG = 'ab'.repeat(16)
const ACCEPTED = { seq: 36, id: 'a', outcome: 'accepted' } as const
const REFUSED = { seq: 36, id: 'a', outcome: 'refused', code: 'wrong-state' } as const

const row = (lot: string, quantity: number, reserved: number) => {
  return { lot, quantity, on_hand_delta: 0, reserved_delta: reserved }
}

/** An office that was restored to a time when it held so many actions of the log. */
const restoredTo = (lastSeq: number) => (incarnation: string, seq: number) =>
  incarnation === LOG && seq <= lastSeq

test('[I3] one pick moves stock once, in as many rows as its line has lots', () => {
  expect(isCommittedOnce([row('', 3, 0)], 3)).toBe(true)
  expect(isCommittedOnce([row('A', 3, -3), row('B', 3, 3)], 3)).toBe(true)
  // More than was asked for: what the line has reserved follows from wherever it was.
  expect(isCommittedOnce([row('', 1, -1), row('G2', 3, 2), row('G1', 1, -1)], 3)).toBe(true)
  // Goods of a cancelled order are reserved again while hands hold them.
  expect(isCommittedOnce([row('', 3, 3)], 3)).toBe(true)
})

test('[I3] a pick that counts twice, or too much, is found out', () => {
  expect(isCommittedOnce([], 3)).toBe(false)
  expect(isCommittedOnce([row('', 2, 0)], 3)).toBe(false)
  expect(isCommittedOnce([row('A', 3, 0), row('A', 3, 0)], 3)).toBe(false)
  expect(isCommittedOnce([row('A', 3, 0), row('B', 3, 0)], 3)).toBe(false)
  expect(isCommittedOnce([row('A', 3, 3), row('B', 3, 3)], 3)).toBe(false)
  expect(isCommittedOnce([row('A', 3, 0), row('B', 1, -1)], 3)).toBe(false)
  expect(isCommittedOnce([{ ...row('A', 3, 0), on_hand_delta: -3 }], 3)).toBe(false)
})

test('[I4] an answer that changes is found out, whoever heard it', () => {
  const receipts = new ReceiptsGiven()
  const unheard = { incarnation: LOG, ackedSeq: 28 }
  expect(receipts.give('e1', unheard, ACCEPTED)).toBe('first')
  expect(receipts.give('e1', unheard, { ...ACCEPTED, replayed: true })).toBe('again')
  expect(receipts.give('e1', unheard, REFUSED)).toEqual({ before: JSON.stringify(ACCEPTED) })
  expect(receipts.give('e2', unheard, REFUSED)).toBe('first')
})

test('[I4] what a restore took back and nobody heard is answered anew, once', () => {
  const receipts = new ReceiptsGiven()
  const unheard = { incarnation: LOG, ackedSeq: 28 }
  receipts.give('e1', unheard, ACCEPTED)
  receipts.noteRestored(restoredTo(29))
  expect(receipts.give('e1', unheard, REFUSED)).toBe('anew')
  expect(receipts.give('e1', unheard, REFUSED)).toBe('again')
  expect(receipts.give('e1', unheard, ACCEPTED)).toEqual({ before: JSON.stringify(REFUSED) })
})

test('[I4] what the restored office still holds, or the log was told, does not change', () => {
  for (const { ackedSeq, lastSeq } of [
    { ackedSeq: 28, lastSeq: 36 },
    { ackedSeq: 36, lastSeq: 29 },
  ]) {
    const receipts = new ReceiptsGiven()
    receipts.give('e1', { incarnation: LOG, ackedSeq: 28 }, ACCEPTED)
    receipts.noteRestored(restoredTo(lastSeq))
    const given = receipts.give('e1', { incarnation: LOG, ackedSeq }, REFUSED)
    expect(given).toEqual({ before: JSON.stringify(ACCEPTED) })
  }
})
