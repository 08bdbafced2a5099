import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { GS } from './gs1.ts'
import { commandCode, encodeLoadlineCode } from './loadline-code.ts'
import { SCAN_TEXT_MAX, readCode } from './read-code.ts'
import { unitQr } from './unit-qr.ts'

const UNIT_ID = '387123450000000012'
const GTIN = '09506000134352'

function unreadable(reason: string) {
  return { kind: 'unreadable', reason }
}

test('our own codes are read from the symbologies we print', () => {
  const text = encodeLoadlineCode('badge', 'ANNA7')
  const expected = { kind: 'loadline', code: { kind: 'badge', payload: 'ANNA7' } }
  for (const aim of [undefined, null, ']C0', ']A0', ']Q1']) {
    expect(readCode(aim === undefined ? { text } : { text, aim })).toEqual(expected)
  }
})

test('our own codes are never read from a GS1 symbology or a supplier’s', () => {
  const text = commandCode('CONFIRM')
  for (const aim of [']C1', ']e0', ']d2', ']Q3', ']J1']) {
    expect(readCode({ text, aim })).toEqual(unreadable('gs1-unknown-ai'))
  }
  expect(readCode({ text, aim: ']d1' })).toEqual(unreadable('wrong-symbology'))
})

test('a damaged code of ours is only text', () => {
  const text = `${commandCode('CONFIRM').slice(0, -1)}0`
  expect(readCode({ text })).toEqual({ kind: 'text', text })
})

test('a unit’s QR is read with what its signature covers', () => {
  const fields = { unitId: UNIT_ID, copy: 1, orderNumber: 'SO-1', name: 'Ø|', address: '1015 CV X' }
  const text = unitQr(fields, () => '0123abcd')
  expect(readCode({ text, aim: ']Q1' })).toEqual({
    kind: 'unit-qr',
    ...fields,
    signature: '0123abcd',
    signedText: text.slice(0, -9),
  })
  expect(readCode({ text: text.slice(0, -1) })).toEqual(unreadable('unit-qr-damaged'))
})

test.each([
  [`00${UNIT_ID}`, ']C1'],
  [`00${UNIT_ID}`, null],
  [`${GS}00${UNIT_ID}`, null],
  [UNIT_ID, null],
  [UNIT_ID, ']C0'],
  [`00${UNIT_ID}02${GTIN}3712`, ']C1'],
])('%j (%s) is a unit', (text, aim) => {
  expect(readCode({ text, aim })).toEqual({ kind: 'sscc', unitId: UNIT_ID })
})

test.each([
  ['9506000134352', ']E0'],
  ['9506000134352', null],
  [GTIN, ']I1'],
  ['950600013435212', ']E3'],
  ['950600013435212345', ']E3'],
  [`01${GTIN}`, ']C1'],
  [`01${GTIN}`, null],
])('%j (%s) is a product', (text, aim) => {
  expect(readCode({ text, aim })).toEqual({ kind: 'product', gtin: GTIN, text })
})

test('a product says its lot, serial, expiry and count', () => {
  const text = `01${GTIN}1726020010LOT7${GS}21A1${GS}3012`
  expect(readCode({ text, aim: ']d2' })).toEqual({
    kind: 'product',
    gtin: GTIN,
    text,
    lot: 'LOT7',
    serial: 'A1',
    expiryDate: '2026-02-28',
    quantity: 12,
  })
  expect(readCode({ text: `02${GTIN}3740`, aim: ']C1' })).toMatchObject({ quantity: 40 })
})

test.each([
  [`https://id.gs1.org/01/${GTIN}/10/LOT7/21/A1?17=261200&3103=001250&linkType=all`, ']Q1'],
  [`HTTP://ID.EXAMPLE/some/path/01/${GTIN}/22/V/10/LOT7/21/A1/?3103=001250;17=261231#x`, ']d1'],
  [`https://id.example/01/9506000134352/10/LOT%37/21/%41%31?17=261231&3103=001250&9=x`, null],
])('the web address %j (%s) is read as goods with all it says of them', (text, aim) => {
  expect(readCode({ text, aim })).toEqual({
    kind: 'product',
    gtin: GTIN,
    text,
    lot: 'LOT7',
    serial: 'A1',
    expiryDate: '2026-12-31',
    weightGrams: 1_250,
  })
})

