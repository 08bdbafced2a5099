import { sql } from 'kysely'
import type { ScopeAnswer } from '#contract/sync/envelope.ts'
import type { Store } from '../store/index.ts'
import type { StationOfWarehouse } from './pull.ts'

/**
 * The hash of what a snapshot would give this station now (PULL-4), made where the documents are, so that
 * none of them travels. The text is that of contract/sync/scope-hash.ts; a test compares the two.
 */
export async function readScope(
  store: Store,
  { stationId, warehouse }: StationOfWarehouse,
): Promise<ScopeAnswer> {
  const { rows } = await store.snapshot((tx) =>
    sql<ScopeAnswer>`
      SELECT o.epoch, h.head, scope.documents,
        encode(sha256(convert_to(scope.lines, 'UTF8')), 'hex') AS hash
      FROM office o, warehouse_head h, (
        SELECT count(*) AS documents, coalesce(string_agg(
          kind || E'\\t' || id || E'\\t' || seq || E'\\n', '' ORDER BY kind COLLATE "C", id COLLATE "C"),
          '') AS lines
        FROM document
        WHERE warehouse = ${warehouse} AND in_scope
          AND (station_id IS NULL OR station_id = ${stationId})
      ) scope
      WHERE h.warehouse = ${warehouse}`.execute(tx),
  )
  const [scope] = rows
  if (scope === undefined) throw new Error(`warehouse ${warehouse} has no head`)
  return scope
}
