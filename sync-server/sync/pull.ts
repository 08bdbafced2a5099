import { sql } from 'kysely'
import { readableVersions } from '#contract/actions/index.ts'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Store, Tx } from '../store/index.ts'
import { clusterIdentity, rotateEpoch } from './epoch.ts'

export type PullQuery = { cursor: number; epoch: string; limit: number }
export type StationOfWarehouse = { stationId: string; warehouse: string }

/** Action types and versions this office reads; a station never sends others (PUSH-6). */
const READS = readableVersions()

/** A station that pulls is noted as seen at most this often: leases run for hours (LEASE-1). */
const SEEN_EVERY_MS = 60_000

type State = {
  epoch: string
  last_seen_at: string | null
  head: number
  incarnation: string
  last_seq: number
  isSameCluster: boolean
  identity: string | null
}

/**
 * One page of the feed, out of one snapshot: what it says of the station's own actions
 * (`processed`) and the documents agree. A cursor beyond the head proves that the database has
 * forgotten something, which starts a new epoch (EPOCH-1).
 */
export async function pull(
  parts: { store: Store; deps: OfficeDeps },
  station: StationOfWarehouse,
  query: PullQuery,
): Promise<PullAnswer> {
  const { store, deps } = parts
  const page = await store.snapshot((tx) => readPage(tx, store.kind, station, query))
  const nowMs = deps.clock.now()
  const serverTime = instantOf(nowMs)
  await noteSeen(store, station.stationId, { nowMs, seenAt: page.state.last_seen_at })
  if (page.changes !== null) return { ...page.answer, changes: page.changes, serverTime }
  const { state } = page
  const hasForgotten = !state.isSameCluster || query.epoch === state.epoch
  const epoch = hasForgotten
    ? await store.transaction((tx) =>
        rotateEpoch(tx, { deps, knownEpoch: state.epoch, identity: state.identity }),
      )
    : state.epoch
  return { ...page.answer, epoch, cursor: 0, more: true, reset: true, changes: [], serverTime }
}

async function noteSeen(
  store: Store,
  stationId: string,
  { nowMs, seenAt }: { nowMs: number; seenAt: string | null },
): Promise<void> {
  if (seenAt !== null && nowMs - Date.parse(seenAt) < SEEN_EVERY_MS) return
  await store.transaction((tx) =>
    tx
      .updateTable('station')
      .set({ last_seen_at: instantOf(nowMs) })
      .where('id', '=', stationId)
      .execute(),
  )
}

type Page = {
  state: State
  answer: Omit<PullAnswer, 'changes' | 'serverTime'>
  /** Null when the cursor does not belong to this history. */
  changes: PullAnswer['changes'] | null
}

async function readPage(
  tx: Tx,
  kind: Store['kind'],
  station: StationOfWarehouse,
  query: PullQuery,
): Promise<Page> {
  const { cursor, limit } = query
  const state = await readState(tx, kind, station)
  const answer = {
    epoch: state.epoch,
    head: state.head,
    cursor: state.head,
    more: false,
    processed: { incarnation: state.incarnation, seq: state.last_seq },
    reads: READS,
  }
  const isForeign = query.epoch !== '' && query.epoch !== state.epoch && cursor > 0
  if (isForeign || cursor > state.head || !state.isSameCluster) {
    return { state, answer, changes: null }
  }
  const rows = await selectChanges(tx, station, query)
  if (rows.length <= limit) return { state, answer, changes: rows }
  const changes = rows.slice(0, limit)
  const last = changes.at(-1)?.seq ?? cursor
  return { state, answer: { ...answer, cursor: last, more: true }, changes }
}

async function readState(
  tx: Tx,
  kind: Store['kind'],
  { stationId, warehouse }: StationOfWarehouse,
): Promise<State> {
  const { rows } = await sql<State>`
    SELECT o.epoch, h.head, s.incarnation, s.last_seq, s.last_seen_at, i.identity,
      o.cluster_identity IS NOT DISTINCT FROM i.identity AS "isSameCluster"
    FROM office o, warehouse_head h, station s, (SELECT ${clusterIdentity(kind)} AS identity) i
    WHERE h.warehouse = ${warehouse} AND s.id = ${stationId}`.execute(tx)
  const [state] = rows
  if (state === undefined) throw new Error(`station ${stationId} has no warehouse`)
  return state
}

/** One row more than the page holds says that there is more. Tombstones are for those who had the document. */
async function selectChanges(
  tx: Tx,
  { stationId, warehouse }: StationOfWarehouse,
  { cursor, limit }: PullQuery,
): Promise<PullAnswer['changes']> {
  const { rows } = await sql<PullAnswer['changes'][number]>`
    SELECT seq, kind, id, CASE WHEN in_scope THEN body END AS doc
    FROM document
    WHERE warehouse = ${warehouse} AND seq > ${cursor}
      AND (station_id IS NULL OR station_id = ${stationId})
      ${cursor === 0 ? sql`AND in_scope` : sql``}
    ORDER BY seq LIMIT ${limit + 1}`.execute(tx)
  return rows
}
