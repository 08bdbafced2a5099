import { sql } from 'kysely'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import type { Store, Tx } from '../store/index.ts'
import { clusterIdentity, isDurable } from './epoch.ts'

/** The station that pushes, its row locked, and what the office is at this moment. */
export type LockedStation = {
  id: string
  warehouse: string
  name: string
  /** The log that the push continues, and where the office's copy of it ends. */
  incarnation: string
  lastSeq: number
  lastHash: string
  /** The last action that the office has of it, and when that was by the office's clock (TIME-1). */
  lastBody: string | null
  lastAt: string | null
  /** True when the row still names another log: this one is new, or an older one came back. */
  isOtherLog: boolean
  epoch: string
  head: number
  identity: string | null
  isSameCluster: boolean
  isDurable: boolean
  /** The prefix had no numbers left for it; a job sees to that (NUM-1). */
  wantsNumbers: boolean
}

/** Undefined when the station is gone. Everything else a push does happens behind this lock. */
export async function lockStation(
  tx: Tx,
  kind: Store['kind'],
  stationId: string,
  incarnation: string,
): Promise<LockedStation | undefined> {
  const { rows } = await sql<Omit<LockedStation, 'isOtherLog'>>`
    SELECT s.id, s.warehouse, s.name, s.incarnation, s.last_seq AS "lastSeq",
      s.last_hash AS "lastHash", p.body AS "lastBody", p.occurred_at AS "lastAt", o.epoch, h.head, i.identity,
      o.cluster_identity IS NOT DISTINCT FROM i.identity AS "isSameCluster",
      ${isDurable(kind)} AS "isDurable", s.wants_numbers AS "wantsNumbers"
    FROM station s
    JOIN warehouse_head h ON h.warehouse = s.warehouse
    CROSS JOIN office o
    CROSS JOIN (SELECT ${clusterIdentity(kind)} AS identity) i
    LEFT JOIN station_action p
      ON p.station_id = s.id AND p.incarnation = s.incarnation AND p.seq = s.last_seq
    WHERE s.id = ${stationId} ${kind === 'postgres' ? sql`FOR UPDATE OF s` : sql``}`.execute(tx)
  const [row] = rows
  if (row === undefined) return undefined
  if (row.incarnation === incarnation) return { ...row, isOtherLog: false }
  const end = await tx
    .selectFrom('station_action')
    .select(['seq', 'hash', 'body', 'occurred_at'])
    .where('station_id', '=', stationId)
    .where('incarnation', '=', incarnation)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { seq: lastSeq, hash: lastHash } = end ?? { seq: 0, hash: GENESIS_HASH }
  const [lastBody, lastAt] = [end?.body ?? null, end?.occurred_at ?? null]
  return { ...row, incarnation, lastSeq, lastHash, lastBody, lastAt, isOtherLog: true }
}
