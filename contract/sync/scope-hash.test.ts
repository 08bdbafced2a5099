import { expect, test } from 'vitest'
import { scopeText } from './scope-hash.ts'

test('[PULL-4] the order in which documents are read does not change the text of a scope', () => {
  const product = { kind: 'product', id: 'B', seq: 3 }
  const entries = [{ kind: 'unit', id: 'A', seq: 9 }, product, { kind: 'product', id: 'A', seq: 7 }]
  expect(scopeText(entries)).toBe('product\tA\t7\nproduct\tB\t3\nunit\tA\t9\n')
  expect(scopeText(entries.toReversed())).toBe(scopeText(entries))
  expect(scopeText(entries)).not.toBe(scopeText(entries.with(1, { ...product, seq: 4 })))
})

test('[PULL-4] lines stand in the order of their UTF-8 bytes, as a database sorts them', () => {
  const ids = ['A', 'B', 'AB', 'a', 'Ä', 'ä', 'z', 'ｱ', '\uffff', '😀', '😀a', '\u{10ffff}', '']
  const lines = scopeText(ids.map((id) => ({ kind: 'product', id, seq: 1 }))).split('\n')
  const told = lines.slice(0, -1).map((line) => line.split('\t')[1] ?? '')
  expect(told).toEqual(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
})
