import { expect, test } from 'vitest'
import type { Alert } from '#contract/rpc/alert-view.ts'
import type { Feedback } from '#contract/rpc/bench-view.ts'
import { cueBetween } from './cue.ts'

const alert: Alert = {
  code: 'order-cancelled',
  tone: 'stop',
  reason: 'order-cancelled',
  detail: {},
  message: '',
  meanwhile: [],
}

function feedback(at: number, kind: Feedback['kind'] = 'good'): Feedback {
  return { at, kind, text: 'picked', detail: {} }
}

test('every new scan has its cue, the same product twice too', () => {
  const one = { feedback: feedback(1), alert: null }
  expect(cueBetween(one, { feedback: feedback(2), alert: null })).toBe('good')
  expect(cueBetween(one, { feedback: feedback(2, 'wrong'), alert })).toBe('wrong')
})

test('looking again without a new scan is silent', () => {
  const same = { feedback: feedback(1, 'wrong'), alert }
  expect(cueBetween(same, same)).toBeNull()
})

test('the first look after a page opens is silent', () => {
  expect(cueBetween(null, { feedback: feedback(1), alert })).toBeNull()
})

test('an alert that comes from the office without a scan sounds its tone', () => {
  const quiet = { feedback: feedback(1), alert: null }
  expect(cueBetween(quiet, { feedback: feedback(1), alert })).toBe('stop')
})

test('a scan during an alert sounds wrong, because it was not counted', () => {
  const latched = { feedback: feedback(1, 'wrong'), alert }
  expect(cueBetween(latched, { feedback: feedback(2, 'meanwhile'), alert })).toBe('wrong')
})
