import {
  BROTHER_DOTS_PER_MM,
  BROTHER_HEADS,
  brotherMedia,
  type BrotherMedia,
} from '../../labels/brother-media.ts'
import { RasterPicture } from '../../labels/raster-picture.ts'
import { createCommandBuffer, ROWS_MAX } from './picture-job.ts'
import type { PictureJobs, Read } from './picture-job.ts'

const ESC = 0x1b
const FINE_ROWS = 0x40

/** Bytes of the `ESC i` commands, their numbers included. */
const SETTING_BYTES: Readonly<Record<string, number>> = {
  a: 4,
  M: 4,
  A: 4,
  K: 4,
  d: 5,
  z: 13,
  '!': 4,
}

/** What a Brother QL makes of its input. */
export function createBrotherJobs(): PictureJobs & {
  /** The roll the last job asked for, in millimetres; a length of 0 is an endless one. */
  askedMedia: () => { widthMm: number; lengthMm: number } | null
} {
  const twin = new BrotherTwin()
  const buffer = createCommandBuffer((bytes) => twin.read(bytes))
  return {
    feed: (bytes) => buffer.feed(bytes),
    isPartial: () => buffer.waiting().length > 0 || twin.rows.length > 0,
    askedMedia: () => twin.asked,
  }
}

class BrotherTwin {
  rows: Buffer[] = []
  asked: { widthMm: number; lengthMm: number } | null = null
  #isFine = false
  #marginRows = 0

  read(buffer: Buffer): Read | null {
    switch (buffer[0]) {
      case ESC:
        return this.#readEscape(buffer)
      case 0x67:
        return this.#readRow(buffer)
      case 0x5a:
        this.#addRow(Buffer.alloc(0))
        return { bytes: 1 }
      case 0x4d:
        return buffer.length < 2 ? null : { bytes: 2 }
      case 0x0c:
      case 0x1a:
        return { bytes: 1, event: this.#print() }
      default:
        return { bytes: 1 }
    }
  }

  #readEscape(buffer: Buffer): Read | null {
    if (buffer.length < 2) return null
    if (buffer[1] === 0x40) {
      this.rows = []
      return { bytes: 2 }
    }
    // What ends in the middle of nothing is a job that was cut.
    if (buffer[1] !== 0x69) return { bytes: 1 }
    if (buffer.length < 3) return null
    const letter = String.fromCharCode(buffer[2] ?? 0)
    if (letter === 'S') return { bytes: 3, event: { kind: 'status', command: 'brother', n: 0 } }
    const bytes = SETTING_BYTES[letter] ?? 3
    if (buffer.length < bytes) return null
    if (letter === 'K') this.#isFine = ((buffer[3] ?? 0) & FINE_ROWS) !== 0
    if (letter === 'd') this.#marginRows = buffer.readUInt16LE(3)
    if (letter === 'z') this.asked = { widthMm: buffer[5] ?? 0, lengthMm: buffer[6] ?? 0 }
    return { bytes }
  }

  #readRow(buffer: Buffer): Read | null {
    const length = buffer[2]
    if (length === undefined || buffer.length < 3 + length) return null
    this.#addRow(Buffer.from(buffer.subarray(3, 3 + length)))
    return { bytes: 3 + length }
  }

  #addRow(row: Buffer): void {
    if (this.rows.length < ROWS_MAX) this.rows.push(row)
  }

  /** The label whole, with the margins that the head does not reach. */
  #print(): Read['event'] {
    const { asked, rows } = this
    this.rows = []
    const media =
      asked === null ? null : brotherMedia({ widthMm: asked.widthMm, heightMm: asked.lengthMm })
    if (media === null || rows.length === 0) return undefined
    const perRow = this.#isFine ? 2 : 1
    const top = (media.lengthMm === 0 ? this.#marginRows : marginOf(media)) * perRow
    const height = media.lengthMm === 0 ? rows.length + 2 * top : media.totalRows * perRow
    const picture = new RasterPicture(media.totalDots, height)
    for (const [n, row] of rows.entries()) unmirror(picture, top + n, row, media)
    const yPerMm = BROTHER_DOTS_PER_MM * perRow
    const label = { picture, xPerMm: BROTHER_DOTS_PER_MM, yPerMm, texts: [] }
    return { kind: 'label', label }
  }
}

function marginOf(media: BrotherMedia): number {
  return Math.floor((media.totalRows - media.printableRows) / 2)
}

/** The first pin is at the right; pins beyond the roll print nothing. */
function unmirror(picture: RasterPicture, y: number, row: Buffer, media: BrotherMedia): void {
  const isWide = row.length > BROTHER_HEADS.narrow.rowBytes
  const extra = isWide ? BROTHER_HEADS.wide.extraRightPins : 0
  const left = Math.floor((media.totalDots - media.printableDots) / 2)
  for (let pin = 0; pin < row.length * 8; pin += 1) {
    if (((row[pin >> 3] ?? 0) & (0x80 >> (pin & 7))) === 0) continue
    const x = left + media.printableDots - 1 - (pin - media.rightPins - extra)
    picture.fillSpan(y, x, x + 1)
  }
}
