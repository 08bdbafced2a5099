import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LabelDocument, type LabelElement } from './label-document.ts'
import { LOADING_LIST_WORDS } from './loading-list-words.ts'
import {
  LOADING_LIST_PAGES_MAX,
  loadingList,
  type LoadingListInput,
  type LoadingListRow,
} from './loading-list.ts'
import { textWidthMm } from './label-text.ts'
import { qrModules } from './qr-size.ts'

const MEDIA = [
  { widthMm: 102, heightMm: 152 },
  { widthMm: 102, heightMm: 102 },
  { widthMm: 102, heightMm: 51 },
  { widthMm: 80, heightMm: 150 },
  { widthMm: 62, heightMm: 100 },
  { widthMm: 58, heightMm: 100 },
]

function row(serial: number, more: Partial<LoadingListRow> = {}): LoadingListRow {
  return {
    unitId: `38712345${String(serial).padStart(10, '0')}`,
    kind: serial % 2 === 0 ? 'pallet' : 'carton',
    stop: serial,
    name: `Vloeren Discount ${serial}`,
    city: 'Amsterdam',
    orderNumbers: [`LL-00${serial}`],
    grossGrams: 12_340,
    ...more,
  }
}

function input(more: Partial<LoadingListInput> = {}): LoadingListInput {
  return {
    media: { widthMm: 102, heightMm: 152 },
    number: 'L-0412',
    code: 'LLD04123',
    region: 'NH',
    deliveryDate: '2026-04-17',
    plate: 'V-382-KD',
    driver: 'Mo El Amrani',
    seal: 'NL 4471',
    weightGrams: 1_876_000,
    maxWeightGrams: 3_500_000,
    volumeCm3: 10_400_000,
    maxVolumeCm3: 22_000_000,
    onBoard: [row(2), row(1)],
    missing: [row(3)],
    ...more,
  }
}

function texts(document: LabelDocument): string[] {
  return document.elements.flatMap((element) => (element.kind === 'text' ? [element.text] : []))
}

function isInside(element: LabelElement, { widthMm, heightMm }: LabelDocument): boolean {
  const [wide, high] = sizeOf(element)
  return (
    element.xMm >= 1.9 &&
    element.yMm >= 1.9 &&
    element.xMm + wide <= widthMm - 1.5 &&
    element.yMm + high <= heightMm - 1.5
  )
}

function sizeOf(element: LabelElement): [number, number] {
  if (element.kind === 'text') return [element.widthMm ?? 0, element.fontMm]
  if (element.kind === 'line') return [element.widthMm, element.heightMm]
  if (element.kind !== 'qr') throw new Error(`a loading list has no ${element.kind}`)
  const sideMm = qrModules(element.text) * element.moduleMm * 1.04
  return [sideMm, sideMm]
}

/** Pairs of words that touch. */
function overlaps({ elements }: LabelDocument): string[] {
  const words = elements.filter((element) => element.kind !== 'line')
  return words.flatMap((one, index) =>
    words.slice(index + 1).flatMap((other) => {
      const [wide, high] = sizeOf(one)
      const [otherWide, otherHigh] = sizeOf(other)
      const isApart =
        one.xMm + wide <= other.xMm + 0.01 ||
        other.xMm + otherWide <= one.xMm + 0.01 ||
        one.yMm + high <= other.yMm + 0.01 ||
        other.yMm + otherHigh <= one.yMm + 0.01
      return isApart ? [] : [`${JSON.stringify(one)} on ${JSON.stringify(other)}`]
    }),
  )
}

