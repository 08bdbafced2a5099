import { expect, test } from 'vitest'
import { IMPORT_ROWS_MAX } from '#contract/http/intent-import-routes.ts'
import { Problem } from '../http/problem.ts'
import { intentsOfRows } from './intents-of-rows.ts'
import { readCsv } from './read-csv.ts'

const HEADER = 'sourceSystem,orderIntentId,customerRef,name,line1,postalCode,city,country,region'
const WHO = 'webshop,i-1,C-1,Vloeren Øst,Kade 1,1011 AB,Amsterdam,NL,NOORD'
const NOW = '2026-03-10T08:00:00.000Z'

test('rows of one intent are its lines, wherever they stand in the file', () => {
  const text = [
    `${HEADER},sku,quantity`,
    `${WHO},OAK-1,3`,
    `${WHO.replace('i-1', 'i-2')},GLUE-1,1`,
    'webshop,i-1,,,,,,,,GLUE-1,2',
  ].join('\n')
  const [first, second] = intentsOfRows(readCsv(text), NOW)
  expect(first).toMatchObject({
    orderIntentId: 'i-1',
    rows: [{ row: 2 }, { row: 4 }],
    intent: {
      customerRef: 'C-1',
      shipTo: { name: 'Vloeren Øst', city: 'Amsterdam' },
      submittedAt: NOW,
      lineItems: [
        { sku: 'OAK-1', quantity: 3 },
        { sku: 'GLUE-1', quantity: 2 },
      ],
    },
  })
  expect(second).toMatchObject({ intent: { orderIntentId: 'i-2' } })
})

test('a byte order mark, semicolons, quotes, CRLF, empty lines and a decimal comma are read', () => {
  const text = [
    '\uFEFF' + `${HEADER},sku,quantity,unit,allowBackorder`.replaceAll(',', ';'),
    '',
    'webshop;i-1;C-1;"Vloeren ""Øst""; en\nzoon";Kade 1;1011 AB;Amsterdam;NL;NOORD;OAK-1;23,5;m2;TRUE',
    ';;;;;;;;;;;;',
    'webshop;i-2;C-1;Øst;Kade 1;1011 AB;Amsterdam;NL;NOORD;OAK-1;2;;',
  ].join('\r\n')
  const file = readCsv(text)
  expect(file.rows.map(({ row }) => row)).toEqual([3, 6])
  const [first] = intentsOfRows(file, NOW)
  expect(first).toMatchObject({
    trouble: expect.stringContaining('row 3, name: printable'),
  })
  const [plain] = intentsOfRows(readCsv(text.replace('en\nzoon', 'en zoon')), NOW)
  expect(plain).toMatchObject({
    intent: {
      shipTo: { name: 'Vloeren "Øst"; en zoon' },
      lineItems: [{ quantity: 23.5, unit: 'm2' }],
      allowBackorder: true,
    },
  })
})

test('columns may be tabs apart, in any order and any case', () => {
  const names = `quantity,SKU,${HEADER.toUpperCase()}`.split(',')
  const text = `${names.join('\t')}\n${['2', 'OAK-1', ...WHO.split(',')].join('\t')}`
  expect(intentsOfRows(readCsv(text), NOW)).toMatchObject([
    { intent: { lineItems: [{ sku: 'OAK-1', quantity: 2 }] } },
  ])
})

test('a header that lacks columns, or has one twice, is refused and says which', () => {
  const problem = problemOf('sourceSystem,orderIntentId,sku,sku\na,b,c,d')
  expect(problem.code).toBe('invalid-request')
  const messages = problem.extras.errors?.map(({ message }) => message)
  expect(messages).toContain('there is no column quantity')
  expect(messages).toContain('column sku is there twice')
  expect(problem.message).toContain('The first row has: sourceSystem')
  expect(problemOf('').message).toBe('the file is empty')
})

test('a quote that is never closed, and too many rows, are refused', () => {
  expect(problemOf(`${HEADER},sku,quantity\n"${WHO}`).message).toContain('not CSV')
  const rows = `${WHO},OAK-1,1\n`.repeat(IMPORT_ROWS_MAX + 1)
  expect(problemOf(`${HEADER},sku,quantity\n${rows}`).code).toBe('too-large')
  expect(readCsv(`${HEADER},sku,quantity\n${rows.slice(0, -WHO.length - 9)}`).rows).toHaveLength(
    IMPORT_ROWS_MAX,
  )
})

test('columns that mean nothing are named', () => {
  const file = readCsv(`${HEADER},sku,quantity,colour\n${WHO},OAK-1,1,red`)
  expect(file.ignored).toEqual(['colour'])
})

test.each([
  ['a comma in a number of a comma-separated file', '"1,5"', 'row 2, quantity'],
  ['what may be a thousand or one', '1.000', 'row 2, quantity'],
  ['a word', 'three', 'row 2, quantity'],
  ['nothing', '', 'row 2, quantity'],
  ['a field too many', '1,NOORD', 'the row has 12 fields, the header 11'],
])('%s is refused and says where', (_what, quantity, where) => {
  const [only] = intentsOfRows(readCsv(`${HEADER},sku,quantity\n${WHO},OAK-1,${quantity}`), NOW)
  expect(only).toMatchObject({ trouble: expect.stringContaining(where) })
})

test('rows of one intent that contradict each other are refused together', () => {
  const text = `${HEADER},sku,quantity\n${WHO},OAK-1,1\n${WHO.replace('Kade 1', 'Kade 2')},OAK-1,1`
  expect(intentsOfRows(readCsv(text), NOW)).toMatchObject([
    {
      rows: [{ row: 2 }, { row: 3 }],
      trouble: 'row 3: line1 is not what row 2 of the same order says',
    },
  ])
})

test('a row that names no intent takes no others down', () => {
  const text = `${HEADER},sku,quantity\n,,,,,,,,,OAK-1,1\n,,,,,,,,,OAK-1,2\n${WHO},OAK-1,1`
  const groups = intentsOfRows(readCsv(text), NOW)
  expect(groups.map((group) => 'intent' in group)).toEqual([false, false, true])
})

test('what version 2 brought makes a row one of version 2', () => {
  const text = `${HEADER},sku,quantity,payment\n${WHO},OAK-1,1,prepaid`
  expect(intentsOfRows(readCsv(text), NOW)).toMatchObject([
    { intent: { contractVersion: '2', payment: 'prepaid' } },
  ])
})

function problemOf(text: string): Problem {
  try {
    readCsv(text)
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
  throw new Error('the file was read')
}
