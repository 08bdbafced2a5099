import { expect, test } from 'vitest'
import { toCsv } from './csv.ts'
import { contentName } from './new-key.ts'
import { missingColumns, readDecimal, readWhole, type CsvFile } from './csv-cells.ts'
import { readCsv } from './read-csv.ts'

function read(text: string): CsvFile {
  const file = readCsv(text)
  if (typeof file === 'string') throw new Error(file)
  return file
}

test.each([
  ['comma', 'sku,name\nA,Oak'],
  ['semicolon', 'sku;name\nA;Oak'],
  ['tab', 'sku\tname\nA\tOak'],
  ['a mark before the text, and lines of Windows', '\uFEFFsku;name\r\nA;Oak\r\n'],
])('a file with %s is read', (_, text) => {
  expect(read(text).rows).toMatchObject([{ row: 2, cells: { sku: 'A', name: 'Oak' } }])
})

test('rows have the numbers a spreadsheet shows, whatever is empty or runs over lines', () => {
  const { rows } = read('sku,name\nA,"two\nlines"\n\n,\nB,"say ""hi"""\n')
  expect(rows.map(({ row, cells }) => [row, cells['name']])).toEqual([
    [2, 'two\nlines'],
    [5, 'say "hi"'],
  ])
})

test('what we guarded against formulas in a file of ours comes back as it was', () => {
  const names = ['=1+1', '+31 20', '-5', '@here', "'quoted'", 'plain, with comma']
  const file = toCsv(
    ['name'],
    names.map((name) => [name]),
  )
  expect(file).toContain("'=1+1")
  expect(read(file).rows.map(({ cells }) => cells['name'])).toEqual(names)
})

test('columns are found by name in any case, and missing ones are named', () => {
  const file = read('SKU;Name\nA;Oak')
  expect(file.rows[0]?.cells).toEqual({ sku: 'A', name: 'Oak' })
  expect(missingColumns(file, ['sku', 'weightGrams'])).toEqual(['weightGrams'])
})

test('a file without a header, and one that is none, are told apart', () => {
  expect(readCsv('')).toBe('empty')
  expect(readCsv(';;\n')).toBe('empty')
  expect(readCsv('sku\n"never closed')).toBe('unreadable')
})

test('numbers are read as people write them, and never guessed', () => {
  expect(readWhole('-12')).toBe(-12)
  expect(['1.5', '1,000', '', 'x', undefined].map(readWhole)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
  const inSemicolons = (text?: string) => readDecimal(text, ';')
  expect(['8000', '12.5', '12,5', '6500,125', '0.125'].map(inSemicolons)).toEqual([
    8_000, 12.5, 12.5, 6_500.125, 0.125,
  ])
  expect(['8.000,5', '-1', 'x', undefined].map(inSemicolons)).toEqual([null, null, null, null])
})

test('thousands of one country are not taken for decimals of another', () => {
  expect([readDecimal('8.000', ';'), readDecimal('8,125', ';')]).toEqual([null, 8.125])
  expect([readDecimal('8,000', ','), readDecimal('8.125', ',')]).toEqual([null, 8.125])
})

test('the same content has the same name, and another content another', () => {
  expect(contentName('sku\nA')).toBe(contentName('sku\nA'))
  const names = Array.from({ length: 10_000 }, (_, n) => contentName(`sku\nA-${n}`))
  expect(new Set(names).size).toBe(names.length)
})
