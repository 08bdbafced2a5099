import { toSVG } from 'bwip-js/node'
import { CALIBRATION_PATTERN, CALIBRATION_SYMBOL_TEXT } from '#contract/barcode/calibration-code.ts'

/** Widest a symbol may get before its bars are made thinner. */
export type SymbolBox = { maxWidthMm: number; heightMm: number }

/** Bars this wide scan from an arm's length; thinner than the least they need a good scanner. */
const MODULE_MM = 0.38
const MODULE_MIN_MM = 0.2
/** White on both sides, in bar widths (GS1 General Specifications 5.4 asks for ten). */
const QUIET_MODULES = 10
/** Bars are drawn this many units high; the page stretches them to the millimetre. */
const DRAWN_HEIGHT = 40

/** The symbol as SVG of a size in millimetres, quiet zones inside it. */
export function symbolSvg(code: string, box: SymbolBox): string {
  const drawn = toSVG({ ...symbology(code), scale: 1, height: 10, includetext: false })
  const size = /viewBox="0 0 (\d+) (\d+)"/.exec(drawn)
  const paths = drawn.match(/<path [^>]*\/>/g)
  if (size === null || paths === null) throw new Error(`no symbol could be drawn for ${code}`)
  const [, widthText, heightText] = size
  const modules = Number(widthText) + 2 * QUIET_MODULES
  const moduleMm = Math.min(MODULE_MM, box.maxWidthMm / modules)
  if (moduleMm < MODULE_MIN_MM) throw new Error(`${code} is too long for ${box.maxWidthMm} mm`)
  const stretch = DRAWN_HEIGHT / Number(heightText)
  const widthMm = (modules * moduleMm).toFixed(2)
  return (
    `<svg class="symbol" data-code="${escapeHtml(code)}" role="img" ` +
    `aria-label="${escapeHtml(code)}" xmlns="http://www.w3.org/2000/svg" ` +
    `viewBox="0 0 ${modules} ${DRAWN_HEIGHT}" preserveAspectRatio="none" ` +
    `shape-rendering="crispEdges" style="width:${widthMm}mm;height:${box.heightMm}mm">` +
    `<rect width="${modules}" height="${DRAWN_HEIGHT}" fill="#fff"/>` +
    `<g transform="translate(${QUIET_MODULES} 0) scale(1 ${stretch})">${paths.join('')}</g></svg>`
  )
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}

/** What a code is printed as: EAN-13 and ITF-14 for article numbers, GS1-128 for elements. */
function symbology(code: string): { bcid: string; text: string; parsefnc?: boolean } {
  if (code === CALIBRATION_PATTERN) {
    return { bcid: 'code128', text: CALIBRATION_SYMBOL_TEXT, parsefnc: true }
  }
  if (/^\d{13}$/.test(code)) return { bcid: 'ean13', text: code }
  if (/^\d{14}$/.test(code)) return { bcid: 'itf14', text: code }
  const elements = /^01(\d{14})10(.+)$/.exec(code)
  if (elements === null) return { bcid: 'code128', text: code }
  return { bcid: 'gs1-128', text: `(01)${elements[1]}(10)${elements[2]}` }
}
