import { expect, test } from 'vitest'
import { z } from 'zod'
import { plainWords } from './plain-words.ts'

const Order = z.object({
  name: z.string().min(1),
  code: z.string().max(3),
  lines: z.array(z.int()).min(1),
  quantity: z.int().min(1).max(9),
  weight: z.number().positive(),
  mode: z.enum(['order', 'batch']),
  day: z.iso.date(),
  at: z.iso.datetime(),
  url: z.url(),
  isFast: z.boolean(),
  sku: z.string().regex(/^[A-Z]+$/, 'capital letters'),
})

const GOOD = {
  name: 'a',
  code: 'a',
  lines: [1],
  quantity: 1,
  weight: 1,
  mode: 'order',
  day: '2026-03-11',
  at: '2026-03-11T08:00:00Z',
  url: 'https://example.com',
  isFast: true,
  sku: 'A',
}

test.each([
  [{ name: undefined }, 'is missing'],
  [{ mode: undefined }, 'is missing'],
  [{ name: 1 }, 'must be text'],
  [{ name: '' }, 'must not be empty'],
  [{ code: 'abcd' }, 'must be at most 3 characters'],
  [{ lines: [] }, 'must be at least 1 entry'],
  [{ lines: {} }, 'must be a list'],
  [{ quantity: 'x' }, 'must be a number'],
  [{ quantity: 1.5 }, 'must be a whole number'],
  [{ quantity: 10 }, 'must be at most 9'],
  [{ weight: 0 }, 'must be more than 0'],
  [{ mode: 'fast' }, 'must be one of: order, batch'],
  [{ day: '2026-02-30' }, 'must be a day, as 2026-03-11'],
  [{ at: 'now' }, 'must be a time with its zone, as 2026-03-11T08:00:00Z'],
  [{ url: 'x' }, 'must be an address, as https://example.com/path'],
  [{ isFast: 'no' }, 'must be true or false'],
  [{ sku: 'a' }, 'capital letters'],
])('%j is told in words', (wrong, words) => {
  const result = Order.safeParse({ ...GOOD, ...wrong }, { error: plainWords })
  expect(result.error?.issues.map((issue) => issue.message)).toEqual([words])
})
