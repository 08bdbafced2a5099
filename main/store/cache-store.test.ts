import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKeptRaw } from '../sync/pull.ts'
import { tempFolder } from '../testing/temp-folder.ts'
import { CacheStore } from './cache-store.ts'

const POSITION = { epoch: 'e1', cursor: 7, processedSeq: 2 }
const oak = { sku: 'OAK', barcodes: [{ code: '8712345000011', quantity: 1 }] }
const oakChange = { kind: 'product', id: 'OAK', seq: 4, body: JSON.stringify(oak) }

/** A closed cache of one product, and the reasons why later ones were thrown away. */
function filled() {
  const folder = tempFolder()
  const cache = new CacheStore(folder)
  cache.apply([oakChange], POSITION)
  cache.close()
  const reasons: string[] = []
  return { folder, reasons, reopen: () => new CacheStore(folder, (why) => reasons.push(why)) }
}

test('[PULL-4] a cache names every document it holds with its place in the feed', () => {
  const cache = new CacheStore(tempFolder())
  const unread = { kind: 'pallet-map', id: 'p1', seq: 5, body: '{}', isReadable: false }
  cache.apply([oakChange, unread], POSITION)
  cache.apply([{ ...oakChange, seq: 9 }], null)
  expect(cache.scopeEntries()).toEqual([
    { kind: 'pallet-map', id: 'p1', seq: 5 },
    { kind: 'product', id: 'OAK', seq: 9 },
  ])
  cache.apply([{ ...oakChange, seq: 10, body: null }], null)
  expect(cache.scopeEntries().map(({ id }) => id)).toEqual(['p1'])
  cache.close()
})

test('[PULL-5] a document that can’t be read is kept raw and never handed out', () => {
  const cache = new CacheStore(tempFolder())
  cache.apply([{ ...oakChange, isReadable: false }], POSITION)
  expect(cache.get('product', 'OAK')).toBeUndefined()
  expect(cache.all('product')).toEqual([])
  expect(cache.findBarcode('08712345000011')).toBeUndefined()
  expect(cache.scopeEntries()).toHaveLength(1)
  cache.close()
})

test('[PULL-4] a cache that is no database any more is thrown away and begins empty', () => {
  const { folder, reasons, reopen } = filled()
  writeFileSync(join(folder, 'cache.db'), 'this is not what SQLite wrote'.repeat(200))
  const again = reopen()
  expect(reasons).toHaveLength(1)
  expect(again.isEmpty).toBe(true)
  expect(again.position()).toEqual({ epoch: '', cursor: 0, processedSeq: 0 })
  again.apply([oakChange], POSITION)
  expect(again.isEmpty).toBe(false)
  again.close()
})

test('[PULL-4] a cache of another layout is thrown away', () => {
  const { folder, reasons, reopen } = filled()
  const db = new Database(join(folder, 'cache.db'))
  db.pragma('user_version = 99')
  db.close()
  reopen().close()
  expect(reasons).toEqual(['it has layout 99'])
})

test('[PULL-4] a page that was overwritten is found at start, or when it is read', () => {
  const { folder, reasons, reopen } = filled()
  const path = join(folder, 'cache.db')
  const bytes = readFileSync(path)
  bytes.fill(0xff, 4_096, 8_192)
  writeFileSync(path, bytes)
  const again = reopen()
  expect(again.get('product', 'OAK')).toBeUndefined()
  expect(again.isEmpty).toBe(true)
  expect(reasons).toHaveLength(1)
  again.close()
})

test('[PULL-4] a row with a flipped bit counts as not there, so that the scope check brings it anew', () => {
  const { folder, reopen } = filled()
  const db = new Database(join(folder, 'cache.db'))
  db.exec(`UPDATE base SET body = replace(body, 'OAK', 'OBK')`)
  db.close()
  const again = reopen()
  expect(again.get('product', 'OAK')).toBeUndefined()
  expect(again.scopeEntries()).toEqual([])
  again.apply([oakChange], POSITION)
  expect(again.get('product', 'OAK')).toEqual(oak)
  expect(again.scopeEntries()).toHaveLength(1)
  again.close()
})

/** Changes the file of a closed cache, as a flipped bit would. */
function change(folder: string, sql: string): void {
  const db = new Database(join(folder, 'cache.db'))
  db.exec(sql)
  db.close()
}

test('[PULL-4] a row with a flipped bit that nobody has read counts as not there, and is known at open', () => {
  const { folder, reasons, reopen } = filled()
  const whole = reopen()
  expect(whole.wasDamagedAtOpen).toBe(false)
  expect(whole.scopeEntries()).toHaveLength(1)
  change(folder, `UPDATE base SET body = replace(body, 'OAK', 'OBK')`)
  expect(whole.scopeEntries()).toEqual([])
  whole.close()
  const again = reopen()
  expect(again.wasDamagedAtOpen).toBe(true)
  expect(again.scopeEntries()).toEqual([])
  // The others are still of use to a bench that has no network.
  expect(again.position()).toEqual(POSITION)
  expect(reasons).toEqual([])
  again.close()
})

