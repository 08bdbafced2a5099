import { csvRecords, OpenQuote, type CsvRecord } from './csv-records.ts'

/** Largest file that is read in the page, and most rows of it. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024
export const FILE_ROWS_MAX = 200_000

/** Rows of one call: often enough for a bar that moves, seldom enough for a quick import. */
export const PART_ROWS = 50

/** Columns without which nothing is an order; the office asks for the others by name. */
const KEY_COLUMNS = ['sourcesystem', 'orderintentid'] as const

/** Rows that are one order, wherever in the file they stand. */
export type OrderRows = { orderIntentId: string; records: readonly CsvRecord[] }

export type ImportFile = {
  header: string
  delimiter: string
  rows: number
  orders: readonly OrderRows[]
}

export type FileTrouble =
  | { kind: 'empty' | 'too-large' }
  | { kind: 'quote'; row: number }
  | { kind: 'no-headings'; columns: readonly string[] }

/** A file in the orders it holds, in the order of their first rows; or what keeps it from being read. */
export function readImportFile(text: string): ImportFile | FileTrouble {
  try {
    const { delimiter, records } = csvRecords(text)
    const [header, ...rows] = records
    if (header === undefined || rows.length === 0) return { kind: 'empty' }
    if (rows.length > FILE_ROWS_MAX) return { kind: 'too-large' }
    const names = header.fields.map((name) => name.toLowerCase())
    const columns = KEY_COLUMNS.map((name) => names.indexOf(name))
    if (columns.includes(-1))
      return { kind: 'no-headings', columns: ['sourceSystem', 'orderIntentId'] }
    const orders = groupRows(rows, columns)
    return { header: header.raw, delimiter, rows: rows.length, orders }
  } catch (error) {
    if (error instanceof OpenQuote) return { kind: 'quote', row: error.row }
    throw error
  }
}

function groupRows(rows: readonly CsvRecord[], columns: readonly number[]): OrderRows[] {
  const groups = new Map<string, CsvRecord[]>()
  for (const record of rows) {
    const name = columns.map((column) => record.fields[column] ?? '')
    // A row that names no order stands by itself, so that it takes no others down.
    const key = name.includes('') ? `row ${record.row}` : JSON.stringify(name)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [record])
    else group.push(record)
  }
  const [, idColumn = 0] = columns
  return [...groups.values()].map((records) => ({
    orderIntentId: records[0]?.fields[idColumn] ?? '',
    records,
  }))
}

/** Whole orders, about so many rows at a time. */
export function partsOf(orders: readonly OrderRows[], rows = PART_ROWS): OrderRows[][] {
  const parts: OrderRows[][] = []
  let count = rows
  for (const order of orders) {
    if (count >= rows) {
      parts.push([])
      count = 0
    }
    parts.at(-1)?.push(order)
    count += order.records.length
  }
  return parts
}

/** What is sent of a part. A column in front says where each row stands in the whole file, for the report. */
export function partText({ header, delimiter }: ImportFile, part: readonly OrderRows[]): string {
  const rows = part.flatMap(({ records }) => records)
  const lines = rows.map(({ row, raw }) => `${row}${delimiter}${raw}`)
  return [`reportRow${delimiter}${header}`, ...lines, ''].join('\n')
}

/**
 * The rows of orders that were refused, as they stood in the file, to be mended and sent again. Why stands in front, in a
 * column that means nothing to the office.
 */
export function badRowsText(
  { header, delimiter, orders }: ImportFile,
  why: ReadonlyMap<number, string>,
): string {
  const bad = orders.filter(({ records }) => records.some(({ row }) => why.has(row)))
  const rows = bad.flatMap(({ records }) => records).toSorted((a, b) => a.row - b.row)
  const lines = rows.map(({ row, raw }) => `${quoted(why.get(row) ?? '')}${delimiter}${raw}`)
  return `\uFEFF${[`why${delimiter}${header}`, ...lines, ''].join('\r\n')}`
}

/** A sentence as a cell. It quotes what the file said, which might begin like a formula. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
