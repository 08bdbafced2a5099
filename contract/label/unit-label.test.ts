import * as fc from 'fast-check'
import QRCode from 'qrcode'
import { expect, test } from 'vitest'
import { UNIT_QR_BYTES_MAX, unitQr } from '../barcode/unit-qr.ts'
import { LabelDocument } from './label-document.ts'
import type { LabelElement } from './label-document.ts'
import { qrModules } from './qr-size.ts'
import { UNIT_LABEL_WORDS } from './unit-label-words.ts'
import type { UnitLabelInput } from './unit-label-input.ts'
import { unitLabel } from './unit-label.ts'

const UNIT_ID = '387123450000000012'
const MEDIA = [
  { widthMm: 102, heightMm: 152 },
  { widthMm: 102, heightMm: 102 },
  { widthMm: 102, heightMm: 51 },
  { widthMm: 72, heightMm: 100 },
  { widthMm: 62, heightMm: 100 },
  { widthMm: 62, heightMm: 150 },
]

function labelInput(changes: Partial<UnitLabelInput> = {}): UnitLabelInput {
  return {
    media: { widthMm: 102, heightMm: 152 },
    unitId: UNIT_ID,
    companyPrefix: '8712345',
    kind: 'pallet',
    copy: 2,
    sender: { name: 'Vloer & Interieur BV', address: 'Handelsweg 12, 1042 AB Amsterdam' },
    shipTo: {
      name: 'Łukasz Ørsted',
      line1: 'Keizersgracht 112',
      postalCode: '1015 CV',
      city: 'Amsterdam',
      country: 'NL',
    },
    orderNumbers: ['SO-100234'],
    region: 'NOORD',
    deliveryDate: '2026-07-29',
    grossGrams: 412_345,
    qrText: qrOf('Łukasz Ørsted', ['SO-100234']),
    ...changes,
  }
}

function qrOf(name: string, orders: readonly string[]): string {
  const orderNumber = orders.join(',')
  const address = '1015 CV Amsterdam'
  return unitQr({ unitId: UNIT_ID, copy: 2, orderNumber, name, address }, () => '0123abcd')
}

function textsOf(document: LabelDocument): string[] {
  return document.elements.flatMap((element) => (element.kind === 'text' ? [element.text] : []))
}

type Placed = { widthMm: number; heightMm: number; element: LabelElement }

/** Room an element takes on paper, 5 % more than asked for barcodes, as 300 dpi may round modules up. */
function placed(element: LabelElement): Placed {
  switch (element.kind) {
    case 'text': {
      const heightMm = element.fontMm * (1 + ((element.maxLines ?? 1) - 1) * 1.4)
      return { widthMm: element.widthMm ?? 0, heightMm, element }
    }
    case 'gs1-128':
      return { widthMm: 156 * element.moduleMm * 1.04, heightMm: element.heightMm, element }
    case 'qr': {
      const sideMm = qrModules(element.text) * element.moduleMm * 1.04
      return { widthMm: sideMm, heightMm: sideMm, element }
    }
    case 'code-128':
      throw new Error('a unit label has no Code 128')
    default:
      return { widthMm: element.widthMm, heightMm: element.heightMm, element }
  }
}

/** Elements that would leave the printable part of the media. */
function outside(document: LabelDocument): LabelElement[] {
  const isOutside = ({ widthMm, heightMm, element }: Placed) =>
    element.xMm < 1.9 ||
    element.yMm < 1.9 ||
    element.xMm + widthMm > document.widthMm - 1.5 ||
    element.yMm + heightMm > document.heightMm - 1.5
  return document.elements
    .map(placed)
    .filter(isOutside)
    .map(({ element }) => element)
}

/** Pairs of texts and symbols that touch; rules may meet anything they border on. */
function overlaps(document: LabelDocument): [LabelElement, LabelElement][] {
  const inked = document.elements.map(placed).filter(({ element }) => element.kind !== 'line')
  return inked.flatMap((one, index) =>
    inked
      .slice(index + 1)
      .filter((other) => !isApart(one, other) && !isApart(other, one))
      .map((other): [LabelElement, LabelElement] => [one.element, other.element]),
  )
}

/** True where the one ends before the other begins, across or down. */
function isApart(one: Placed, other: Placed): boolean {
  return (
    one.element.xMm + one.widthMm <= other.element.xMm + 0.01 ||
    one.element.yMm + one.heightMm <= other.element.yMm + 0.01
  )
}

test.each(MEDIA)('goods to collect say so where a region would stand, on $heightMm mm', (media) => {
  const collected = (words: (typeof UNIT_LABEL_WORDS)['en' | 'nl']) =>
    textsOf(unitLabel(labelInput({ media, region: null, words })))
  expect(collected(UNIT_LABEL_WORDS.en)).toContain('COLLECT')
  expect(collected(UNIT_LABEL_WORDS.nl)).toContain('AFHALEN')
})

test('a pallet label says everything a dock needs', () => {
  const document = unitLabel(labelInput())
  expect(LabelDocument.parse(document)).toEqual(document)
  expect(textsOf(document)).toEqual([
    'Vloer & Interieur BV',
    'Handelsweg 12, 1042 AB Amsterdam',
    'PALLET',
    'SHIP TO',
    'Łukasz Ørsted',
    'Keizersgracht 112',
    '1015 CV Amsterdam, NL',
    'REGION',
    'NOORD',
    'DELIVERY',
    '2026-07-29',
    'ORDER',
    'SO-100234',
    'WEIGHT',
    '412.35 kg',
    'COPY',
    '2',
    '(00) 3 8712345 000000001 2',
  ])
  const bars = document.elements.find((element) => element.kind === 'gs1-128')
  expect(bars).toMatchObject({ moduleMm: 0.5, elements: [{ ai: '00', value: UNIT_ID }] })
  expect(bars?.heightMm).toBeGreaterThan(30)
})

