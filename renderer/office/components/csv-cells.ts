/** Largest file that is read in the page, and most rows of it. */
export const CSV_BYTES_MAX = 20 * 1024 * 1024
export const CSV_ROWS_MAX = 100_000

/** A row by the names of its columns, in small letters. Empty cells are left out. */
export type CsvCells = Readonly<Record<string, string>>

/** `row` is the number a spreadsheet shows beside it: the header is 1. */
export type CsvRow = { row: number; cells: CsvCells; raw: readonly string[] }

export type CsvFile = {
  header: readonly string[]
  rows: readonly CsvRow[]
  /** What parts its cells; a file with semicolons comes from where a comma parts decimals. */
  delimiter: string
}

export type CsvTrouble = 'empty' | 'unreadable' | 'too-many-rows'

/** The required columns that a file does not have. */
export function missingColumns(file: CsvFile, required: readonly string[]): string[] {
  const known = new Set(file.header.map((name) => name.toLowerCase()))
  return required.filter((name) => !known.has(name.toLowerCase()))
}

/** A whole number, without separators of thousands; null for anything else. */
export function readWhole(text: string | undefined): number | null {
  if (text === undefined || !/^[+-]?\d{1,15}$/.test(text)) return null
  return Number(text)
}

/** Thousands, or three decimals of another country; it is not guessed which. */
const EITHER_WAY = { ';': /^[1-9]\d{0,2}\.\d{3}$/, ',': /^[1-9]\d{0,2},\d{3}$/ } as const

/**
 * A number as people write it, with a point or a comma; null for anything else. `delimiter` is the file's: `8.000`
 * among semicolons may be eight thousand, and is none.
 */
export function readDecimal(text: string | undefined, delimiter: string): number | null {
  const isUnsure = delimiter === ',' ? EITHER_WAY[','] : EITHER_WAY[';']
  if (text === undefined || isUnsure.test(text)) return null
  if (!/^\d{1,12}(?:[.,]\d{1,6})?$/.test(text)) return null
  return Number(text.replace(',', '.'))
}
