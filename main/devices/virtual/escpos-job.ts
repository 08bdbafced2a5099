import { RasterPicture } from '../../labels/raster-picture.ts'
import { createCommandBuffer, ROWS_MAX, TEXTS_MAX } from './picture-job.ts'
import type { PictureJobs, PrintedPicture, Read } from './picture-job.ts'

const DLE = 0x10
const ESC = 0x1b
const GS = 0x1d
const LF = 0x0a

/** Head of `GS v 0`: two letters, zero, mode, bytes across and rows. */
const RASTER_HEAD_BYTES = 8

/** What an ESC/POS printer of some density makes of its input. */
export function createEscposJobs(printer: { dotsPerMm: number }): PictureJobs {
  const twin = new EscposTwin(printer.dotsPerMm)
  const buffer = createCommandBuffer((bytes) => twin.read(bytes))
  return {
    feed: (bytes) => buffer.feed(bytes),
    isPartial: () => buffer.waiting().length > 0 || twin.hasPaper(),
  }
}

class EscposTwin {
  readonly #dotsPerMm: number
  #rows: Buffer[] = []
  #bytesPerRow = 0
  #texts: string[] = []
  #line: number[] = []

  constructor(dotsPerMm: number) {
    this.#dotsPerMm = dotsPerMm
  }

  hasPaper(): boolean {
    return this.#rows.length > 0 || this.#texts.length > 0
  }

  read(buffer: Buffer): Read | null {
    const [first, second, third] = buffer
    if (first !== DLE && first !== ESC && first !== GS) return this.#readText(first ?? 0)
    if (second === undefined) return null
    if (first === ESC && second === 0x40) return { bytes: 2, event: this.#tear('scrap') }
    if (first === GS && second === 0x76 && third === 0x30) return this.#readRaster(buffer)
    if (first === GS && second === 0x56) return this.#readCut(third)
    if (first === GS && second === 0x28) return this.#readCode(buffer)
    if (third === undefined) return null
    if (first === DLE && second === 0x04) {
      return { bytes: 3, event: { kind: 'status', command: 'dle-eot', n: third } }
    }
    if (first === GS && second === 0x72) {
      return { bytes: 3, event: { kind: 'status', command: 'gs-r', n: third } }
    }
    if (first === GS && second === 0x61) {
      return { bytes: 3, event: { kind: 'status', command: 'asb', n: third } }
    }
    // Most commands have one number; of those we do not know, the rest comes out as letters.
    return { bytes: 3 }
  }

  #readText(byte: number): Read {
    if (byte === LF) this.#endLine()
    else if (byte >= 0x20 && this.#line.length < 1_000) this.#line.push(byte)
    return { bytes: 1 }
  }

  #endLine(): void {
    if (this.#line.length > 0) this.#note(Buffer.from(this.#line).toString('latin1'))
    this.#line = []
  }

  #note(text: string): void {
    if (this.#texts.length < TEXTS_MAX) this.#texts.push(text)
  }

  #readRaster(buffer: Buffer): Read | null {
    if (buffer.length < RASTER_HEAD_BYTES) return null
    const bytesPerRow = buffer.readUInt16LE(4)
    const rows = buffer.readUInt16LE(6)
    const bytes = RASTER_HEAD_BYTES + bytesPerRow * rows
    if (buffer.length < bytes) return null
    this.#bytesPerRow = Math.max(this.#bytesPerRow, bytesPerRow)
    for (let row = 0; row < rows && this.#rows.length < ROWS_MAX; row += 1) {
      const start = RASTER_HEAD_BYTES + row * bytesPerRow
      this.#rows.push(Buffer.from(buffer.subarray(start, start + bytesPerRow)))
    }
    return { bytes }
  }

  /** `GS V` 65 and 66 have a number behind, how far to feed. */
  #readCut(mode: number | undefined): Read | null {
    if (mode === undefined) return null
    const bytes = mode === 65 || mode === 66 ? 4 : 3
    return { bytes, event: this.#tear('label') }
  }

  /** `GS ( k` and its like say their own length; 49 80 48 stores the text of a QR. */
  #readCode(buffer: Buffer): Read | null {
    if (buffer.length < 5) return null
    const length = buffer.readUInt16LE(3)
    if (buffer.length < 5 + length) return null
    if (buffer[2] === 0x6b && buffer[5] === 49 && buffer[6] === 80) {
      this.#note(buffer.toString('utf8', 8, 5 + length))
    }
    return { bytes: 5 + length }
  }

  #tear(kind: 'label' | 'scrap'): Read['event'] {
    this.#endLine()
    if (!this.hasPaper()) return undefined
    const picture = new RasterPicture(this.#bytesPerRow * 8, this.#rows.length)
    for (const [y, row] of this.#rows.entries()) picture.row(y).set(row)
    const label: PrintedPicture = {
      picture,
      xPerMm: this.#dotsPerMm,
      yPerMm: this.#dotsPerMm,
      texts: this.#texts,
    }
    this.#rows = []
    this.#texts = []
    this.#bytesPerRow = 0
    return { kind, label }
  }
}
