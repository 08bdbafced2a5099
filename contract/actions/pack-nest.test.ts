import { expect, test } from 'vitest'
import { SHIP_TO, sscc, unit } from '../testing/builders.ts'
import { codes, loadedFloor, packedFloor, TestFloor } from '../testing/test-floor.ts'

const onPallet = { unitId: sscc(1), parentId: sscc(5) }

function palletFloor(): TestFloor {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet', packaging: 'EURO' })
  return floor
}

test('the first carton says whose pallet it is', () => {
  const floor = palletFloor()
  expect(codes(floor.act('pack.nest', onPallet))).toEqual([])
  expect(floor.unit(1).parentId).toBe(sscc(5))
  expect(floor.unit(5)).toMatchObject({
    children: [sscc(1)],
    orderNumbers: ['LL-000001'],
    shipTo: SHIP_TO,
    region: 'NH',
  })
})

test('a carton for another door is recorded, and wrong-load', () => {
  const stranger = unit({
    id: sscc(2),
    status: 'closed',
    orderNumbers: ['LL-9'],
    shipTo: { ...SHIP_TO, city: 'Edam' },
    deliveryDate: '2026-03-03',
  })
  const pallet = unit({ id: sscc(5), kind: 'pallet', children: [sscc(1)], shipTo: SHIP_TO })
  const floor = new TestFloor(stranger, pallet, unit({ parentId: sscc(5) }))
  const decision = floor.act('pack.nest', { unitId: sscc(2), parentId: sscc(5) })
  expect(codes(decision)).toEqual(['wrong-load'])
  expect(floor.unit(5)).toMatchObject({ children: [sscc(1), sscc(2)], shipTo: SHIP_TO })
})

test('the same address written by two hosts in another order of fields is one door', () => {
  const { name, line1, postalCode, city, country } = SHIP_TO
  const turned = { country, city, postalCode, line1, name }
  const floor = new TestFloor(
    unit({ id: sscc(2), status: 'closed', shipTo: turned }),
    unit({ id: sscc(5), kind: 'pallet', children: [sscc(3)], shipTo: SHIP_TO }),
    unit({ id: sscc(3), status: 'closed', parentId: sscc(5) }),
  )
  expect(codes(floor.act('pack.nest', { unitId: sscc(2), parentId: sscc(5) }))).toEqual([])
})

test('an open carton, or a closed pallet, is reported', () => {
  const floor = palletFloor()
  floor.act('pack.open', { unitId: sscc(2), kind: 'carton' })
  expect(codes(floor.act('pack.nest', { unitId: sscc(2), parentId: sscc(5) }))).toEqual([
    'wrong-load',
  ])
  floor.act('pack.nest', onPallet)
  floor.act('pack.close', { unitId: sscc(5) })
  floor.act('pack.unnest', { unitId: sscc(1) })
  expect(codes(floor.act('pack.nest', onPallet))).toEqual(['unit-closed'])
})

test('a carton moved to another pallet leaves the first', () => {
  const floor = palletFloor()
  floor.act('pack.open', { unitId: sscc(6), kind: 'pallet' })
  floor.act('pack.nest', onPallet)
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(6) })
  expect(floor.unit(5)).toMatchObject({ children: [], shipTo: null })
  expect(floor.unit(6).children).toEqual([sscc(1)])
})

test('nothing can stand in itself, not even by way of another', () => {
  const floor = palletFloor()
  floor.act('pack.nest', onPallet)
  const before = floor.working()
  const itself = floor.act('pack.nest', { unitId: sscc(5), parentId: sscc(5) })
  expect(codes(itself)).toEqual(['wrong-load'])
  const around = floor.act('pack.nest', { unitId: sscc(5), parentId: sscc(1) })
  expect(codes(around)).toEqual(['wrong-load'])
  expect(floor.working()).toEqual(before)
})

test('a carton that stands on a load by itself and on a pallet of it is shipped once', () => {
  const floor = loadedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet', packaging: 'EURO' })
  floor.act('pack.nest', onPallet)
  floor.act('pack.close', { unitId: sscc(5) })
  floor.act('load.add', { loadId: 'load-1', unitId: sscc(5) })
  floor.act('load.confirm', { loadId: 'load-1' })
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
})

test('units nobody knows are reported', () => {
  const floor = palletFloor()
  const from = floor.act('pack.nest', { unitId: sscc(9), parentId: sscc(5) })
  expect(codes(from)).toEqual(['unknown-reference'])
  const onto = floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(9) })
  expect(codes(onto)).toEqual(['unknown-reference'])
})

test('[SEC-2] a loader builds pallets, and packs no cartons', () => {
  const floor = packedFloor()
  const by = { operator: 'noor' }
  const unitId = sscc(5)
  expect(codes(floor.act('pack.open', { unitId, kind: 'pallet' }, by))).toEqual([])
  expect(codes(floor.act('pack.nest', onPallet, by))).toEqual([])
  expect(codes(floor.act('pack.unnest', { unitId: sscc(1) }, by))).toEqual([])
  floor.act('pack.nest', onPallet, by)
  expect(codes(floor.act('pack.close', { unitId }, by))).toEqual([])
  expect(codes(floor.act('pack.reopen', { unitId, reason: 'UNDO' }, by))).toEqual([])

  const not = ['override-not-allowed']
  expect(codes(floor.act('pack.open', { unitId: sscc(6), kind: 'carton' }, by))).toEqual(not)
  expect(codes(floor.act('pack.close', { unitId: sscc(6) }, by))).toEqual(not)
  const reopened = floor.act('pack.reopen', { unitId: sscc(1), reason: 'UNDO' }, by)
  expect(codes(reopened)).toEqual(not)
})

test('a pallet that a carton is moved from holds that carton’s order no more', () => {
  const pallet = { kind: 'pallet', shipTo: SHIP_TO } as const
  const floor = new TestFloor(
    unit({ id: sscc(1), status: 'closed', orderNumbers: ['LL-1'], parentId: sscc(5) }),
    unit({ id: sscc(2), status: 'closed', orderNumbers: ['LL-2'], parentId: sscc(5) }),
    unit({ id: sscc(3), status: 'closed', orderNumbers: ['LL-1'], parentId: sscc(5) }),
    unit({
      ...pallet,
      id: sscc(5),
      children: [sscc(1), sscc(2), sscc(3)],
      orderNumbers: ['LL-1', 'LL-2'],
    }),
    unit({ ...pallet, id: sscc(6), shipTo: null }),
  )
  floor.act('pack.nest', { unitId: sscc(2), parentId: sscc(6) })
  floor.act('pack.nest', { unitId: sscc(3), parentId: sscc(6) })
  expect(floor.unit(5)).toMatchObject({ children: [sscc(1)], orderNumbers: ['LL-1'] })
  expect(floor.unit(6)).toMatchObject({ orderNumbers: ['LL-2', 'LL-1'] })
})
