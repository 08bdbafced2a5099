/** In the order in which they win when a header holds as many of each; the office chooses alike. */
const DELIMITERS = [';', '\t', ','] as const

/** One row of a file, as it stands there. */
export type CsvRecord = {
  /** The line it begins on; the first is 1. */
  row: number
  /** Its text without the end of the line. */
  raw: string
  fields: readonly string[]
}

export type CsvRecords = { delimiter: string; records: readonly CsvRecord[] }

/** A quote that no other one closes, and the row it begins on. */
export class OpenQuote extends Error {
  readonly row: number

  constructor(row: number) {
    super(`the quote of row ${row} is never closed`)
    this.name = 'OpenQuote'
    this.row = row
  }
}

/**
 * Cuts a file into its rows and leaves each as it is, so that parts of it can be sent on and bad rows be handed back
 * byte by byte. A quote begins a quoted field at the field's beginning only, as the office reads it. Empty rows are left out.
 */
export function csvRecords(text: string): CsvRecords {
  const body = text.replace(/^\uFEFF/, '')
  const delimiter = delimiterOf(body)
  const records: CsvRecord[] = []
  let at = 0
  let row = 1
  while (at < body.length) {
    const end = endOfRecord(body, { at, delimiter, row })
    const raw = body.slice(at, end)
    const fields = fieldsOf(raw, delimiter)
    if (fields.some((field) => field !== '')) records.push({ row, raw, fields })
    row += 1 + countOf(raw, '\n')
    at = end + (body.startsWith('\r\n', end) ? 2 : 1)
  }
  return { delimiter, records }
}

/** Where the line ends that does not stand within quotes. */
function endOfRecord(
  body: string,
  { at, delimiter, row }: { at: number; delimiter: string; row: number },
): number {
  let isQuoted = false
  let isFieldStart = true
  for (let index = at; index < body.length; index += 1) {
    const one = body[index]
    if (isQuoted) {
      if (one === '"' && body[index + 1] === '"') index += 1
      else if (one === '"') isQuoted = false
    } else if (one === '"' && isFieldStart) isQuoted = true
    else if (one === '\n' || one === '\r') return index
    isFieldStart = !isQuoted && (one === delimiter || (isFieldStart && one === ' '))
  }
  if (isQuoted) throw new OpenQuote(row)
  return body.length
}

function fieldsOf(raw: string, delimiter: string): string[] {
  const fields: string[] = []
  let field = ''
  let isQuoted = false
  for (let index = 0; index < raw.length; index += 1) {
    const one = raw[index] ?? ''
    if (isQuoted && one === '"' && raw[index + 1] === '"') {
      field += one
      index += 1
    } else if (one === '"' && (isQuoted || field.trim() === '')) {
      isQuoted = !isQuoted
      if (isQuoted) field = ''
    } else if (!isQuoted && one === delimiter) {
      fields.push(field.trim())
      field = ''
    } else field += one
  }
  return [...fields, field.trim()]
}

function delimiterOf(body: string): string {
  const [firstLine = ''] = body.trimStart().split('\n', 1)
  const bare = firstLine.replaceAll(/"[^"]*"/g, '')
  return DELIMITERS.reduce((best, one) => (countOf(bare, one) > countOf(bare, best) ? one : best))
}

function countOf(text: string, mark: string): number {
  return text.split(mark).length - 1
}
