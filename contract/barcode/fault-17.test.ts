import { expect, test } from 'vitest'
import { splitAim } from './aim.ts'
import { GS } from './gs1.ts'
import { commandCode } from './loadline-code.ts'
import { readCode } from './read-code.ts'

const GTIN = '09506000134352'
const WHOLE = { kind: 'product', gtin: GTIN, lot: 'LOT7', expiryDate: '2026-12-31' }

function read(sent: string) {
  return readCode(splitAim(sent))
}

test.each([
  [`]C101${GTIN}10LOT7${GS}17261231`],
  [`]C1${GS}01${GTIN}10LOT7${GS}17261231`],
  [`]d201${GTIN}${GS}10LOT7${GS}${GS}17261231${GS}`],
  [`]Q301${GTIN}10LOT7%17261231`],
  [`${GS}01${GTIN}10LOT7${GS}17261231`],
  [`01${GTIN}1726123110LOT7`],
  [`]c101${GTIN}1726123110LOT7`],
])('[FAULT-17] %j says the same as the code that came as it should', (sent) => {
  expect(read(sent)).toMatchObject(WHOLE)
})

test('[FAULT-17] a percent sign is a separator only in a QR code, and only where all of it then fits', () => {
  const lot = (sent: string) => {
    const reading = read(sent)
    return reading.kind === 'product' ? reading.lot : reading
  }
  expect(lot(`]Q301${GTIN}10A%%B`)).toBe('A%B')
  expect(lot(`]Q301${GTIN}10A%B`)).toBe('A%B')
  expect(lot(`]Q301${GTIN}10a%17261231`)).toBe('a%17261231')
  expect(lot(`]C101${GTIN}10A%17261231`)).toBe('A%17261231')
})

test('[FAULT-17] what a lost separator runs together is refused where it can be seen', () => {
  expect(read(`]C101${GTIN}10${'L'.repeat(15)}17261231`)).toEqual({
    kind: 'unreadable',
    reason: 'gs1-too-long',
  })
  // Here nobody can tell; the operator sees the batch number as it was read.
  expect(read(`]C101${GTIN}10LOT717261231`)).toMatchObject({ lot: 'LOT717261231' })
})

test.each([
  [`]c1${commandCode('CONFIRM')}`, 'wrong-symbology'],
  [']C1010950600013', 'gs1-truncated'],
  [`]C101${GTIN.slice(0, 12)}${GS}10LOT7`, 'gs1-truncated'],
  [']C10109506000134353', 'gs1-bad-check-digit'],
  [']C100387123450000000013', 'gs1-bad-check-digit'],
  [`]C101${GTIN}17261301`, 'gs1-bad-date'],
  [`]C101${GTIN}17260001`, 'gs1-bad-date'],
  [`]C101${GTIN}17260230`, 'gs1-bad-date'],
])('[FAULT-17] %j is refused, never guessed at: %s', (sent, reason) => {
  expect(read(sent)).toEqual({ kind: 'unreadable', reason })
})

test.each([
  ['17260200', '2026-02-28'],
  ['17280200', '2028-02-29'],
  ['17261200', '2026-12-31'],
])('[FAULT-17] day 00 of %s is the last of its month', (element, expiryDate) => {
  expect(read(`]d201${GTIN}${element}`)).toMatchObject({ expiryDate })
})
