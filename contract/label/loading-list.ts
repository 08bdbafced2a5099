import { inset, splitBottom, splitRight, splitTop } from './label-box.ts'
import type { Box } from './label-box.ts'
import type { LabelDocument, LabelElement } from './label-document.ts'
import { cutToLines, textWidthMm } from './label-text.ts'
import { LOADING_LIST_WORDS, type LoadingListWords } from './loading-list-words.ts'
import { qrModules } from './qr-size.ts'
import { receiptMarginMm } from './receipt-roll.ts'
import { TEXT_CHARACTERS_MAX, textInBox } from './text-in-box.ts'

/** One unit of a load, as a driver looks for it. */
export type LoadingListRow = {
  unitId: string
  kind: 'carton' | 'pallet' | 'tote'
  /** 1 for the first stop; null for what the load has no stop for. */
  stop: number | null
  name: string
  city: string
  orderNumbers: readonly string[]
  grossGrams: number
}

export type LoadingListInput = {
  /** The printer's media, in millimetres. */
  media: { widthMm: number; heightMm: number }
  number: string
  /** The load's Loadline code, which stands there as a QR. */
  code: string
  region: string
  deliveryDate: string
  plate: string
  driver: string
  seal: string | null
  weightGrams: number
  maxWeightGrams: number
  volumeCm3: number
  maxVolumeCm3: number
  /** In loading order. */
  onBoard: readonly LoadingListRow[]
  missing: readonly LoadingListRow[]
  words?: LoadingListWords
}

/** Pages of one list; a load that takes more is printed at the office. */
export const LOADING_LIST_PAGES_MAX = 60

/** Rollers and knives keep printers from the edges. */
const MARGIN_MM = 3

const RULE_MM = 0.375
const MARK_MM = 3

/** Two millimetres is what a driver reads in a cab; nothing here is smaller. */
const SMALL_MM = 2
const PLAIN_MM = 2.5
const TITLE_MM = { minMm: 3, maxMm: 5 }

/** From the top of one line's capitals to the next line's. */
const LINE_PITCH = 1.55
const PLAIN_LINE_MM = PLAIN_MM * LINE_PITCH
const SMALL_LINE_MM = SMALL_MM * LINE_PITCH
const ROW_GAP_MM = 1.25

/** Below this height the head is short. */
const LOW_MM = 60

/** Below this a row's name stands on a line of its own. */
const NARROW_MM = 80

/** The QR stands beside the head where this much is left for words. */
const WORDS_MIN_MM = 40
const QR_MODULE_MM = 0.5
const QR_QUIET_MODULES = 8
const MODULE_ROUNDING = 1.04

/** Digits of an SSCC that tell it from its neighbours. */
const TAIL_DIGITS = 6

type Line = { kind: 'heading'; text: string } | { kind: 'row'; row: LoadingListRow; isOn: boolean }
type Sheet = { input: LoadingListInput; words: LoadingListWords; page: Box }

/**
 * The loading list of a load, page by page: what it is and who drives it, a row for every unit in loading
 * order, what should be there and is not, and what it all weighs.
 */
export function loadingList(input: LoadingListInput): LabelDocument[] {
  const { widthMm, heightMm } = input.media
  const words = input.words ?? LOADING_LIST_WORDS.en
  const sideMm = Math.max(MARGIN_MM, receiptMarginMm(widthMm))
  const page = inset({ xMm: 0, yMm: 0, widthMm, heightMm }, MARGIN_MM, sideMm)
  const sheet = { input, words, page }
  const pages = paginate(sheet)
  return pages.map((lines, index) => ({
    sheet: { kind: 'loading-list', load: input.number, page: index + 1, pages: pages.length },
    widthMm,
    heightMm,
    elements: pageElements(sheet, lines, { index, count: pages.length }).map(roundMm),
  }))
}

function linesOf({ input, words }: Sheet): Line[] {
  const { onBoard, missing } = input
  const lines: Line[] = onBoard.map((row) => ({ kind: 'row', row, isOn: true }))
  if (onBoard.length === 0) {
    lines.push({ kind: 'heading', text: `${words.onBoard}: ${words.nothing}` })
  }
  if (missing.length > 0) {
    lines.push({ kind: 'heading', text: `${words.missing}: ${missing.length}` })
    lines.push(...missing.map((row): Line => ({ kind: 'row', row, isOn: false })))
  }
  return lines
}

/** On small labels the first page is the head alone; every other one takes a line at least. */
function paginate(sheet: Sheet): Line[][] {
  const pages: Line[][] = [[]]
  let leftMm = bodyMm(sheet, 0)
  for (const line of linesOf(sheet)) {
    const needed = lineMm(sheet, line)
    const mayBreak = pages.length === 1 || (pages.at(-1)?.length ?? 0) > 0
    const isFull = needed > leftMm && mayBreak
    if (isFull && pages.length === LOADING_LIST_PAGES_MAX) break
    if (isFull) {
      pages.push([])
      leftMm = bodyMm(sheet, pages.length - 1)
    }
    pages.at(-1)?.push(line)
    leftMm -= needed
  }
  return pages
}

