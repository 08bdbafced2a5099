import { argon2Sync } from 'node:crypto'
import type { CloseRefusalInput } from '#contract/rpc/refusal-view.ts'
import type { Receipt } from '#contract/sync/envelope.ts'
import { AccountBook } from '../account/account-book.ts'
import { closeRefusal } from '../refusals/close-refusal.ts'
import { Refusals } from '../refusals/refusals.ts'
import { SupervisorCheck } from '../refusals/supervisor-check.ts'
import { badge, list, operator } from './floor.ts'
import { type Known, realBench } from './real-bench.ts'
import { OAK, PRODUCTS } from './shop.ts'

export const FIRST = list('l1', [{ sku: OAK.sku, requested: 2, eachWeightGrams: OAK.grams }])
export const SECOND = list('l2', [{ sku: OAK.sku, requested: 3, eachWeightGrams: OAK.grams }])

export const PIN = '4829'

const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
  { kind: 'operator', id: 'ilse', doc: operator('ilse', ['supervisor']) },
  {
    kind: 'operator',
    id: 'nora',
    doc: { ...operator('nora', ['supervisor']), pinHash: pinHash(PIN) },
  },
  { kind: 'pick-list', id: FIRST.id, doc: FIRST },
  { kind: 'pick-list', id: SECOND.id, doc: SECOND },
]

/** A bench over real databases whose office answers as the test says. */
export function refusedBench(folder?: string) {
  const parts = realBench(SHOP, {}, folder)
  const { bench, log, submit, view, clock } = parts
  const refusals = new Refusals(log)
  const accounts = new AccountBook(log, refusals, 'Europe/Amsterdam')
  const supervisors = new SupervisorCheck(clock)
  let ackedSeq = 0
  let ids = 0
  const answer = (seq: number, answered: Pick<Receipt, 'outcome'> & Partial<Receipt>) => {
    const [entry] = log.actionsFrom(seq, 1)
    const receipt = { seq, id: entry?.id ?? '', ...answered }
    log.transaction(() => log.recordReceipt('e1', receipt, '2026-04-17T08:00:01.000Z'))
    ackedSeq = Math.max(ackedSeq, seq)
  }
  return {
    ...parts,
    refusals,
    accounts,
    answer,
    /** Every action up to `through` that has no answer yet is accepted. */
    accept(through = log.lastSeq) {
      for (let seq = 1; seq <= through; seq += 1) {
        if (log.receiptOf(seq) === undefined) answer(seq, { outcome: 'accepted' })
      }
    },
    ackedSeq: () => ackedSeq,
    open: () => refusals.open({ after: 0, through: ackedSeq, limit: 10 }),
    closeRefusal: (input: CloseRefusalInput) =>
      closeRefusal(
        {
          refusals,
          supervisors,
          view,
          submit,
          bench,
          newId: () => `00000000-0000-7000-9000-${String((ids += 1)).padStart(12, '0')}`,
          ackedSeq: () => ackedSeq,
        },
        input,
      ),
  }
}

/** Sanne takes the first list, and the office says that another bench was faster. */
export function benchWithRefusal(folder?: string) {
  const parts = refusedBench(folder)
  parts.scan(badge('sanne'), FIRST.code)
  parts.answer(1, { outcome: 'accepted' })
  parts.answer(2, { outcome: 'refused', code: 'already-claimed', detail: 'Pack 2 has it.' })
  parts.bench.takeRefusals([2])
  return parts
}

function pinHash(pin: string): string {
  const salt = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', {
    message: pin,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 64,
    passes: 1,
  })
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=64,t=1,p=1$${text(salt)}$${text(tag)}`
}
