import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeLabel } from '#contract/label/code-label.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { loadingList } from '#contract/label/loading-list.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import { LANGUAGES, type Language } from '../testing/printed-label.ts'
import { foreignPart } from '../testing/printer-grammar.ts'
import { renderLabel } from './render-label.ts'

const MEDIA = { widthMm: 102, heightMm: 152 }
const PRINTER = { dpi: 203, ...MEDIA } as const

/** What pages, or the four languages, would take for their own where text were put between commands. */
const HOSTILE = [
  '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  "<svg onload=alert(1)>' onmouseover='alert(1)",
  'javascript:alert(1)',
  '^FS^XZ^XA^FO0,0^A0N,50,50^FDfree^FS^PQ999^XZ',
  '~JA~JR~HS~DGR:X.GRF,8,1,FF',
  '_5EXZ_5EXA _7EJA >8>;>: \\& \\\\',
  '^CC!!XZ!XA ^CT@@JA ^FH# #5EXZ',
  '\u00a0^XZ\u00a0 é^XA ż~JA',
  '"\r\nPRINT 99,1\r\nSELFTEST\r\nTEXT 0,0,"0",0,1,1,"\r\n',
  'x\nCLS\nBITMAP 0,0,1,1,0,x\nPRINT 1,1\n',
  '\x1b@\x1bp\0\x19\xfa\x1dV\x42\0\x1dv0\0\x10\x04\x01',
  '\x1bia\0\x1biR\x01\x1a\x0c',
  '\0'.repeat(40),
]

/** Every label and list that somebody's text stands on, with that text wherever there is text. */
function labelsWith(text: string): LabelDocument[] {
  const shipTo = { name: text, line1: text, postalCode: text, city: text, country: 'NL' }
  const row = { kind: 'pallet', name: text, city: text, orderNumbers: [text] } as const
  const onBoard = [{ ...row, unitId: '387123450000000012', stop: 1, grossGrams: 1 }]
  return [
    unitLabel({
      media: MEDIA,
      unitId: '387123450000000012',
      companyPrefix: '8712345',
      kind: 'carton',
      copy: 1,
      sender: { name: text, address: text },
      shipTo,
      orderNumbers: [text],
      region: text,
      deliveryDate: '2026-11-23',
      grossGrams: 6_300,
      qrText: `387123450000000012|${text}`,
    }),
    ...loadingList({
      media: MEDIA,
      number: text,
      code: 'LLD04123',
      region: text,
      deliveryDate: '2026-11-23',
      plate: text,
      driver: text,
      seal: text,
      weightGrams: 1,
      maxWeightGrams: 2,
      volumeCm3: 1,
      maxVolumeCm3: 2,
      onBoard,
      missing: onBoard,
    }),
    codeLabel({ media: MEDIA, code: 'LLP A-04-2', heading: text, detail: text, caption: text }),
    bare(text),
  ]
}

/** As a document that somebody else made: nothing has tidied its text. */
function bare(text: string): LabelDocument {
  const at = { xMm: 5, fontMm: 3, text: text.slice(0, 200) }
  const ascii = text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 12)
  return {
    ...MEDIA,
    elements: [
      { kind: 'text', yMm: 5, ...at },
      { kind: 'text', yMm: 20, widthMm: 90, maxLines: 4, align: 'center', ...at },
      { kind: 'qr', xMm: 5, yMm: 50, moduleMm: 0.5, text: text.slice(0, 200) },
      { kind: 'code-128', xMm: 5, yMm: 120, heightMm: 8, moduleMm: 0.25, text: ascii },
    ],
  }
}

async function foreignIn(documents: readonly LabelDocument[], language: Language) {
  const found: string[] = []
  for (const document of documents) {
    const foreign = foreignPart(language, await renderLabel(document, { language, ...PRINTER }))
    if (foreign !== null) found.push(foreign)
  }
  return found
}

test.each(LANGUAGES)('no text on a label or list is a command of %s', async (language) => {
  for (const text of HOSTILE) {
    expect(await foreignIn(labelsWith(text), language), JSON.stringify(text)).toEqual([])
  }
})

test('whatever the text, ZPL has the commands of a label and no more', { timeout: 60_000 }, () =>
  fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
      fc.subarray(['^', '~', '_', '\\', '\x1b', '\r\n', '"'], { minLength: 1 }),
      async (text, marks) => {
        const awkward = `${marks.join(text)}${text}`.slice(0, 200).toWellFormed()
        expect(await foreignIn([bare(awkward)], 'zpl')).toEqual([])
      },
    ),
    { numRuns: 100 },
  ),
)

test.each<[Language, string, string]>([
  ['zpl', '^PQ1', '^FDx^XZ^XA^FS^PQ1'],
  ['tspl', 'PRINT 1,1', 'PRINT 9,1\r\nPRINT 1,1'],
  ['escpos', '\x1dVB\0', '\x1bp\0\x19\x1dVB\0'],
  ['brother-ql', '\x1a', '\x1biR\x01\x1a'],
])('a command more in %s is found', async (language, end, more) => {
  const job = Buffer.from(await renderLabel(bare('Oak plank'), { language, ...PRINTER }))
  expect(foreignPart(language, job)).toBeNull()
  const text = job.toString('latin1')
  const at = text.lastIndexOf(end)
  const altered = `${text.slice(0, at)}${more}${text.slice(at + end.length)}`
  expect(foreignPart(language, Buffer.from(altered, 'latin1'))).not.toBeNull()
})
