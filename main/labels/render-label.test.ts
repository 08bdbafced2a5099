import { expect, test } from 'vitest'
import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { unitLabel } from '#contract/label/unit-label.ts'
import {
  inkOf,
  LANGUAGES,
  printLabel,
  RASTER_LANGUAGES,
  type Language,
} from '../testing/printed-label.ts'
import type { PrintedPicture } from '../devices/virtual/picture-job.ts'
import type { Dpi } from './dots-per-mm.ts'
import { hasGlyph } from './raster-font.ts'
import { drawLabel } from './raster-label.ts'
import { RasterPicture } from './raster-picture.ts'
import { rasterToPng } from './raster-png.ts'
import { readBarcodes } from './read-barcodes.ts'
import { renderLabel } from './render-label.ts'

const MEDIA = { widthMm: 102, heightMm: 152 }
const DENSITIES = [203, 300, 600] as const
const EVERY_PRINTER = LANGUAGES.flatMap((language) =>
  DENSITIES.map((dpi): [Language, Dpi] => [language, dpi]),
)

const POLISH = 'Zażółć gęślą jaźń ŁÓDŹ'
const GERMAN = 'Größe Übergrößenträger ẞ'
const GREEK = 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία'
const MARKS = '^XZ~JR_5E"quoted"\\["]\\'

/** As long as a label's text may be, with all that a language could take for its own. */
const AWKWARD = `${MARKS}\r\n${POLISH} ${GERMAN} ${GREEK}\r${MARKS}`.padEnd(199, ' x').concat('ω')

function textAt(text: string, changes: Partial<Extract<LabelElement, { kind: 'text' }>> = {}) {
  return {
    kind: 'text',
    xMm: 5,
    yMm: 5,
    fontMm: 3,
    text,
    widthMm: 92,
    maxLines: 12,
    ...changes,
  } as const
}

test.each(EVERY_PRINTER)(
  '[FAULT-9] awkward text in a QR comes back to the letter from %s at %d dpi',
  async (language, dpi) => {
    expect(AWKWARD).toHaveLength(200)
    const qr: LabelElement = { kind: 'qr', xMm: 10, yMm: 10, moduleMm: 0.5, text: AWKWARD }
    const printed = await printLabel(
      { ...MEDIA, elements: [qr, textAt(AWKWARD, { yMm: 90 })] },
      language,
      dpi,
    )
    const codes = await readBarcodes(rasterToPng(printed.picture))
    expect(codes).toMatchObject([{ symbology: ']Q1', text: AWKWARD }])
  },
)

test.each(RASTER_LANGUAGES)(
  '[FAULT-9] awkward text for people comes out of %s as it was drawn, dot by dot',
  async (language) => {
    const document: LabelDocument = { ...MEDIA, elements: [textAt(AWKWARD, { xMm: 5, yMm: 10 })] }
    const { picture, xPerMm, yPerMm } = await printLabel(document, language)
    const drawn = drawLabel(document, { xPerMm, yPerMm })
    const wrong: string[] = []
    for (let y = 0; y < drawn.heightDots; y += 1) {
      for (let x = 0; x < drawn.widthDots; x += 1) {
        if (picture.isBlack(x, y) !== drawn.isBlack(x, y)) wrong.push(`${x},${y}`)
      }
    }
    expect(wrong).toEqual([])
    expect(
      inkOf({ picture, xPerMm, yPerMm, texts: [] }, { ...MEDIA, xMm: 0, yMm: 0 }).dots,
    ).toBeGreaterThan(5_000)
  },
)

