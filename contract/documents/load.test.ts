import { expect, test } from 'vitest'
import { byLoadingOrder, isOverVehicle, stopOf } from './load.ts'

test('a stop counts from 1, and what was planned without has none', () => {
  const load = { stops: ['near', 'far'] }
  expect(['near', 'far', 'elsewhere', null].map((id) => stopOf(load, id))).toEqual([
    1,
    2,
    null,
    null,
  ])
})

test('the last stop goes on board first, what has none comes last, and units of a stop by number', () => {
  const units = [
    { unitId: 'd', stop: null },
    { unitId: 'c', stop: 1 },
    { unitId: 'b', stop: 2 },
    { unitId: 'a', stop: 1 },
  ]
  expect(units.toSorted(byLoadingOrder).map(({ unitId }) => unitId)).toEqual(['b', 'a', 'c', 'd'])
})

test('a vehicle carries its limits to the gram and not one more', () => {
  const vehicle = { plate: 'V-1', maxWeightGrams: 1_000, maxVolumeCm3: 2_000 }
  expect(isOverVehicle(vehicle, { grossGrams: 1_000, volumeCm3: 2_000 })).toBe(false)
  expect(isOverVehicle(vehicle, { grossGrams: 1_001, volumeCm3: 0 })).toBe(true)
  expect(isOverVehicle(vehicle, { grossGrams: 0, volumeCm3: 2_001 })).toBe(true)
})
