import { expect, test } from 'vitest'
import { readCsv } from '../../components/read-csv.ts'
import type { Say } from '../../text/text.ts'
import { readMovementRow } from './movement-rows.ts'
import { isSameProduct, mergeProduct, productsCsv, readProductRow } from './product-rows.ts'
import { productLink, skuInAddress } from './stock-columns.tsx'
import type { Product } from './stock-data.ts'

const say: Say = (key) => key

const OAK: Product = {
  sku: 'OAK-14',
  name: '=cmd|"Eiken" plank; 14 mm',
  barcodes: [
    { code: '8712345000011', quantity: 1 },
    { code: 'CASE:OAK', quantity: 6 },
  ],
  weightGrams: 2_000,
  volumeCm3: 1_000,
  tracking: 'lot',
  singleLot: true,
  salesUnits: [{ code: 'M2', numerator: 9, denominator: 2 }],
  weightToleranceGrams: 20,
  location: 'A-01-1',
}

function rowsOf(text: string) {
  const file = readCsv(text)
  if (typeof file === 'string') throw new Error(file)
  return file.rows.map(({ cells }) => readProductRow(cells, say))
}

test('what is exported reads back as the same product', () => {
  const plain: Product = { ...OAK, sku: 'PLAIN', barcodes: [], singleLot: false }
  const rows = rowsOf(productsCsv([OAK, plain]))
  expect(rows[0]).toEqual(OAK)
  const [, second] = rows
  if (second === undefined || typeof second === 'string') throw new Error('not read')
  expect(mergeProduct(second, null)).toEqual({ ...plain, sku: undefined })
})

test('a product that exists keeps what a row leaves empty, and one that says nothing new is the same', () => {
  const row = { sku: 'OAK-14', location: 'B-2' }
  const merged = mergeProduct(row, OAK)
  const { sku: _sku, ...body } = OAK
  expect(merged).toEqual({ ...body, location: 'B-2' })
  expect(merged !== null && isSameProduct(merged, OAK)).toBe(false)
  const again = mergeProduct({ sku: 'OAK-14', location: 'A-01-1' }, OAK)
  expect(again !== null && isSameProduct(again, OAK)).toBe(true)
})

test('a new product needs a name, a weight and a volume', () => {
  expect(mergeProduct({ sku: 'NEW', name: 'New' }, null)).toBeNull()
  expect(mergeProduct({ sku: 'NEW', name: 'New', weightGrams: 1, volumeCm3: 1 }, null)).toEqual({
    name: 'New',
    weightGrams: 1,
    volumeCm3: 1,
    tracking: 'none',
    barcodes: [],
  })
})

test.each([
  ['name\nOak', 'stock.wrong-sku'],
  ['sku,weightGrams\nA,1.5', 'stock.wrong-whole'],
  ['sku,volumeCm3\nA,-1', 'stock.wrong-whole'],
  ['sku,tracking\nA,batch', 'stock.wrong-tracking'],
  ['sku,singleLot\nA,maybe', 'stock.wrong-yes-no'],
  ['sku,barcodes\nA,|', 'stock.wrong-barcodes'],
  ['sku,barcodes\nA,871:0', 'stock.wrong-barcodes'],
  ['sku,salesUnits\nA,BOX:8', 'stock.wrong-sales-units'],
])('%j says what is wrong with it', (text, trouble) => {
  expect(rowsOf(text)).toEqual([trouble])
})

const NOTE = { sku: 'GLUE', kind: 'received', quantity: '12', reason: 'note' }
const AT = { warehouse: 'MAIN', say }

test('a movement is read with the warehouse of the page, or its own', () => {
  const read = { warehouse: 'MAIN', sku: 'GLUE', kind: 'RECEIVED', quantity: 12, reason: 'note' }
  expect(readMovementRow(NOTE, AT)).toEqual(read)
  const more = { ...NOTE, warehouse: 'SOUTH', lot: 'G1', expirydate: '2027-03-31', key: 'n-1' }
  expect(readMovementRow(more, AT)).toEqual({
    ...read,
    warehouse: 'SOUTH',
    lot: 'G1',
    expiryDate: '2027-03-31',
    key: 'n-1',
  })
})

test.each([
  [{ quantity: '0' }, 'stock.wrong-quantity'],
  [{ quantity: '-1' }, 'stock.wrong-quantity'],
  [{ quantity: '1,5' }, 'stock.wrong-quantity'],
  [{ kind: 'SHIPPED' }, 'stock.wrong-kind'],
  [{ expirydate: '2027-03-31' }, 'stock.wrong-expiry'],
  [{ lot: 'G1', expirydate: '31-3-2027' }, 'stock.wrong-expiry'],
])('a movement with %j says what is wrong with it', (change, trouble) => {
  expect(readMovementRow({ ...NOTE, ...change }, AT)).toBe(trouble)
})

test('only a correction may take away', () => {
  expect(readMovementRow({ ...NOTE, kind: 'ADJUSTED', quantity: '-3' }, AT)).toMatchObject({
    quantity: -3,
  })
  const { reason: _reason, ...silent } = NOTE
  expect(readMovementRow(silent, AT)).toBe('stock.wrong-reason')
})

test.each(['FELT/3 B', '50% oak', 'a?b#c', 'A&B=C', "it's", 'A;B,C:D@E+F$'])(
  'the SKU %j comes back from its address',
  (sku) => {
    // The router decodes an address as a whole.
    expect(skuInAddress(decodeURI(productLink(sku).slice(1)))).toBe(sku)
  },
)
