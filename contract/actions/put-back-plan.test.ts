import { expect, test } from 'vitest'
import { sscc } from '../testing/builders.ts'
import { codes, packedFloor, type TestFloor } from '../testing/test-floor.ts'
import { planPutBack } from './put-back-plan.ts'

const PALLET = 5

/** The packed carton on a pallet that is still being built. */
function nestedFloor(): TestFloor {
  const floor = packedFloor()
  floor.act('pack.open', { unitId: sscc(PALLET), kind: 'pallet', packaging: 'EURO' })
  floor.act('pack.nest', { unitId: sscc(1), parentId: sscc(PALLET) })
  return floor
}

/** Takes all of the first line out of its carton; answers with the rules that this broke. */
function putBackAll(floor: TestFloor): string[] {
  const [list, line] = [floor.list(), floor.line()]
  const goods = { list, line, quantity: line.picked, units: [floor.unit()] }
  const plan = planPutBack(goods, { read: floor, fromLoads: false })
  if (plan.kind !== 'steps') throw new Error(plan.kind)
  return plan.steps.flatMap(({ type, payload }) => codes(floor.act(type, payload)))
}

test('a pallet that stood open goes on standing open', () => {
  const floor = nestedFloor()
  const other = { ...floor.unit(), id: sscc(2), contents: [] }
  floor.put(other)
  floor.put({ ...floor.unit(PALLET), children: [sscc(1), sscc(2)] })
  expect(putBackAll(floor)).toEqual([])
  expect(floor.line().picked).toBe(0)
  expect(floor.unit(PALLET)).toMatchObject({ status: 'open', children: [sscc(2)] })
})

test('a closed pallet of cartons is closed again, and weighs what is left on it', () => {
  const floor = nestedFloor()
  floor.put({ ...floor.unit(), id: sscc(2), contents: [] })
  floor.put({ ...floor.unit(PALLET), children: [sscc(1), sscc(2)] })
  floor.act('pack.close', { unitId: sscc(PALLET) })
  const before = floor.unit(PALLET).weight?.grossGrams ?? 0
  const ofCarton = floor.unit().weight?.grossGrams ?? 0
  expect(putBackAll(floor)).toEqual([])
  expect(floor.unit(PALLET)).toMatchObject({ status: 'closed', children: [sscc(2)] })
  expect(floor.unit(PALLET).weight?.grossGrams).toBe(before - ofCarton)
  expect(floor.unit(PALLET).label.isOwed, 'any bench makes its next label').toBe(true)
})

test('a pallet that holds goods of its own waits open for a new weight', () => {
  const floor = nestedFloor()
  const { contents } = floor.unit()
  const weight = {
    grossGrams: 9_000,
    expectedGrams: 9_000,
    toleranceGrams: 100,
    source: 'scale' as const,
  }
  floor.put({
    ...floor.unit(PALLET),
    contents: contents.map((one) => ({ ...one, lineNo: 9 })),
    weight,
  })
  floor.act('pack.close', { unitId: sscc(PALLET) })
  expect(putBackAll(floor)).toEqual([])
  expect(floor.unit(PALLET)).toMatchObject({ status: 'open', children: [], weight: null })
})

test('a pallet with nothing left on it is gone', () => {
  const floor = nestedFloor()
  floor.act('pack.close', { unitId: sscc(PALLET) })
  expect(putBackAll(floor)).toEqual([])
  expect(floor.unit(PALLET).status).toBe('dropped')
})
