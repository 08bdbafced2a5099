import { expect, test } from 'vitest'
import { csvRecords, OpenQuote } from './csv-records.ts'
import { badRowsText, partsOf, partText, readImportFile, type ImportFile } from './import-parts.ts'

const HEADER = 'sourceSystem;orderIntentId;name;sku'

function fileOf(...rows: string[]): ImportFile {
  const read = readImportFile([HEADER, ...rows].join('\n'))
  if ('kind' in read) throw new Error(read.kind)
  return read
}

test('rows keep their lines and their text, with quotes, line breaks and empty rows between', () => {
  const text = '\uFEFFa;b\r\n"x;\r\n""y""";2\r\n\r\n;;\r\n it\'s 14" wide ;3'
  expect(csvRecords(text)).toEqual({
    delimiter: ';',
    records: [
      { row: 1, raw: 'a;b', fields: ['a', 'b'] },
      { row: 2, raw: '"x;\r\n""y""";2', fields: ['x;\r\n"y"', '2'] },
      { row: 6, raw: ' it\'s 14" wide ;3', fields: ['it\'s 14" wide', '3'] },
    ],
  })
})

test('the separator is what the first row has most of, outside its quotes', () => {
  expect(csvRecords('a,b,"c;;;;"\n1,2,3').delimiter).toBe(',')
  expect(csvRecords('a\tb\n1\t2').delimiter).toBe('\t')
  expect(csvRecords('a;b,c\n').delimiter).toBe(';')
})

test('a quote that is never closed is named by its row', () => {
  expect(() => csvRecords('a\nb\n"c\nd')).toThrow(OpenQuote)
  expect(readImportFile(`${HEADER}\nerp;A;"x;y\nerp;B;z;w`)).toEqual({ kind: 'quote', row: 2 })
})

test('what is no file of orders is said before anything is sent', () => {
  expect(readImportFile('')).toEqual({ kind: 'empty' })
  expect(readImportFile(`${HEADER}\n`)).toEqual({ kind: 'empty' })
  const columns = ['sourceSystem', 'orderIntentId']
  expect(readImportFile('name;city\nA;B')).toEqual({ kind: 'no-headings', columns })
})

test('rows of one order go in one part, wherever they stand, and parts are of about so many rows', () => {
  const file = fileOf('erp;A;x;1', 'erp;B;x;1', 'shop;A;x;1', 'erp;A;;2', 'erp;;x;1', 'erp;;x;2')
  expect(file.rows).toBe(6)
  const rowsOfOrders = file.orders.map(({ records }) => records.map(({ row }) => row))
  expect(rowsOfOrders).toEqual([[2, 5], [3], [4], [6], [7]])
  const sizes = partsOf(file.orders, 2).map((part) => part.length)
  expect(sizes).toEqual([1, 2, 2])
})

test('a part says of each row where it stands in the whole file', () => {
  const file = fileOf('erp;A;x;1', 'erp;B;x;1', 'erp;A;"a\nb";2')
  const [first] = partsOf(file.orders, 1)
  expect(partText(file, first ?? [])).toBe(`reportRow;${HEADER}\n2;erp;A;x;1\n4;erp;A;"a\nb";2\n`)
})

test('bad rows come back as they stood, all of their order, with the reason in front', () => {
  const file = fileOf('erp;A;x;1', 'erp;B;x;1', 'erp;A;y;2')
  const why = new Map([
    [2, '=no "x"'],
    [4, '=no "x"'],
  ])
  const text = badRowsText(file, why)
  expect(text).toBe(`\uFEFFwhy;${HEADER}\r\n"'=no ""x""";erp;A;x;1\r\n"'=no ""x""";erp;A;y;2\r\n`)
  const again = readImportFile(text)
  expect('orders' in again && again.orders.map(({ orderIntentId }) => orderIntentId)).toEqual(['A'])
})
