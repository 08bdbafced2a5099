import { expect, test } from 'vitest'
import { sscc } from '../testing/builders.ts'
import { codes, packedFloor, pickedFloor, weigh } from '../testing/test-floor.ts'

const figures = { unitId: sscc(1), expectedGrams: 3_850, toleranceGrams: 50 }
const scale = { ...figures, source: 'scale' } as const

test("a weight within tolerance is the unit's", () => {
  const floor = pickedFloor()
  const frame = 'S S 3.900 kg'
  expect(codes(floor.act('pack.weigh', { ...scale, grossGrams: 3_900, frame }))).toEqual([])
  expect(floor.unit().weight).toEqual({
    grossGrams: 3_900,
    expectedGrams: 3_850,
    toleranceGrams: 50,
    source: 'scale',
  })
})

test('[FACT-1] one gram outside is recorded, and weight-out-of-tolerance', () => {
  const floor = pickedFloor()
  for (const grossGrams of [3_799, 3_901]) {
    const decision = floor.act('pack.weigh', { ...scale, grossGrams })
    expect(codes(decision)).toEqual(['weight-out-of-tolerance'])
    expect(floor.unit().weight?.grossGrams).toBe(grossGrams)
  }
})

test('outside it is let go by a supervisor and by nobody else', () => {
  const floor = pickedFloor()
  const weighedBy = (operatorId: string) =>
    codes(
      floor.act('pack.weigh', {
        ...scale,
        grossGrams: 5_000,
        override: { operatorId, reason: 'HEAVY' },
      }),
    )
  expect(weighedBy('ilse')).toEqual([])
  expect(weighedBy('sanne')).toEqual(['override-not-allowed'])
  expect(weighedBy('nobody')).toEqual(['override-not-allowed'])
})

test('a declared weight is kept as declared', () => {
  const floor = pickedFloor()
  const override = { operatorId: 'sanne', reason: 'TOOBIG' }
  const declared = { ...figures, grossGrams: 3_850, source: 'declared', override } as const
  expect(codes(floor.act('pack.weigh', declared))).toEqual([])
  expect(floor.unit().weight?.source).toBe('declared')
})

test('a closed unit weighed again counts with its new weight', () => {
  const floor = packedFloor()
  weigh(floor, 1, 4_000)
  expect(floor.capacity()).toEqual({ grams: 4_000, cm3: 6_000 })
})

test('a unit nobody knows is reported', () => {
  const decision = pickedFloor().act('pack.weigh', { ...scale, unitId: sscc(9), grossGrams: 1 })
  expect(codes(decision)).toEqual(['unknown-reference'])
})
