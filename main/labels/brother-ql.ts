import type { LabelDocument } from '#contract/label/label-document.ts'
import {
  BROTHER_DOTS_PER_MM,
  BROTHER_FEED_ROWS,
  BROTHER_HEADS,
  brotherHeadFor,
  brotherMedia,
  type BrotherHead,
  type BrotherMedia,
} from './brother-media.ts'
import type { Dpi } from './dots-per-mm.ts'
import { drawLabel } from './raster-label.ts'
import type { RasterPicture } from './raster-picture.ts'

export type BrotherPrinter = {
  dpi: Dpi
  widthMm: number
  heightMm: number
  printHead?: keyof typeof BROTHER_HEADS | undefined
}

/** `NUL` so often ends whatever the printer was in the middle of, half a row included. */
const INVALIDATE_BYTES = 400

/** Flags of `ESC i z`: width given, picked for quality, recovers by itself. */
const GIVEN = { media: 0x02, width: 0x04, length: 0x08, quality: 0x40, recovery: 0x80 } as const
const MEDIA_ENDLESS = 0x0a
const MEDIA_CUT = 0x0b

const NO_DOTS = new Uint8Array(0)

/** `ESC i M` cuts by itself; `ESC i K` cuts at the end, and prints 600 rows to the inch. */
const AUTO_CUT = 0x40
const CUT_AT_END = 0x08
const FINE_ROWS = 0x40

/**
 * The label as one raster job for a Brother QL. These print 300 dots to the inch and, asked for 600,
 * twice as many rows. Throws for a width that no roll has. The head does not reach the edges of the
 * media; what lies there is left out.
 */
export function labelToBrotherQl(document: LabelDocument, printer: BrotherPrinter): Uint8Array {
  const media = brotherMedia(printer)
  if (media === null) throw new RangeError(`no Brother QL prints ${printer.widthMm} mm wide`)
  const isFine = printer.dpi === 600
  const picture = drawLabel(document, {
    xPerMm: BROTHER_DOTS_PER_MM,
    yPerMm: BROTHER_DOTS_PER_MM * (isFine ? 2 : 1),
  })
  const head = BROTHER_HEADS[printer.printHead ?? brotherHeadFor(media.widthMm)]
  const rows = rowsOf(picture, media, head, isFine)
  return Buffer.concat([
    new Uint8Array(INVALIDATE_BYTES),
    settings(media, rows.length, isFine),
    rasterRows(rows, head.rowBytes),
    Uint8Array.from([0x1a]),
  ])
}

/** Each row behind its `g`, a zero and its length. */
function rasterRows(rows: readonly Uint8Array[], rowBytes: number): Uint8Array {
  const bytes = new Uint8Array(rows.length * (rowBytes + 3))
  for (const [n, row] of rows.entries()) {
    bytes.set([0x67, 0, rowBytes], n * (rowBytes + 3))
    bytes.set(row, n * (rowBytes + 3) + 3)
  }
  return bytes
}

/** Everything in front of the rows, in the order of the maker's raster reference. */
function settings(media: BrotherMedia, rows: number, isFine: boolean): Uint8Array {
  const feedRows = media.lengthMm === 0 ? BROTHER_FEED_ROWS : 0
  return Buffer.concat(
    [
      [0x1b, 0x40],
      [0x1b, 0x69, 0x61, 1],
      [0x1b, 0x69, 0x7a, ...printInformation(media, rows)],
      [0x1b, 0x69, 0x4d, AUTO_CUT],
      [0x1b, 0x69, 0x41, 1],
      [0x1b, 0x69, 0x4b, CUT_AT_END | (isFine ? FINE_ROWS : 0)],
      [0x1b, 0x69, 0x64, ...int16(feedRows)],
      [0x4d, 0],
    ].map((command) => Uint8Array.from(command)),
  )
}

/** What the printer compares with the roll inside before it prints a label on a wrong one. */
function printInformation(media: BrotherMedia, rows: number): number[] {
  const isCut = media.lengthMm > 0
  const flags = GIVEN.media | GIVEN.width | (isCut ? GIVEN.length : 0)
  return [
    flags | GIVEN.quality | GIVEN.recovery,
    isCut ? MEDIA_CUT : MEDIA_ENDLESS,
    media.widthMm,
    media.lengthMm,
    ...int16(rows & 0xffff),
    ...int16(rows >>> 16),
    0,
    0,
  ]
}

/** The rows within the head's reach. Its first pin is at the right edge, so each row is mirrored. */
function rowsOf(
  picture: RasterPicture,
  media: BrotherMedia,
  head: BrotherHead,
  isFine: boolean,
): Uint8Array[] {
  const perRow = isFine ? 2 : 1
  const marginRows =
    (media.lengthMm === 0
      ? BROTHER_FEED_ROWS
      : Math.floor((media.totalRows - media.printableRows) / 2)) * perRow
  const count =
    media.lengthMm === 0 ? picture.heightDots - 2 * marginRows : media.printableRows * perRow
  const left = Math.floor((media.totalDots - media.printableDots) / 2)
  const firstPin = media.rightPins + head.extraRightPins
  const lastPin = firstPin + media.printableDots - 1
  return Array.from({ length: Math.max(1, count) }, (_, row) => {
    const pins = new Uint8Array(head.rowBytes)
    const dots = marginRows + row < picture.heightDots ? picture.row(marginRows + row) : NO_DOTS
    // Index by index: a label has a quarter of a million of these, most of them white.
    for (let at = 0; at < dots.length; at += 1) {
      const byte = dots[at] ?? 0
      if (byte !== 0) mirror(byte, lastPin + left - at * 8, pins, { firstPin, lastPin })
    }
    return pins
  })
}

/** Sets the pins of eight dots, the first of which a pin prints; what no pin reaches is left out. */
function mirror(
  byte: number,
  pinOfFirst: number,
  pins: Uint8Array,
  { firstPin, lastPin }: { firstPin: number; lastPin: number },
): void {
  for (let bit = 0; bit < 8; bit += 1) {
    const pin = pinOfFirst - bit
    if ((byte & (0x80 >> bit)) === 0 || pin < firstPin || pin > lastPin) continue
    pins[pin >> 3] = (pins[pin >> 3] ?? 0) | (0x80 >> (pin & 7))
  }
}

function int16(value: number): number[] {
  return [value & 0xff, value >> 8]
}
