import type Database from 'better-sqlite3'
import { join } from 'node:path'
import type { DocumentKind, DocumentOf } from '#contract/documents/document.ts'
import type { Product } from '#contract/documents/master-data.ts'
import { normalizeGtin } from '#contract/barcode/gtin.ts'
import { CACHE_SCHEMA } from './log-schema.ts'
import { openDatabase } from './open-database.ts'

/** How far the feed has been read, and which of our own actions its documents already hold. */
export type FeedPosition = { epoch: string; cursor: number; processedSeq: number }

export type BaseChange = { kind: DocumentKind; id: string; body: string | null }

/** The office's documents as last pulled. Rebuilt from the feed whenever it is missing. */
export class CacheStore {
  readonly #db: Database.Database
  readonly #get: Database.Statement<[string, string], string>
  readonly #put: Database.Statement
  readonly #drop: Database.Statement
  readonly #findBarcode: Database.Statement<[string], { sku: string; quantity: number }>
  readonly #putBarcode: Database.Statement
  readonly #dropBarcodes: Database.Statement

  constructor(dataFolder: string) {
    this.#db = openDatabase(join(dataFolder, 'cache.db'), CACHE_SCHEMA)
    this.#get = this.#db
      .prepare<[string, string], string>('SELECT body FROM base WHERE kind = ? AND id = ?')
      .pluck()
    this.#put = this.#db.prepare(
      `INSERT INTO base (kind, id, body) VALUES (?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`,
    )
    this.#drop = this.#db.prepare('DELETE FROM base WHERE kind = ? AND id = ?')
    this.#findBarcode = this.#db.prepare('SELECT sku, quantity FROM barcode WHERE code = ?')
    this.#putBarcode = this.#db.prepare(
      `INSERT INTO barcode (code, sku, quantity) VALUES (?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET sku = excluded.sku, quantity = excluded.quantity`,
    )
    this.#dropBarcodes = this.#db.prepare('DELETE FROM barcode WHERE sku = ?')
  }

  position(): FeedPosition {
    const stored = this.#db
      .prepare<[], string>("SELECT value FROM meta WHERE key = 'position'")
      .pluck()
      .get()
    if (stored === undefined) return { epoch: '', cursor: 0, processedSeq: 0 }
    const parsed: unknown = JSON.parse(stored)
    return parsed as FeedPosition
  }

  /** The body as the office sent it; undefined when it is not in this station's scope. */
  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    const body = this.#get.get(kind, id)
    if (body === undefined) return undefined
    const parsed: unknown = JSON.parse(body)
    return parsed as DocumentOf<K>
  }

  /** Every document of a kind; for kinds a floor has few of. */
  all<K extends DocumentKind>(kind: K): { id: string; doc: DocumentOf<K> }[] {
    return this.#db
      .prepare<[string], { id: string; body: string }>('SELECT id, body FROM base WHERE kind = ?')
      .all(kind)
      .map(({ id, body }) => {
        const doc: unknown = JSON.parse(body)
        return { id, doc: doc as DocumentOf<K> }
      })
  }

  findBarcode(code: string): { sku: string; quantity: number } | undefined {
    return this.#findBarcode.get(code)
  }

  /** Applies changes and, with `position`, moves the cursor in the same transaction (PULL-1). */
  apply(changes: readonly BaseChange[], position: FeedPosition | null): void {
    this.#db
      .transaction(() => {
        for (const change of changes) this.#applyOne(change)
        if (position === null) return
        this.#db
          .prepare(
            `INSERT INTO meta (key, value) VALUES ('position', ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
          )
          .run(JSON.stringify(position))
      })
      .immediate()
  }

  /**
   * Ends a snapshot: its last changes, and nothing is kept that it did not name. Keys as `documentKey`
   * makes them.
   */
  applySnapshot(
    changes: readonly BaseChange[],
    named: ReadonlySet<string>,
    position: FeedPosition,
  ): void {
    const known = this.#db
      .prepare<[], { kind: DocumentKind; id: string }>('SELECT kind, id FROM base')
      .all()
    const gone = known.filter(({ kind, id }) => !named.has(documentKey(kind, id)))
    this.apply([...gone.map((key) => ({ ...key, body: null })), ...changes], position)
  }

  close(): void {
    this.#db.close()
  }

  #applyOne({ kind, id, body }: BaseChange): void {
    if (kind === 'product') this.#dropBarcodes.run(id)
    if (body === null) {
      this.#drop.run(kind, id)
      return
    }
    this.#put.run(kind, id, body)
    if (kind !== 'product') return
    const product: Product = JSON.parse(body) as Product
    for (const { code, quantity } of product.barcodes) {
      this.#putBarcode.run(normalizeGtin(code) ?? code, id, quantity)
    }
  }
}

/** One string per document; a kind never holds a line end. */
export function documentKey(kind: DocumentKind, id: string): string {
  return `${kind}\n${id}`
}
