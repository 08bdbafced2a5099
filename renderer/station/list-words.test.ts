import { expect, test } from 'vitest'
import { listFacts } from './list-words.ts'

test('the number of an order is what a narrow screen cuts off last, those of a batch first', () => {
  const others = ['NH', 'Mon 23 Nov', 'cut-off 14:00']
  expect(listFacts(['LL-000021'], others)).toEqual(['LL-000021', ...others])
  expect(listFacts(['LL-000021', 'LL-000022'], others)).toEqual([...others, 'LL-000021, LL-000022'])
})
