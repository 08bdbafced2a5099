import { parse } from 'csv-parse/browser/esm/sync'
import {
  CSV_ROWS_MAX,
  type CsvCells,
  type CsvFile,
  type CsvRow,
  type CsvTrouble,
} from './csv-cells.ts'

/** In the order in which they win when a header holds as many of each. */
const DELIMITERS = [';', '\t', ','] as const

/** What our own files put before text that a spreadsheet would take for a formula. */
const GUARDED = /^'(?=[=+\-@\t\r])/

/** Reads a file with a header. The separator is the one of semicolon, tab and comma that the header has most of. */
export function readCsv(text: string): CsvFile | CsvTrouble {
  const delimiter = delimiterOf(text)
  const records = parseRecords(text, delimiter)
  if (records === null) return 'unreadable'
  const [header, ...lines] = records
  if (header === undefined || header.every((cell) => cell === '')) return 'empty'
  if (lines.length > CSV_ROWS_MAX) return 'too-many-rows'
  const names = header.map((name) => name.toLowerCase())
  const rows = lines.flatMap((raw, index): CsvRow[] =>
    raw.every((cell) => cell === '') ? [] : [{ row: index + 2, cells: cellsOf(names, raw), raw }],
  )
  return { header, rows, delimiter }
}

function parseRecords(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      trim: true,
      // Whole empty rows count, so that rows have the numbers a spreadsheet shows.
      skip_empty_lines: false,
    })
  } catch {
    return null
  }
}

function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/))
  const counts = DELIMITERS.map((mark) => head.split(mark).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function cellsOf(names: readonly string[], raw: readonly string[]): CsvCells {
  const filled = names.flatMap((name, index): [string, string][] => {
    const cell = (raw[index] ?? '').replace(GUARDED, '')
    return name === '' || cell === '' ? [] : [[name, cell]]
  })
  return Object.fromEntries(filled)
}
