import { expect, test } from 'vitest'
import { load, pickList, sscc } from '../testing/builders.ts'
import { codes, loadedFloor, TestFloor } from '../testing/test-floor.ts'

const over = {
  fromLoadId: 'load-1',
  toLoadId: 'load-2',
  unitIds: [sscc(1)],
  reason: 'BREAKDOWN',
}

function twoTrucks(overrides: Parameters<typeof load>[0] = {}): TestFloor {
  return loadedFloor(pickList(), load(), load({ id: 'load-2', number: 'LD-2', ...overrides }))
}

test('a unit moves to the other truck with its label and weight', () => {
  const floor = twoTrucks()
  expect(codes(floor.act('load.transfer', over))).toEqual([])
  expect(floor.load().units).toEqual([])
  expect(floor.load('load-2').units).toMatchObject([{ unitId: sscc(1), grossGrams: 3_850 }])
  expect(floor.unit()).toMatchObject({ loadId: 'load-2', label: { lastCopy: 1 } })
})

test('back again it is as it was', () => {
  const floor = twoTrucks()
  const before = floor.working()
  floor.act('load.transfer', over)
  floor.act('load.transfer', { ...over, fromLoadId: 'load-2', toLoadId: 'load-1' })
  expect(floor.working()).toEqual(before)
})

test('moved after a breakdown it is not shipped again', () => {
  const floor = twoTrucks()
  floor.act('load.confirm', { loadId: 'load-1' })
  floor.act('load.depart', { loadId: 'load-1', leftBehind: [] })
  floor.act('load.transfer', over)
  expect(floor.unit().status).toBe('loaded')
  floor.act('load.claim', { loadId: 'load-2' })
  floor.act('load.confirm', { loadId: 'load-2' })
  floor.act('load.depart', { loadId: 'load-2', leftBehind: [] })
  expect(floor.unit().status).toBe('departed')
  expect(floor.stock()).toEqual({ onHand: -4, reserved: -4, picked: 0 })
})

test('onto a truck of another region it is recorded, and wrong-load', () => {
  const floor = twoTrucks({ region: 'ZH' })
  expect(codes(floor.act('load.transfer', over))).toEqual(['wrong-load'])
  expect(floor.unit().loadId).toBe('load-2')
})

test('onto a truck that may not carry it, it is recorded, and over-capacity', () => {
  const floor = twoTrucks({ vehicle: { ...load().vehicle, maxWeightGrams: 3_849 } })
  expect(codes(floor.act('load.transfer', over))).toEqual(['over-capacity'])
  expect(floor.unit().loadId).toBe('load-2')
  expect(codes(floor.act('load.transfer', { ...over, unitIds: [sscc(9)] }))).toEqual(['wrong-load'])
})

test('onto a truck that has left, it has left too, and wrong-load', () => {
  const floor = twoTrucks({ status: 'departed' })
  expect(codes(floor.act('load.transfer', over))).toEqual(['wrong-load'])
  expect(floor.unit().status).toBe('departed')
  expect(floor.status()).toBe('OUT_FOR_DELIVERY')
})

test('a unit that was not recorded on the first truck is reported and stays where it is', () => {
  const floor = twoTrucks()
  const decision = floor.act('load.transfer', { ...over, unitIds: [sscc(9)] })
  expect(decision.breaks).toMatchObject([{ code: 'wrong-load', detail: { why: 'not-on-load' } }])
  expect(floor.load('load-2').units).toEqual([])
})

test('a load nobody knows, or the same one twice, is reported', () => {
  const floor = twoTrucks()
  for (const wrong of [{ fromLoadId: 'x' }, { toLoadId: 'x' }, { toLoadId: 'load-1' }]) {
    expect(codes(floor.act('load.transfer', { ...over, ...wrong }))).toEqual(['unknown-reference'])
  }
})