test('a page says which load it is, who drives it, its seal and every unit in loading order', () => {
  const pages = loadingList(input())
  expect(pages).toHaveLength(1)
  const [page] = pages
  if (page === undefined) throw new Error('there is no page')
  expect(LabelDocument.parse(page)).toEqual(page)
  expect(page.sheet).toEqual({ kind: 'loading-list', load: 'L-0412', page: 1, pages: 1 })
  expect(texts(page)).toEqual([
    'LOADING LIST L-0412',
    'REGION NH',
    'DELIVERY 2026-04-17',
    'VEHICLE V-382-KD',
    'DRIVER Mo El Amrani',
    'SEAL NL 4471',
    'ON BOARD: 2',
    'PAGE 1 OF 1',
    '1876.0 / 3500.0 kg · 10.4 / 22.0 m³',
    'STOP 2 000002 PALLET',
    'Vloeren Discount 2',
    '12.3 kg',
    'Amsterdam · LL-002',
    'STOP 1 000001',
    'Vloeren Discount 1',
    '12.3 kg',
    'Amsterdam · LL-001',
    'NOT ON BOARD: 1',
    'STOP 3 000003',
    'Vloeren Discount 3',
    '12.3 kg',
    'Amsterdam · LL-003',
  ])
  expect(page.elements).toContainEqual(expect.objectContaining({ kind: 'qr', text: 'LLD04123' }))
})

test('it says so in Dutch too', () => {
  const [page] = loadingList(input({ words: LOADING_LIST_WORDS.nl, seal: null }))
  expect(page === undefined ? [] : texts(page)).toEqual(
    expect.arrayContaining([
      'LAADLIJST L-0412',
      'ZEGEL GEEN',
      'NIET AAN BOORD: 1',
      '12,3 kg',
      'BLAD 1 VAN 1',
    ]),
  )
})

test.each(MEDIA)(
  'on $widthMm × $heightMm mm every unit stands on one of the numbered pages',
  (media) => {
    const onBoard = Array.from({ length: 40 }, (_, serial) => row(serial + 1))
    const pages = loadingList(input({ media, onBoard }))
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.map(({ sheet }) => [sheet?.page, sheet?.pages])).toEqual(
      pages.map((_, index) => [index + 1, pages.length]),
    )
    const said = pages.flatMap(texts).join('\n')
    for (const { unitId } of onBoard) expect(said).toContain(unitId.slice(-6))
    for (const page of pages) {
      expect(page.elements.filter((element) => !isInside(element, page))).toEqual([])
      expect(overlaps(page)).toEqual([])
    }
  },
)

test('nothing on it is smaller than two millimetres, nor are its bars finer than half a one', () => {
  const elements = MEDIA.flatMap((media) => loadingList(input({ media }))).flatMap(
    (page) => page.elements,
  )
  const sizes = elements.flatMap((element) => (element.kind === 'text' ? [element.fontMm] : []))
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2)
  const modules = elements.flatMap((element) => (element.kind === 'qr' ? [element.moduleMm] : []))
  expect(new Set(modules)).toEqual(new Set([0.5]))
})

test('whatever people are called, it stays on its line and inside the label', () => {
  const name = fc.string({ unit: 'binary', maxLength: 120 })
  fc.assert(
    fc.property(name, name, name, fc.constantFrom(...MEDIA), (who, city, driver, media) => {
      const onBoard = [row(1, { name: who, city, orderNumbers: Array(30).fill('LL-000247') })]
      for (const page of loadingList(input({ media, onBoard, driver, seal: city }))) {
        LabelDocument.parse(page)
        expect(page.elements.filter((element) => !isInside(element, page))).toEqual([])
        for (const element of page.elements) {
          if (element.kind !== 'text') continue
          const isOneCharacter = /^.?\.{3}$/su.test(element.text)
          const fits = textWidthMm(element.text, element.fontMm) <= (element.widthMm ?? 0) + 0.01
          expect(fits || isOneCharacter).toBe(true)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('an empty truck says so, and a load beyond all measure ends at a limit', () => {
  const [page] = loadingList(input({ onBoard: [], missing: [] }))
  expect(page === undefined ? [] : texts(page)).toContain('ON BOARD: NOTHING')
  const onBoard = Array.from({ length: 2_000 }, (_, serial) => row(serial + 1))
  expect(loadingList(input({ onBoard }))).toHaveLength(LOADING_LIST_PAGES_MAX)
})