test('[PULL-4] a document kept raw with a flipped bit counts as not there', () => {
  const { folder, reopen } = filled()
  const cache = reopen()
  cache.apply([{ kind: 'novel', id: 'n1', seq: 5, body: '{"a":1}', isReadable: false }], null)
  change(folder, `UPDATE base SET body = '{"a":3}' WHERE kind = 'novel'`)
  expect(cache.scopeEntries().map(({ kind }) => kind)).toEqual(['product'])
  cache.close()
})

test('[PULL-4] a barcode whose quantity, code or product has a flipped bit is not believed, and is mended', () => {
  for (const damage of ['quantity = 3', `code = '08712345000010'`, `sku = 'OAJ'`]) {
    const { folder, reopen } = filled()
    const cache = reopen()
    expect(cache.findBarcode('08712345000011')).toEqual({ sku: 'OAK', quantity: 1 })
    change(folder, `UPDATE barcode SET ${damage}`)
    expect(cache.findBarcode('08712345000011'), damage).toBeUndefined()
    expect(cache.findBarcode('08712345000010'), damage).toBeUndefined()
    expect(cache.scopeEntries()).toHaveLength(1)
    expect(cache.findBarcode('08712345000011'), damage).toEqual({ sku: 'OAK', quantity: 1 })
    cache.close()
    change(folder, `UPDATE barcode SET ${damage}`)
    const again = reopen()
    expect(again.findBarcode('08712345000011'), damage).toEqual({ sku: 'OAK', quantity: 1 })
    again.close()
  }
})

test('[PULL-4] a row that a search would not come to makes the comparison throw the cache away', () => {
  const folder = tempFolder()
  const reasons: string[] = []
  const cache = new CacheStore(folder, (why) => reasons.push(why))
  const ids = ['BBB', 'CCC', 'DDD']
  const body = JSON.stringify({ barcodes: [] })
  cache.apply(
    ids.map((id, at) => ({ kind: 'product', id, seq: at + 1, body })),
    POSITION,
  )
  cache.close()
  const path = join(folder, 'cache.db')
  const again = new CacheStore(folder, (why) => reasons.push(why))
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('productCCC') + 'product'.length] = 'A'.charCodeAt(0)
  writeFileSync(path, bytes)
  const noticed = again.scopeEntries()
  expect(noticed).toEqual([])
  expect(again.isEmpty).toBe(true)
  expect(reasons).toHaveLength(1)
  again.close()
})

test('[PULL-1] a cache whose position can’t be read starts over', () => {
  const { folder, reasons, reopen } = filled()
  const db = new Database(join(folder, 'cache.db'))
  db.exec(`UPDATE meta SET value = '{"epoch":"e1","cursor":"'`)
  db.close()
  const again = reopen()
  expect(again.position().cursor).toBe(0)
  expect(again.scopeEntries()).toEqual([])
  expect(reasons).toHaveLength(1)
  again.close()
})

/** Spoils the first page of a table behind an open cache that has not read it yet. */
function spoilTable(folder: string, name: string): void {
  const path = join(folder, 'cache.db')
  const db = new Database(path, { readonly: true })
  const page = db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(name)
  db.close()
  const bytes = readFileSync(path)
  bytes.fill(0xff, ((page ?? 1) - 1) * 4_096, (page ?? 1) * 4_096)
  writeFileSync(path, bytes)
}

test('[PULL-4] damage met while a log takes the cache over throws the cache away, and the start goes on', () => {
  const folder = tempFolder()
  new CacheStore(folder).close()
  const reasons: string[] = []
  const cache = new CacheStore(folder, (why) => reasons.push(why))
  spoilTable(folder, 'meta')
  cache.adopt('ab'.repeat(16), () => 0)
  expect(reasons).toHaveLength(1)
  cache.apply([oakChange], POSITION)
  expect(cache.position()).toEqual(POSITION)
  cache.close()
  // The new cache knows whose it is.
  const again = new CacheStore(folder)
  again.adopt('ab'.repeat(16), () => 0)
  expect(again.position()).toEqual(POSITION)
  again.close()
})

test('[PULL-4, PULL-5] damage met while raw documents are looked at again throws the cache away', () => {
  const { folder, reasons, reopen } = filled()
  const product = {
    sku: 'ELM',
    name: 'Elm',
    weightGrams: 100,
    volumeCm3: 100,
    tracking: 'none',
    barcodes: [{ code: '8712345000028', quantity: 1 }],
  }
  const first = new CacheStore(folder)
  const body = JSON.stringify(product)
  first.apply([{ kind: 'product', id: 'ELM', seq: 5, body, isReadable: false }], null)
  first.close()
  const cache = reopen()
  spoilTable(folder, 'barcode')
  readKeptRaw(cache)
  expect(reasons).toHaveLength(1)
  expect(cache.isEmpty).toBe(true)
  cache.close()
})
