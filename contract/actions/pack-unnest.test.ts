import { expect, test } from 'vitest'
import { sscc, unit } from '../testing/builders.ts'
import { codes, packedFloor, TestFloor } from '../testing/test-floor.ts'

test('unnest restores carton and pallet as they were before the nest', () => {
  const floor = packedFloor()
  floor.act('pack.open', {
    unitId: sscc(5),
    kind: 'pallet',
    packaging: 'EURO',
    orderNumber: 'LL-000001',
  })
  const before = floor.working()
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  expect(codes(floor.act('pack.unnest', { unitId: sscc(1) }))).toEqual([])
  expect(floor.working()).toEqual(before)
})

test('the pallet keeps the orders that are still on it', () => {
  const child = { status: 'closed', parentId: sscc(5) } as const
  const floor = new TestFloor(
    unit({ ...child, id: sscc(1), orderNumbers: ['LL-1'] }),
    unit({ ...child, id: sscc(2), orderNumbers: ['LL-2'] }),
    unit({
      id: sscc(5),
      kind: 'pallet',
      children: [sscc(1), sscc(2)],
      orderNumbers: ['LL-1', 'LL-2'],
    }),
  )
  floor.act('pack.unnest', { unitId: sscc(1) })
  expect(floor.unit(5)).toMatchObject({ children: [sscc(2)], orderNumbers: ['LL-2'] })
})

test('off a closed pallet it is unit-closed', () => {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(5), kind: 'pallet' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(5) })
  floor.act('pack.close', { unitId: sscc(5) })
  expect(codes(floor.act('pack.unnest', { unitId: sscc(1) }))).toEqual(['unit-closed'])
  expect(floor.unit(1).parentId).toBeNull()
})

test('a unit on no pallet stays as it is; an unknown one is reported', () => {
  const floor = packedFloor()
  const before = floor.working()
  expect(codes(floor.act('pack.unnest', { unitId: sscc(1) }))).toEqual([])
  expect(codes(floor.act('pack.unnest', { unitId: sscc(9) }))).toEqual(['unknown-reference'])
  expect(floor.working()).toEqual(before)
})
