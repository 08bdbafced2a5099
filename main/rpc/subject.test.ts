import { expect, test } from 'vitest'
import type { DocumentReader } from '#contract/documents/document.ts'
import { aPickList } from '../testing/documents.ts'
import { subjectOf } from './subject.ts'

const documents: Record<string, unknown> = {
  'pick-list/list-1': aPickList(),
  'product/OAK': { name: 'Oak plank 14 mm' },
  'load/load-1': { number: 'LD-000001' },
}
const read = { get: (kind: string, id: string) => documents[`${kind}/${id}`] } as DocumentReader

test('an action is named by what hands held, not by a code', () => {
  const picked = { pickListId: 'list-1', lineNo: 1, quantity: 3, scan: '8712345000011' }
  expect(subjectOf(picked, read)).toBe('3 × Oak plank 14 mm')
  expect(subjectOf({ pickListId: 'list-1' }, read)).toBe('LL-000001')
  expect(subjectOf({ loadId: 'load-1' }, read)).toBe('LD-000001')
  expect(subjectOf({ unitId: '387123450000000012' }, read)).toContain('(00)')
})

test('what is no longer known here is named as well as it can be', () => {
  expect(subjectOf({ pickListId: 'gone', lineNo: 1, quantity: 2, scan: '123' }, read)).toBe(
    '2 × 123',
  )
  expect(subjectOf({}, read)).toBe('')
})
