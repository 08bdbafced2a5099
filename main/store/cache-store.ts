import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { DocumentKind, DocumentOf } from '#contract/documents/document.ts'
import type { Product } from '#contract/documents/master-data.ts'
import type { ScopeEntry } from '#contract/sync/scope-hash.ts'
import { dropCacheFile, openCacheFile } from './cache-file.ts'
import {
  type BarcodeEntry,
  barcodesOf,
  type CacheRow,
  isProven,
  proveCache,
  sumOf,
} from './cache-proof.ts'
import { isDamage } from './sqlite-errors.ts'

/** How far the feed has been read, and which of our own actions its documents already hold. */
const FeedPosition = z.object({ epoch: z.string(), cursor: z.int(), processedSeq: z.int() })
export type FeedPosition = z.infer<typeof FeedPosition>

const NOWHERE: FeedPosition = { epoch: '', cursor: 0, processedSeq: 0 }

/**
 * A document's newest version, or null when it left the scope; `seq` is its place in the feed. One
 * that this version can't read is kept raw (`isReadable: false`) and never handed out (PULL-5).
 */
export type BaseChange = {
  kind: string
  id: string
  seq: number
  body: string | null
  isReadable?: boolean
}

/**
 * The office's documents as last pulled. It holds nothing that the office doesn't have, so whatever is
 * wrong with it is answered by throwing it away: at open, or at once when a read or write finds damage.
 */
export class CacheStore {
  readonly #dataFolder: string
  readonly #onRebuilt: (reason: string) => void
  #incarnation: string | null = null
  #rebuilds = 0
  #damagedAtOpen = 0
  #db: Database.Database
  #sql: ReturnType<typeof prepare>

  constructor(dataFolder: string, onRebuilt: (reason: string) => void = () => undefined) {
    this.#dataFolder = dataFolder
    this.#onRebuilt = onRebuilt
    const { db, thrownAway, isChecked } = openCacheFile(dataFolder)
    this.#db = db
    this.#sql = prepare(db)
    if (thrownAway !== null) onRebuilt(thrownAway)
    if (isChecked) this.#damagedAtOpen = this.#guarded(0, () => this.#prove().damagedRows)
  }

  /** True until the first snapshot is whole: the bench works on an empty floor meanwhile. */
  get isEmpty(): boolean {
    return this.position().epoch === ''
  }

  /** How often it was found damaged since it was opened; whoever fills it begins anew when that grows. */
  get rebuilds(): number {
    return this.#rebuilds
  }

  /** Some row did not prove itself at open: the bench goes on with the others until they are read anew. */
  get wasDamagedAtOpen(): boolean {
    return this.#damagedAtOpen > 0
  }

