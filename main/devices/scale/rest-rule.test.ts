import { expect, test } from 'vitest'
import { createRestRule } from './rest-rule.ts'
import type { ScaleReading } from './scale-reading.ts'

const stable = (grams: number): ScaleReading => ({
  kind: 'stable',
  at: 0,
  grams,
  unit: 'g',
  raw: '',
})
const moving = (grams: number | null): ScaleReading => ({
  kind: 'motion',
  at: 0,
  grams,
  unit: 'g',
  raw: '',
})
const under: ScaleReading = { kind: 'under', at: 0, raw: '' }

/** What the rule hands on of these, taking each. */
function handedOn(readings: ScaleReading[], sameWithinGrams = 5): number[] {
  const rule = createRestRule({ sameWithinGrams })
  return readings.flatMap((reading) => {
    const weight = rule.feed(reading)
    if (weight === null || rule.isTaken(weight)) return []
    rule.take(weight)
    return [weight.grams]
  })
}

test('two equal stable readings in a row above zero are a weight, once', () => {
  expect(handedOn([stable(0), stable(0), stable(900), stable(900), stable(900)])).toEqual([900])
  expect(handedOn([stable(900), stable(905), stable(900), moving(900), stable(900)])).toEqual([])
})

test('[FAULT-15] what trembles or flickers by a division and stays is no second weight', () => {
  const stays = [stable(900), stable(900), moving(905), moving(null), stable(905), stable(905)]
  expect(handedOn([...stays, stable(900), stable(900)])).toEqual([900])
})

test('[FAULT-15] the same weight counts again once the first has left the scale', () => {
  const twice = (between: ScaleReading) =>
    handedOn([stable(900), stable(900), between, stable(900), stable(900)])
  expect(twice(stable(0))).toEqual([900, 900])
  expect(twice(moving(120))).toEqual([900, 900])
  expect(twice(under)).toEqual([900, 900])
  expect(twice(moving(880))).toEqual([900])
})

test('goods that are added make another weight without being lifted', () => {
  expect(handedOn([stable(900), stable(900), stable(950), stable(950)])).toEqual([900, 950])
})
