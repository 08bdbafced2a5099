import { expect, test } from 'vitest'
import { decodeText, tellingWords } from './decode-text.ts'

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
})

test('a file of nothing, and one of a letter, are text', () => {
  expect(decodeText(new Uint8Array())).toEqual({ text: '', encoding: 'utf-8' })
  expect(decodeText(Uint8Array.of(0x41))).toEqual({ text: 'A', encoding: 'utf-8' })
})

test('words that show a wrong guess are those with letters beyond ASCII, each once', () => {
  expect(tellingWords('Café;Oak;"Büchner, Café"\nCafé', 3)).toEqual(['Café', 'Büchner'])
  expect(tellingWords('a\u00e9 b\u00e9 c\u00e9', 2)).toEqual(['a\u00e9', 'b\u00e9'])
  expect(tellingWords('Oak plank', 3)).toEqual([])
})
