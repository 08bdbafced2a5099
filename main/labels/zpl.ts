import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { cutToLines } from '#contract/label/label-text.ts'
import { DOTS_PER_MM, type Dpi } from './dots-per-mm.ts'
import { needsSeparator } from './gs1-separator.ts'
import { barsOf, drawQrModules, qrModulesOf, type BarsElement } from './raster-label.ts'
import { RasterPicture } from './raster-picture.ts'
import { blockWidthMm, drawText, oneLine, shownLines } from './raster-text.ts'
import { zplFieldData } from './zpl-field.ts'
import { zplGraphic } from './zpl-graphic.ts'

export type ZplDensity = { dpi: Dpi }

/** A capital of font 0 is this part of the height that `^A0` is given, and starts at its top. */
const CAPITAL_OF_FONT = 0.75

/** `^BY` goes no further; half a millimetre at 600 dpi is more, and drawn as boxes. */
const BAR_MODULE_DOTS_MAX = 10

/**
 * What the font that every printer carries has letters for; all else is drawn with ours. So is a
 * backslash, which begins a line break or a hyphen inside a block.
 */
const IN_PRINTERS_FONT = /^[\u0020-\u005B\u005D-\u007E\u00A0-\u017F]*$/

/** Begins a change of set in `^BC`, and printers disagree in which of its modes. */
const BC_MARK = '>'

/** Marks above capitals and tails below the last line, in heights of a capital. */
const OVERSHOOT = 0.5

type Dots = (mm: number) => number
type Element<Kind extends LabelElement['kind']> = Extract<LabelElement, { kind: Kind }>

/** The label as one ZPL format, in millimetres turned into this printer's dots. Changes no setting. */
export function labelToZpl(document: LabelDocument, printer: ZplDensity): Uint8Array {
  const perMm = DOTS_PER_MM[printer.dpi]
  const dots: Dots = (mm) => Math.round(mm * perMm)
  const parts = [
    '^XA',
    '^CI28',
    `^PW${dots(document.widthMm)}`,
    `^LL${dots(document.heightMm)}`,
    '^LH0,0',
    '^FWN',
    ...document.elements.map((element) => elementToZpl(element, document, dots)),
    '^PQ1',
    '^XZ',
  ]
  return new TextEncoder().encode(`${parts.join('\n')}\n`)
}

function elementToZpl(element: LabelElement, document: LabelDocument, dots: Dots): string {
  const origin = `^FO${dots(element.xMm)},${dots(element.yMm)}`
  switch (element.kind) {
    case 'text':
      return textToZpl(element, document, dots, origin)
    case 'gs1-128':
    case 'code-128':
      return barsToZpl(element, dots, origin)
    case 'qr':
      return `${origin}${qrGraphic(element, dots)}^FS`
    default: {
      const width = Math.max(1, dots(element.widthMm))
      const height = Math.max(1, dots(element.heightMm))
      return `${origin}^GB${width},${height},${Math.min(width, height)},B,0^FS`
    }
  }
}

function textToZpl(
  element: Element<'text'>,
  document: LabelDocument,
  dots: Dots,
  origin: string,
): string {
  const text = oneLine(element.text)
  if (!IN_PRINTERS_FONT.test(text)) return drawnText(element, document, dots)
  const height = Math.max(8, Math.round(dots(element.fontMm) / CAPITAL_OF_FONT))
  const widthMm = blockWidthMm(element, document)
  const width = Math.max(1, dots(widthMm))
  const lines = element.maxLines ?? 1
  const justify = { left: 'L', center: 'C', right: 'R' }[element.align ?? 'left']
  const isFree = element.widthMm === undefined && element.align === undefined
  const block = isFree ? '' : `^FB${width},${lines},0,${justify},0`
  // The last line of a block prints over itself when the text is longer, so it is cut before.
  const shown = cutToLines(text, { widthMm, fontMm: element.fontMm, maxLines: lines })
  return `${origin}^A0N,${height},${height}${block}^FH_^FD${zplFieldData(shown)}^FS`
}

/** Text in letters that printers lack as dots: they would print blanks and say nothing. */
function drawnText(element: Element<'text'>, document: LabelDocument, dots: Dots): string {
  const perMm = dots(1)
  const over = Math.min(dots(element.yMm), dots(element.fontMm * OVERSHOOT))
  const lines = shownLines(element, document).length
  const heightMm = element.fontMm * (1.4 * lines + OVERSHOOT)
  const width = Math.max(1, dots(blockWidthMm(element, document)))
  const picture = new RasterPicture(width, over + dots(heightMm))
  const moved = { ...element, xMm: 0, yMm: over / perMm, widthMm: width / perMm }
  drawText(picture, moved, document, { xPerMm: perMm, yPerMm: perMm })
  return `^FO${dots(element.xMm)},${dots(element.yMm) - over}${zplGraphic(picture)}^FS`
}

function barsToZpl(element: BarsElement, dots: Dots, origin: string): string {
  const module = Math.max(1, dots(element.moduleMm))
  const height = dots(element.heightMm)
  const isMarked = element.kind === 'code-128' && element.text.includes(BC_MARK)
  if (module > BAR_MODULE_DOTS_MAX || isMarked) {
    const boxes = barsOf(element, dots(1)).map(
      ({ x, width }) => `^FO${x},${dots(element.yMm)}^GB${width},${height},${width},B,0^FS`,
    )
    return boxes.join('')
  }
  const code = `${origin}^BY${module},2^BCN,${height},N,N,N,`
  return element.kind === 'gs1-128'
    ? `${code}D^FH_^FD${gs1Data(element)}^FS`
    : `${code}A^FH_^FD${zplFieldData(element.text)}^FS`
}

/**
 * Mode D takes `(ai)value` and puts FNC1 in front by itself, but leaves it to us to part a value of
 * free length from what follows (`>8`). It drops brackets and spaces, which no value of ours holds.
 */
function gs1Data(element: Element<'gs1-128'>): string {
  return element.elements
    .map(({ ai, value }, index) => {
      if (/[()> ]/.test(value)) {
        throw new Error(`(${ai}) holds what mode D takes for its own: ${value}`)
      }
      const isLast = index === element.elements.length - 1
      const separator = isLast || !needsSeparator(ai) ? '' : '>8'
      return `(${ai})${zplFieldData(value)}${separator}`
    })
    .join('')
}

/**
 * The QR code as dots we draw ourselves. Printers disagree about `^BQ` with bytes above 0x7F (their
 * automatic mode takes them for Shift-JIS), shift it by ten dots and stop at magnification ten; dots
 * are dots on every one.
 */
function qrGraphic(element: Element<'qr'>, dots: Dots): string {
  const perModule = Math.max(1, dots(element.moduleMm))
  const modules = qrModulesOf(element.text)
  const picture = new RasterPicture(modules.size * perModule, modules.size * perModule)
  drawQrModules(picture, modules, { left: 0, top: 0, across: perModule, along: perModule })
  return zplGraphic(picture)
}
