import { expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { Say } from '../text/text.ts'
import { loadInstruction, type LoadWork, missingWords, toneOf } from './load-words.ts'

const spoken: Say = (key, values = {}) => [key, ...Object.values(values)].join(' ')

const IDS = [1, 2, 3].map((serial) => buildSscc('38712345', serial))

/** So many of three units on board, and so many still missing. */
function loading(onBoard: number, missing: number): LoadWork {
  const units = IDS.map((unitId) => ({
    unitId,
    orderNumbers: [],
    name: 'Parket & Zo',
    city: 'Zaandam',
    kind: 'pallet' as const,
    grossGrams: 100_000,
    stop: null,
  }))
  return {
    kind: 'loading',
    loadId: 'load-1',
    number: 'L-0412',
    region: 'NH',
    deliveryDate: '2025-04-17',
    vehicle: { plate: 'V-382-KD', maxWeightGrams: 200_000, maxVolumeCm3: 9_000_000 },
    driver: 'Mo',
    weightGrams: onBoard * 100_000,
    volumeCm3: 0,
    seal: null,
    over: null,
    onBoard: units.slice(0, onBoard),
    missing: units.slice(3 - missing),
  }
}

test('a bar warns from nine tenths on, and is wrong beyond what the vehicle may carry', () => {
  expect(toneOf(0, 100)).toBe('accent')
  expect(toneOf(89, 100)).toBe('accent')
  expect(toneOf(90, 100)).toBe('warn')
  expect(toneOf(100, 100)).toBe('warn')
  expect(toneOf(101, 100)).toBe('wrong')
  expect(toneOf(0, 0)).toBe('accent')
})

test('what to do next: load, confirm, or take off by name what is too much', () => {
  expect(loadInstruction(loading(1, 2), spoken, 'en')).toBe('load.scan')
  expect(loadInstruction(loading(0, 0), spoken, 'en')).toBe('load.scan')
  expect(loadInstruction(loading(3, 0), spoken, 'en')).toBe('load.all')
  const early = { ...loading(3, 0), unpacked: 6 }
  expect(loadInstruction(early, spoken, 'en')).toBe('load.all-packed 6')
  expect(loadInstruction({ ...loading(1, 2), unpacked: 6 }, spoken, 'en')).toBe('load.scan')
  const takeOff = IDS[1] ?? ''
  const heavy = { ...loading(3, 0), over: { grams: 120_300, cm3: 0, takeOff } }
  expect(loadInstruction(heavy, spoken, 'en')).toBe(
    `load.over.weight Parket & Zo ${takeOff.slice(-6)} 121`,
  )
  const big = { ...heavy, over: { grams: 0, cm3: 30_000, takeOff } }
  expect(loadInstruction(big, spoken, 'nl')).toBe(
    `load.over.volume Parket & Zo ${takeOff.slice(-6)} 0,1`,
  )
})

test('a question about what stays behind tells units from orders, and says what can be done about each', () => {
  const words = (units: number, unpacked: number) => {
    const missing = IDS.slice(0, units)
    return missingWords({ kind: 'confirm-missing', missing, units, unpacked }, spoken)
  }
  expect(words(2, 0)).toMatchObject({
    facts: [{ text: 'prompt.missing.units 2' }],
    say: 'prompt.missing.say 2',
    cancel: 'prompt.missing.cancel 2',
  })
  expect(words(0, 1)).toMatchObject({
    facts: [{ text: 'prompt.missing.orders 1' }],
    say: 'prompt.missing.ask 1',
    cancel: 'prompt.missing.wait',
    confirm: 'prompt.missing.confirm 1',
  })
  expect(words(2, 1).facts.map(({ text }) => text)).toEqual([
    'prompt.missing.units 2',
    'prompt.missing.orders 1',
  ])
  // An older release asked about units alone, by their names.
  const old = missingWords({ kind: 'confirm-missing', missing: IDS }, spoken)
  expect(old.facts).toMatchObject([{ text: 'prompt.missing.units 3' }])
})