function pageElements(
  sheet: Sheet,
  lines: readonly Line[],
  { index, count }: { index: number; count: number },
): LabelElement[] {
  const [head, below] = splitTop(sheet.page, headMm(sheet, index))
  const [body, foot] = splitBottom(below, footMm(sheet))
  const elements = [...headElements(sheet, head, index), ...footElements(sheet, foot, index, count)]
  let left = body
  for (const line of lines) {
    const [zone, rest] = splitTop(left, lineMm(sheet, line))
    elements.push(rule(zone), ...lineElements(sheet, splitTop(zone, ROW_GAP_MM)[1], line))
    left = rest
  }
  return elements
}

/** The first page says everything about the load, the others only whose they are. */
function headElements(sheet: Sheet, box: Box, index: number): LabelElement[] {
  const { input, words } = sheet
  const title = `${words.title} ${input.number}`
  const hasQr = index === 0 && hasQrBeside(sheet)
  const qrMm = hasQr ? qrColumnMm(input.code) : 0
  const [text, column] = splitRight(box, qrMm)
  const [top, below] = splitTop(text, TITLE_MM.maxMm * LINE_PITCH)
  const facts = index === 0 ? factsOf(sheet) : []
  const lines = facts.flatMap((fact, line) => {
    const [, from] = splitTop(below, line * PLAIN_LINE_MM)
    return oneLine(splitTop(from, PLAIN_LINE_MM)[0], fact, PLAIN_MM)
  })
  return [...textInBox(top, title, TITLE_MM), ...lines, ...(hasQr ? qr(column, input.code) : [])]
}

function factsOf({ input, words, page }: Sheet): string[] {
  const route = `${words.region} ${input.region}`
  const day = `${words.delivery} ${input.deliveryDate}`
  const seal = `${words.seal} ${input.seal ?? words.noSeal}`
  if (page.heightMm < LOW_MM) return [`${input.plate} · ${input.driver}`, `${seal} · ${route}`, day]
  return [route, day, `${words.vehicle} ${input.plate}`, `${words.driver} ${input.driver}`, seal]
}

/** What is on board of what may be, and which page this is. */
function footElements(sheet: Sheet, box: Box, index: number, count: number) {
  const { input, words } = sheet
  const weight = `${kilograms(input.weightGrams, words)} / ${kilograms(input.maxWeightGrams, words)} kg`
  const volume = `${cubicMetres(input.volumeCm3, words)} / ${cubicMetres(input.maxVolumeCm3, words)} m³`
  const [, inside] = splitTop(box, ROW_GAP_MM)
  const [first, rest] = splitTop(inside, PLAIN_LINE_MM)
  const [second, third] = splitTop(rest, PLAIN_LINE_MM)
  const page = `${words.page} ${index + 1} ${words.of} ${count}`
  const pageMm = Math.min(first.widthMm / 2, textWidthMm(page, PLAIN_MM) + 1)
  const [total, right] = splitRight(first, pageMm)
  return [
    rule(box),
    ...oneLine(total, `${words.onBoard}: ${input.onBoard.length}`, PLAIN_MM),
    ...oneLine(right, page, PLAIN_MM, 'right'),
    ...(isNarrow(sheet)
      ? [...oneLine(second, weight, PLAIN_MM), ...oneLine(third, volume, PLAIN_MM)]
      : oneLine(second, `${weight} · ${volume}`, PLAIN_MM)),
  ]
}

function lineElements(sheet: Sheet, box: Box, line: Line): LabelElement[] {
  if (line.kind === 'heading') return oneLine(box, line.text, PLAIN_MM)
  const { row } = line
  const { words } = sheet
  const [first, rest] = splitTop(box, PLAIN_LINE_MM)
  const mark = line.isOn ? [] : emptyBox(first)
  const [, head] = line.isOn ? [null, first] : splitLeft(first, MARK_MM + 1.5)
  const weight = `${kilograms(row.grossGrams, words)} kg`
  const [named, weightBox] = splitRight(head, textWidthMm(weight, PLAIN_MM) + 0.5)
  const lead = leadOf(sheet, row)
  const small = [row.city, row.orderNumbers.join(', ')].filter((text) => text !== '').join(' · ')
  if (isNarrow(sheet)) {
    const [second, third] = splitTop(rest, PLAIN_LINE_MM)
    return [
      ...mark,
      ...oneLine(named, lead, PLAIN_MM),
      ...oneLine(weightBox, weight, PLAIN_MM, 'right'),
      ...oneLine(second, row.name, PLAIN_MM),
      ...oneLine(third, small, SMALL_MM),
    ]
  }
  const [leadBox, nameBox] = splitLeft(named, textWidthMm(lead, PLAIN_MM) + 2.5)
  return [
    ...mark,
    ...oneLine(leadBox, lead, PLAIN_MM),
    ...oneLine(nameBox, row.name, PLAIN_MM),
    ...oneLine(weightBox, weight, PLAIN_MM, 'right'),
    ...oneLine(rest, small, SMALL_MM),
  ]
}

