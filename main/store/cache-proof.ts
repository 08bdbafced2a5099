import type Database from 'better-sqlite3'
import { crc32 } from 'node:zlib'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { ScopeEntry } from '#contract/sync/scope-hash.ts'

export type CacheRow = { kind: string; id: string; seq: number; body: string; sum: number }

/** What one barcode of a product stands for, as the index over products has it. */
export type BarcodeEntry = { code: string; sku: string; quantity: number }

export type CacheProof = {
  /** The documents whose rows prove themselves. */
  entries: ScopeEntry[]
  /** Rows that do not. */
  damagedRows: number
  /** What the index must hold, the winner of a code last; null where it holds just that. */
  barcodesAnew: BarcodeEntry[] | null
}

/**
 * Reads every row, as one that nobody reads would be counted for ever though a bit of it has flipped.
 * Null when a row lies where a search for it would not come, which only a new cache mends.
 */
export function proveCache(db: Database.Database): CacheProof | null {
  const entries: ScopeEntry[] = []
  const products: { seq: number; barcodes: BarcodeEntry[] }[] = []
  let rows = 0
  let last: CacheRow | null = null
  const all = db.prepare<[], CacheRow & { is_readable: number }>(
    'SELECT kind, id, seq, body, sum, is_readable FROM base ORDER BY kind, id',
  )
  for (const row of all.iterate()) {
    rows += 1
    if (last !== null && !isAfter(row, last)) return null
    last = row
    const { kind, id, seq } = row
    if (!isProven(row)) continue
    entries.push({ kind, id, seq })
    if (kind !== 'product' || row.is_readable !== 1) continue
    products.push({ seq, barcodes: barcodesOf(id, JSON.parse(row.body) as Product) })
  }
  const barcodes = products.toSorted((a, b) => a.seq - b.seq).flatMap((product) => product.barcodes)
  const barcodesAnew = isIndexOf(db, barcodes) ? null : barcodes
  return { entries, damagedRows: rows - entries.length, barcodesAnew }
}

export function isProven(row: CacheRow): boolean {
  return sumOf(row) === row.sum
}

export function sumOf({ kind, id, seq, body }: Omit<CacheRow, 'sum'>): number {
  return crc32(`${kind}\n${id}\n${seq}\n${body}`)
}

export function barcodesOf(sku: string, { barcodes }: Product): BarcodeEntry[] {
  return barcodes.map(({ code, quantity }) => ({
    code: normalizeGtin(code) ?? code,
    sku,
    quantity,
  }))
}

/** In the order of their bytes, which is the database's own. */
function isAfter(row: CacheRow, last: CacheRow): boolean {
  const byKind = Buffer.compare(Buffer.from(row.kind), Buffer.from(last.kind))
  return (
    byKind > 0 || (byKind === 0 && Buffer.compare(Buffer.from(row.id), Buffer.from(last.id)) > 0)
  )
}

function isIndexOf(db: Database.Database, barcodes: readonly BarcodeEntry[]): boolean {
  const expected = new Set(barcodes.map(textOf))
  const codes = new Set(barcodes.map(({ code }) => code))
  const held = db.prepare<[], BarcodeEntry>('SELECT code, sku, quantity FROM barcode').all()
  return held.length === codes.size && held.every((entry) => expected.has(textOf(entry)))
}

function textOf({ code, sku, quantity }: BarcodeEntry): string {
  return `${code}\n${sku}\n${quantity}`
}
