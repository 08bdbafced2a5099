import { expect, test } from 'vitest'
import { NumberSource } from './number-source.ts'

const OLD = '38712345'
const NEW = '38799999'

const range = (from: number, to: number, prefix = OLD) => ({ incarnation: 'i', prefix, from, to })

function takeAll(numbers: NumberSource, count: number): (string | null)[] {
  return Array.from({ length: count }, () => {
    const unitId = numbers.take()
    return unitId === null ? null : `${unitId.slice(0, 8)}/${Number(unitId.slice(8, 17))}`
  })
}

test('[NUM-1] each serial is handed out once, range after range, then none', () => {
  const numbers = new NumberSource(null, () => [range(10, 11), range(100, 101)])
  expect(takeAll(numbers, 5)).toEqual([`${OLD}/10`, `${OLD}/11`, `${OLD}/100`, `${OLD}/101`, null])
})

test('a number whose transaction was undone is handed out again', () => {
  const numbers = new NumberSource(null, () => [range(1, 5)])
  const before = numbers.saved
  const first = numbers.take()
  numbers.restore(before)
  expect(numbers.take()).toBe(first)
})

test('a range that arrives later goes on after the last number used', () => {
  const ranges = [range(1, 1)]
  const numbers = new NumberSource(null, () => ranges)
  numbers.take()
  expect(numbers.take()).toBeNull()
  ranges.push(range(50, 60))
  expect(numbers.take()).toContain('000000050')
})

test('[NUM-1] numbers of another company prefix are neither blocked by the old ones nor block them', () => {
  const ranges = [range(60_000, 60_000)]
  const numbers = new NumberSource(null, () => ranges)
  numbers.take()
  ranges.push(range(1, 2, NEW))
  expect(takeAll(numbers, 3)).toEqual([`${NEW}/1`, `${NEW}/2`, null])
  ranges.push(range(60_000, 60_002))
  expect(takeAll(numbers, 3)).toEqual([`${OLD}/60001`, `${OLD}/60002`, null])
})

test('[EPOCH-4] a range that the office forgot is not begun anew when an older one comes back', () => {
  const ranges = [range(20_000, 20_005)]
  const numbers = new NumberSource(null, () => ranges)
  numbers.take()
  ranges.splice(0, 1, range(10_000, 10_005))
  expect(numbers.take()).toBeNull()
  ranges.push(range(1_000_000, 1_000_005))
  expect(takeAll(numbers, 1)).toEqual([`${OLD}/1000000`])
})

test('[NUM-1] what was saved goes on after a restart, prefix by prefix', () => {
  const ranges = () => [range(5, 9), range(1, 9, NEW)]
  const numbers = new NumberSource(null, ranges)
  takeAll(numbers, 7)
  const again = new NumberSource(numbers.saved, ranges)
  expect(takeAll(again, 1)).toEqual([`${NEW}/3`])
})

test('[NUM-1] a serial that an earlier version saved counts for the range that holds it', () => {
  const numbers = new NumberSource('60001', () => [range(60_000, 60_001), range(1, 9, NEW)])
  expect(numbers.saved).toBe('60001')
  expect(takeAll(numbers, 1)).toEqual([`${NEW}/1`])
  const lost = new NumberSource('60001', () => [range(1, 9), range(60_000, 60_005)])
  expect(takeAll(lost, 1)).toEqual([`${OLD}/60002`])
  expect(takeAll(new NumberSource('60001', () => [range(1, 9)]), 1)).toEqual([null])
})
