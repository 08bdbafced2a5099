import { expect, test } from 'vitest'
import { quantile, readHistogram, since } from './office-histogram.ts'

const PAGE = `# TYPE x_seconds histogram
x_seconds_bucket{le="0.1",result="ok"} 40
x_seconds_bucket{le="0.2",result="ok"} 90
x_seconds_bucket{le="+Inf",result="ok"} 100
x_seconds_bucket{le="0.1",result="fork"} 10
x_seconds_bucket{le="0.2",result="fork"} 10
x_seconds_bucket{le="+Inf",result="fork"} 10
x_seconds_sum{result="ok"} 3
y_seconds_bucket{le="0.1"} 7`

test('a histogram is read with its labels added up', () => {
  expect(readHistogram(PAGE, 'x_seconds')).toEqual([
    { bound: 0.1, count: 50 },
    { bound: 0.2, count: 100 },
    { bound: Infinity, count: 110 },
  ])
})

test('a share is found within its bucket, and what lies above the last bound is said to be there', () => {
  const histogram = readHistogram(PAGE, 'x_seconds')
  expect(quantile(histogram, 25 / 110)).toBeCloseTo(0.05)
  expect(quantile(histogram, 75 / 110)).toBeCloseTo(0.15)
  expect(quantile(histogram, 0.99)).toBe(0.2)
})

test('only what came between two readings counts', () => {
  const before = [
    { bound: 0.1, count: 50 },
    { bound: Infinity, count: 60 },
  ]
  const after = [
    { bound: 0.1, count: 60 },
    { bound: Infinity, count: 90 },
  ]
  expect(since(before, after)).toEqual([
    { bound: 0.1, count: 10 },
    { bound: Infinity, count: 30 },
  ])
})
