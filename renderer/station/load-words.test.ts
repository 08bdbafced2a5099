import { expect, test } from 'vitest'
import type { Say } from '../text/text.ts'
import { sampleLoading, sampleSscc } from '../testing/sample-floor.ts'
import { loadInstruction, toneOf } from './load-words.ts'

const spoken: Say = (key, values = {}) => [key, ...Object.values(values)].join(' ')

test('a bar warns from nine tenths on, and is wrong beyond what the vehicle may carry', () => {
  expect(toneOf(0, 100)).toBe('accent')
  expect(toneOf(89, 100)).toBe('accent')
  expect(toneOf(90, 100)).toBe('warn')
  expect(toneOf(100, 100)).toBe('warn')
  expect(toneOf(101, 100)).toBe('wrong')
  expect(toneOf(0, 0)).toBe('accent')
})

test('what to do next: load, confirm, or take off by name what is too much', () => {
  expect(loadInstruction(sampleLoading(3, 2), spoken, 'en')).toBe('load.scan')
  expect(loadInstruction(sampleLoading(0, 0), spoken, 'en')).toBe('load.scan')
  expect(loadInstruction(sampleLoading(3, 0), spoken, 'en')).toBe('load.all')
  const takeOff = sampleSscc(41)
  const heavy = { ...sampleLoading(3, 0), over: { grams: 120_300, cm3: 0, takeOff } }
  expect(loadInstruction(heavy, spoken, 'en')).toBe(
    `load.over.weight Interieurhuis De Vries ${takeOff.slice(-6)} 121`,
  )
  const big = { ...heavy, over: { grams: 0, cm3: 30_000, takeOff } }
  expect(loadInstruction(big, spoken, 'nl')).toBe(
    `load.over.volume Interieurhuis De Vries ${takeOff.slice(-6)} 0,1`,
  )
})
