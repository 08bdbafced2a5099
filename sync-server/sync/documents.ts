import { type RawBuilder, sql } from 'kysely'
import type { DocumentKind, DocumentOf, DocumentReader } from '#contract/documents/document.ts'
import { isInScope } from '#contract/documents/scope.ts'
import { textColumn, type Tx } from '../store/index.ts'

/** A document's new body. With `stationId` only that station ever sees it. */
export type DocumentWrite = {
  [K in DocumentKind]: {
    kind: K
    id: string
    doc: DocumentOf<K>
    stationId?: string | null
    /** True when the writer decided on its absence: another's insert in between is a collision. */
    isNew?: boolean
  }
}[DocumentKind]

export type Key = { kind: DocumentKind; id: string }

/** What stood in the table; `seq` is 0 for a document that does not exist. */
export type StoredDocument = Key & { seq: number; doc: unknown }

/** Two writers created the same document; whoever comes second reads again and decides again. */
const COLLISION = { code: '40001' }

/**
 * Numbers and upserts documents, and answers with the warehouse's new head. It takes the
 * warehouse's head row, which is held to the commit, so that numbers become visible in order and
 * without holes (PULL-1): call it as the last statement of a transaction, and once.
 */
export async function writeDocuments(
  tx: Tx,
  warehouse: string,
  changes: readonly DocumentWrite[],
): Promise<number> {
  if (changes.length === 0) return headOf(tx, warehouse)
  const newest = new Map(changes.map((change) => [keyOf(change.kind, change.id), change]))
  const rows = [...newest.values()]
  const written = await sql<{ kind: DocumentKind; id: string; seq: number; inserted: boolean }>`
    WITH numbered AS (
      UPDATE warehouse_head SET head = head + ${rows.length}::bigint WHERE warehouse = ${warehouse}
      RETURNING head - ${rows.length}::bigint AS base
    )
    INSERT INTO document AS d (warehouse, kind, id, seq, in_scope, station_id, body)
    SELECT ${warehouse}, c.kind, c.id, numbered.base + c.ord, c.in_scope::boolean, c.station_id,
      c.body::jsonb
    FROM numbered, unnest(${textColumn(rows.map((row) => row.kind))},
      ${textColumn(rows.map((row) => row.id))},
      ${textColumn(rows.map((row) => isInScope(row.kind, row.doc)))},
      ${textColumn(rows.map((row) => row.stationId ?? null))},
      ${textColumn(rows.map((row) => JSON.stringify(row.doc)))})
      WITH ORDINALITY AS c (kind, id, in_scope, station_id, body, ord)
    ON CONFLICT (warehouse, kind, id) DO UPDATE
    SET seq = EXCLUDED.seq, in_scope = EXCLUDED.in_scope, station_id = EXCLUDED.station_id,
      body = EXCLUDED.body
    RETURNING d.kind, d.id, d.seq, d.xmax = 0 AS inserted`.execute(tx)
  let head = 0
  for (const row of written.rows) {
    head = Math.max(head, row.seq)
    const isCollision = newest.get(keyOf(row.kind, row.id))?.isNew === true && !row.inserted
    if (isCollision) throw Object.assign(new Error('a document appeared meanwhile'), COLLISION)
  }
  if (head === 0) throw new Error(`warehouse ${warehouse} has no head row`)
  return head
}

/** Reads documents, locked in sorted order when `lock` is set; each answers undefined when absent. */
export async function readDocuments(
  tx: Tx,
  warehouse: string,
  keys: readonly Key[],
  options: { lock?: boolean } = {},
): Promise<DocumentReader & { all(): StoredDocument[] }> {
  const found = await selectDocuments(tx, warehouse, keys, options.lock === true)
  const byKey = new Map(found.map((stored) => [keyOf(stored.kind, stored.id), stored]))
  return {
    get: <K extends DocumentKind>(kind: K, id: string) =>
      byKey.get(keyOf(kind, id))?.doc as DocumentOf<K> | undefined,
    all: () => found,
  }
}

/** Rows of the keys that exist, sorted by kind and id. */
export async function selectDocuments(
  tx: Tx,
  warehouse: string,
  keys: readonly Key[],
  lock: boolean,
): Promise<StoredDocument[]> {
  if (keys.length === 0) return []
  const wanted = JSON.stringify(keys.map(({ kind, id }) => ({ kind, id })))
  const { rows } = await sql<StoredDocument>`
    SELECT d.kind, d.id, d.seq, d.body AS doc
    FROM document d
    JOIN (SELECT DISTINCT kind, id FROM json_to_recordset(${wanted}::json) AS k (kind text, id text)) k
      ON d.kind = k.kind AND d.id = k.id
    WHERE d.warehouse = ${warehouse} AND ${isOneOf(keys)}
    ORDER BY d.kind, d.id ${lock ? sql`FOR UPDATE OF d` : sql``}`.execute(tx)
  return rows
}

/**
 * Locks rows in sorted order, and answers with those that are not at `seq` any more (0 for one that did
 * not exist) and how many of the others it locked: not all when it does not wait for whoever holds them.
 */
export async function lockDocuments(
  tx: Tx,
  warehouse: string,
  known: readonly (Key & { seq: number })[],
  { isWaiting }: { isWaiting: boolean },
): Promise<{ changed: StoredDocument[]; count: number }> {
  if (known.length === 0) return { changed: [], count: 0 }
  const { rows } = await sql<StoredDocument & { isChanged: boolean; isKnown: boolean }>`
    SELECT d.kind, d.id, d.seq, d.seq <> k.seq AS "isChanged", k.seq > 0 AS "isKnown",
      CASE WHEN d.seq <> k.seq THEN d.body END AS doc
    FROM document d
    JOIN json_to_recordset(${JSON.stringify(known)}::json) AS k (kind text, id text, seq bigint)
      ON d.kind = k.kind AND d.id = k.id
    WHERE d.warehouse = ${warehouse} AND ${isOneOf(known)}
    ORDER BY d.kind, d.id FOR UPDATE OF d ${isWaiting ? sql`` : sql`SKIP LOCKED`}`.execute(tx)
  const count = rows.filter((row) => row.isKnown).length
  return { changed: rows.filter((row) => row.isChanged), count }
}

/** Says by the key's own index what the join says again, pair by pair: a planner that guesses reads a whole warehouse. */
function isOneOf(keys: readonly Key[]): RawBuilder<boolean> {
  const kinds = textColumn([...new Set(keys.map(({ kind }) => kind))])
  const ids = textColumn([...new Set(keys.map(({ id }) => id))])
  return sql<boolean>`d.kind = ANY(${kinds}) AND d.id = ANY(${ids})`
}

/** The newest number of the warehouse's feed. */
export async function headOf(tx: Tx, warehouse: string): Promise<number> {
  const row = await tx
    .selectFrom('warehouse_head')
    .select('head')
    .where('warehouse', '=', warehouse)
    .executeTakeFirstOrThrow()
  return row.head
}

/** One string per document; a kind never holds a slash. */
export function keyOf(kind: string, id: string): string {
  return `${kind}/${id}`
}
