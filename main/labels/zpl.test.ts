import * as fc from 'fast-check'
import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import { RasterPicture } from './raster-picture.ts'
import { readBarcodes } from './read-barcodes.ts'
import { renderZpl } from './render-zpl.ts'
import { zplFieldData } from './zpl-field.ts'
import { zplGraphic } from './zpl-graphic.ts'
import { labelToZpl } from './zpl.ts'

const NASTY = 'Øß łŁ Żółć ^XZ~JR _5E "quoted" \\ | % > < & 100 €'
const MEDIA = { widthMm: 102, heightMm: 152 }

function zplOf(elements: LabelElement[], dpi: 203 | 300 | 600 = 203): Uint8Array {
  return labelToZpl({ ...MEDIA, elements }, { dpi })
}

async function codesOf(document: LabelDocument, dpi: 203 | 300 | 600 = 203) {
  const png = await renderZpl(labelToZpl(document, { dpi }), { ...document, dpi })
  return readBarcodes(png)
}

async function inkOf(zpl: Uint8Array): Promise<{ left: number; top: number; dots: number }> {
  const { data, width, height } = PNG.sync.read(await renderZpl(zpl, { ...MEDIA, dpi: 203 }))
  const ink = { left: width, top: height, dots: 0 }
  for (let at = 0; at < width * height; at += 1) {
    if ((data[at * 4] ?? 255) < 128) {
      ink.left = Math.min(ink.left, at % width)
      ink.top = Math.min(ink.top, Math.floor(at / width))
      ink.dots += 1
    }
  }
  return ink
}

test.each([203, 300, 600] as const)(
  '[LABEL] a QR at %d dpi reads back to the letter',
  async (dpi) => {
    const text = `LL1|387123450000000017|1|10001|${NASTY}|1234 AB Utrecht|deadbeef`
    const qr: LabelElement = { kind: 'qr', xMm: 10, yMm: 10, moduleMm: 0.5, text }
    const [code, ...others] = await codesOf({ ...MEDIA, elements: [qr] }, dpi)
    expect(others).toEqual([])
    expect(code).toMatchObject({ symbology: ']Q1', text })
  },
)

test('[FAULT-9] what a block of text takes for a line break or a hyphen is letters of ours', () => {
  const text = 'A\\&B \\(C \\\\D'
  const block = { kind: 'text', xMm: 5, yMm: 5, fontMm: 4, widthMm: 90, text } as const
  const zpl = new TextDecoder().decode(zplOf([block]))
  // As dots, since printers disagree about what stands for a backslash.
  expect(zpl).not.toContain('^FD')
  expect(zpl).toContain('^GFA')
})

test("[FAULT-9] bars whose text holds a printer's own marks are drawn, and read back", async () => {
  const code = { kind: 'code-128', xMm: 10, yMm: 5, heightMm: 15, moduleMm: 0.25 } as const
  const document = { ...MEDIA, elements: [{ ...code, text: 'LL>8A>0' }] }
  expect(new TextDecoder().decode(zplOf(document.elements))).not.toContain('^BC')
  expect(await codesOf(document)).toMatchObject([{ symbology: ']C0', text: 'LL>8A>0' }])
})

test('a QR of 200 letters outside ASCII reads back', async () => {
  const text = 'Łódź żółć '.repeat(20)
  const qr: LabelElement = { kind: 'qr', xMm: 5, yMm: 5, moduleMm: 0.5, text }
  expect(await codesOf({ ...MEDIA, elements: [qr] })).toMatchObject([{ text }])
})

test('a GS1-128 keeps its elements apart, whatever follows a value of free length', async () => {
  const elements = [
    { ai: '01', value: '09506000134352' },
    { ai: '10', value: 'LOT-7/a_8^x' },
    { ai: '17', value: '261231' },
    { ai: '37', value: '12' },
  ]
  const bars: LabelElement = {
    kind: 'gs1-128',
    xMm: 5,
    yMm: 10,
    heightMm: 20,
    moduleMm: 0.25,
    elements,
  }
  const [code] = await codesOf({ ...MEDIA, elements: [bars] })
  expect(code?.symbology).toBe(']C1')
  expect(Buffer.from(code?.bytes ?? []).toString('latin1')).toBe(
    '010950600013435210LOT-7/a_8^x\u001D172612313712',
  )
})

test('a value that mode D would change is a mistake in the program', () => {
  const bars: LabelElement = {
    kind: 'gs1-128',
    xMm: 5,
    yMm: 10,
    heightMm: 20,
    moduleMm: 0.25,
    elements: [],
  }
  for (const value of ['A(B', 'A B', 'A>8']) {
    expect(() => zplOf([{ ...bars, elements: [{ ai: '10', value }] }])).toThrow('mode D')
  }
})

