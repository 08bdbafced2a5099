import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'

/**
 * `node scripts/make-label-font.ts FONT.ttf` makes main/labels/raster-font-data.ts: the outlines that
 * labels are drawn with where a printer's own font is not used. Made from DejaVu Sans Condensed Bold
 * 2.37; only what warehouses of Europe write is taken along, without hints and kerning.
 */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x4ff],
  [0x1e00, 0x1eff],
  [0x2010, 0x2027],
  [0x2030, 0x203a],
  [0x20a0, 0x20bf],
  [0x2116, 0x2116],
  [0x2122, 0x2122],
  [0x2190, 0x2193],
  [0x2260, 0x2265],
  [0x25a1, 0x25a1],
]

const CAPITAL = 'H'

/** Tables are read as the OpenType specification lays them out; a point is on its line or off it. */
type Point = { x: number; y: number; isOn: boolean }

class TrueType {
  readonly #data: Buffer
  readonly #tables = new Map<string, number>()

  constructor(data: Buffer) {
    this.#data = data
    for (let n = 0; n < data.readUInt16BE(4); n += 1) {
      const at = 12 + n * 16
      this.#tables.set(data.toString('latin1', at, at + 4), data.readUInt32BE(at + 8))
    }
  }

  table(name: string): number {
    const at = this.#tables.get(name)
    if (at === undefined) throw new Error(`the font has no ${name}`)
    return at
  }

  /** Not every font says it; an H has neither marks nor curves. */
  capitalHeight(): number {
    const points = this.contours(this.glyphOf(CAPITAL.charCodeAt(0))).flat()
    return Math.max(...points.map(({ y }) => y))
  }

  /** Glyph numbers by character, from the table of format 4. */
  glyphOf(code: number): number {
    const cmap = this.table('cmap')
    for (let n = 0; n < this.#data.readUInt16BE(cmap + 2); n += 1) {
      const at = cmap + this.#data.readUInt32BE(cmap + 8 + n * 8)
      if (this.#data.readUInt16BE(at) === 4) return this.#glyphInFormat4(at, code)
    }
    throw new Error('the font has no table of characters of format 4')
  }

  #glyphInFormat4(at: number, code: number): number {
    const data = this.#data
    const segments = data.readUInt16BE(at + 6) / 2
    for (let n = 0; n < segments; n += 1) {
      if (code > data.readUInt16BE(at + 14 + n * 2)) continue
      const start = data.readUInt16BE(at + 16 + segments * 2 + n * 2)
      if (code < start) return 0
      const delta = data.readInt16BE(at + 16 + segments * 4 + n * 2)
      const rangeAt = at + 16 + segments * 6 + n * 2
      const range = data.readUInt16BE(rangeAt)
      if (range === 0) return (code + delta) & 0xffff
      const glyph = data.readUInt16BE(rangeAt + range + (code - start) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }

  advance(glyph: number): number {
    const count = this.#data.readUInt16BE(this.table('hhea') + 34)
    return this.#data.readUInt16BE(this.table('hmtx') + Math.min(glyph, count - 1) * 4)
  }

  contours(glyph: number): Point[][] {
    const isLong = this.#data.readInt16BE(this.table('head') + 50) === 1
    const loca = this.table('loca')
    const offset = (n: number): number =>
      isLong ? this.#data.readUInt32BE(loca + n * 4) : this.#data.readUInt16BE(loca + n * 2) * 2
    if (offset(glyph) === offset(glyph + 1)) return []
    const at = this.table('glyf') + offset(glyph)
    const count = this.#data.readInt16BE(at)
    return count < 0 ? this.#composite(at + 10) : this.#simple(at + 10, count)
  }

  #simple(start: number, count: number): Point[][] {
    const data = this.#data
    const ends = Array.from({ length: count }, (_, n) => data.readUInt16BE(start + n * 2))
    const points = (ends.at(-1) ?? -1) + 1
    let at = start + count * 2
    at += 2 + data.readUInt16BE(at)
    const flags: number[] = []
    while (flags.length < points) {
      const flag = data.readUInt8(at)
      at += 1
      flags.push(flag)
      if ((flag & 8) === 0) continue
      for (let again = data.readUInt8(at); again > 0; again -= 1) flags.push(flag)
      at += 1
    }
    const read = (short: number, same: number): number[] => {
      let value = 0
      return flags.map((flag) => {
        if ((flag & short) !== 0) {
          value += (flag & same) === 0 ? -data.readUInt8(at) : data.readUInt8(at)
          at += 1
        } else if ((flag & same) === 0) {
          value += data.readInt16BE(at)
          at += 2
        }
        return value
      })
    }
    const xs = read(2, 16)
    const ys = read(4, 32)
    const all = flags.map((flag, n) => ({ x: xs[n] ?? 0, y: ys[n] ?? 0, isOn: (flag & 1) === 1 }))
    return ends.map((end, n) => all.slice(n === 0 ? 0 : (ends[n - 1] ?? 0) + 1, end + 1))
  }

  #composite(start: number): Point[][] {
    const data = this.#data
    const found: Point[][] = []
    let at = start
    for (let flags = 0x20; (flags & 0x20) !== 0;) {
      flags = data.readUInt16BE(at)
      const part = data.readUInt16BE(at + 2)
      at += 4
      const isWords = (flags & 1) !== 0
      const dx = isWords ? data.readInt16BE(at) : data.readInt8(at)
      const dy = isWords ? data.readInt16BE(at + 2) : data.readInt8(at + 1)
      at += isWords ? 4 : 2
      const f2dot14 = (): number => {
        at += 2
        return data.readInt16BE(at - 2) / 16_384
      }
      let [a, b, c, d] = [1, 0, 0, 1]
      if ((flags & 8) !== 0) a = d = f2dot14()
      else if ((flags & 0x40) !== 0) [a, d] = [f2dot14(), f2dot14()]
      else if ((flags & 0x80) !== 0) [a, b, c, d] = [f2dot14(), f2dot14(), f2dot14(), f2dot14()]
      const move = ({ x, y, isOn }: Point): Point => ({
        x: Math.round(a * x + c * y + dx),
        y: Math.round(b * x + d * y + dy),
        isOn,
      })
      found.push(...this.contours(part).map((contour) => contour.map(move)))
    }
    return found
  }
}

const [fontPath] = process.argv.slice(2)
if (fontPath === undefined) throw new Error('which font? node scripts/make-label-font.ts FONT.ttf')
const font = new TrueType(readFileSync(fontPath))
const lines = [String(font.capitalHeight())]
for (const [from, to] of RANGES) {
  for (let code = from; code <= to; code += 1) {
    const glyph = font.glyphOf(code)
    if (glyph === 0) continue
    const contours = font
      .contours(glyph)
      .map((points) => points.map(({ x, y, isOn }) => `${x}${isOn ? ',' : ';'}${y}`).join(' '))
    lines.push(`${code.toString(16)} ${font.advance(glyph)} ${contours.join('|')}`)
  }
}
const packed = deflateRawSync(Buffer.from(lines.join('\n')), { level: 9 }).toString('base64')
const target = join(import.meta.dirname, '../main/labels/raster-font-data.ts')
writeFileSync(
  target,
  `/**
 * Outlines of DejaVu Sans Condensed Bold (resources/licences/dejavu-fonts.txt), made by
 * scripts/make-label-font.ts: deflated lines of character, width and contours.
 */
export const RASTER_FONT_DATA =
  '${packed}'
`,
)
process.stdout.write(`${lines.length - 1} characters, ${packed.length} bytes\n`)
