import { expect, test } from 'vitest'
import { normalizeBarcodes } from './product-barcodes.ts'

const one = (code: string) => normalizeBarcodes([{ code, quantity: 1 }])

test('GTINs of every length become fourteen digits', () => {
  expect(one('4006381333931').barcodes).toEqual([{ code: '04006381333931', quantity: 1 }])
  expect(one('96385074').barcodes[0]?.code).toBe('00000096385074')
  expect(one('036000291452').barcodes[0]?.code).toBe('00036000291452')
})

test('a wrong check digit is named by its place', () => {
  const { errors } = normalizeBarcodes([
    { code: 'ROLL-1', quantity: 1 },
    { code: '4006381333932', quantity: 1 },
  ])
  expect(errors).toEqual([{ path: 'barcodes[1].code', message: 'the check digit is wrong' }])
})

test('digits of another length and letters stay as they are', () => {
  expect(one('12345')).toEqual({ barcodes: [{ code: '12345', quantity: 1 }], errors: [] })
  expect(one('OAK-190').errors).toEqual([])
})

test('the same GTIN in two lengths is named twice', () => {
  const { errors } = normalizeBarcodes([
    { code: '036000291452', quantity: 1 },
    { code: '0036000291452', quantity: 6 },
  ])
  expect(errors).toEqual([{ path: 'barcodes[1].code', message: 'named twice' }])
})
