import { expect, test } from 'vitest'
import {
  orderOnList,
  pickLine,
  pickList,
  secondList,
  SHIP_TO,
  SOUTH,
  sscc,
  unit,
} from '../testing/builders.ts'
import { codes, packedFloor, TestFloor } from '../testing/test-floor.ts'

const oak = { pickListId: 'list-1', lineNo: 1, quantity: 1 }

function claimedFloor(...documents: ConstructorParameters<typeof TestFloor>): TestFloor {
  const floor = new TestFloor(...documents)
  floor.act('pick.claim', { pickListId: 'list-1' })
  return floor
}

test('goods picked into a unit are on the line and in the unit, and committed in the ledger', () => {
  const floor = claimedFloor()
  const decision = floor.act('pick.confirm', { ...oak, quantity: 3, unitId: sscc(1) })
  expect(codes(decision)).toEqual([])
  expect(floor.line().picked).toBe(3)
  expect(floor.unit().contents).toEqual([
    {
      pickListId: 'list-1',
      lineNo: 1,
      orderNumber: 'LL-000001',
      sku: 'OAK-14-NAT',
      quantity: 3,
    },
  ])
  expect(floor.unit()).toMatchObject({ region: 'NH', shipTo: SHIP_TO, kind: 'carton' })
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 0, picked: 3 })
})

test('the last goods of an order make it PICKED', () => {
  const floor = claimedFloor()
  floor.act('pick.confirm', { ...oak, quantity: 4 })
  expect(floor.status()).toBe('IN_PROGRESS')
  floor.act('pick.confirm', { ...oak, lineNo: 2, quantity: 2 })
  expect(floor.steps()).toEqual(['CONFIRMED>IN_PROGRESS', 'IN_PROGRESS>PICKED'])
})

test('the same product scanned twice is one content of two', () => {
  const floor = claimedFloor()
  floor.act('pick.confirm', { ...oak, unitId: sscc(1) })
  floor.act('pick.confirm', { ...oak, unitId: sscc(1) })
  expect(floor.unit().contents.map((content) => content.quantity)).toEqual([2])
})

test('[FACT-1] more than was asked is recorded, and over-pick', () => {
  const floor = claimedFloor()
  const decision = floor.act('pick.confirm', { ...oak, quantity: 6 })
  expect(decision.breaks).toEqual([
    { code: 'over-pick', detail: { sku: 'OAK-14-NAT', requested: 4, open: 4, quantity: 6 } },
  ])
  expect(floor.line().picked).toBe(6)
})

test("[PUSH-5] picking from a list that is not one's own is excepted with claimed-elsewhere", () => {
  const floor = claimedFloor()
  expect(codes(floor.act('pick.confirm', oak, { station: SOUTH }))).toEqual(['claimed-elsewhere'])
  expect(codes(new TestFloor().act('pick.confirm', oak))).toEqual(['claimed-elsewhere'])
  expect(floor.line().picked).toBe(1)
})

test('goods of a cancelled order are recorded, and stay reserved as long as hands hold them', () => {
  const cancelled = orderOnList({ status: 'CANCELLED' })
  const floor = claimedFloor(
    pickList({ orders: [cancelled, orderOnList({ orderNumber: 'LL-3' })] }),
  )
  expect(codes(floor.act('pick.confirm', oak))).toEqual(['order-cancelled'])
  expect(floor.stock()).toEqual({ onHand: 0, reserved: 1, picked: 1 })
  expect(floor.list().orders[0]?.status).toBe('CANCELLED')
})

test('goods put into a closed unit count as packed, and unit-closed', () => {
  const floor = packedFloor()
  const decision = floor.act('pick.confirm', { ...oak, unitId: sscc(1) })
  expect(codes(decision)).toEqual(['over-pick', 'unit-closed'])
  expect(floor.line()).toMatchObject({ picked: 5, packed: 5 })
})

test('another lot of a single-lot line is lot-mix, in whichever carton it goes', () => {
  const floor = claimedFloor(pickList({ lines: [pickLine({ singleLot: true })] }))
  expect(codes(floor.act('pick.confirm', { ...oak, lot: 'A1', unitId: sscc(1) }))).toEqual([])
  expect(codes(floor.act('pick.confirm', { ...oak, lot: 'A1', unitId: sscc(2) }))).toEqual([])
  const mixed = floor.act('pick.confirm', { ...oak, lot: 'B2', unitId: sscc(2) })
  expect(mixed.breaks).toEqual([
    { code: 'lot-mix', detail: { sku: 'OAK-14-NAT', lot: 'B2', first: 'A1' } },
  ])
  expect(floor.unit(2).contents.map((content) => content.lot)).toEqual(['A1', 'B2'])
})

