import { expect, test } from 'vitest'
import { NumberSource } from './number-source.ts'

const range = (from: number, to: number) => ({ incarnation: 'i', prefix: '38712345', from, to })

test('[NUM-1] each serial is handed out once, range after range, then none', () => {
  const numbers = new NumberSource(0, () => [range(100, 101), range(10, 11)])
  const taken = Array.from({ length: 5 }, () => numbers.take()?.slice(8, 17) ?? null)
  expect(taken).toEqual(['000000010', '000000011', '000000100', '000000101', null])
})

test('a number whose transaction was undone is handed out again', () => {
  const numbers = new NumberSource(0, () => [range(1, 5)])
  const before = numbers.lastSerial
  const first = numbers.take()
  numbers.restore(before)
  expect(numbers.take()).toBe(first)
})

test('a range that arrives later goes on after the last number used', () => {
  const ranges = [range(1, 1)]
  const numbers = new NumberSource(0, () => ranges)
  numbers.take()
  expect(numbers.take()).toBeNull()
  ranges.push(range(50, 60))
  expect(numbers.take()).toContain('000000050')
})