test('a label speaks the language of its warehouse', () => {
  const texts = textsOf(unitLabel(labelInput({ kind: 'carton', words: UNIT_LABEL_WORDS.nl })))
  expect(texts).toContain('DOOS')
  expect(texts).toContain('412,35 kg')
})

test.each(MEDIA)('an ordinary unit fits $widthMm × $heightMm mm', (media) => {
  const document = unitLabel(labelInput({ media }))
  expect(outside(document)).toEqual([])
  expect(overlaps(document)).toEqual([])
  const qr = document.elements.find((element) => element.kind === 'qr')
  expect(qr?.moduleMm).toBeGreaterThanOrEqual(0.5)
})

test.each(MEDIA)('the longest of everything fits $widthMm × $heightMm mm', (media) => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).map((it) => `x${it}`)
  const input = fc.record({ name: text, line1: text, city: text, region: text, sender: text })
  fc.assert(
    fc.property(input, fc.nat(60), ({ name, line1, city, region, sender }, count) => {
      const orderNumbers = Array.from({ length: count + 1 }, (_, index) => `SO-${100_200 + index}`)
      const document = unitLabel(
        labelInput({
          media,
          region,
          orderNumbers,
          sender: { name: sender, address: sender },
          shipTo: { name, line1, postalCode: '1015 CV', city, country: 'NL' },
          qrText: qrOf(name, orderNumbers),
        }),
      )
      LabelDocument.parse(document)
      expect(outside(document)).toEqual([])
      expect(overlaps(document)).toEqual([])
      const qr = document.elements.find((element) => element.kind === 'qr')
      expect(qr?.moduleMm).toBeGreaterThanOrEqual(0.5)
    }),
    { numRuns: 60 },
  )
})

test.each(MEDIA)('a QR of 600 characters stays inside $widthMm × $heightMm mm', (media) => {
  const document = unitLabel(labelInput({ media, qrText: 'ł'.repeat(600) }))
  expect(outside(document)).toEqual([])
})

test('orders without room are counted', () => {
  const orderNumbers = Array.from({ length: 60 }, (_, index) => `SO-${100_200 + index}`)
  const texts = textsOf(unitLabel(labelInput({ orderNumbers })))
  const list = texts.find((text) => text.startsWith('SO-')) ?? ''
  const shown = list.replace(/ \+\d+$/, '').split(', ')
  expect(shown).toEqual(orderNumbers.slice(0, shown.length))
  expect(shown.length + Number(/\+(\d+)$/.exec(list)?.[1])).toBe(60)
  expect(texts).toContain('ORDERS')
})

test('the size of a QR is never less than what an encoder makes of it', () => {
  for (const text of ['A', 'ł'.repeat(100), 'ł'.repeat(UNIT_QR_BYTES_MAX / 2), 'ł'.repeat(600)]) {
    const bytes = new TextEncoder().encode(text)
    const { modules } = QRCode.create([{ data: bytes, mode: 'byte' }], {
      errorCorrectionLevel: 'M',
    })
    expect(qrModules(text)).toBeGreaterThanOrEqual(modules.size)
    expect(qrModules(text)).toBeLessThanOrEqual(modules.size + 4)
  }
})

test('a pallet carries a GS1 logistic label: its SSCC at the foot, as wide and as high as asked', () => {
  const document = unitLabel(labelInput({ kind: 'pallet' }))
  const [bars] = document.elements.filter((element) => element.kind === 'gs1-128')
  if (bars?.kind !== 'gs1-128') throw new Error('there are no bars')
  expect(bars.elements).toEqual([{ ai: '00', value: UNIT_ID }])
  expect(bars.moduleMm).toBeGreaterThanOrEqual(0.495)
  expect(bars.moduleMm).toBeLessThanOrEqual(1.016)
  expect(bars.heightMm).toBeGreaterThanOrEqual(31.75)
  const quietMm = 10 * bars.moduleMm
  expect(bars.xMm).toBeGreaterThanOrEqual(quietMm)
  expect(bars.xMm + 156 * bars.moduleMm).toBeLessThanOrEqual(document.widthMm - quietMm)
  const below = document.elements.filter(({ yMm }) => yMm >= bars.yMm + bars.heightMm)
  expect(below).toMatchObject([{ kind: 'text', text: '(00) 3 8712345 000000001 2' }])
})

test.each([
  [{ widthMm: 102, heightMm: 152 }, 5.5, 8.5],
  [{ widthMm: 102, heightMm: 102 }, 4.5, 4.5],
  [{ widthMm: 80, heightMm: 152 }, 4, 6.5],
])(
  'the SSCC and the region of %o are large enough to be called out across a dock',
  (media, sscc, region) => {
    const { elements } = unitLabel(labelInput({ media }))
    const sizeOf = (wanted: string) =>
      elements.flatMap((element) =>
        element.kind === 'text' && element.text.startsWith(wanted) ? [element.fontMm] : [],
      )[0]
    expect(sizeOf('(00)')).toBeGreaterThanOrEqual(sscc)
    expect(sizeOf('NOORD')).toBeGreaterThanOrEqual(region)
  },
)