test.each([
  [`https://id.example/00/${UNIT_ID}`, { kind: 'sscc', unitId: UNIT_ID }],
  ['https://id.example/01/09506000134353', unreadable('gs1-bad-check-digit')],
  [`https://id.example/01/${GTIN}?17=261301`, unreadable('gs1-bad-date')],
  [`https://id.example/01/${GTIN}/10/${'L'.repeat(21)}`, unreadable('gs1-too-long')],
  [`https://id.example/01/${GTIN}/10/%ZZ`, unreadable('gs1-bad-character')],
  [`https://id.example/01/${GTIN}/10/L?10=M`, unreadable('gs1-contradiction')],
])('the web address %j is read, or said to be wrong', (text, expected) => {
  expect(readCode({ text, aim: ']Q1' })).toEqual(expected)
})

test.each([
  ['3103001250', 1_250],
  ['3100000012', 12_000],
  ['3105000049', 0],
  ['3104000015', 2],
  ['3202000150', 680],
  ['3572001600', 454],
])('the weight of (%s) is %i grams', (element, grams) => {
  const reading = readCode({ text: `01${GTIN}${element}`, aim: ']e0' })
  expect(reading).toMatchObject(grams === 0 ? { kind: 'product' } : { weightGrams: grams })
})

test.each([
  ['9506000134353', null],
  ['9506000134353', ']E0'],
  ['387123450000000013', null],
  ['0109506000134353', null],
  [`01${GTIN}ABC`, null],
  [`01${GTIN}10LOT726123101234567890`, null],
  ['PVC-PLAK 10kg', null],
  ['240ABC', ']C1'],
  ['https://shop.example/01/chairs', ']Q1'],
  ['https://shop.example/01/123456/10/LOT', ']Q1'],
  ['https://id.example/01/09506000134352', ']C0'],
  ['https://id.example/01/09506000134352/21/A/10/B', ']Q1'],
  [`02${GTIN}`, null],
])('%j (%s) stays text', (text, aim) => {
  expect(readCode({ text, aim })).toEqual({ kind: 'text', text })
})

test.each([
  ['', null, 'empty'],
  ['A'.repeat(SCAN_TEXT_MAX + 1), null, 'too-long'],
  ['AB\tC', null, 'control-character'],
  ['AB\u{7F}C', null, 'control-character'],
  ['0109506000134353', ']C1', 'gs1-bad-check-digit'],
  ['00387123450000000013', null, 'gs1-bad-check-digit'],
  ['01095060001', ']e0', 'gs1-truncated'],
  [`01${GTIN}17261301`, ']d2', 'gs1-bad-date'],
  [`01${GTIN}10${'L'.repeat(21)}`, ']C1', 'gs1-too-long'],
  [`ABC${GS}DEF`, null, 'gs1-unknown-ai'],
  [`240ABC${GS}`, null, 'gs1-names-nothing'],
  [`10A${GS}10B`, ']C1', 'gs1-contradiction'],
  [`01${GTIN}300`, ']C1', 'gs1-bad-quantity'],
  [`01${GTIN}3099999999`, ']C1', 'gs1-bad-quantity'],
])('%j (%s) is unreadable: %s', (text, aim, reason) => {
  expect(readCode({ text, aim })).toEqual(unreadable(reason))
})

test('the longest text is still read', () => {
  const text = 'A'.repeat(SCAN_TEXT_MAX)
  expect(readCode({ text })).toEqual({ kind: 'text', text })
})

test('nothing that comes in makes the reader throw', () => {
  const aim = fc.constantFrom(null, ']C0', ']C1', ']E0', ']E3', ']Q1', ']Q3', ']d2', ']??')
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.stringMatching(/^(LL|00|01|02|10|LL1\|)[\d|A-C%]{0,40}$/),
  )
  fc.assert(
    fc.property(text, aim, (itsText, itsAim) => {
      expect(readCode({ text: itsText, aim: itsAim })).toHaveProperty('kind')
    }),
    { numRuns: 2_000 },
  )
})
