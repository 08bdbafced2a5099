import { CsvError, parse } from 'csv-parse/sync'
import { IMPORT_ROWS_MAX } from '#contract/http/intent-import-routes.ts'
import { invalidRequest, Problem } from '../http/problem.ts'

/** Columns that hold the same on every row of an intent, or nothing. */
export const INTENT_COLUMNS = [
  'sourceSystem',
  'orderIntentId',
  'contractVersion',
  'customerRef',
  'name',
  'line1',
  'postalCode',
  'city',
  'country',
  'region',
  'warehouse',
  'deliveryDate',
  'fulfilment',
  'payment',
  'allowBackorder',
  'externalOrderId',
  'submittedAt',
] as const

/** Columns of one line of the order. */
export const LINE_COLUMNS = ['sku', 'quantity', 'unit', 'unitPriceCents', 'lineRef'] as const

export type Column = (typeof INTENT_COLUMNS)[number] | (typeof LINE_COLUMNS)[number]

const REQUIRED: readonly Column[] = [
  'sourceSystem',
  'orderIntentId',
  'customerRef',
  'name',
  'line1',
  'postalCode',
  'city',
  'country',
  'sku',
  'quantity',
]

/** Where a file is sent in parts: the line that the row has in the whole of it, for the report. */
const ROW_COLUMN = 'reportRow'

const COLUMNS = [...INTENT_COLUMNS, ...LINE_COLUMNS, ROW_COLUMN] as const
type Named = (typeof COLUMNS)[number]

const ROW_NUMBER = /^[1-9]\d{0,8}$/

/** In the order in which they win when a header holds as many of each. */
const DELIMITERS = [';', '\t', ','] as const

/** Longest row, in characters; a quote that is never closed is found by it. */
const ROW_LENGTH_MAX = 16_384

/** A row of the file: the line it begins on, and its fields by column. Empty ones are left out. */
export type CsvRow = {
  row: number
  fields: ReadonlyMap<Column, string>
  /** What is wrong with the row as a row, if anything. */
  trouble: string | null
}

export type CsvFile = {
  rows: CsvRow[]
  /** Names of columns that mean nothing here. */
  ignored: string[]
  /** True where a comma separates columns, so that it cannot stand in a number. */
  isCommaSeparated: boolean
}

/** Reads a file with a header row; what is wrong with the file as a whole is a problem. */
export function readCsv(text: string): CsvFile {
  const delimiter = findDelimiter(text)
  const [header, ...records] = parseRecords(text, delimiter)
  const names = (header?.record ?? []).map(columnOf)
  requireColumns(header?.record ?? [], names)
  if (records.length > IMPORT_ROWS_MAX) {
    throw new Problem('too-large', `at most ${IMPORT_ROWS_MAX} rows in one file`)
  }
  return {
    rows: records.map((record) => toRow(record, names)),
    ignored: (header?.record ?? []).filter((name, n) => names[n] === null && name !== ''),
    isCommaSeparated: delimiter === ',',
  }
}

type Parsed = { record: string[]; info: { lines: number } }

function parseRecords(text: string, delimiter: string): Parsed[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      max_record_size: ROW_LENGTH_MAX,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: IMPORT_ROWS_MAX + 2,
      trim: true,
    }) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw invalidRequest([{ path: '', message: `not CSV: ${error.message}` }])
  }
}

/** The one that the first line holds most of, outside quotes. */
function findDelimiter(text: string): (typeof DELIMITERS)[number] {
  const [firstLine = ''] = text.trimStart().split('\n', 1)
  const bare = firstLine.replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best))
}

function columnOf(name: string): Named | null {
  const wanted = name.toLowerCase()
  return COLUMNS.find((column) => column.toLowerCase() === wanted) ?? null
}

function requireColumns(header: readonly string[], names: readonly (Named | null)[]): void {
  const missing = REQUIRED.filter((column) => !names.includes(column))
  const twice = names.filter((column, n) => column !== null && names.indexOf(column) !== n)
  const errors = [
    ...missing.map((column) => ({ path: 'header', message: `there is no column ${column}` })),
    ...twice.map((column) => ({ path: 'header', message: `column ${column} is there twice` })),
  ]
  if (errors.length === 0) return
  const names20 = header.slice(0, 20).join(', ')
  const all = errors.map(({ message }) => message).join('; ')
  const detail = names20 === '' ? 'the file is empty' : `${all}. The first row has: ${names20}`
  throw new Problem('invalid-request', detail, { errors })
}

function toRow({ record, info }: Parsed, names: readonly (Named | null)[]): CsvRow {
  const newlines = record.reduce((sum, field) => sum + field.split('\n').length - 1, 0)
  const fields = new Map<Column, string>()
  let row = info.lines - newlines
  for (const [n, field] of record.entries()) {
    const name = names[n] ?? null
    if (name === ROW_COLUMN) row = ROW_NUMBER.test(field) ? Number(field) : row
    else if (name !== null && field !== '') fields.set(name, field)
  }
  const surplus = record.slice(names.length).some((field) => field !== '')
  const trouble = surplus ? `the row has ${record.length} fields, the header ${names.length}` : null
  return { row, fields, trouble }
}
