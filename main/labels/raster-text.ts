import { breakLines, cutToLines, textWidthMm } from '#contract/label/label-text.ts'
import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { drawGlyph, glyphOf, unitsPerCapital } from './raster-font.ts'
import type { RasterPicture } from './raster-picture.ts'

/** Dots per millimetre across and along the label; a few printers have other numbers for each. */
export type Resolution = { xPerMm: number; yPerMm: number }

export type TextElement = Extract<LabelElement, { kind: 'text' }>

/** The font is drawn narrower than it is, to look like the one that label printers carry. */
const CONDENSED = 0.8

/** From one line to the next in heights of a capital, as ZPL's font 0 has it. */
const PITCH = 4 / 3

/** The lines of a text as they are printed: without line ends of its own, broken at words, and cut. */
export function shownLines(element: TextElement, document: LabelDocument): string[] {
  const { fontMm } = element
  const widthMm = blockWidthMm(element, document)
  const text = oneLine(element.text).normalize('NFC')
  const shown = cutToLines(text, { widthMm, fontMm, maxLines: element.maxLines ?? 1 })
  return breakLines(shown, widthMm, fontMm) ?? [shown]
}

/** The width a text has for its lines: its own, or all that is left of the label. */
export function blockWidthMm(element: TextElement, document: LabelDocument): number {
  return Math.max(0, element.widthMm ?? document.widthMm - element.xMm)
}

/** CR and LF mean nothing on a label. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ')
}

/** Draws a text where its element stands; no line is wider than its letters were counted. */
export function drawText(
  picture: RasterPicture,
  element: TextElement,
  document: LabelDocument,
  { xPerMm, yPerMm }: Resolution,
): void {
  const { fontMm, align } = element
  const widthMm = blockWidthMm(element, document)
  const capitalDots = Math.max(1, Math.round(fontMm * yPerMm))
  const scaleY = capitalDots / unitsPerCapital()
  for (const [n, line] of shownLines(element, document).entries()) {
    const unitMm = (fontMm / unitsPerCapital()) * CONDENSED
    const naturalMm = lineUnits(line) * unitMm
    const lineMm = Math.min(naturalMm, textWidthMm(line, fontMm), widthMm)
    const restMm = widthMm - lineMm
    const indentMm = align === 'right' ? restMm : align === 'center' ? restMm / 2 : 0
    const baseline = Math.round(element.yMm * yPerMm) + Math.round(n * PITCH * capitalDots)
    drawLine(picture, line, {
      x: (element.xMm + indentMm) * xPerMm,
      baseline: baseline + capitalDots,
      scaleX: naturalMm === 0 ? 0 : unitMm * (lineMm / naturalMm) * xPerMm,
      scaleY,
    })
  }
}

function drawLine(
  picture: RasterPicture,
  line: string,
  place: { x: number; baseline: number; scaleX: number; scaleY: number },
): void {
  let { x } = place
  for (const character of line) {
    const glyph = glyphOf(character)
    // Whole dots keep a letter's stems as wide in one place as in another.
    drawGlyph(picture, glyph, { ...place, x: Math.round(x) })
    x += glyph.advance * place.scaleX
  }
}

function lineUnits(line: string): number {
  let units = 0
  for (const character of line) units += glyphOf(character).advance
  return units
}
