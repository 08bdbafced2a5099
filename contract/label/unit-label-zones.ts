import { formatSscc } from '../barcode/sscc.ts'
import { splitBottom, splitRight, splitTop } from './label-box.ts'
import type { Box } from './label-box.ts'
import type { LabelElement } from './label-document.ts'
import { fitsBox } from './label-text.ts'
import { qrModules } from './qr-size.ts'
import { TEXT_CHARACTERS_MAX, textInBox as text, type TextSize as Size } from './text-in-box.ts'
import type { UnitLabelWords } from './unit-label-words.ts'
import type { UnitLabelInput } from './unit-label-input.ts'

const RULE_MM = 0.375

/** Air between a rule and what stands beside it. */
const PAD_MM = 1.75

const CAPTION_MM = 1.75
const CAPTION_GAP_MM = 1.25

/** Printers of 203 and 600 dpi draw eighths of a millimetre exactly, 300 dpi within a few percent. */
const MODULE_STEP_MM = 0.125
const MODULE_ROUNDING = 1.04

/** Half a millimetre is what a hand scanner reads at arm's length; larger wins nothing. */
export const QR_MODULE_MIN_MM = 0.5
const QR_MODULE_MAX_MM = 0.75
const QR_QUIET_MODULES = 8

/** Of a box at most this is QR, on however narrow a roll. */
const QR_WIDTH_SHARE = 0.85

/** Start, FNC1, ten digit pairs, check character and stop of Code 128, then both quiet zones. */
const SSCC_MODULES = 156
const SSCC_QUIET_MODULES = 20
const SSCC_MODULE_MIN_MM = 0.25
const SSCC_MODULE_MAX_MM = 0.5

/** Who sends, and at the right what this is. */
export function senderZone(box: Box, input: UnitLabelInput, words: UnitLabelWords): LabelElement[] {
  const [left, right] = splitRight(box, box.widthMm * 0.36)
  const [name, address] = splitTop(left, 4.25)
  return [
    ...text(name, input.sender.name, { minMm: 2, maxMm: 2.75 }),
    ...text(padEnd(address), input.sender.address, { minMm: 1.5, maxMm: 2 }),
    ...text(right, words[input.kind], { minMm: 3, maxMm: box.heightMm * 0.42 }, 'right'),
  ]
}

/** Name, street, and at the foot the place, which is what a sorter looks for. */
export function shipToZone(
  box: Box,
  { shipTo }: UnitLabelInput,
  caption: string,
  sizes: { name: Size; street: Size; place: Size },
): LabelElement[] {
  const [, below] = splitTop(box, caption === '' ? 0.75 : PAD_MM)
  const [head, body] = splitTop(below, caption === '' ? 0 : CAPTION_MM + CAPTION_GAP_MM)
  const [upper, place] = splitBottom(body, sizes.place.maxMm + PAD_MM)
  const [name, street] = splitBottom(upper, sizes.street.maxMm * 1.6)
  const placeText = `${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`
  return [
    ...text(head, caption, { minMm: CAPTION_MM, maxMm: CAPTION_MM }),
    ...text(name, shipTo.name, sizes.name),
    ...text(street, shipTo.line1, sizes.street),
    ...text(place, placeText, sizes.place),
  ]
}

/** A small caption with its value large beneath, as large as the cell takes. */
export function field(box: Box, caption: string, value: string, size: Size): LabelElement[] {
  const [head] = splitTop(splitTop(box, PAD_MM)[1], CAPTION_MM + CAPTION_GAP_MM)
  return [
    ...text(head, caption, { minMm: CAPTION_MM, maxMm: CAPTION_MM }),
    ...text(fieldBody(box), value, size),
  ]
}

/** The orders of a unit, as many as the cell takes. */
export function ordersField(
  box: Box,
  { orderNumbers }: UnitLabelInput,
  words: UnitLabelWords,
  size: Size,
): LabelElement[] {
  const caption = orderNumbers.length > 1 ? words.orders : words.order
  return field(box, caption, ordersText(orderNumbers, fieldBody(box), size.minMm), size)
}

/** Weight and copy side by side. */
export function weightAndCopy(
  box: Box,
  input: UnitLabelInput,
  words: UnitLabelWords,
  size: Size,
): LabelElement[] {
  const [weight, copy] = splitRight(box, box.widthMm * 0.36)
  return [
    ...field(weight, words.weight, kilograms(input.grossGrams, words), size),
    ruleLeft(copy),
    ...field(padStart(copy), words.copy, String(input.copy), size),
  ]
}

/** All that stands in two small lines where there is no room for cells. */
export function factLines(
  box: Box,
  input: UnitLabelInput,
  words: UnitLabelWords,
  size: Size,
): LabelElement[] {
  const [, below] = splitTop(box, PAD_MM - 0.5)
  const [first, second] = splitTop(below, size.maxMm * 1.6)
  const weight = kilograms(input.grossGrams, words)
  const facts = `${words[input.kind]} · ${weight} · ${words.copy} ${input.copy}`
  return [
    ...text(padEnd(first), ordersText(input.orderNumbers, padEnd(first), size.minMm), size),
    ...text(padEnd(second), facts, size),
  ]
}

