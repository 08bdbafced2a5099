import { expect, test } from 'vitest'
import { ourUri, productUri } from './names.ts'

test('a product is named by its article number, and by its lot as far as there is one', () => {
  const goods = { sku: 'PAINT 1/2' }
  const gtin = [{ code: '8712345000011', quantity: 1 }]
  expect(productUri('MAIN', goods, gtin)).toBe('https://id.gs1.org/01/08712345000011')
  expect(productUri('MAIN', { ...goods, lot: 'L/7 #2' }, gtin)).toBe(
    'https://id.gs1.org/01/08712345000011/10/L%2F7%20%232',
  )
})

test('without an article number of one piece it has a name of our own', () => {
  const boxOnly = [
    { code: '18712345000018', quantity: 10 },
    { code: '8712345000012', quantity: 1 },
    { code: 'OWN', quantity: 1 },
  ]
  expect(productUri('MAIN', { sku: 'PAINT 1/2' }, boxOnly)).toBe(
    'urn:x-loadline:product:MAIN:PAINT%201%2F2',
  )
  expect(productUri('MAIN', { sku: 'P', lot: 'L:7' }, [])).toBe(
    'urn:x-loadline:product:MAIN:P:L%3A7',
  )
  expect(ourUri('order', 'LL-000001')).toBe('urn:x-loadline:order:LL-000001')
})