/** "STOP 2 000417 PALLET": what is called and looked for on a truck. */
function leadOf(sheet: Sheet, { stop, kind, unitId }: LoadingListRow): string {
  const { words } = sheet
  const parts = stop === null ? [] : [`${words.stop} ${stop}`]
  parts.push(unitId.slice(-TAIL_DIGITS))
  if (kind === 'pallet' && !isNarrow(sheet)) parts.push(words.pallet)
  return parts.join(' ')
}

/** A box to tick where something should have gone along and did not. */
function emptyBox({ xMm, yMm }: Box): LabelElement[] {
  const line = { kind: 'line' as const, xMm, yMm, widthMm: MARK_MM, heightMm: RULE_MM }
  const side = { ...line, widthMm: RULE_MM, heightMm: MARK_MM }
  const far = MARK_MM - RULE_MM
  return [line, { ...line, yMm: yMm + far }, side, { ...side, xMm: xMm + far }]
}

function headMm(sheet: Sheet, index: number): number {
  const titleMm = TITLE_MM.maxMm * LINE_PITCH
  if (index > 0) return titleMm
  const wordsMm = titleMm + factsOf(sheet).length * PLAIN_LINE_MM + ROW_GAP_MM
  return hasQrBeside(sheet) ? Math.max(wordsMm, qrColumnMm(sheet.input.code)) : wordsMm
}

function footMm(sheet: Sheet): number {
  return (isNarrow(sheet) ? 3 : 2) * PLAIN_LINE_MM + ROW_GAP_MM
}

function bodyMm(sheet: Sheet, index: number): number {
  return sheet.page.heightMm - headMm(sheet, index) - footMm(sheet)
}

function lineMm(sheet: Sheet, line: Line): number {
  if (line.kind === 'heading') return PLAIN_LINE_MM + ROW_GAP_MM
  const names = isNarrow(sheet) ? 2 : 1
  return names * PLAIN_LINE_MM + SMALL_LINE_MM + ROW_GAP_MM
}

function isNarrow({ page }: Sheet): boolean {
  return page.widthMm < NARROW_MM
}

function hasQrBeside({ input, page }: Sheet): boolean {
  const mm = qrColumnMm(input.code)
  return page.widthMm - mm >= WORDS_MIN_MM && mm <= page.heightMm / 2
}

function qrColumnMm(code: string): number {
  return (qrModules(code) * MODULE_ROUNDING + QR_QUIET_MODULES) * QR_MODULE_MM
}

function qr(column: Box, text: string): LabelElement[] {
  const sideMm = qrModules(text) * QR_MODULE_MM
  const xMm = column.xMm + column.widthMm - sideMm * MODULE_ROUNDING
  return [{ kind: 'qr', xMm, yMm: column.yMm, moduleMm: QR_MODULE_MM, text }]
}

/** A text of one size on one line, cut where it is longer than its box. */
function oneLine(
  { xMm, yMm, widthMm }: Box,
  value: string,
  fontMm: number,
  align: 'left' | 'right' = 'left',
): LabelElement[] {
  const characters = Array.from(value.replaceAll(/\p{C}/gu, ' ').trim().toWellFormed())
  const whole = characters.slice(0, TEXT_CHARACTERS_MAX).join('')
  if (whole === '' || widthMm < fontMm) return []
  const text = cutToLines(whole, { widthMm, fontMm, maxLines: 1 })
  return [{ kind: 'text', xMm, yMm, widthMm, fontMm, maxLines: 1, text, align }]
}

function rule({ xMm, yMm, widthMm }: Box): LabelElement {
  return { kind: 'line', xMm, yMm, widthMm, heightMm: RULE_MM }
}

function splitLeft(box: Box, widthMm: number): [left: Box, rest: Box] {
  return splitRight(box, box.widthMm - widthMm)
}

function kilograms(grams: number, { decimalSign }: LoadingListWords): string {
  return (grams / 1000).toFixed(1).replace('.', decimalSign)
}

function cubicMetres(cm3: number, { decimalSign }: LoadingListWords): string {
  return (cm3 / 1_000_000).toFixed(1).replace('.', decimalSign)
}

/** A thousandth of a millimetre is finer than any print head. */
function roundMm(element: LabelElement): LabelElement {
  const rounded: Record<string, unknown> = { ...element }
  for (const [name, value] of Object.entries(element)) {
    if (name.endsWith('Mm') && typeof value === 'number') {
      rounded[name] = Math.round(value * 1000) / 1000
    }
  }
  return rounded as LabelElement
}