/** The SSCC in GS1-128, centred with its quiet zones, and the line people read. */
export function ssccZone(box: Box, input: UnitLabelInput, textMm: number): LabelElement[] {
  const [, below] = splitTop(box, PAD_MM)
  const [bars, readable] = splitBottom(below, textMm * 1.2 + 1)
  const moduleMm = clamp(
    floorToStep(box.widthMm / (SSCC_MODULES + SSCC_QUIET_MODULES)),
    SSCC_MODULE_MIN_MM,
    SSCC_MODULE_MAX_MM,
  )
  const size = { minMm: 1.5, maxMm: textMm }
  const readableText = formatSscc(input.unitId, input.companyPrefix)
  return [
    {
      kind: 'gs1-128',
      xMm: box.xMm + (box.widthMm - SSCC_MODULES * moduleMm) / 2,
      yMm: bars.yMm,
      heightMm: bars.heightMm,
      moduleMm,
      elements: [{ ai: '00', value: input.unitId }],
    },
    ...text(splitTop(readable, 1)[1], readableText, size, 'center'),
  ]
}

/** True when a text's QR fits a height at the smallest module a hand scanner likes. */
export function fitsQr(qrText: string, heightMm: number): boolean {
  return columnMm(qrModules(qrText), QR_MODULE_MIN_MM) <= heightMm
}

/**
 * The QR in a column at the right of a box, its quiet zone inside. Modules are as large as
 * the height allows; they go under half a millimetre only where the symbol would leave the media.
 */
export function splitQr(
  box: Box,
  qrText: string,
  {
    columnMinMm = 0,
    moduleMaxMm = QR_MODULE_MAX_MM,
  }: { columnMinMm?: number; moduleMaxMm?: number } = {},
): { rest: Box; column: Box; elements: LabelElement[] } {
  const modules = qrModules(qrText)
  const roomMm = Math.min(box.heightMm, box.widthMm * QR_WIDTH_SHARE)
  const fitting = floorToStep(roomMm / columnMm(modules, 1))
  const moduleMm =
    fitting >= QR_MODULE_MIN_MM ? Math.min(fitting, moduleMaxMm) : Math.max(fitting, MODULE_STEP_MM)
  const [rest, column] = splitRight(box, Math.max(columnMinMm, columnMm(modules, moduleMm)))
  const sideMm = modules * moduleMm
  return {
    rest,
    column,
    elements: [
      {
        kind: 'qr',
        xMm: column.xMm + (column.widthMm - sideMm) / 2,
        yMm: column.yMm + (column.heightMm - sideMm) / 2,
        moduleMm,
        text: qrText,
      },
    ],
  }
}

/** A rule along the top of a box. */
export function ruleAbove(box: Box): LabelElement {
  const { xMm, yMm, widthMm } = box
  return { kind: 'line', xMm, yMm, widthMm, heightMm: RULE_MM }
}

/** A rule along the left edge of a box. */
export function ruleLeft(box: Box): LabelElement {
  const { xMm, yMm, heightMm } = box
  return { kind: 'line', xMm, yMm, widthMm: RULE_MM, heightMm }
}

/** The box less the air behind a rule at its left. */
export function padStart(box: Box): Box {
  return splitRight(box, box.widthMm - PAD_MM)[1]
}

function fieldBody(box: Box): Box {
  return padEnd(splitTop(box, PAD_MM + CAPTION_MM + CAPTION_GAP_MM)[1])
}

function padEnd(box: Box): Box {
  return splitRight(box, PAD_MM)[0]
}

/** As many whole order numbers as the box takes at the smallest size, the rest counted. */
function ordersText(orderNumbers: readonly string[], box: Box, minMm: number): string {
  let list = ''
  for (let shown = orderNumbers.length; shown >= 1; shown -= 1) {
    const rest = orderNumbers.length - shown
    list = orderNumbers.slice(0, shown).join(', ') + (rest > 0 ? ` +${rest}` : '')
    if (list.length <= TEXT_CHARACTERS_MAX && fitsBox(list, box, minMm)) break
  }
  return list
}

/** Tens of grams are finer than any scale here divides a pallet. */
function kilograms(grams: number, words: UnitLabelWords): string {
  const hundredths = Math.round(grams / 10)
  const decimals = String(hundredths % 100).padStart(2, '0')
  return `${Math.floor(hundredths / 100)}${words.decimalSign}${decimals} kg`
}

function columnMm(modules: number, moduleMm: number): number {
  return (modules * MODULE_ROUNDING + QR_QUIET_MODULES) * moduleMm
}

function floorToStep(moduleMm: number): number {
  return Math.floor(moduleMm / MODULE_STEP_MM + 1e-6) * MODULE_STEP_MM
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max)
}