  position(): FeedPosition {
    return this.#guarded(NOWHERE, () => {
      const stored = this.#sql.position.get()
      if (stored === undefined) return NOWHERE
      const parsed = FeedPosition.safeParse(parseJson(stored))
      if (parsed.success) return parsed.data
      this.#rebuild('its position can’t be read')
      return NOWHERE
    })
  }

  /**
   * Says which log's actions `processedSeq` counts. When the cache was filled beside another log, which
   * this one was made from, its position is brought over; in one transaction, so that it is done once.
   *
   * @param translate - how far this log is held by what holds so much of another
   */
  adopt(
    incarnation: string,
    translate: (other: { incarnation: string; seq: number }) => number,
  ): void {
    this.#incarnation = incarnation
    const other = this.#guarded(undefined, () => this.#sql.incarnation.get())
    if (other === incarnation) return
    const position = this.position()
    const seq = position.processedSeq
    const processedSeq = other === undefined ? seq : translate({ incarnation: other, seq })
    const write = this.#db.transaction(() => {
      this.#sql.setMeta.run('incarnation', incarnation)
      const { epoch } = position
      if (epoch !== '')
        this.#sql.setMeta.run('position', JSON.stringify({ ...position, processedSeq }))
    })
    this.#guarded(undefined, () => write.immediate())
  }

  /** The body as the office sent it; undefined when it is not in this station's scope. */
  get<K extends DocumentKind>(kind: K, id: string): DocumentOf<K> | undefined {
    return this.#guarded(undefined, () => {
      const row = this.#sql.get.get(kind, id)
      return row === undefined ? undefined : this.#docOf<K>(row)
    })
  }

  /** Every document of a kind; for kinds a floor has few of. */
  all<K extends DocumentKind>(kind: K): { id: string; doc: DocumentOf<K> }[] {
    return this.#guarded([], () =>
      this.#sql.all.all(kind).flatMap((row) => {
        const doc = this.#docOf<K>(row)
        return doc === undefined ? [] : [{ id: row.id, doc }]
      }),
    )
  }

  /**
   * What this station holds, kept raw or not, for the comparison with the office (PULL-4). Every row is
   * read for it, and one that does not prove itself counts as not there.
   */
  scopeEntries(): ScopeEntry[] {
    return this.#guarded<ScopeEntry[]>([], () => this.#prove().entries)
  }

  /** What an earlier version could not read. */
  keptRaw(): { kind: string; id: string; seq: number; body: string }[] {
    const rows = this.#guarded<CacheRow[]>([], () => this.#sql.raw.all())
    return rows.filter(isProven)
  }

  findBarcode(code: string): { sku: string; quantity: number } | undefined {
    const found = this.#guarded(undefined, () => this.#sql.findBarcode.get(code))
    if (found === undefined) return undefined
    const { sku, quantity } = found
    // The index proves nothing by itself: a wrong quantity would be booked as if it had been scanned.
    const product = this.get('product', sku)
    const known = product === undefined ? [] : barcodesOf(sku, product)
    return known.some((entry) => entry.code === code && entry.quantity === quantity)
      ? { sku, quantity }
      : undefined
  }

  /** Applies changes and, with `position`, moves the cursor in the same transaction (PULL-1). */
  apply(changes: readonly BaseChange[], position: FeedPosition | null): void {
    const write = this.#db.transaction(() => {
      for (const change of changes) this.#applyOne(change)
      if (position !== null) this.#sql.setMeta.run('position', JSON.stringify(position))
    })
    try {
      write.immediate()
    } catch (error) {
      // The caller reads its position again, finds none, and starts over with a snapshot.
      if (isDamage(error)) this.#rebuild(String(error))
      throw error
    }
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
    const { rebuilds } = this
    const known = this.#guarded<ScopeEntry[]>([], () => this.#sql.scope.all())
    // What the pages before the last had brought went with it.
    if (this.rebuilds !== rebuilds) throw new Error('the cache was lost while a snapshot ended')
    const gone = known.filter(({ kind, id }) => !named.has(documentKey(kind, id)))
    this.apply([...gone.map((key) => ({ ...key, body: null })), ...changes], position)
  }

  close(): void {
    this.#db.close()
  }

  #applyOne({ kind, id, seq, body, isReadable = true }: BaseChange): void {
    if (kind === 'product') this.#sql.dropBarcodes.run(id)
    if (body === null) {
      this.#sql.drop.run(kind, id)
      return
    }
    this.#sql.put.run(kind, id, seq, body, isReadable ? 1 : 0, sumOf({ kind, id, seq, body }))
    if (kind !== 'product' || !isReadable) return
    for (const entry of barcodesOf(id, JSON.parse(body) as Product)) this.#putBarcode(entry)
  }

  #putBarcode({ code, sku, quantity }: BarcodeEntry): void {
    this.#sql.putBarcode.run(code, sku, quantity)
  }

  #prove(): { entries: ScopeEntry[]; damagedRows: number } {
    const proof = proveCache(this.#db)
    // Few of these pages are asked for again, and a page that is held would hide what becomes of the file.
    this.#db.pragma('shrink_memory')
    if (proof === null) {
      this.#rebuild('its rows are out of order')
      return { entries: [], damagedRows: 0 }
    }
    const { entries, damagedRows, barcodesAnew } = proof
    if (barcodesAnew === null) return { entries, damagedRows }
    const write = this.#db.transaction(() => {
      this.#sql.dropAllBarcodes.run()
      for (const entry of barcodesAnew) this.#putBarcode(entry)
    })
    write.immediate()
    return { entries, damagedRows }
  }

  #docOf<K extends DocumentKind>(row: CacheRow): DocumentOf<K> | undefined {
    if (!isProven(row)) return undefined
    const parsed: unknown = JSON.parse(row.body)
    return parsed as DocumentOf<K>
  }

  #guarded<T>(otherwise: T, read: () => T): T {
    try {
      return read()
    } catch (error) {
      if (!isDamage(error)) throw error
      this.#rebuild(String(error))
      return otherwise
    }
  }

  #rebuild(reason: string): void {
    this.#rebuilds += 1
    this.#db.close()
    dropCacheFile(this.#dataFolder)
    this.#db = openCacheFile(this.#dataFolder).db
    this.#sql = prepare(this.#db)
    if (this.#incarnation !== null) this.#sql.setMeta.run('incarnation', this.#incarnation)
    this.#onRebuilt(reason)
  }
}

/** One string per document; a kind never holds a line end. */
export function documentKey(kind: string, id: string): string {
  return `${kind}\n${id}`
}

function prepare(db: Database.Database) {
  const columns = 'SELECT kind, id, seq, body, sum FROM base'
  return {
    get: db.prepare<[string, string], CacheRow>(
      `${columns} WHERE kind = ? AND id = ? AND is_readable = 1`,
    ),
    all: db.prepare<[string], CacheRow>(`${columns} WHERE kind = ? AND is_readable = 1`),
    raw: db.prepare<[], CacheRow>(`${columns} WHERE is_readable = 0`),
    scope: db.prepare<[], ScopeEntry>('SELECT kind, id, seq FROM base'),
    put: db.prepare(
      `INSERT INTO base (kind, id, seq, body, is_readable, sum) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, body = excluded.body,
         is_readable = excluded.is_readable, sum = excluded.sum`,
    ),
    drop: db.prepare('DELETE FROM base WHERE kind = ? AND id = ?'),
    findBarcode: db.prepare<[string], { sku: string; quantity: number }>(
      'SELECT sku, quantity FROM barcode WHERE code = ?',
    ),
    putBarcode: db.prepare(
      `INSERT INTO barcode (code, sku, quantity) VALUES (?, ?, ?)
       ON CONFLICT (code) DO UPDATE SET sku = excluded.sku, quantity = excluded.quantity`,
    ),
    dropBarcodes: db.prepare('DELETE FROM barcode WHERE sku = ?'),
    dropAllBarcodes: db.prepare('DELETE FROM barcode'),
    position: db.prepare<[], string>("SELECT value FROM meta WHERE key = 'position'").pluck(),
    incarnation: db.prepare<[], string>("SELECT value FROM meta WHERE key = 'incarnation'").pluck(),
    setMeta: db.prepare(
      `INSERT INTO meta (key, value) VALUES (?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    ),
  }
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return null
  }
}
