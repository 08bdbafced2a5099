import { expect, test } from 'vitest'
import { lookAgainAt } from './look-again.ts'

/** Queries that finish when the test says so. */
function slowQueries() {
  const asked: string[] = []
  const finish: (() => void)[] = []
  return {
    asked,
    finishOne: async () => {
      finish.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
    invalidateQueries: (filter?: { queryKey?: readonly unknown[] }) => {
      asked.push(filter?.queryKey === undefined ? 'all' : String(filter.queryKey[0]))
      return new Promise<void>((resolve) => finish.push(resolve))
    },
  }
}

test('any number of changes during one look is one more look after it', async () => {
  const queries = slowQueries()
  const change = lookAgainAt(queries)
  for (let count = 0; count < 50; count += 1) change('scale')
  expect(queries.asked).toEqual(['scale'])
  await queries.finishOne()
  expect(queries.asked).toEqual(['scale', 'scale'])
  await queries.finishOne()
  expect(queries.asked).toEqual(['scale', 'scale'])
})

test('a change after a finished look is looked at at once', async () => {
  const queries = slowQueries()
  const change = lookAgainAt(queries)
  change('bench')
  await queries.finishOne()
  change('bench')
  expect(queries.asked).toEqual(['bench', 'bench'])
})

test('a new connection looks at everything', () => {
  const queries = slowQueries()
  lookAgainAt(queries)(null)
  expect(queries.asked).toEqual(['all'])
})

test('the queue changes what is counted and refused, and the top bar', () => {
  const queries = slowQueries()
  lookAgainAt(queries)('queue')
  expect(queries.asked).toEqual(['bench', 'queue', 'account', 'refusals'])
})
