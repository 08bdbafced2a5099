import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeLoadlineCode } from '../barcode/loadline-code.ts'
import { code128Widths } from './code-128.ts'
import { codeLabel } from './code-label.ts'
import { LabelDocument } from './label-document.ts'
import type { LabelElement } from './label-document.ts'
import { qrModules } from './qr-size.ts'
import { rulerLabel } from './ruler-label.ts'
import { textWidthMm } from './label-text.ts'

const SIZES = [
  { widthMm: 62, heightMm: 29 },
  { widthMm: 62, heightMm: 100 },
  { widthMm: 86, heightMm: 54 },
  { widthMm: 102, heightMm: 51 },
  { widthMm: 102, heightMm: 152 },
]

type Placed = { left: number; top: number; right: number; bottom: number }

function placed(element: LabelElement, media: { widthMm: number }): Placed {
  const { xMm: left, yMm: top } = element
  switch (element.kind) {
    case 'text': {
      const widthMm = element.widthMm ?? textWidthMm(element.text, element.fontMm)
      const heightMm = element.fontMm * (1 + ((element.maxLines ?? 1) - 1) * 1.4)
      return { left, top, right: Math.min(media.widthMm, left + widthMm), bottom: top + heightMm }
    }
    case 'line':
      return { left, top, right: left + element.widthMm, bottom: top + element.heightMm }
    case 'qr': {
      const sideMm = qrModules(element.text) * element.moduleMm
      return { left, top, right: left + sideMm, bottom: top + sideMm }
    }
    case 'code-128': {
      const modules = code128Widths(element.text).reduce((sum, width) => sum + width, 0)
      const widthMm = modules * element.moduleMm
      return { left, top, right: left + widthMm, bottom: top + element.heightMm }
    }
    default:
      throw new Error(`there is no ${element.kind} here`)
  }
}

function overlaps(document: LabelDocument): string[] {
  const all = document.elements.map((element) => placed(element, document))
  return all.flatMap((one, n) =>
    all.slice(n + 1).flatMap((other, m) => {
      const isApart =
        one.right <= other.left + 0.01 ||
        other.right <= one.left + 0.01 ||
        one.bottom <= other.top + 0.01 ||
        other.bottom <= one.top + 0.01
      return isApart ? [] : [`${n} over ${n + 1 + m}`]
    }),
  )
}

function outside(document: LabelDocument): LabelElement[] {
  return document.elements.filter((element) => {
    const { left, top, right, bottom } = placed(element, document)
    return (
      left < 2.9 || top < 2.9 || right > document.widthMm - 2.9 || bottom > document.heightMm - 2.9
    )
  })
}

test.each(SIZES)(
  'whatever a code label says on $widthMm x $heightMm, nothing lies on another',
  (media) => {
    const words = fc.string({ unit: 'grapheme', maxLength: 200 })
    const payload = fc.stringMatching(/^[A-Z0-9]{1,32}$/)
    fc.assert(
      fc.property(words, words, words, payload, (heading, detail, caption, text) => {
        const code = encodeLoadlineCode('location', text)
        const document = codeLabel({ media, code, heading, detail, caption })
        expect(LabelDocument.parse(document)).toEqual(document)
        expect(overlaps(document)).toEqual([])
        expect(outside(document)).toEqual([])
      }),
    )
  },
)

test('a short code is in bars, one too long for its label in a QR', () => {
  const kindOf = (code: string) =>
    codeLabel({ media: { widthMm: 62, heightMm: 29 }, code, heading: 'A-01' }).elements.find(
      ({ kind }) => kind !== 'text',
    )?.kind
  expect(kindOf(encodeLoadlineCode('location', 'A0101'))).toBe('code-128')
  expect(kindOf(encodeLoadlineCode('badge', 'BENCHMARKBADGE1234567'))).toBe('qr')
})

test('bars stand in the middle, also of a code whose digits go in pairs', () => {
  const code = encodeLoadlineCode('badge', '0123456789012345678901')
  const document = codeLabel({ media: { widthMm: 102, heightMm: 51 }, code, heading: 'Ana' })
  const bars = document.elements.find(({ kind }) => kind === 'code-128')
  if (bars === undefined) throw new Error('there are no bars')
  const { left, right } = placed(bars, document)
  expect(left).toBeCloseTo(document.widthMm - right, 6)
})

test('a place is read from afar: its name is the largest thing on the label', () => {
  const { elements } = codeLabel({
    media: { widthMm: 102, heightMm: 51 },
    code: encodeLoadlineCode('location', 'A042'),
    heading: 'A-04-2',
    detail: 'Rack A, bay 4, shelf 2',
  })
  const sizes = elements.flatMap((element) => (element.kind === 'text' ? [element.fontMm] : []))
  expect(sizes[0]).toBe(Math.max(...sizes))
  expect(sizes[0]).toBeGreaterThan(8)
})

test.each(SIZES)('a ruler of $widthMm x $heightMm says true millimetres', (media) => {
  const document = rulerLabel({ ...media, title: 'Bench 1', lines: ['zpl 203 dpi'] })
  const across = document.elements.filter(
    (element) => element.kind === 'line' && element.widthMm < element.heightMm,
  )
  const places = across.map(({ xMm }) => xMm)
  for (const [n, xMm] of places.entries()) {
    expect(xMm - (places[0] ?? 0)).toBeCloseTo(n, 6)
  }
  expect(places.length).toBeGreaterThan(media.widthMm - 6)
})
