import { code128Widths } from './code-128.ts'
import { inset, splitBottom, splitRight, splitTop } from './label-box.ts'
import type { Box } from './label-box.ts'
import type { LabelDocument, LabelElement } from './label-document.ts'
import { qrModules } from './qr-size.ts'
import { receiptMarginMm } from './receipt-roll.ts'
import { textInBox } from './text-in-box.ts'

/** A label that is there for its code: a shelf, a badge, a word of the command sheet. */
export type CodeLabelInput = {
  /** The printer's media, in millimetres. */
  media: { widthMm: number; heightMm: number }
  /** Printable ASCII; what the bars or the QR say. */
  code: string
  /** What a person looks for from afar: `A-04-2`, a name, what the command does. */
  heading: string
  /** One smaller line beneath: the words of a place, roles. */
  detail?: string
  /** One small line at the top: the house, or what kind of code this is. */
  caption?: string
}

/** Rollers and knives keep printers from the edges. */
const MARGIN_MM = 3

const CAPTION_MM = 2
const READABLE_MM = 2.25
const GAP_MM = 1.25

const MARKS_SHARE = 0.12

/** Bars are at least this high, and at most this part of the label. */
const BARS_MIN_MM = 6
const BARS_SHARE = 0.42

const QUIET_MODULES = 20

const MODULE_STEP_MM = 0.125
const BAR_MODULE_MIN_MM = 0.25
const BAR_MODULE_MAX_MM = 0.5
const QR_MODULE_MAX_MM = 1
const QR_QUIET_MODULES = 8

/**
 * A code with the words that go with it, the words as large as they fit. The code is in bars under the
 * words where a hand scanner reads them at that width, else a QR beside them.
 */
export function codeLabel(input: CodeLabelInput): LabelDocument {
  const { widthMm, heightMm } = input.media
  const sideMm = Math.max(MARGIN_MM, receiptMarginMm(widthMm))
  const page = inset({ xMm: 0, yMm: 0, widthMm, heightMm }, MARGIN_MM, sideMm)
  const moduleMm = floorToStep(page.widthMm / (barModules(input.code) + QUIET_MODULES))
  const elements =
    moduleMm >= BAR_MODULE_MIN_MM
      ? overBars(page, input, Math.min(moduleMm, BAR_MODULE_MAX_MM))
      : besideQr(page, input)
  return { widthMm, heightMm, elements }
}

function overBars(page: Box, input: CodeLabelInput, moduleMm: number): LabelElement[] {
  const barsMm = Math.max(BARS_MIN_MM, page.heightMm * BARS_SHARE)
  const [words, zone] = splitBottom(page, barsMm + GAP_MM + READABLE_MM * 1.2)
  const [bars, readable] = splitTop(zone, barsMm)
  const symbolMm = barModules(input.code) * moduleMm
  const xMm = bars.xMm + (bars.widthMm - symbolMm) / 2
  return [
    ...wordsIn(words, input),
    { kind: 'code-128', xMm, yMm: bars.yMm, heightMm: barsMm, moduleMm, text: input.code },
    ...readableIn(splitTop(readable, GAP_MM)[1], input.code, 'center'),
  ]
}

function besideQr(page: Box, input: CodeLabelInput): LabelElement[] {
  const modules = qrModules(input.code) + QR_QUIET_MODULES
  const roomMm = Math.min(page.heightMm, page.widthMm / 2)
  const moduleMm = Math.min(
    QR_MODULE_MAX_MM,
    Math.max(MODULE_STEP_MM, floorToStep(roomMm / modules)),
  )
  const [rest, column] = splitRight(page, modules * moduleMm)
  const sideMm = (modules - QR_QUIET_MODULES) * moduleMm
  const [words, readable] = splitBottom(rest, READABLE_MM * 1.4)
  return [
    ...wordsIn(words, input),
    ...readableIn(readable, input.code, 'left'),
    {
      kind: 'qr',
      xMm: column.xMm + (column.widthMm - sideMm) / 2,
      yMm: column.yMm + (column.heightMm - sideMm) / 2,
      moduleMm,
      text: input.code,
    },
  ]
}

/** Caption, heading and detail from the top; the heading takes what the others leave. */
function wordsIn(box: Box, input: CodeLabelInput): LabelElement[] {
  const { heading, detail = '', caption = '' } = input
  const captionMm = caption === '' ? 0 : CAPTION_MM + GAP_MM
  const detailMm = detail === '' ? 0 : Math.max(CAPTION_MM * 1.4, box.heightMm * 0.22)
  const [top, below] = splitTop(box, captionMm)
  const [middle, bottom] = splitBottom(below, detailMm)
  // Marks above capitals stay clear of the caption.
  const marksMm = caption === '' ? 0 : middle.heightMm * MARKS_SHARE
  const headingBox = splitBottom(splitTop(middle, marksMm)[1], GAP_MM)[0]
  return [
    ...textInBox(top, caption, { minMm: CAPTION_MM, maxMm: CAPTION_MM }),
    ...textInBox(headingBox, heading, { minMm: 2, maxMm: Math.max(2, headingBox.heightMm / 1.4) }),
    ...textInBox(bottom, detail, { minMm: 1.75, maxMm: Math.max(1.75, detailMm / 1.6) }),
  ]
}

function readableIn(box: Box, code: string, align: 'left' | 'center'): LabelElement[] {
  return textInBox(box, code, { minMm: 1.5, maxMm: READABLE_MM }, align)
}

function barModules(code: string): number {
  return code128Widths(code).reduce((sum, width) => sum + width, 0)
}

function floorToStep(moduleMm: number): number {
  return Math.floor(moduleMm / MODULE_STEP_MM + 1e-6) * MODULE_STEP_MM
}
