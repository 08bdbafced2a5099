import { expect, test } from 'vitest'
import { load, pickLine, pickList, sscc } from '../testing/builders.ts'
import { TestFloor, weigh } from '../testing/test-floor.ts'
import type { Effect } from './decision.ts'
import { LINE_LOTS_MAX, moveLots } from './line-lots.ts'

const oak = { pickListId: 'list-1', lineNo: 1 }

/** One line of four, promised from lot A unless told otherwise; its stock is kept by lot. */
function lotFloor(overrides: Parameters<typeof pickLine>[0] = {}): TestFloor {
  const line = pickLine({ tracksLots: true, reservedLot: 'A', ...overrides })
  const floor = new TestFloor(pickList({ lines: [line] }), load())
  floor.act('pick.claim', { pickListId: 'list-1' })
  floor.effects.length = 0
  return floor
}

/** Ledger rows so far: kind, lot, and what they do to on hand, reserved and picked. */
function rows(effects: readonly Effect[]) {
  return effects.flatMap((effect) =>
    effect.kind === 'stock'
      ? [
          [
            effect.ledger,
            effect.lot,
            effect.quantity,
            effect.onHandDelta,
            effect.reservedDelta,
            effect.pickedDelta,
          ],
        ]
      : [],
  )
}

test('goods whose lot nobody read stay reserved where they were promised, in one row of zeros', () => {
  const floor = lotFloor()
  floor.act('pick.confirm', { ...oak, quantity: 4 })
  expect(rows(floor.effects)).toEqual([['COMMITTED', 'A', 4, 0, 0, 4]])
})

test('goods of the reserved lot need no second row', () => {
  const floor = lotFloor()
  floor.act('pick.confirm', { ...oak, quantity: 3, lot: 'A' })
  expect(rows(floor.effects)).toEqual([['COMMITTED', 'A', 3, 0, 0, 3]])
  expect(floor.line().lots).toEqual([{ lot: 'A', picked: 3, loaded: 0 }])
})

test('goods of another lot take their reservation along, and the two rows come to nothing', () => {
  const floor = lotFloor()
  floor.act('pick.confirm', { ...oak, quantity: 3, lot: 'B' })
  expect(rows(floor.effects)).toEqual([
    ['COMMITTED', 'A', 3, 0, -3, 0],
    ['COMMITTED', 'B', 3, 0, 3, 3],
  ])
})

test('[I3] goods beyond what was asked for count once, and take what is reserved from every other lot', () => {
  const floor = lotFloor({ requested: 3, reservedLot: undefined })
  floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'B' })
  floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'A' })
  floor.effects.length = 0
  const { breaks } = floor.act('pick.confirm', { ...oak, quantity: 3, lot: 'B' })
  expect(breaks).toMatchObject([{ code: 'over-pick' }])
  expect(rows(floor.effects)).toEqual([
    ['COMMITTED', '', 1, 0, -1, 0],
    ['COMMITTED', 'B', 3, 0, 2, 3],
    ['COMMITTED', 'A', 1, 0, -1, 0],
  ])
  expect(floor.line()).toMatchObject({ picked: 5 })
})

test('goods are shipped and come back as the lot they are, and go back to their place as it', () => {
  const floor = lotFloor({ reservedLot: undefined })
  floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'A', unitId: sscc(1) })
  floor.act('pick.confirm', { ...oak, quantity: 3, lot: 'B', unitId: sscc(1) })
  weigh(floor, 1)
  floor.act('pack.close', { unitId: sscc(1) })
  floor.act('load.claim', { loadId: 'load-1' })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(1) })
  floor.effects.length = 0
  floor.act('load.confirm', { loadId: 'load-1' })
  const shipped = [
    ['SHIPPED', 'A', 1, -1, -1, -1],
    ['SHIPPED', 'B', 3, -3, -3, -3],
  ]
  expect(rows(floor.effects)).toEqual(shipped)
  floor.effects.length = 0
  floor.act('load.remove', { loadId: 'load-1', unitId: sscc(1), reason: 'DAMAGED' })
  expect(rows(floor.effects)).toEqual([
    ['RETURNED', 'A', 1, 1, 1, 1],
    ['RETURNED', 'B', 3, 3, 3, 3],
  ])
  floor.effects.length = 0
  floor.act('pack.reopen', { unitId: sscc(1), reason: 'DAMAGED' })
  floor.act('pick.put-back', { ...oak, quantity: 2, unitId: sscc(1), lot: 'A' })
  expect(rows(floor.effects)).toEqual([
    ['RETURNED', '', 2, 0, 2, 0],
    ['RETURNED', 'A', 1, 0, -1, -1],
    ['RETURNED', 'B', 1, 0, -1, -1],
  ])
  expect(floor.unit().contents).toMatchObject([{ lot: 'B', quantity: 2 }])
})

test('a put-back undoes a pick of any lot exactly', () => {
  const floor = lotFloor()
  const before = floor.working()
  floor.act('pick.confirm', { ...oak, quantity: 2, lot: 'B' })
  floor.act('pick.put-back', { ...oak, quantity: 2, lot: 'B' })
  expect(floor.working()).toEqual({ ...before, 'pick-list/list-1': floor.list() })
  expect(floor.line()).toEqual(pickLine({ tracksLots: true, reservedLot: 'A' }))
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 0 })
})

test('goods packed later are of the lot they were picked from, where there was only one', () => {
  const floor = lotFloor()
  floor.act('pick.confirm', { ...oak, quantity: 2, lot: 'A' })
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton' })
  floor.act('pack.add', { ...oak, quantity: 1, unitId: sscc(1) })
  expect(floor.unit().contents).toMatchObject([{ lot: 'A', quantity: 1 }])
  floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'B' })
  floor.act('pack.add', { ...oak, quantity: 1, unitId: sscc(1), lot: 'B' })
  floor.act('pack.add', { ...oak, quantity: 1, unitId: sscc(1) })
  expect(floor.unit().contents.map(({ lot }) => lot)).toEqual(['A', 'B', undefined])
})

test('another lot than the one reserved is lot-mix, and the reserved one is named', () => {
  const floor = lotFloor({ singleLot: true })
  expect(floor.act('pick.confirm', { ...oak, quantity: 1, lot: 'B' }).breaks).toEqual([
    { code: 'lot-mix', detail: { sku: 'OAK-14-NAT', lot: 'B', first: 'A' } },
  ])
})

test('where stock is not kept by lot, a lot that was read moves nothing', () => {
  const floor = lotFloor({ tracksLots: undefined, reservedLot: undefined })
  floor.act('pick.confirm', { ...oak, quantity: 3, lot: 'B' })
  expect(rows(floor.effects)).toEqual([['COMMITTED', '', 3, 0, 0, 3]])
  expect(floor.line().lots).toBeUndefined()
})

test('a line tells so many lots apart; goods of further ones count without theirs', () => {
  let line = pickLine({ tracksLots: true })
  for (let n = 0; n <= LINE_LOTS_MAX; n += 1) {
    const lots = moveLots(line, [{ lot: `L${n}`, picked: 1 }]) ?? []
    line = { ...line, picked: line.picked + 1, lots }
  }
  expect(line.lots).toHaveLength(LINE_LOTS_MAX)
  expect(line.picked).toBe(LINE_LOTS_MAX + 1)
})
