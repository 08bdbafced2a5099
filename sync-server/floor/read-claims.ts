import { sql } from 'kysely'
import type { z } from 'zod'
import type { DocumentOf } from '#contract/documents/document.ts'
import { isLineDone } from '#contract/documents/pick-list.ts'
import { CLAIM_ORDERS_MAX, FLOOR_CLAIMS_MAX, type FloorClaim } from '#contract/sync/floor-answer.ts'
import { claimedAt, isOnline } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'

type Row =
  { kind: 'pick-list'; body: DocumentOf<'pick-list'> } | { kind: 'load'; body: DocumentOf<'load'> }

/** What the benches of a warehouse hold, oldest first; also benches that were taken out. */
export async function readClaims(
  tx: Tx,
  { warehouse, now }: { warehouse: string; now: number },
): Promise<z.input<typeof FloorClaim>[]> {
  // Word for word what the index `document_claimed` is of.
  const { rows } = await sql<Row>`
    SELECT kind, body FROM document
    WHERE warehouse = ${warehouse} AND in_scope AND kind IN ('pick-list', 'load')
      AND body ->> 'status' = 'claimed'
    ORDER BY kind, id LIMIT ${FLOOR_CLAIMS_MAX}`.execute(tx)
  const held = rows.flatMap(({ body }) => (body.claim === null ? [] : [body.claim.stationId]))
  if (held.length === 0) return []
  const stations = await tx
    .selectFrom('station')
    .select(['id', 'name', 'last_seen_at', 'revoked_at'])
    .where('id', 'in', [...new Set(held)])
    .execute()
  const byId = new Map(stations.map((station) => [station.id, station]))
  return rows
    .flatMap((row) => {
      const { claim } = row.body
      // The office itself holds a load for the moment in which it confirms it.
      const station = claim === null ? undefined : byId.get(claim.stationId)
      if (claim === null || station === undefined) return []
      const seenAt = station.last_seen_at
      const isRevoked = station.revoked_at !== null
      return {
        ...(row.kind === 'load' ? loadOf(row.body) : listOf(row.body)),
        stationId: station.id,
        station: station.name,
        stationOnline: !isRevoked && isOnline(seenAt, now),
        stationRevoked: isRevoked,
        lastSeenAt: seenAt,
        since: claimedAt(claim),
      }
    })
    .toSorted((a, b) => a.since.localeCompare(b.since))
}

export function listOf({ id, code, orders, lines }: DocumentOf<'pick-list'>) {
  const asked = lines.filter(({ requested }) => requested > 0)
  return {
    kind: 'list' as const,
    id,
    reference: code,
    orderNumbers: orders.map(({ orderNumber }) => orderNumber).slice(0, CLAIM_ORDERS_MAX),
    done: asked.filter(isLineDone).length,
    total: asked.length,
  }
}

export function loadOf({ id, number, units }: DocumentOf<'load'>) {
  const { length } = units
  return {
    kind: 'load' as const,
    id,
    reference: number,
    orderNumbers: [],
    done: length,
    total: length,
  }
}
