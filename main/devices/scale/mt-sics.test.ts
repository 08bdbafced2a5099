import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMtSicsLine } from './mt-sics.ts'

test.each([
  ['S S     100.00 g', { kind: 'stable', grams: 100, unit: 'g' }],
  ['S S      1.234 kg', { kind: 'stable', grams: 1_234, unit: 'kg' }],
  ['S D      1.230 kg', { kind: 'motion', grams: 1_230, unit: 'kg' }],
  ['S S      0.000 kg', { kind: 'stable', grams: 0, unit: 'kg' }],
  ['S S     -0.010 kg', { kind: 'under' }],
  ['S S      2.205 lb', { kind: 'stable', grams: 1_000, unit: 'lb' }],
  ['S S      12.00 ct', { kind: 'fault' }],
  ['S S      12.00', { kind: 'fault' }],
  ['S +', { kind: 'over' }],
  ['S -', { kind: 'under' }],
])('%j reads as %o', (line, reading) => {
  expect(parseMtSicsLine(line)).toMatchObject({ token: 'S', reading })
})

test('trouble never carries a number', () => {
  for (const line of ['S +', 'S -', 'S S -1.000 kg', 'S S 1.000 st']) {
    const reply = parseMtSicsLine(line)
    expect(reply).toBeDefined()
    expect(JSON.stringify(reply)).not.toContain('grams')
  }
})

test('other replies are known by their first token', () => {
  expect(parseMtSicsLine('I4 A "B021002593"')).toMatchObject({ token: 'I4', serial: 'B021002593' })
  expect(parseMtSicsLine('S I')).toMatchObject({ token: 'S', busy: true })
  expect(parseMtSicsLine('Z A')).toMatchObject({ token: 'Z', status: 'A' })
  expect(parseMtSicsLine('T S     100.00 g')).toMatchObject({ token: 'T', status: 'S' })
  expect(parseMtSicsLine('ET')).toMatchObject({ token: 'ET' })
})

test.each([
  '',
  'S',
  'S X',
  'S S',
  'S S 1e9 kg',
  'S S 1.2.3 kg',
  'S S 1.234 kg extra',
  'OL,+9999999E+19',
  'SS 1.234 kg',
  's s 1.234 kg',
  'I4 A B021',
  '1.234 kg',
])('%j is no reply', (line) => {
  expect(parseMtSicsLine(line)).toBeUndefined()
})

test('a line cut anywhere is never a weight', () => {
  const whole = 'S S     12.345 kg'
  for (let cut = 0; cut < whole.length; cut += 1) {
    for (const part of [whole.slice(0, cut), whole.slice(cut + 1)]) {
      expect(parseMtSicsLine(part)).not.toMatchObject({ reading: { kind: 'stable' } })
    }
  }
})

test('any weight a scale can show is read back exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.boolean(), (grams, isStable) => {
      const field = (grams / 1_000).toFixed(3).padStart(10)
      expect(parseMtSicsLine(`S ${isStable ? 'S' : 'D'} ${field} kg`)).toMatchObject({
        reading: { kind: isStable ? 'stable' : 'motion', grams },
      })
    }),
  )
})

test('noise is never a weight and never throws', () => {
  const noise = fc.string({ maxLength: 60 }).filter((line) => !/^S [SD+-]/.test(line))
  fc.assert(
    fc.property(noise, (line) => {
      expect(parseMtSicsLine(line) ?? {}).not.toHaveProperty('reading')
    }),
  )
})
