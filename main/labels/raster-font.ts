import { inflateRawSync } from 'node:zlib'
import { RASTER_FONT_DATA } from './raster-font-data.ts'
import type { RasterPicture } from './raster-picture.ts'

/** Numbers in units of the font; see `unitsPerCapital`. */
type Point = { x: number; y: number; isOn: boolean }

/** A letter's outline and the width it takes, in units of the font. */
export type Glyph = { advance: number; contours: readonly (readonly Point[])[] }

type Font = { unitsPerCapital: number; lines: ReadonlyMap<string, string> }

/** What stands for a character that the font does not have, so that it is seen to be missing. */
const MISSING = '\u{25A1}'

/** Lines a curve is drawn with; a letter 30 mm high at 600 dpi shows no corners. */
const LINES_PER_CURVE = 8

let font: Font | null = null
const glyphs = new Map<string, Glyph>()

/** Height of a capital in units of the font. */
export function unitsPerCapital(): number {
  return loadFont().unitsPerCapital
}

/** False for a character that would come out as an empty box. */
export function hasGlyph(character: string): boolean {
  return loadFont().lines.has(character)
}

export function glyphOf(character: string): Glyph {
  const known = glyphs.get(character)
  if (known !== undefined) return known
  const { lines } = loadFont()
  const line = lines.get(character) ?? lines.get(MISSING)
  if (line === undefined) throw new Error('the font has no empty box')
  const glyph = parseGlyph(line)
  glyphs.set(character, glyph)
  return glyph
}

/** Draws a glyph with its origin on the baseline; scales are dots per unit of the font. */
export function drawGlyph(
  picture: RasterPicture,
  glyph: Glyph,
  place: { x: number; baseline: number; scaleX: number; scaleY: number },
): void {
  const edges: Edge[] = []
  for (const contour of glyph.contours) {
    const corners = flatten(contour).map(({ x, y }) => ({
      x: place.x + x * place.scaleX,
      y: place.baseline - y * place.scaleY,
    }))
    for (const [n, from] of corners.entries()) {
      const to = corners[(n + 1) % corners.length] ?? from
      if (from.y < to.y) edges.push({ top: from, bottom: to, winding: 1 })
      else if (from.y > to.y) edges.push({ top: to, bottom: from, winding: -1 })
    }
  }
  fillEdges(picture, edges)
}

type Corner = { x: number; y: number }
type Edge = { top: Corner; bottom: Corner; winding: 1 | -1 }

/** A dot is black when its centre lies inside. */
function fillEdges(picture: RasterPicture, edges: readonly Edge[]): void {
  let from = picture.heightDots
  let to = 0
  for (const { top, bottom } of edges) {
    from = Math.min(from, Math.ceil(top.y - 0.5))
    to = Math.max(to, Math.ceil(bottom.y - 0.5))
  }
  for (let row = Math.max(0, from); row < Math.min(picture.heightDots, to); row += 1) {
    const centre = row + 0.5
    const crossings: { x: number; winding: number }[] = []
    for (const { top, bottom, winding } of edges) {
      if (centre < top.y || centre >= bottom.y) continue
      const share = (centre - top.y) / (bottom.y - top.y)
      crossings.push({ x: top.x + share * (bottom.x - top.x), winding })
    }
    crossings.sort((a, b) => a.x - b.x)
    let depth = 0
    let startX = 0
    for (const { x, winding } of crossings) {
      if (depth === 0) startX = x
      depth += winding
      if (depth === 0) picture.fillSpan(row, Math.ceil(startX - 0.5), Math.ceil(x - 0.5))
    }
  }
}

/** A contour of lines and parabolas as lines only. Between two points off the line lies one on it. */
function flatten(contour: readonly Point[]): Corner[] {
  const whole = contour.flatMap((point, n): Point[] => {
    const next = contour[(n + 1) % contour.length] ?? point
    return point.isOn || next.isOn ? [point] : [point, middle(point, next)]
  })
  const start = whole.findIndex(({ isOn }) => isOn)
  const points = [...whole.slice(start), ...whole.slice(0, start)]
  const corners: Corner[] = []
  for (const [n, point] of points.entries()) {
    if (point.isOn) {
      corners.push(point)
      continue
    }
    const before = points[n - 1] ?? point
    const after = points[(n + 1) % points.length] ?? point
    for (let line = 1; line < LINES_PER_CURVE; line += 1) {
      const t = line / LINES_PER_CURVE
      corners.push({
        x: (1 - t) ** 2 * before.x + 2 * t * (1 - t) * point.x + t ** 2 * after.x,
        y: (1 - t) ** 2 * before.y + 2 * t * (1 - t) * point.y + t ** 2 * after.y,
      })
    }
  }
  return corners
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, isOn: true }
}

function loadFont(): Font {
  if (font !== null) return font
  const text = inflateRawSync(Buffer.from(RASTER_FONT_DATA, 'base64')).toString('latin1')
  const [capital = '', ...rest] = text.split('\n')
  const lines = new Map<string, string>()
  for (const line of rest) {
    const end = line.indexOf(' ')
    const character = String.fromCodePoint(Number.parseInt(line.slice(0, end), 16))
    lines.set(character, line.slice(end + 1))
  }
  font = { unitsPerCapital: Number(capital), lines }
  return font
}

function parseGlyph(line: string): Glyph {
  const end = line.indexOf(' ')
  const outline = line.slice(end + 1)
  const contours = outline === '' ? [] : outline.split('|')
  return { advance: Number(line.slice(0, end)), contours: contours.map(parseContour) }
}

/** `x,y` is a point on the line, `x;y` one off it. */
function parseContour(text: string): Point[] {
  return text.split(' ').map((point) => {
    const isOn = point.includes(',')
    const [x, y] = point.split(isOn ? ',' : ';')
    return { x: Number(x), y: Number(y), isOn }
  })
}
