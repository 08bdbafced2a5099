import { expect, test } from 'vitest'
import { barcodeErrors, barcodeKey } from './product-barcodes.ts'

test('GTINs of every length are told apart by fourteen digits', () => {
  expect(barcodeKey('4006381333931')).toBe('04006381333931')
  expect(barcodeKey('96385074')).toBe('00000096385074')
  expect(barcodeKey('036000291452')).toBe('00036000291452')
})

test('a wrong check digit is named by its place', () => {
  const errors = barcodeErrors([
    { code: 'ROLL-1', quantity: 1 },
    { code: '4006381333932', quantity: 1 },
  ])
  expect(errors).toEqual([{ path: 'barcodes[1].code', message: 'the check digit is wrong' }])
})

test('digits of another length and letters stay as they are', () => {
  expect(barcodeKey('12345')).toBe('12345')
  const codes = ['12345', 'OAK-190'].map((code) => ({ code, quantity: 1 }))
  expect(barcodeErrors(codes)).toEqual([])
})

test('the same GTIN in two lengths is named twice', () => {
  const errors = barcodeErrors([
    { code: '036000291452', quantity: 1 },
    { code: '0036000291452', quantity: 6 },
  ])
  expect(errors).toEqual([{ path: 'barcodes[1].code', message: 'named twice' }])
})
