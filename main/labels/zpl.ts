import { create } from 'qrcode'
import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { cutToLines } from '#contract/label/label-text.ts'
import { zplFieldData } from './zpl-field.ts'
import { zplGraphic } from './zpl-graphic.ts'

export type ZplDensity = { dpi: 203 | 300 | 600 }

/** Printers speak of 203 dpi and mean 8 dots per millimetre; so do 300 (12) and 600 (24). */
const DOTS_PER_MM = { 203: 8, 300: 12, 600: 24 } as const

/** A capital of font 0 is this part of the height that `^A0` is given, and starts at its top. */
const CAPITAL_OF_FONT = 0.75

/** Application identifiers of fixed length need no separator behind them (GS1 General Specifications). */
const FIXED_LENGTH_AI = /^(?:0[0-4]|1[1-9]|20|3[1-6]\d\d|41)/

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
      return `${origin}${bars(element, dots)}N,N,N,D^FH_^FD${gs1Data(element)}^FS`
    case 'code-128':
      return `${origin}${bars(element, dots)}N,N,N,A^FH_^FD${zplFieldData(element.text)}^FS`
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
  const height = Math.max(8, Math.round(dots(element.fontMm) / CAPITAL_OF_FONT))
  const widthMm = element.widthMm ?? document.widthMm - element.xMm
  const width = Math.max(1, dots(widthMm))
  const lines = element.maxLines ?? 1
  const justify = { left: 'L', center: 'C', right: 'R' }[element.align ?? 'left']
  const isFree = element.widthMm === undefined && element.align === undefined
  const text = oneLine(element.text)
  const block = isFree ? '' : `^FB${width},${lines},0,${justify},0`
  // The last line of a block prints over itself when the text is longer, so it is cut before.
  const shown = isFree
    ? text
    : cutToLines(text, { widthMm, fontMm: element.fontMm, maxLines: lines })
  return `${origin}^A0N,${height},${height}${block}^FH_^FD${zplFieldData(shown)}^FS`
}

/** CR and LF mean nothing in field data. */
function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ')
}

function bars(element: { moduleMm: number; heightMm: number }, dots: Dots): string {
  return `^BY${Math.min(10, Math.max(1, dots(element.moduleMm)))},2^BCN,${dots(element.heightMm)},`
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
      const separator = isLast || FIXED_LENGTH_AI.test(ai) ? '' : '>8'
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
  const bytes = new TextEncoder().encode(element.text)
  const { modules } = create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' })
  const perModule = Math.max(1, dots(element.moduleMm))
  const size = modules.size * perModule
  return zplGraphic({
    widthDots: size,
    heightDots: size,
    isBlack: (x, y) => modules.get(Math.floor(y / perModule), Math.floor(x / perModule)) === 1,
  })
}
