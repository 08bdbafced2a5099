import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { FLOOR_CLAIMS_MAX } from '#contract/sync/floor-answer.ts'
import { listOf, loadOf } from '../floor/read-claims.ts'
import { claimedAt } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'

type Row =
  { kind: 'pick-list'; body: DocumentOf<'pick-list'> } | { kind: 'load'; body: DocumentOf<'load'> }

/** Lists and loads that a station has claimed, oldest first. */
export async function readHolds(
  tx: Tx,
  { stationId, warehouse }: { stationId: string; warehouse: string },
) {
  // Word for word what the index `document_claimed` is of; few things are claimed at a time.
  const { rows } = await sql<Row>`
    SELECT kind, body FROM document
    WHERE warehouse = ${warehouse} AND in_scope AND kind IN ('pick-list', 'load')
      AND body ->> 'status' = 'claimed' AND body -> 'claim' ->> 'stationId' = ${stationId}
    ORDER BY kind, id LIMIT ${FLOOR_CLAIMS_MAX}`.execute(tx)
  return rows
    .flatMap((row) => {
      const { claim } = row.body
      if (claim === null) return []
      const held = row.kind === 'load' ? loadOf(row.body) : listOf(row.body)
      const { kind, id, reference, done, total } = held
      return { kind, id, reference, done, total, since: claimedAt(claim) }
    })
    .toSorted((a, b) => a.since.localeCompare(b.since))
}