test.each(['LLCACK0', 'a>0b^c~d12345678_', '"\\|{}'])('Code 128 of %j reads back', async (text) => {
  const bars: LabelElement = {
    kind: 'code-128',
    xMm: 5,
    yMm: 10,
    heightMm: 20,
    moduleMm: 0.25,
    text,
  }
  expect(await codesOf({ ...MEDIA, elements: [bars] })).toMatchObject([{ symbology: ']C0', text }])
})

test('a unit label reads back: the SSCC from the bars, everything else from the QR', async () => {
  const qrText = 'LL1|387123450000000012|1|SO-1|Søren Weiß "^~" Łęcki|1015 CV Amsterdam|0123abcd'
  for (const heightMm of [152, 102, 51]) {
    const document = unitLabel({
      media: { widthMm: 102, heightMm },
      unitId: '387123450000000012',
      kind: 'carton',
      copy: 1,
      sender: { name: 'Vloer & Interieur BV', address: 'Handelsweg 12, Amsterdam' },
      shipTo: {
        name: 'Søren Weiß "^~" Łęcki',
        line1: 'Keizersgracht 112',
        postalCode: '1015 CV',
        city: 'Amsterdam',
        country: 'NL',
      },
      orderNumbers: ['SO-1'],
      region: 'NOORD',
      deliveryDate: '2026-07-29',
      grossGrams: 12_345,
      qrText,
    })
    const codes = await codesOf(document)
    const texts = codes.map((code) => `${code.symbology} ${code.text}`)
    expect(texts.sort()).toEqual([']C1 00387123450000000012', `]Q1 ${qrText}`])
  }
})

test('no text, whatever it holds, becomes a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const zpl = Buffer.from(
        zplOf([{ kind: 'text', xMm: 5, yMm: 5, fontMm: 3, text, widthMm: 90, maxLines: 4 }]),
      ).toString('latin1')
      const commands = [...zpl.matchAll(/[\^~]([A-Z@0-9]{2})/g)].map(([, name]) => name)
      const isDrawn = commands.includes('GF')
      const own = isDrawn ? ['FO', 'GF'] : ['FO', 'A0', 'FB', 'FH', 'FD']
      expect(commands).toEqual(['XA', 'CI', 'PW', 'LL', 'LH', 'FW', ...own, 'FS', 'PQ', 'XZ'])
      expect(zpl.match(/[\^~]/g)).toHaveLength(commands.length)
    }),
  )
})

test('field data decodes back to the bytes of the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const decoded = zplFieldData(text).replaceAll(/_([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
      expect(decoded).toBe(Buffer.from(text, 'utf8').toString('latin1'))
    }),
  )
})

test('text stands where the document says, at every density', async () => {
  for (const [dpi, perMm] of [
    [203, 8],
    [300, 12],
  ] as const) {
    const text: LabelElement = { kind: 'text', xMm: 20, yMm: 30, fontMm: 6, text: 'HHH' }
    const zpl = Buffer.from(zplOf([text], dpi)).toString()
    expect(zpl).toContain(`^FO${20 * perMm},${30 * perMm}^A0N,${8 * perMm},${8 * perMm}`)
  }
  const ink = await inkOf(zplOf([{ kind: 'text', xMm: 20, yMm: 30, fontMm: 6, text: 'HHH' }]))
  expect(ink.top / 8).toBeCloseTo(30, 0)
  expect(ink.left / 8).toBeCloseTo(20.5, 0)
})

test('text beyond its lines is cut and says so', () => {
  const zpl = Buffer.from(
    zplOf([
      {
        kind: 'text',
        xMm: 5,
        yMm: 5,
        fontMm: 3,
        widthMm: 40,
        maxLines: 2,
        text: 'word '.repeat(40),
      },
    ]),
  ).toString()
  expect(zpl).toMatch(/\^FB320,2,0,L,0\^FH_\^FD(word )+wo?r?d?\.\.\.\^FS/)
})

test('a compressed picture is the picture', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 24 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      async (widthDots, heightDots, pattern) => {
        const isBlack = (x: number, y: number): boolean =>
          (x + y === 0 || pattern[(Math.floor(x / 5) + y * 3) % pattern.length]) ?? false
        const picture = new RasterPicture(widthDots, heightDots)
        let dots = 0
        for (let y = 0; y < heightDots; y += 1) {
          for (let x = 0; x < widthDots; x += 1) {
            if (!isBlack(x, y)) continue
            picture.fill(x, y, 1, 1)
            dots += 1
          }
        }
        const ink = await inkOf(Buffer.from(`^XA^FO8,8${zplGraphic(picture)}^FS^XZ`))
        expect(ink).toMatchObject({ left: 8, top: 8, dots })
      },
    ),
    { numRuns: 10 },
  )
})
