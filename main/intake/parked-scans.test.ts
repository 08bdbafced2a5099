import { expect, test } from 'vitest'
import { PARKED_CODES_MAX } from '../devices/scanner/burst-guard.ts'
import { CODE, badge, list, operator } from '../testing/floor.ts'
import { type Known, realBench } from '../testing/real-bench.ts'
import { OAK, PRODUCTS } from '../testing/shop.ts'
import { LET_IN_AT_ONCE_MAX, ParkedScans } from './parked-scans.ts'

const LIST = list('l1', [{ sku: OAK.sku, requested: 300, eachWeightGrams: OAK.grams }])

const SHOP: Known[] = [
  ...PRODUCTS.map((doc) => ({ kind: 'product' as const, id: doc.sku, doc })),
  { kind: 'operator', id: 'sanne', doc: operator('sanne', ['picker', 'loader']) },
  { kind: 'pick-list', id: LIST.id, doc: LIST },
]

function dump(...texts: string[]) {
  const scans = texts.map((text) => ({ scannerId: 's1', text, aim: null, at: 0 }))
  return { scannerId: 's1', scans, lost: 0 }
}

function picking() {
  const parts = realBench(SHOP)
  parts.scan(badge('sanne'), LIST.code)
  parts.sounds.length = 0
  const picked = () => parts.view.get('pick-list', LIST.id)?.lines[0]?.picked
  return { ...parts, picked }
}

const oaks = (count: number) => Array.from({ length: count }, () => OAK.ean)
const LET_IN = { scannerId: 's1', decision: 'let-in' } as const

test('[PROMISE-2] nothing of a scanner’s memory is applied before a person lets it in', () => {
  const parts = picking()
  const { lastSeq } = parts.log
  parts.bench.takeDump(dump(...oaks(24)))
  expect(parts.bench.parked).toEqual({ scannerId: 's1', count: 24, lost: 0 })
  expect(parts.sounds).toEqual(['attention'])
  expect([parts.picked(), parts.log.lastSeq]).toEqual([0, lastSeq])

  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 24, left: 0 })
  expect(parts.picked()).toBe(24)
  expect(parts.sounds).toEqual(['attention', 'good'])
  expect(parts.bench.parked).toBeNull()
  parts.close()
})

test('work goes on beside a memory that waits', () => {
  const parts = picking()
  parts.bench.takeDump(dump(...oaks(24)))
  expect(parts.scan(OAK.ean)[0]?.became).toBe('action')
  expect(parts.picked()).toBe(1)
  expect(parts.bench.parked?.count).toBe(24)
  parts.close()
})

test('a memory that is thrown away leaves nothing but a word in the host’s log', () => {
  const parts = picking()
  parts.bench.takeDump(dump(...oaks(24)))
  const decision = 'throw-away'
  expect(parts.bench.decideParked({ scannerId: 's1', decision })).toEqual({ taken: 0, left: 0 })
  expect([parts.picked(), parts.bench.parked]).toEqual([0, null])
  expect(parts.troubles.join()).toContain('24 codes from the memory of s1 were thrown away')
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 0, left: 0 })
  parts.close()
})

test('the first wrong code stops the rest, which goes on after ACK', () => {
  const parts = picking()
  parts.bench.takeDump(dump(OAK.ean, 'NOBODY-KNOWS', OAK.ean, OAK.ean))
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 2, left: 2 })
  expect(parts.bench.alert?.code).toBe('unknown-code')
  expect(parts.bench.alert?.meanwhile).toEqual([])
  expect(parts.sounds).toEqual(['attention', 'bad'])

  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 0, left: 2 })
  parts.scan(CODE['ACK'] ?? '')
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 2, left: 0 })
  expect(parts.picked()).toBe(3)
  parts.close()
})

test('what cannot be recorded waits on', () => {
  const parts = picking()
  parts.bench.takeDump(dump(...oaks(3)))
  parts.log.db.exec(
    "CREATE TRIGGER full BEFORE INSERT ON scan BEGIN SELECT RAISE(ABORT, 'disk full'); END",
  )
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 0, left: 3 })
  parts.log.db.exec('DROP TRIGGER full')
  parts.scan(OAK.ean)
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: 3, left: 0 })
  expect(parts.picked()).toBe(4)
  parts.close()
})

test('a large memory is let in part by part, and one larger than any is counted', () => {
  const parts = picking()
  parts.bench.takeDump(dump(...oaks(LET_IN_AT_ONCE_MAX + 1)))
  expect(parts.bench.decideParked(LET_IN)).toEqual({ taken: LET_IN_AT_ONCE_MAX, left: 1 })
  parts.bench.takeDump(dump(...oaks(PARKED_CODES_MAX)))
  expect(parts.bench.parked).toEqual({ scannerId: 's1', count: PARKED_CODES_MAX, lost: 1 })
  parts.close()
})

test('two scanners’ memories are decided on one after the other', () => {
  const parts = picking()
  parts.bench.takeDump(dump(OAK.ean))
  parts.bench.takeDump({ ...dump(OAK.ean, OAK.ean), scannerId: 's2' })
  expect(parts.bench.parked?.scannerId).toBe('s1')
  parts.bench.decideParked(LET_IN)
  expect(parts.bench.parked).toEqual({ scannerId: 's2', count: 2, lost: 0 })
  parts.close()
})

test('what was let in before something broke is not let in twice', () => {
  const parked = new ParkedScans()
  parked.park(dump('A', 'B', 'C'))
  const seen: string[] = []
  const take = ({ text }: { text: string }) => {
    if (text === 'B' && seen.length === 1) throw new Error('broke')
    seen.push(text)
    return true
  }
  expect(() => parked.letIn('s1', take, () => false)).toThrow('broke')
  expect(
    parked.letIn(
      's1',
      (scan) => take({ text: `${scan.text}2` }),
      () => false,
    ),
  ).toEqual({
    taken: 2,
    left: 0,
  })
  expect(seen).toEqual(['A', 'B2', 'C2'])
})