test('lots may be mixed where the product does not ask for one', () => {
  const floor = claimedFloor()
  floor.act('pick.confirm', { ...oak, lot: 'A1', unitId: sscc(1) })
  expect(codes(floor.act('pick.confirm', { ...oak, lot: 'B2', unitId: sscc(1) }))).toEqual([])
})

test('[NUM-1] a new unit with a number of another bench is number-out-of-range', () => {
  const floor = claimedFloor()
  const decision = floor.act('pick.confirm', { ...oak, unitId: sscc(2_500) })
  expect(codes(decision)).toEqual(['number-out-of-range'])
  expect(floor.unit(2_500).contents).toHaveLength(1)
})

test('a carton of one order is wrong for goods of another', () => {
  const floor = claimedFloor(pickList(), secondList(), unit({ kind: 'tote', id: sscc(7) }))
  floor.act('pick.claim', { pickListId: 'list-2' })
  const other = { ...oak, pickListId: 'list-2' }
  floor.act('pick.confirm', { ...oak, unitId: sscc(1) })
  const decision = floor.act('pick.confirm', { ...other, unitId: sscc(1) })
  expect(decision.breaks).toMatchObject([{ code: 'wrong-load', detail: { why: 'other-order' } }])
  floor.act('pick.confirm', { ...oak, unitId: sscc(7) })
  expect(codes(floor.act('pick.confirm', { ...other, unitId: sscc(7) }))).toEqual([])
})

test('a pallet takes orders of one door and no others', () => {
  const elsewhere = secondList({ shipTo: { ...SHIP_TO, city: 'Edam' } })
  for (const [list, expected] of [
    [secondList(), []],
    [elsewhere, ['wrong-load']],
  ] as const) {
    const floor = claimedFloor(pickList(), list, unit({ kind: 'pallet' }))
    floor.act('pick.claim', { pickListId: 'list-2' })
    floor.act('pick.confirm', { ...oak, unitId: sscc(1) })
    const decision = floor.act('pick.confirm', { ...oak, pickListId: 'list-2', unitId: sscc(1) })
    expect(codes(decision)).toEqual(expected)
  }
})

test('a dropped unit that gets goods stands there again', () => {
  const floor = claimedFloor()
  floor.act('pack.open', { unitId: sscc(1), kind: 'carton' })
  floor.act('pack.close', { unitId: sscc(1) })
  expect(codes(floor.act('pick.confirm', { ...oak, unitId: sscc(1) }))).toEqual(['unit-closed'])
  expect(floor.unit().status).toBe('open')
})

test('a list or line nobody knows changes nothing and is reported', () => {
  const floor = claimedFloor()
  const before = floor.working()
  const lost = floor.act('pick.confirm', { ...oak, pickListId: 'list-9' })
  expect(codes(lost)).toEqual(['unknown-reference'])
  expect(codes(floor.act('pick.confirm', { ...oak, lineNo: 9 }))).toEqual(['unknown-reference'])
  expect(floor.working()).toEqual(before)
})

test('[SEC-2] picking without the right is kept, with override-not-allowed', () => {
  const floor = claimedFloor()
  const decision = floor.act('pick.confirm', oak, { operator: 'noor' })
  expect(codes(decision)).toEqual(['override-not-allowed'])
  expect(floor.line().picked).toBe(1)
})

test('a lot taken before an older one is told to its order, with the reason', () => {
  const floor = claimedFloor()
  const deviation = { reason: 'UNREACHABLE', instead: 'A17' }
  const decision = floor.act('pick.confirm', { ...oak, quantity: 2, lot: 'B20', deviation })
  expect(codes(decision)).toEqual([])
  expect(decision.effects.filter(({ kind }) => kind === 'history')).toEqual([
    {
      kind: 'history',
      orderNumber: 'LL-000001',
      status: 'picking:lot_deviation',
      severity: 'info',
      payload: {
        pickListId: 'list-1',
        lineNo: 1,
        sku: 'OAK-14-NAT',
        quantity: 2,
        lot: 'B20',
        ...deviation,
      },
    },
  ])
})

test('a day on the code is news of its lot only where stock is kept by lot', () => {
  const told = (tracksLots: boolean, goods: object) => {
    const list = pickList()
    const lines = list.lines.map((line) => ({ ...line, tracksLots }))
    const decision = claimedFloor({ ...list, lines }).act('pick.confirm', { ...oak, ...goods })
    return decision.effects.filter(({ kind }) => kind === 'lot-expiry')
  }
  const expiryDate = '2027-03-12'
  expect(told(true, { lot: 'A17', expiryDate })).toEqual([
    { kind: 'lot-expiry', sku: 'OAK-14-NAT', lot: 'A17', expiryDate, orderNumber: 'LL-000001' },
  ])
  expect(told(true, { expiryDate })).toEqual([])
  expect(told(true, { lot: 'A17' })).toEqual([])
  expect(told(false, { lot: 'A17', expiryDate })).toEqual([])
})
