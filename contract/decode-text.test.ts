import { expect, test } from 'vitest'
import { decodeText, decodeUnseen } from './decode-text.ts'

const TEXT = 'naam;prijs\r\nCafé Büchner;€ 2,50\r\n'

/** As Excel on a Dutch Windows writes “CSV (gescheiden door lijstscheidingsteken)”. */
const WINDOWS = Uint8Array.from(TEXT, (one) => (one === '€' ? 0x80 : one.charCodeAt(0)))
const UTF_8 = new TextEncoder().encode(TEXT)
const UTF_16LE = new Uint8Array(Buffer.from(TEXT, 'utf16le'))
const UTF_16BE = new Uint8Array(Buffer.from(TEXT, 'utf16le').swap16())

const marked = (mark: readonly number[], bytes: Uint8Array) => Uint8Array.from([...mark, ...bytes])

test.each([
  ['UTF-8', UTF_8, 'utf-8'],
  ['UTF-8 with its mark', marked([0xef, 0xbb, 0xbf], UTF_8), 'utf-8'],
  ['UTF-16 with its mark', marked([0xff, 0xfe], UTF_16LE), 'utf-16'],
  ['UTF-16 of the other order', marked([0xfe, 0xff], UTF_16BE), 'utf-16'],
  ['UTF-16 without a mark', UTF_16LE, 'utf-16'],
  ['the encoding of Windows', WINDOWS, 'windows-1252'],
])('a file in %s is read letter by letter', (_, bytes, encoding) => {
  expect(decodeText(bytes)).toEqual({ text: TEXT, encoding })
  expect(decodeUnseen(bytes)).toEqual({ text: TEXT, encoding })
})

test('a file of nothing, and one of a letter, are text', () => {
  expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' })
  expect(decodeText(Uint8Array.of(0x41))).toEqual({ text: 'A', encoding: 'utf-8' })
})

test.each([
  ['bytes that are no letters anywhere', Uint8Array.of(0x61, 0x81, 0x0a)],
  ['UTF-8 that broke in the middle', Uint8Array.from([...UTF_8, 0xc3])],
  ['UTF-16 that broke in the middle', marked([0xff, 0xfe], UTF_16LE.subarray(0, -1))],
  ['UTF-16 with half a letter', marked([0xff, 0xfe], Uint8Array.of(0x00, 0xd8, 0x41, 0x00))],
])('%s are read for whoever looks at them, and for nobody else', (_, bytes) => {
  expect(decodeText(bytes).text).not.toBe('')
  expect(decodeUnseen(bytes)).toBeNull()
})

test('capitals with a mark are no broken UTF-8', () => {
  const text = 'SÃO JOSÉ; À “LA” MAISON; JOSÉ’S'
  const bytes = Uint8Array.from(text, (one) => {
    const quotes: Record<string, number> = { '“': 0x93, '”': 0x94, '’': 0x92 }
    return quotes[one] ?? one.charCodeAt(0)
  })
  expect(decodeUnseen(bytes)).toEqual({ text, encoding: 'windows-1252' })
})
