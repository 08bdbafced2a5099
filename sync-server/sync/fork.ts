import { sql } from 'kysely'
import type { PushRequest } from '#contract/sync/envelope.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { openForStation } from '../exceptions/station-troubles.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from './documents.ts'
import type { LockedStation } from './locked-station.ts'

/** Bytes of refused logs kept for one station; a log that goes on and on must not fill the disk (I14). */
export const FORKED_BYTES_MAX = 16 * 1024 * 1024

/** Keeps the bytes of a log that says something else than the office's copy, and tells a person (ID-2). */
export async function keepFork(
  tx: Tx,
  deps: OfficeDeps,
  fork: { station: LockedStation; request: PushRequest; seq: number },
): Promise<void> {
  const { station, request, seq } = fork
  const { incarnation, fromSeq } = request
  const bytes = JSON.stringify(request.actions)
  const lastHash = request.actions.at(-1)?.hash ?? request.prevHash
  const hasRoom = (await bytesKept(tx, station.id)) + bytes.length <= FORKED_BYTES_MAX
  if (hasRoom) {
    const kept = await tx
      .insertInto('forked_push')
      .values({
        station_id: station.id,
        incarnation,
        from_seq: fromSeq,
        last_hash: lastHash,
        actions: bytes,
        received_at: instantOf(deps.clock.now()),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('from_seq')
      .execute()
    // The same push again, as a station that has not stopped yet sends it.
    if (kept.length === 0) return
  }
  const detail = {
    seq,
    incarnation,
    since: await receivedAt(tx, station, seq),
    throughSeq: fromSeq + request.actions.length - 1,
    ...(hasRoom ? {} : { full: 1 }),
  }
  const writes = await openForStation(tx, deps, station, { code: 'fork', detail })
  await writeDocuments(tx, station.warehouse, writes)
}

async function bytesKept(tx: Tx, stationId: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    SELECT coalesce(sum(length(actions)), 0)::bigint AS bytes
    FROM forked_push WHERE station_id = ${stationId}`.execute(tx)
  return rows[0]?.bytes ?? 0
}

/** When the office took the action that stands at that place; empty where it has none. */
async function receivedAt(tx: Tx, station: LockedStation, seq: number): Promise<string> {
  const row = await tx
    .selectFrom('station_action')
    .select('received_at')
    .where('station_id', '=', station.id)
    .where('incarnation', '=', station.incarnation)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.received_at ?? ''
}