test('[FAULT-9] text for people comes back from the fields of ZPL, or as the dots of its letters', async () => {
  // A backslash means something of its own in a block, so what has one is dots as well.
  const latin = `${MARKS.replaceAll('\\', '')} ${POLISH} Größe`
  const bytes = await renderLabel(
    { ...MEDIA, elements: [textAt(latin), textAt(GREEK, { yMm: 40 }), textAt(MARKS, { yMm: 60 })] },
    { language: 'zpl', dpi: 203, ...MEDIA },
  )
  const zpl = Buffer.from(bytes).toString()
  const fields = [...zpl.matchAll(/\^FH_\^FD([^^]*)\^FS/g)].map(([, data = '']) => {
    const binary = data.replaceAll(/_([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    return Buffer.from(binary, 'latin1').toString('utf8')
  })
  expect(fields).toEqual([latin])

  const drawnTexts = [textAt(GREEK, { yMm: 40 }), textAt(MARKS, { yMm: 60 })]
  const document: LabelDocument = { ...MEDIA, elements: drawnTexts }
  const { picture } = await printLabel(document, 'zpl')
  const drawn = drawLabel(document, { xPerMm: 8, yPerMm: 8 })
  for (let y = 0; y < drawn.heightDots; y += 1) {
    expect(picture.row(y).subarray(0, drawn.bytesPerRow)).toEqual(drawn.row(y))
  }
})

test('[FAULT-9] every letter has a picture of its own, at the smallest size of a label', () => {
  const letters = [...new Set(`${AWKWARD}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÄÖÜĄĆĘŃŚŹŻΣΩ`)]
    .filter((letter) => letter.trim() !== '')
    // Alpha and omicron look like A and o on any paper.
    .filter((letter) => !'Αο'.includes(letter))
  const pictures = new Map<string, string>()
  for (const letter of letters) {
    expect(hasGlyph(letter), letter).toBe(true)
    const document = {
      widthMm: 10,
      heightMm: 6,
      elements: [textAt(letter, { fontMm: 1.75, xMm: 2, yMm: 2, widthMm: 8 })],
    }
    const dots = Buffer.from(drawLabel(document, { xPerMm: 8, yPerMm: 8 }).bytes).toString('hex')
    expect(pictures.get(dots), `${letter} looks like`).toBe(undefined)
    pictures.set(dots, letter)
  }
})

test('a letter that no font of ours has is an empty box, not nothing', () => {
  const draw = (text: string) =>
    drawLabel(
      { widthMm: 10, heightMm: 8, elements: [textAt(text, { xMm: 2, yMm: 2 })] },
      { xPerMm: 8, yPerMm: 8 },
    )
  expect(draw('☃').bytes).toEqual(draw('□').bytes)
  expect(draw('☃').bytes.some((byte) => byte !== 0)).toBe(true)
})

test.each(EVERY_PRINTER)('the same millimetres come out of %s at %d dpi', async (language, dpi) => {
  const lines: LabelElement[] = [
    { kind: 'line', xMm: 10, yMm: 20, widthMm: 80, heightMm: 0.5 },
    { kind: 'line', xMm: 10, yMm: 140, widthMm: 80, heightMm: 0.5 },
    { kind: 'qr', xMm: 20, yMm: 40, moduleMm: 0.5, text: 'twenty-nine modules of half a mm' },
    { kind: 'code-128', xMm: 20, yMm: 80, heightMm: 12, moduleMm: 0.5, text: 'LLCACK0' },
    { kind: 'text', xMm: 60, yMm: 100, fontMm: 8, text: 'H' },
  ]
  const printed = await printLabel({ ...MEDIA, elements: lines }, language, dpi)
  // Two dots, and the six in a thousand that 300 dpi rounds a module by.
  const withinMm = 2 / printed.xPerMm
  const expectMm = (actual: number, expected: number) =>
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(withinMm + expected * 0.018)
  const all = inkOf(printed, { ...MEDIA, xMm: 0, yMm: 0 })
  for (const [actual, expected] of [
    [all.leftMm, 10],
    [all.rightMm, 90],
    [all.topMm, 20],
    [all.bottomMm, 140.5],
  ] as const) {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1 / printed.xPerMm)
  }
  const qr = inkOf(printed, { xMm: 15, yMm: 35, widthMm: 40, heightMm: 40 })
  expectMm(qr.rightMm - qr.leftMm, 14.5)
  expectMm(qr.bottomMm - qr.topMm, 14.5)
  const bars = inkOf(printed, { xMm: 5, yMm: 76, widthMm: 90, heightMm: 20 })
  expectMm(bars.bottomMm - bars.topMm, 12)
  expectMm(bars.rightMm - bars.leftMm, (11 * 9 + 13) * 0.5)
  const letter = inkOf(printed, { xMm: 55, yMm: 96, widthMm: 20, heightMm: 20 })
  expectMm(letter.topMm, 100)
  expectMm(letter.bottomMm - letter.topMm, 8)
})

test.each(EVERY_PRINTER)('a pallet label is read back from %s at %d dpi', async (language, dpi) => {
  const document = palletLabel()
  const printed = await printLabel(document, language, dpi)
  const codes = await readBarcodes(rasterToPng(printed.picture))
  const texts = codes.map((code) => `${code.symbology} ${code.text}`)
  expect(texts.sort()).toEqual([']C1 00387123450000000012', `]Q1 ${QR}`])
})

test.each([
  ['tspl', 203],
  ['tspl', 300],
  ['tspl', 600],
  ['escpos', 203],
] as const)(
  '%s at %d dpi prints what ZPL prints: the codes dot by dot, letters in the same places',
  async (language, dpi) => {
    const document = palletLabel()
    const zpl = await printLabel(document, 'zpl', dpi)
    const own = await printLabel(document, language, dpi)
    const wrong = document.elements.filter((element) => !isAlike(element, own, zpl))
    expect(wrong).toEqual([])
  },
)

test.each([
  [80, 203, 72],
  [80, 300, 72],
  [58, 203, 48],
] as const)(
  'of a receipt %d mm wide at %d dpi nothing is lost at its edges, and no row is wider than the head',
  async (widthMm, dpi, printableMm) => {
    const qrText = 'LL1|387123450000000012|1'
    const document = palletLabel({ widthMm, heightMm: 152 }, qrText)
    const printed = await printLabel(document, 'escpos', dpi)
    expect(printed.picture.widthDots).toBeLessThanOrEqual(printableMm * printed.xPerMm)
    const { xPerMm, yPerMm } = printed
    const whole = { picture: drawLabel(document, { xPerMm, yPerMm }), xPerMm, yPerMm, texts: [] }
    const everything = { xMm: 0, yMm: 0, widthMm, heightMm: 152 }
    expect(inkOf(printed, everything).dots).toBe(inkOf(whole, everything).dots)
    const codes = await readBarcodes(rasterToPng(printed.picture))
    expect(codes.map(({ text }) => text).sort()).toEqual(['00387123450000000012', qrText])
  },
)

test("ESC/POS's library still says the width of a wide picture wrong, which is why ours is sent", async () => {
  const { PrinterTypes, ThermalPrinter } = await import('node-thermal-printer')
  const job = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: '' })
  await job.printImageBuffer(rasterToPng(new RasterPicture(2448, 1)))
  expect(job.getBuffer().readUInt16LE(4)).not.toBe(306)
  const bytes = Buffer.from(
    await renderLabel({ ...MEDIA, elements: [] }, { language: 'escpos', dpi: 600, ...MEDIA }),
  )
  expect(bytes.toString('hex', 0, 8)).toBe('1b401d7630003201')
  expect(bytes.subarray(-4).toString('hex')).toBe('1d564200')
})

