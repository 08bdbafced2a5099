import { expect, test } from 'vitest'
import { scopeText } from './scope-hash.ts'

test('[PULL-4] the order in which documents are read does not change the text of a scope', () => {
  const product = { kind: 'product', id: 'B', seq: 3 }
  const entries = [{ kind: 'unit', id: 'A', seq: 9 }, product, { kind: 'product', id: 'A', seq: 7 }]
  expect(scopeText(entries)).toBe('product\tA\t7\nproduct\tB\t3\nunit\tA\t9\n')
  expect(scopeText(entries.toReversed())).toBe(scopeText(entries))
  expect(scopeText(entries)).not.toBe(scopeText(entries.with(1, { ...product, seq: 4 })))
})
