import { RasterPicture } from '../../labels/raster-picture.ts'
import { COMMAND_BYTES_MAX, createCommandBuffer, TEXTS_MAX } from './picture-job.ts'
import type { PictureJobs, Read } from './picture-job.ts'

/** A line longer than this is noise. */
const LINE_BYTES_MAX = 4_096

/** Up to the comma behind the mode, where the dots begin. */
const BITMAP_HEAD = /^BITMAP +(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5}),\d,/
const BITMAP_HEAD_BYTES_MAX = 40

/** What a TSPL printer of some density makes of its input. */
export function createTsplJobs(printer: { dotsPerMm: number }): PictureJobs {
  const twin = new TsplTwin(printer.dotsPerMm)
  const buffer = createCommandBuffer((bytes) => twin.read(bytes))
  return {
    feed: (bytes) => buffer.feed(bytes),
    isPartial: () => buffer.waiting().length > 0 || twin.hasInk,
  }
}

class TsplTwin {
  hasInk = false
  readonly #dotsPerMm: number
  #picture: RasterPicture
  #texts: string[] = []

  constructor(dotsPerMm: number) {
    this.#dotsPerMm = dotsPerMm
    this.#picture = new RasterPicture(0, 0)
  }

  read(buffer: Buffer): Read | null {
    const head = buffer.toString('latin1', 0, BITMAP_HEAD_BYTES_MAX)
    const bitmap = BITMAP_HEAD.exec(head)
    if (bitmap !== null) return this.#readBitmap(buffer, bitmap)
    const isHeadCut = buffer.length < BITMAP_HEAD_BYTES_MAX && /^BITMAP[ \d,]*$/.test(head)
    if (isHeadCut || 'BITMAP '.startsWith(head)) return null
    const end = buffer.indexOf('\n')
    // Questions are answered at once, wherever a line stands.
    const asked = buffer.indexOf('\u{1B}!')
    if (asked !== -1 && (end === -1 || asked < end)) return this.#readQuestion(buffer, asked)
    if (end === -1) return buffer.length > LINE_BYTES_MAX ? { bytes: buffer.length } : null
    return { bytes: end + 1, event: this.#line(buffer.toString('utf8', 0, end).trim()) }
  }

  #readQuestion(buffer: Buffer, at: number): Read | null {
    const letter = buffer[at + 2]
    if (letter === undefined) return null
    // What stood before it on its line is lost with it.
    const bytes = at + 3
    if (letter === 0x3f) return { bytes, event: { kind: 'status', command: 'esc-q', n: 0 } }
    if (letter === 0x53) return { bytes, event: { kind: 'status', command: 'esc-s', n: 0 } }
    if (letter === 0x52) this.#clear()
    return { bytes }
  }

  #readBitmap(buffer: Buffer, match: RegExpExecArray): Read | null {
    const [left = 0, top = 0, bytesPerRow = 0, rows = 0] = match.slice(1).map(Number)
    const size = bytesPerRow * rows
    const start = match[0].length
    if (size > COMMAND_BYTES_MAX) return { bytes: start }
    if (buffer.length < start + size) return null
    this.hasInk = true
    for (let at = 0; at < size; at += 1) {
      const byte = buffer[start + at] ?? 0xff
      const y = top + Math.floor(at / bytesPerRow)
      for (let bit = 0; bit < 8; bit += 1) {
        const x = left + (at % bytesPerRow) * 8 + bit
        // A set bit is white here.
        if ((byte & (0x80 >> bit)) === 0) this.#picture.fillSpan(y, x, x + 1)
      }
    }
    return { bytes: start + size }
  }

  #line(line: string): Read['event'] {
    const [command = '', rest = ''] = line.split(/ (.*)/s)
    if (command === 'SIZE') this.#setSize(rest)
    else if (line === 'CLS') this.#clear()
    else if (/^PRINT \d+(?:,\d+)?$/.test(line)) return this.#print()
    else if (['TEXT', 'QRCODE', 'BARCODE', 'BLOCK'].includes(command)) this.#note(rest)
    return undefined
  }

  #setSize(rest: string): void {
    const [width = 0, height = 0] = rest.split(',').map((part) => {
      const value = Number.parseFloat(part)
      if (!(value > 0 && value <= 1_000)) return 0
      return part.includes('mm') ? value : value * 25.4
    })
    this.#picture = new RasterPicture(
      Math.round(width * this.#dotsPerMm),
      Math.round(height * this.#dotsPerMm),
    )
    this.#clear()
  }

  #clear(): void {
    this.#picture = new RasterPicture(this.#picture.widthDots, this.#picture.heightDots)
    this.#texts = []
    this.hasInk = false
  }

  /** Texts stand in quotation marks; one inside is written `\["]`. */
  #note(rest: string): void {
    const text = /"((?:\\\["\]|[^"])*)"\s*$/.exec(rest)?.[1]
    if (text !== undefined && this.#texts.length < TEXTS_MAX) {
      this.#texts.push(text.replaceAll('\\["]', '"'))
    }
  }

  /** One label, however many are asked for: a copy of ours is a job of its own. */
  #print(): Read['event'] {
    const perMm = this.#dotsPerMm
    const label = {
      picture: this.#picture,
      xPerMm: perMm,
      yPerMm: perMm,
      texts: this.#texts,
    }
    this.#picture = this.#copyOfPicture()
    this.hasInk = false
    return { kind: 'label', label }
  }
  /** The image stays in the printer until it is wiped, as in a real one. */
  #copyOfPicture(): RasterPicture {
    const copy = new RasterPicture(this.#picture.widthDots, this.#picture.heightDots)
    copy.bytes.set(this.#picture.bytes)
    return copy
  }
}
