import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { UNIT_QR_BYTES_MAX, parseUnitQr, unitQr, unitQrUnsigned, utf8Length } from './unit-qr.ts'
import type { UnitQrFields } from './unit-qr.ts'

const UNIT_ID = '387123450000000012'
const FIELDS: UnitQrFields = {
  unitId: UNIT_ID,
  copy: 2,
  orderNumber: 'SO-100234',
  name: 'Łukasz Ørsted Straße ^~" | 100% BV',
  address: '1015 CV Amsterdam',
}

function sign() {
  return '0123abcd'
}

test('a label is spelled as the design says', () => {
  expect(unitQrUnsigned(FIELDS)).toBe(
    `LL1|${UNIT_ID}|2|SO-100234|Łukasz Ørsted Straße ^~" %7C 100%25 BV|1015 CV Amsterdam`,
  )
})

test('a label reads back, and the signature covers all that stands before it', () => {
  const text = unitQr(FIELDS, sign)
  const signedText = unitQrUnsigned(FIELDS)
  expect(parseUnitQr(text)).toEqual({ ...FIELDS, signature: '0123abcd', signedText })
})

test('any name and address that fit read back letter by letter', () => {
  const field = fc.string({ unit: 'grapheme', maxLength: 10 })
  fc.assert(
    fc.property(field, field, fc.integer({ min: 1, max: 9_999 }), (name, address, copy) => {
      const read = parseUnitQr(unitQr({ ...FIELDS, name, address, copy }, sign))
      expect(read).toMatchObject({
        name: name.toWellFormed(),
        address: address.toWellFormed(),
        copy,
      })
    }),
  )
})

test('whatever its fields, a label stays small enough to print and can be read', () => {
  const long = fc.string({ unit: 'binary', maxLength: 300 })
  const orders = fc.array(fc.stringMatching(/^[A-Z0-9-]{1,20}$/), { minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(long, long, orders, (name, address, numbers) => {
      const orderNumber = numbers.join(',')
      const text = unitQr({ ...FIELDS, name, address, orderNumber }, sign)
      expect(utf8Length(text)).toBeLessThanOrEqual(UNIT_QR_BYTES_MAX)
      expect(parseUnitQr(text)?.unitId).toBe(UNIT_ID)
    }),
  )
})

test('orders that do not fit are counted, and none is cut in two', () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `SO-${100_200 + index}`)
  const read = parseUnitQr(unitQr({ ...FIELDS, orderNumber: numbers.join(',') }, sign))
  const shown = read?.orderNumber.split(',') ?? []
  const more = Number(shown.pop())
  expect(shown).toEqual(numbers.slice(0, shown.length))
  expect(shown.length + more).toBe(numbers.length)
})

test('a long name is shortened and marked, and the address keeps its room', () => {
  const read = parseUnitQr(unitQr({ ...FIELDS, name: 'Ł'.repeat(400) }, sign))
  expect(read?.name).toMatch(/^Ł{50,}…$/)
  expect(read?.address).toBe(FIELDS.address)
})

test('a warehouse that keeps personal data off its labels leaves both empty', () => {
  const text = unitQr({ ...FIELDS, name: '', address: '' }, sign)
  expect(text).toBe(`LL1|${UNIT_ID}|2|SO-100234|||0123abcd`)
  expect(parseUnitQr(text)).toMatchObject({ name: '', address: '' })
})

test.each([
  ['another version', `LL2|${UNIT_ID}|2|SO-1|n|a|0123abcd`],
  ['a wrong check digit', 'LL1|387123450000000013|2|SO-1|n|a|0123abcd'],
  ['no copy', `LL1|${UNIT_ID}|0|SO-1|n|a|0123abcd`],
  ['no order', `LL1|${UNIT_ID}|1||n|a|0123abcd`],
  ['a field too few', `LL1|${UNIT_ID}|1|SO-1|n|0123abcd`],
  ['a field too many', `LL1|${UNIT_ID}|1|SO-1|n|a|b|0123abcd`],
  ['a short signature', `LL1|${UNIT_ID}|1|SO-1|n|a|0123abc`],
  ['a bare percent sign', `LL1|${UNIT_ID}|1|SO-1|100%|a|0123abcd`],
  ['an escape we do not write', `LL1|${UNIT_ID}|1|SO-1|%41|a|0123abcd`],
])('a text with %s is not a label', (_, text) => {
  expect(parseUnitQr(text)).toBeNull()
})

test('a label without a valid unit, copy or order is not made', () => {
  expect(() => unitQrUnsigned({ ...FIELDS, unitId: '387123450000000013' })).toThrow(RangeError)
  expect(() => unitQrUnsigned({ ...FIELDS, copy: 0 })).toThrow(RangeError)
  expect(() => unitQrUnsigned({ ...FIELDS, orderNumber: '' })).toThrow(RangeError)
})