test('a Brother QL says no to a width that no roll has', async () => {
  const printer = { language: 'brother-ql', dpi: 300, widthMm: 60, heightMm: 40 } as const
  await expect(renderLabel({ ...MEDIA, elements: [] }, printer)).rejects.toThrow('60 mm')
})

const QR = 'LL1|387123450000000012|1|SO-1|Søren Weiß "^~" Łęcki|1015 CV Amsterdam|0123abcd'

function palletLabel(media = MEDIA, qrText = QR): LabelDocument {
  return unitLabel({
    media,
    unitId: '387123450000000012',
    kind: 'pallet',
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
    grossGrams: 412_345,
    qrText,
  })
}

function boxOf(element: LabelElement) {
  const { xMm, yMm } = element
  switch (element.kind) {
    case 'line':
      return { xMm, yMm, widthMm: element.widthMm, heightMm: element.heightMm }
    case 'text': {
      const heightMm = element.fontMm * (1 + 1.4 * ((element.maxLines ?? 1) - 1))
      return { xMm, yMm, widthMm: element.widthMm ?? 50, heightMm }
    }
    case 'qr':
      return { xMm, yMm, widthMm: 50 * element.moduleMm, heightMm: 30 * element.moduleMm }
    default:
      return { xMm, yMm, widthMm: 156 * element.moduleMm, heightMm: element.heightMm }
  }
}

/** Our letters are a little wider or narrower than the renderer's; bars, modules and rules are not. */
function isAlike(element: LabelElement, own: PrintedPicture, zpl: PrintedPicture): boolean {
  const box = boxOf(element)
  if (element.kind !== 'text') return differing(own.picture, zpl.picture, box, own.xPerMm) === 0
  const [ours, theirs] = [inkOf(own, box), inkOf(zpl, box)]
  const share = ours.dots / theirs.dots
  return Math.abs(ours.topMm - theirs.topMm) < 0.6 && share > 0.6 && share < 1.6
}

type Box = ReturnType<typeof boxOf>
type Picture = { isBlack: (x: number, y: number) => boolean }

function differing(one: Picture, other: Picture, box: Box, perMm: number): number {
  let found = 0
  const toY = Math.round((box.yMm + box.heightMm) * perMm)
  const toX = Math.round((box.xMm + box.widthMm) * perMm)
  for (let y = Math.round(box.yMm * perMm); y < toY; y += 1) {
    for (let x = Math.round(box.xMm * perMm); x < toX; x += 1) {
      if (one.isBlack(x, y) !== other.isBlack(x, y)) found += 1
    }
  }
  return found
}
