import { expect, test } from 'vitest'
import { isIdle, parseHostStatus, troublesOf } from './host-status.ts'

function answer(changes: { one?: string; two?: string } = {}): string {
  const lines = [
    changes.one ?? '030,0,0,1245,000,0,0,0,000,0,0,0',
    changes.two ?? '000,0,0,0,0,2,4,0,00000000,1,000',
    '1234,0',
  ]
  return lines.map((line) => `\u0002${line}\u0003\r\n`).join('')
}

test('a printer with nothing to do is idle and without trouble', () => {
  const status = parseHostStatus(answer())
  expect(status).toBeDefined()
  if (status === undefined) return
  expect(isIdle(status)).toBe(true)
  expect(troublesOf(status)).toEqual([])
})

test.each([
  ['paper-out', { one: '030,1,0,1245,000,0,0,0,000,0,0,0' }],
  ['paused', { one: '030,0,1,1245,000,0,0,0,000,0,0,0' }],
  ['buffer-full', { one: '030,0,0,1245,000,1,0,0,000,0,0,0' }],
  ['overheat', { one: '030,0,0,1245,000,0,0,0,000,0,0,1' }],
  ['head-open', { two: '000,0,1,0,0,2,4,0,00000000,1,000' }],
  ['ribbon-out', { two: '000,0,0,1,0,2,4,0,00000000,1,000' }],
])('%s is read', (code, changes) => {
  const status = parseHostStatus(answer(changes))
  expect(status === undefined ? null : troublesOf(status)[0]?.code).toBe(code)
})

test.each([
  { one: '030,0,0,1245,002,0,0,0,000,0,0,0' },
  { one: '030,0,0,1245,000,0,0,1,000,0,0,0' },
  { two: '000,0,0,0,0,2,4,0,00000003,1,000' },
])('%o is busy', (changes) => {
  const status = parseHostStatus(answer(changes))
  expect(status === undefined ? null : isIdle(status)).toBe(false)
})

test('half an answer is none, wherever it is cut', () => {
  const whole = answer()
  const endOfSecondLine = whole.indexOf('\u0003', whole.indexOf('\u0003') + 1)
  for (let cut = 0; cut <= whole.length; cut += 1) {
    expect(parseHostStatus(whole.slice(0, cut)) !== undefined).toBe(cut > endOfSecondLine)
  }
})

test.each([
  { one: '030,0,0,1245,,0,0,0,000,0,0,0' },
  { one: '030,,0,1245,000,0,0,0,000,0,0,0' },
  { one: '030,0,0,1245,000,0,0,x,000,0,0,0' },
  { one: '030,0,0,1245,-1,0,0,0,000,0,0,0' },
  { two: '000,0,0,0,0,2,4,0,,1,000' },
  { two: '000,0,?,0,0,2,4,0,00000000,1,000' },
])('a damaged answer as %o says nothing, least of all that a label is out', (changes) => {
  expect(parseHostStatus(answer(changes))).toBeUndefined()
})

test('chatter before the answer is skipped', () => {
  expect(parseHostStatus(`PRINTER READY\r\n${answer()}`)).toBeDefined()
  expect(parseHostStatus('\u0002030,0,0\u0003\r\n')).toBeUndefined()
})
