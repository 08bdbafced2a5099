import type { LabelDocument, LabelElement } from './label-document.ts'
import { receiptMarginMm } from './receipt-roll.ts'

/** Lengths of the marks at every millimetre, every five and every ten. */
const MARK_MM = { one: 2, five: 3.5, ten: 5 } as const

const LINE_MM = 0.25
const FIGURE_MM = 2.5
const TITLE_GAP_MM = 1.5

/** Room that printers leave at the edges whatever they are told. */
const EDGE_MM = 2

type Ruler = { widthMm: number; heightMm: number; title: string; lines: readonly string[] }

/**
 * A label to hold a ruler against: millimetres along the top and the left edge, so that a wrong density, a
 * shifted or a stretched print is seen at once, and what the printer is set up as.
 */
export function rulerLabel({ widthMm, heightMm, title, lines }: Ruler): LabelDocument {
  const sideMm = Math.max(EDGE_MM, receiptMarginMm(widthMm))
  const inner = EDGE_MM + MARK_MM.ten + 1
  const left = sideMm + MARK_MM.ten + 1
  const room = widthMm - left - sideMm
  const texts = [title, ...lines].flatMap((text, index): LabelElement[] => {
    const fontMm = index === 0 ? 4 : 3
    const yMm = inner + FIGURE_MM + 3 + index * 5 + (index === 0 ? 0 : TITLE_GAP_MM)
    if (text === '' || yMm + fontMm > heightMm - EDGE_MM) return []
    return [{ kind: 'text', xMm: left + 4, yMm, fontMm, text, widthMm: room - 4, maxLines: 1 }]
  })
  return {
    widthMm,
    heightMm,
    elements: [
      ...marks(widthMm, 'across', { xMm: sideMm, yMm: EDGE_MM }),
      ...marks(heightMm, 'down', { xMm: sideMm, yMm: EDGE_MM }),
      ...texts,
    ],
  }
}

type Zero = { xMm: number; yMm: number }

function marks(lengthMm: number, way: 'across' | 'down', zero: Zero): LabelElement[] {
  const count = Math.floor(lengthMm - 2 * (way === 'across' ? zero.xMm : zero.yMm))
  return Array.from({ length: count + 1 }, (_, mm) => mm).flatMap((mm): LabelElement[] => {
    const long = mm % 10 === 0 ? MARK_MM.ten : mm % 5 === 0 ? MARK_MM.five : MARK_MM.one
    const line: LabelElement =
      way === 'across'
        ? { kind: 'line', ...zero, xMm: zero.xMm + mm, widthMm: LINE_MM, heightMm: long }
        : { kind: 'line', ...zero, yMm: zero.yMm + mm, widthMm: long, heightMm: LINE_MM }
    return mm % 10 === 0 && mm > 0 ? [line, figure(mm, way, zero)] : [line]
  })
}

function figure(mm: number, way: 'across' | 'down', zero: Zero): LabelElement {
  const besideMm = MARK_MM.ten + 0.5
  const [xMm, yMm] =
    way === 'across'
      ? [zero.xMm + mm - 2, zero.yMm + besideMm]
      : [zero.xMm + besideMm, zero.yMm + mm - FIGURE_MM / 2]
  return { kind: 'text', xMm, yMm, fontMm: FIGURE_MM, text: String(mm) }
}
