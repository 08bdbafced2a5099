import { OrderIntent } from '#contract/orders/order-intent.ts'
import { plainWords } from '../http/plain-words.ts'
import { type Column, type CsvFile, type CsvRow, INTENT_COLUMNS, LINE_COLUMNS } from './read-csv.ts'

/** The rows of one intent, and what they say: an intent, or why they say none. */
export type RowsOfIntent = {
  rows: readonly CsvRow[]
  orderIntentId: string
} & ({ intent: OrderIntent } | { trouble: string })

/** Whole numbers, or with a point and decimals; a comma too where it separates no columns. */
const NUMBER = /^\d+(?:\.\d+)?$/
const NUMBER_WITH_COMMA = /^\d+(?:[.,]\d+)?$/

/** `1.000` may mean a thousand or one; whoever wrote it knows. */
const AMBIGUOUS = /[.,]000$/

const TRUTH: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false }

/** Rows with the same (sourceSystem, orderIntentId) are the lines of one intent, wherever they stand. */
export function intentsOfRows(file: CsvFile, now: string): RowsOfIntent[] {
  const groups = new Map<string, CsvRow[]>()
  for (const row of file.rows) {
    const name = [row.fields.get('sourceSystem'), row.fields.get('orderIntentId')]
    // A row that names no intent is one by itself, so that it takes no others down.
    const key = name.includes(undefined) ? `row ${row.row}` : JSON.stringify(name)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].map((rows) => {
    const orderIntentId = rows[0]?.fields.get('orderIntentId') ?? ''
    return { rows, orderIntentId, ...readIntent(rows, file, now) }
  })
}

function readIntent(
  rows: readonly CsvRow[],
  file: CsvFile,
  now: string,
): { intent: OrderIntent } | { trouble: string } {
  const trouble = rowTrouble(rows) ?? disagreement(rows)
  if (trouble !== null) return { trouble }
  const text = (column: Column) => rows.find((row) => row.fields.has(column))?.fields.get(column)
  const raw = {
    sourceSystem: text('sourceSystem'),
    orderIntentId: text('orderIntentId'),
    contractVersion: text('contractVersion') ?? versionOf(rows),
    customerRef: text('customerRef'),
    shipTo: {
      name: text('name'),
      line1: text('line1'),
      postalCode: text('postalCode'),
      city: text('city'),
      country: text('country'),
    },
    region: text('region'),
    warehouse: text('warehouse'),
    deliveryDate: text('deliveryDate'),
    fulfilment: text('fulfilment'),
    payment: text('payment'),
    allowBackorder: truthOf(text('allowBackorder')),
    externalOrderId: text('externalOrderId'),
    submittedAt: text('submittedAt') ?? now,
    lineItems: rows.map((row) => lineOf(row, file)),
  }
  const parsed = OrderIntent.safeParse(raw, { error: plainWords })
  if (parsed.success) return { intent: parsed.data }
  const [issue] = parsed.error.issues
  const where = issue === undefined ? '' : placeOf(issue.path, rows)
  return { trouble: `${where}: ${issue?.message ?? 'not understood'}` }
}

/** A file that uses what version 2 brought means it, whether it says so or not. */
function versionOf(rows: readonly CsvRow[]): string | undefined {
  const isLater = rows.some(({ fields }) => fields.has('payment') || fields.has('lineRef'))
  return isLater ? '2' : undefined
}

function rowTrouble(rows: readonly CsvRow[]): string | null {
  const bad = rows.find((row) => row.trouble !== null)
  return bad === undefined ? null : `row ${bad.row}: ${bad.trouble}`
}

/** An intent's own columns may be left empty after its first row, but not say something else. */
function disagreement(rows: readonly CsvRow[]): string | null {
  for (const column of INTENT_COLUMNS) {
    const first = rows.find((row) => row.fields.has(column))
    const said = first?.fields.get(column)
    const other = rows.find((row) => (row.fields.get(column) ?? said) !== said)
    if (first === undefined || other === undefined) continue
    return `row ${other.row}: ${column} is not what row ${first.row} of the same order says`
  }
  return null
}

/** What is no number stays text, for the schema to refuse. */
function lineOf({ fields }: CsvRow, { isCommaSeparated }: CsvFile) {
  const numberOf = (text: string | undefined) => {
    const pattern = isCommaSeparated ? NUMBER : NUMBER_WITH_COMMA
    if (text === undefined || !pattern.test(text) || AMBIGUOUS.test(text)) return text
    return Number(text.replace(',', '.'))
  }
  const line = Object.fromEntries(LINE_COLUMNS.map((column) => [column, fields.get(column)]))
  const { quantity, unitPriceCents } = line
  return { ...line, quantity: numberOf(quantity), unitPriceCents: numberOf(unitPriceCents) }
}

function truthOf(text: string | undefined): boolean | string | undefined {
  return text === undefined ? undefined : (TRUTH[text.toLowerCase()] ?? text)
}

/** Where something is wrong, as whoever made the file sees it. */
function placeOf(path: readonly PropertyKey[], rows: readonly CsvRow[]): string {
  const column = String(path.at(-1) ?? '')
  const index = path[0] === 'lineItems' && typeof path[1] === 'number' ? path[1] : 0
  return `row ${rows[index]?.row ?? 0}, ${column}`
}
