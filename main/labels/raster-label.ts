import { create } from 'qrcode'
import { code128Widths, FNC1 } from '#contract/label/code-128.ts'
import type { LabelDocument, LabelElement } from '#contract/label/label-document.ts'
import { needsSeparator } from './gs1-separator.ts'
import { RasterPicture } from './raster-picture.ts'
import { drawText, type Resolution } from './raster-text.ts'

type Element<Kind extends LabelElement['kind']> = Extract<LabelElement, { kind: Kind }>

/** The label as the dots of a printer, at the same millimetres on every one. */
export function drawLabel(document: LabelDocument, resolution: Resolution): RasterPicture {
  const picture = new RasterPicture(
    Math.round(document.widthMm * resolution.xPerMm),
    Math.round(document.heightMm * resolution.yPerMm),
  )
  for (const element of document.elements) drawElement(picture, element, document, resolution)
  return picture
}

/** A QR's modules without its quiet zone. */
export type QrModules = { size: number; isBlack: (x: number, y: number) => boolean }

export function qrModulesOf(text: string): QrModules {
  const bytes = new TextEncoder().encode(text)
  const { modules } = create([{ data: bytes, mode: 'byte' }], { errorCorrectionLevel: 'M' })
  return { size: modules.size, isBlack: (x, y) => modules.get(y, x) === 1 }
}

/** Draws a QR's modules, each so many dots across and along. */
export function drawQrModules(
  picture: RasterPicture,
  { size, isBlack }: QrModules,
  place: { left: number; top: number; across: number; along: number },
): void {
  const { left, top, across, along } = place
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (isBlack(x, y)) picture.fill(left + x * across, top + y * along, across, along)
    }
  }
}

export type BarsElement = Element<'gs1-128' | 'code-128'>

/** A barcode's bars from the left, in dots; modules are whole dots, as many to each. */
export function barsOf(element: BarsElement, xPerMm: number): { x: number; width: number }[] {
  const text = element.kind === 'gs1-128' ? gs1Text(element) : element.text
  const module = Math.max(1, Math.round(element.moduleMm * xPerMm))
  const bars: { x: number; width: number }[] = []
  let x = Math.round(element.xMm * xPerMm)
  for (const [n, modules] of code128Widths(text).entries()) {
    if (n % 2 === 0) bars.push({ x, width: modules * module })
    x += modules * module
  }
  return bars
}

function drawElement(
  picture: RasterPicture,
  element: LabelElement,
  document: LabelDocument,
  resolution: Resolution,
): void {
  switch (element.kind) {
    case 'text':
      return drawText(picture, element, document, resolution)
    case 'gs1-128':
    case 'code-128':
      return drawBars(picture, element, resolution)
    case 'qr':
      return drawQr(picture, element, resolution)
    default:
      return picture.fill(
        Math.round(element.xMm * resolution.xPerMm),
        Math.round(element.yMm * resolution.yPerMm),
        Math.max(1, Math.round(element.widthMm * resolution.xPerMm)),
        Math.max(1, Math.round(element.heightMm * resolution.yPerMm)),
      )
  }
}

function drawBars(
  picture: RasterPicture,
  element: BarsElement,
  { xPerMm, yPerMm }: Resolution,
): void {
  const top = Math.round(element.yMm * yPerMm)
  const height = Math.round(element.heightMm * yPerMm)
  for (const { x, width } of barsOf(element, xPerMm)) picture.fill(x, top, width, height)
}

/** FNC1 first makes it a GS1 code; between elements it parts one of free length from the next. */
function gs1Text({ elements }: Element<'gs1-128'>): string {
  const parts = elements.map(({ ai, value }, n) => {
    const isLast = n === elements.length - 1
    return `${ai}${value}${isLast || !needsSeparator(ai) ? '' : FNC1}`
  })
  return `${FNC1}${parts.join('')}`
}

function drawQr(
  picture: RasterPicture,
  element: Element<'qr'>,
  { xPerMm, yPerMm }: Resolution,
): void {
  drawQrModules(picture, qrModulesOf(element.text), {
    left: Math.round(element.xMm * xPerMm),
    top: Math.round(element.yMm * yPerMm),
    // Whole dots to each module, or some would be wider than others.
    across: Math.max(1, Math.round(element.moduleMm * xPerMm)),
    along: Math.max(1, Math.round(element.moduleMm * yPerMm)),
  })
}
