import { expect, test } from 'vitest'
import { ageOf, countDown } from './age.ts'
import { clockTime, expiryDay, isSameDay, shortDay, weekday } from './day.ts'
import { longSscc, printedGtin, ssccTail } from './unit-name.ts'
import {
  cubicMetres,
  cubicMetresUp,
  kilograms,
  kilogramsUp,
  shareOf,
  wholeKilograms,
} from './weight.ts'

test('grams are shown as kilograms with two decimals in the screen language', () => {
  expect(kilograms(42_080, 'en')).toBe('42.08')
  expect(kilograms(42_080, 'nl')).toBe('42,08')
  expect(kilograms(1_234_567, 'nl')).toBe('1234,57')
  expect(kilograms(0, 'en')).toBe('0.00')
})

test('a scale just below zero never shows minus zero', () => {
  expect(kilograms(-2, 'en')).toBe('0.00')
  expect(kilograms(-20, 'en')).toBe('-0.02')
})

test('loads are shown in whole kilograms and cubic metres with one decimal', () => {
  expect(wholeKilograms(1_240_400, 'en')).toBe('1,240')
  expect(wholeKilograms(1_240_400, 'nl')).toBe('1.240')
  expect(cubicMetres(12_340_000, 'nl')).toBe('12,3')
})

test('what is too much is never said too small', () => {
  expect(kilogramsUp(220_001, 'en')).toBe('221')
  expect(kilogramsUp(1_220_000, 'nl')).toBe('1.220')
  expect(kilogramsUp(350, 'en')).toBe('0.4')
  expect(cubicMetresUp(1, 'en')).toBe('0.1')
  expect(cubicMetresUp(200_000, 'nl')).toBe('0,2')
})

test('a bar is never longer than its track, and a bar of nothing is empty', () => {
  expect(shareOf(5, 10)).toBe(0.5)
  expect(shareOf(15, 10)).toBe(1)
  expect(shareOf(-1, 10)).toBe(0)
  expect(shareOf(1, 0)).toBe(0)
})

test('an age is said in its largest whole unit', () => {
  expect(ageOf(0, 59_999)).toEqual({ unit: 'seconds', count: 59 })
  expect(ageOf(0, 60_000)).toEqual({ unit: 'minutes', count: 1 })
  expect(ageOf(0, 7_199_999)).toEqual({ unit: 'hours', count: 1 })
  expect(ageOf(0, 3 * 86_400_000)).toEqual({ unit: 'days', count: 3 })
  expect(ageOf(5000, 0)).toEqual({ unit: 'seconds', count: 0 })
})

test('a count-down rounds up, says when it is soon and ends at its moment', () => {
  expect(countDown(7_200_000, 1)).toEqual({ hours: 2, minutes: 0, isSoon: false })
  expect(countDown(60_000, 1)).toEqual({ hours: 0, minutes: 1, isSoon: true })
  expect(countDown(60_000, 60_000)).toBeNull()
})

test('days and times are those of the building', () => {
  expect(shortDay('2025-04-17', 'en')).toBe('Thu 17 Apr')
  expect(shortDay('2025-04-17', 'nl')).toBe('do 17 apr')
  expect(shortDay('soon', 'en')).toBe('soon')
  const beforeMidnight = Date.UTC(2025, 3, 17, 21, 59)
  expect(clockTime(beforeMidnight, 'Europe/Amsterdam')).toBe('23:59')
  expect(isSameDay(beforeMidnight, beforeMidnight + 60_000, 'Europe/Amsterdam')).toBe(false)
  expect(isSameDay(beforeMidnight, beforeMidnight + 60_000, 'UTC')).toBe(true)
  expect(weekday(beforeMidnight, 'Europe/Amsterdam', 'en')).toBe('Thu')
})

test('codes are shown as they stand under their bars', () => {
  expect(printedGtin('08712345000017')).toBe('8712345000017')
  expect(printedGtin('00000096385074')).toBe('96385074')
  expect(printedGtin('18712345000014')).toBe('18712345000014')
  expect(printedGtin('OAK-14')).toBe('OAK-14')
  expect(longSscc('006141411234567890')).toBe('(00) 0 0614 1411 2345 6789 0')
  expect(longSscc('st-1')).toBe('st-1')
  expect(ssccTail('006141411234567890')).toBe('567890')
})

test('the last day of goods has its year, in the words of the screen language', () => {
  expect(expiryDay('2027-03-12', 'en')).toBe('12 Mar 2027')
  expect(expiryDay('2027-03-12', 'nl')).toBe('12 mrt 2027')
  expect(expiryDay('2027-03-03', 'en', 'long')).toBe('3 March 2027')
  expect(expiryDay('2027-03-03', 'nl', 'long')).toBe('3 maart 2027')
  expect(expiryDay('soon', 'en')).toBe('soon')
})
