import type { LabelDocument, LabelElement } from './label-document.ts'

/** Lengths of the marks at every millimetre, every five and every ten. */
const MARK_MM = { one: 2, five: 3.5, ten: 5 } as const

const LINE_MM = 0.25
const FIGURE_MM = 2.5

/** Room that printers leave at the edges whatever they are told. */
const EDGE_MM = 2

type Ruler = { widthMm: number; heightMm: number; title: string; lines: readonly string[] }

/**
 * A label to hold a ruler against: millimetres along the top and the left edge, so that a wrong density, a
 * shifted or a stretched print is seen at once, and what the printer is set up as.
 */
export function rulerLabel({ widthMm, heightMm, title, lines }: Ruler): LabelDocument {
  const inner = EDGE_MM + MARK_MM.ten + 1
  const room = widthMm - inner - EDGE_MM
  const texts = [title, ...lines].flatMap((text, index): LabelElement[] => {
    const fontMm = index === 0 ? 4 : 3
    const yMm = inner + FIGURE_MM + 3 + index * 5
    if (text === '' || yMm + fontMm > heightMm - EDGE_MM) return []
    return [{ kind: 'text', xMm: inner + 4, yMm, fontMm, text, widthMm: room - 4, maxLines: 1 }]
  })
  return {
    widthMm,
    heightMm,
    elements: [...marks(widthMm, 'across'), ...marks(heightMm, 'down'), ...texts],
  }
}

function marks(lengthMm: number, way: 'across' | 'down'): LabelElement[] {
  const count = Math.floor(lengthMm - 2 * EDGE_MM)
  return Array.from({ length: count + 1 }, (_, mm) => mm).flatMap((mm): LabelElement[] => {
    const long = mm % 10 === 0 ? MARK_MM.ten : mm % 5 === 0 ? MARK_MM.five : MARK_MM.one
    const at = EDGE_MM + mm
    const line: LabelElement =
      way === 'across'
        ? { kind: 'line', xMm: at, yMm: EDGE_MM, widthMm: LINE_MM, heightMm: long }
        : { kind: 'line', xMm: EDGE_MM, yMm: at, widthMm: long, heightMm: LINE_MM }
    return mm % 10 === 0 && mm > 0 ? [line, figure(mm, at, way)] : [line]
  })
}

function figure(mm: number, at: number, way: 'across' | 'down'): LabelElement {
  const beside = EDGE_MM + MARK_MM.ten + 0.5
  const [xMm, yMm] = way === 'across' ? [at - 2, beside] : [beside, at - FIGURE_MM / 2]
  return { kind: 'text', xMm, yMm, fontMm: FIGURE_MM, text: String(mm) }
}
