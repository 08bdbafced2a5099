import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { appendCheckDigit } from './check-digit.ts'
import {
  APPLICATION_IDENTIFIERS,
  findApplicationIdentifier,
} from './gs1-application-identifiers.ts'
import type { AiFormat, AiPart } from './gs1-application-identifiers.ts'
import { GS, buildElementString, decimalValue, parseElementString } from './gs1.ts'

const GTIN = '0109506000134352'

function elementsOf(text: string) {
  const parsed = parseElementString(text)
  if (!parsed.ok) throw new Error(parsed.error.code)
  return parsed.value.elements
}

function troubleOf(text: string) {
  const parsed = parseElementString(text)
  return parsed.ok ? null : parsed.error.code
}

const CHARACTERS = { N: '\\d', X: '[!-"%-?A-Z_a-z]', Y: '[#\\-/0-9A-Z]', Z: '[-_0-9A-Za-z]' }

function valueOfPart(part: AiPart): fc.Arbitrary<string> {
  const { charset, minLength, maxLength } = part
  if (part.rule === 'check-digit') {
    return fc.stringMatching(new RegExp(`^\\d{${maxLength - 1}}$`)).map(appendCheckDigit)
  }
  const text = fc.stringMatching(new RegExp(`^${CHARACTERS[charset]}{${minLength},${maxLength}}$`))
  if (part.rule === null) return text
  const day = fc.tuple(fc.nat(99), fc.integer({ min: 1, max: 12 }), fc.nat(28))
  return fc
    .tuple(day, text)
    .map(
      ([date, rest]) =>
        date.map((number) => String(number).padStart(2, '0')).join('') + rest.slice(6),
    )
}

function elementOf(format: AiFormat): fc.Arbitrary<{ ai: string; value: string }> {
  return fc
    .tuple(...format.parts.map(valueOfPart))
    .map((parts) => ({ ai: format.ai, value: parts.join('') }))
}

const anyElement = fc
  .constantFrom(...APPLICATION_IDENTIFIERS.values())
  .chain((format) => elementOf(format))

test('elements built into a text are read back from it', () => {
  fc.assert(
    fc.property(fc.array(anyElement, { minLength: 1, maxLength: 6 }), (elements) => {
      const read = elementsOf(buildElementString(elements))
      expect(read.map(({ ai, value }) => ({ ai, value }))).toEqual(elements)
    }),
    { numRuns: 500 },
  )
})

test('a text cut anywhere never reads as other elements than it began with', () => {
  const whole = `${GTIN}1726123110LOT7${GS}3103001250`
  const elements = elementsOf(whole)
  for (let length = 0; length < whole.length; length += 1) {
    const parsed = parseElementString(whole.slice(0, length))
    if (!parsed.ok) continue
    parsed.value.elements.forEach((element, index) => {
      expect(elements[index]?.ai).toBe(element.ai)
      expect(elements[index]?.value.startsWith(element.value)).toBe(true)
    })
  }
})

test('nothing that comes in makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(parseElementString(text)).toHaveProperty('ok')
    }),
  )
})

test('separators stand only where they are needed', () => {
  const elements = [
    { ai: '10', value: 'LOT7' },
    { ai: '01', value: '09506000134352' },
    { ai: '21', value: 'A1' },
  ]
  expect(buildElementString(elements)).toBe(`10LOT7${GS}${GTIN}21A1`)
})

test('a separator in front, doubled, or behind a fixed length is skipped', () => {
  const read = elementsOf(`${GS}${GTIN}${GS}10LOT7${GS}${GS}21A1${GS}`)
  expect(read.map(({ ai, value }) => ai + value)).toEqual([GTIN, '10LOT7', '21A1'])
})

test.each([
  ['0109506000134353', 'gs1-bad-check-digit'],
  ['00387123450000000013', 'gs1-bad-check-digit'],
  ['0209506000134353', 'gs1-bad-check-digit'],
  ['4109506000134353', 'gs1-bad-check-digit'],
  ['4179506000134353', 'gs1-bad-check-digit'],
  ['01 095060001', 'gs1-truncated'],
  ['010950600', 'gs1-truncated'],
  [`0109506${GS}10LOT`, 'gs1-truncated'],
  ['10', 'gs1-truncated'],
  ['', 'gs1-truncated'],
  [GS, 'gs1-truncated'],
  ['0409506000134352', 'gs1-unknown-ai'],
  ['hello', 'gs1-unknown-ai'],
  ['31', 'gs1-unknown-ai'],
  ['17261301', 'gs1-bad-date'],
  ['17260230', 'gs1-bad-date'],
  ['17260001', 'gs1-bad-date'],
  [`10${'L'.repeat(21)}`, 'gs1-too-long'],
  ['10LÖT', 'gs1-bad-character'],
  ['10LO T', 'gs1-bad-character'],
  ['3103ABCDEF', 'gs1-bad-character'],
  ['17ABCDEF', 'gs1-bad-character'],
])('%j is refused: %s', (text, code) => {
  expect(troubleOf(text)).toBe(code)
})

test('trouble says where it is', () => {
  expect(parseElementString(`${GTIN}10`)).toEqual({
    ok: false,
    error: { code: 'gs1-truncated', ai: '10', offset: 16 },
  })
})

test.each([
  ['17261231', '2026-12-31'],
  ['17260200', '2026-02-28'],
  ['17280200', '2028-02-29'],
  ['17760101', '2076-01-01'],
  ['17770101', '1977-01-01'],
  ['17990101', '1999-01-01'],
])('the day of %s is %s', (text, isoDate) => {
  expect(elementsOf(text)[0]?.isoDate).toBe(isoDate)
})

test('the century window moves with its year', () => {
  const parsed = parseElementString('17010101', 2060)
  expect(parsed.ok && parsed.value.elements[0]?.isoDate).toBe('2101-01-01')
})

test('weights stay exact', () => {
  const [element] = elementsOf('3103001250')
  expect(element).toEqual({ ai: '3103', value: '001250', decimals: 3 })
  expect(element && decimalValue(element)).toBe('1.250')
  expect(decimalValue({ ai: '3105', value: '000007', decimals: 5 })).toBe('0.00007')
  expect(decimalValue({ ai: '3100', value: '000007', decimals: 0 })).toBe('7')
})

test('what could not be read back is not built', () => {
  for (const [ai, value] of [
    ['00', '387123450000000013'],
    ['10', ''],
    ['10', `A${GS}B`],
    ['1', '2'],
    ['011', '09506000134352'],
  ] as const) {
    expect(() => buildElementString([{ ai, value }])).toThrow(RangeError)
  }
})

test('no identifier is the start of another', () => {
  for (const ai of APPLICATION_IDENTIFIERS.keys()) {
    expect(findApplicationIdentifier(`${ai}9`, 0)?.ai).toBe(ai)
  }
})
