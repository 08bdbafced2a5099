import { expect, test } from 'vitest'
import { enrolmentQr } from '#contract/barcode/enrolment-qr.ts'
import { commandCode, quantityCode, reasonCode } from '#contract/barcode/loadline-code.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'
import { badge, CODE, ean, qr } from '../testing/floor.ts'
import { readScan, SHOWN_TEXT_MAX } from './read-scan.ts'

const UNIT = buildSscc('38712345', 7)

test('a badge is read but never shown, not even with a wrong check character', () => {
  const read = readScan({ text: badge('sanne') })
  expect(read.reading).toMatchObject({ kind: 'loadline', code: { kind: 'badge' } })
  expect(read.shown).toBe('badge')
  expect(readScan({ text: `${badge('sanne')}7` }).shown).toBe('badge')
  expect(readScan({ text: badge('sanne'), aim: ']C1' }).shown).toBe('badge')
  expect(readScan({ text: ` \t${badge('sanne').toLowerCase()}` }).shown).toBe('badge')
})

test('a unit label is shown by its number and copy, without name and address', () => {
  expect(readScan({ text: qr(UNIT, 3) }).shown).toBe(`(00)${UNIT} copy 3`)
  const damaged = readScan({ text: qr(UNIT, 3).slice(0, -4) })
  expect(damaged.reading.kind).toBe('unreadable')
  expect(damaged.shown).toBe('unit label')
})

test('a code that enrols a bench is a secret', () => {
  const text = enrolmentQr({ officeUrl: 'https://office.example', code: 'K7MP-3XQ2' })
  expect(readScan({ text }).shown).toBe('enrolment code')
  expect(readScan({ text: `]Q1${text}` }).shown).toBe('enrolment code')
})

test('any other text is shown as scanned, cut to what a log line holds', () => {
  expect(readScan({ text: ean(1) }).shown).toBe(ean(1))
  expect(readScan({ text: 'x'.repeat(200) }).shown).toHaveLength(SHOWN_TEXT_MAX)
  expect(readScan({ text: `01${ean(1).padStart(14, '0')}\u001d10A` }).shown).not.toMatch(/\p{Cc}/u)
})

test('an AIM identifier still on the text is taken off, one given apart counts', () => {
  expect(readScan({ text: `]C0${CODE['UNDO']}` })).toMatchObject({
    reading: { kind: 'loadline' },
    shown: 'UNDO',
  })
  const gs1 = readScan({ text: CODE['UNDO'] ?? '', aim: ']C1' })
  expect(gs1.reading.kind).toBe('unreadable')
})

test('a command, a quantity and a reason are shown by the words under their bars', () => {
  expect(readScan({ text: commandCode('CLOSE') }).shown).toBe('CLOSE')
  expect(readScan({ text: quantityCode(12) }).shown).toBe('× 12')
  expect(readScan({ text: reasonCode('DAMAGED') }).shown).toBe('DAMAGED')
})
