import { expect, test } from 'vitest'
import { logLine } from './log-line.ts'

const AT = Date.parse('2026-03-02T08:00:00.000Z')

test('a line is JSON with its time, and ids stay as they are', () => {
  const line = logLine(AT, {
    module: 'sync',
    requestId: 'r-1',
    result: { accepted: 2 },
    fromSeq: 7,
  })
  expect(line.endsWith('\n')).toBe(true)
  expect(JSON.parse(line)).toEqual({
    time: '2026-03-02T08:00:00.000Z',
    module: 'sync',
    requestId: 'r-1',
    result: { accepted: 2 },
    fromSeq: 7,
  })
})

test('what a device sent names nobody in it: no badge, no customer of a label, no e-mail address', () => {
  const line = logLine(AT, {
    text: 'a scan was refused: LLBABCDEFGH1234567',
    detail: 'LL1|387123450000000012|1|LL-000247|Jan Smit|1011 AB Amsterdam|0a1b2c3d',
    who: ['mail jan.smit@example.nl'],
  })
  for (const secret of ['ABCDEFGH', 'Smit', 'Amsterdam', 'jan.smit'])
    expect(line).not.toContain(secret)
  expect(line).toContain('387123450000000012')
})
