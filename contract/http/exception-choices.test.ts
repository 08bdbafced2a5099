import { expect, test } from 'vitest'
import { ExceptionCode } from '../sync/outcome.ts'
import { EXCEPTION_HANDLING, handlingOf } from './exception-choices.ts'

test('every rule a fact can break can be answered, and at least with a word', () => {
  const unanswered = ExceptionCode.options.filter((code) => {
    const choices = EXCEPTION_HANDLING[code]?.choices ?? []
    return !choices.some(({ choice }) => choice === 'accept')
  })
  expect(unanswered).toEqual([])
})

test('a code that nobody has thought of can be accepted', () => {
  const { task, choices } = handlingOf('something-new', {})
  expect([task, choices.map(({ choice }) => choice)]).toEqual(['look', ['accept']])
})

test('what the exception does not name is not offered', () => {
  const offered = (code: string, detail: Record<string, unknown>) =>
    handlingOf(code, detail).choices.map(({ choice }) => choice)
  expect(offered('wrong-load', { why: 'transfer', load: 'L-1' })).toEqual(['accept'])
  expect(offered('wrong-load', { why: 'region', unitId: '1' })).toEqual(['move-to-load', 'accept'])
  expect(offered('wrong-load', { why: 'other-order', unitId: '1' })).toEqual([
    'reopen-unit',
    'accept',
  ])
  const slot = { region: 'NH', deliveryDate: '2026-04-17' }
  expect(offered('over-capacity', slot)).toEqual(['raise-limit', 'accept'])
  expect(offered('over-capacity', { ...slot, load: 'L-1' })).toEqual(['accept'])
})
