import { sql } from 'kysely'
import { readableVersions } from '#contract/actions/index.ts'
import type { PullAnswer } from '#contract/sync/envelope.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { WrittenJson } from '../http/handler.ts'
import type { Reader, Store } from '../store/index.ts'
import { clusterIdentity, isPastEpoch, survivedSeq } from './epoch.ts'
import { believeProof } from './epoch-proof.ts'
import { noteSeen } from './note-seen.ts'

export type PullQuery = { cursor: number; epoch: string; limit: number }
export type StationOfWarehouse = { stationId: string; warehouse: string }

/** Action types and versions this office reads; a station never sends others (PUSH-6). */
const READS = readableVersions()

/** The station's columns where the page is read. */
const STATION = { id: sql.ref('s.id'), incarnation: sql.ref('s.incarnation') }

/** A station that pulls is noted as seen at most this often: leases run for hours (LEASE-1). */
const SEEN_EVERY_MS = 60_000

/** A snapshot that takes longer than this starts over once tombstones have been collected (PULL-4). */
const SNAPSHOT_TIME_MAX_MS = 24 * 60 * 60 * 1_000

type State = {
  epoch: string
  name: string
  appVersion: string
  last_seen_at: string | null
  head: number
  /** Tombstones up to here are no longer told of. */
  floor: number
  /** Where the station's newest snapshot began; null when it never took one in pages. */
  snapshotHead: number | null
  snapshotBegunAt: string | null
  incarnation: string
  last_seq: number
  isSameCluster: boolean
  /** Whether the epoch that the station named is one that this database has left behind. */
  isPastEpoch: boolean
  /** Of what that epoch had answered, how far it is still here; null where it is the present one. */
  survivedSeq: number | null
  identity: string | null
}

export type PullParts = {
  store: Store
  deps: OfficeDeps
  /** Throws for a station app that is too old to be given new work (VER-1). */
  requireVersion(appVersion: string): void
}

/**
 * One page of the feed, out of one statement: what it says of the station's own actions
 * (`processed`) and the documents agree. A cursor beyond the head proves that the database has
 * forgotten something, which starts a new epoch (EPOCH-1).
 */
export async function pull(
  parts: PullParts,
  station: StationOfWarehouse,
  query: PullQuery,
): Promise<WrittenJson<PullAnswer>> {
  const { store, deps } = parts
  const nowMs = deps.clock.now()
  const page = await store.read((db) => readPage(db, { ...parts, nowMs }, station, query))
  const { state } = page
  const serverTime = instantOf(nowMs)
  if (isDue(state.last_seen_at, nowMs)) await noteSeen(store, station.stationId, serverTime)
  if (page.kind === 'changes') {
    const { answer, changes } = page
    const isFirstOfMany = query.cursor === 0 && answer.more
    if (isFirstOfMany) await noteSnapshot(store, station.stationId, state.head, serverTime)
    return withChanges({ ...answer, serverTime }, changes)
  }
  const again = { ...page.answer, cursor: 0, more: true, reset: true, serverTime }
  if (page.kind === 'start-over') return withChanges(again, NO_CHANGES)
  const { identity, head, last_seq: lastSeq, epoch: knownEpoch, name } = state
  const epoch = await store.transaction((tx) =>
    believeProof(tx, deps, {
      station: { id: station.stationId, name, warehouse: station.warehouse },
      office: { knownEpoch, identity, head, lastSeq, isSameCluster: state.isSameCluster },
      claimed: { ackedSeq: 0, knownHead: query.cursor },
      lostEpoch: query.epoch === '' || query.epoch === knownEpoch ? null : query.epoch,
    }),
  )
  return withChanges({ ...again, epoch }, NO_CHANGES)
}

/** The answer with its documents as the database wrote them: they are the most of what an office sends. */
function withChanges(answer: Answer, changes: string): WrittenJson<PullAnswer> {
  return new WrittenJson(`${JSON.stringify(answer).slice(0, -1)},"changes":${changes}}`)
}

function isDue(seenAt: string | null, nowMs: number): boolean {
  return seenAt === null || nowMs - Date.parse(seenAt) >= SEEN_EVERY_MS
}

type Answer = Omit<PullAnswer, 'changes'>

const NO_CHANGES = '[]'

/** `changes` is JSON: an array of what `PullAnswer` says. */
type Page = { state: State; answer: Omit<Answer, 'serverTime'> } & (
  | { kind: 'changes'; changes: string }
  /** The cursor is of another history, or older than the tombstones that it would need. */
  | { kind: 'start-over' }
  /** The cursor, or an epoch that nobody here knows, shows that this database has forgotten something. */
  | { kind: 'forgotten' }
)

async function readPage(
  db: Reader,
  parts: Pick<PullParts, 'store' | 'requireVersion'> & { nowMs: number },
  station: StationOfWarehouse,
  query: PullQuery,
): Promise<Page> {
  const { cursor, limit } = query
  const { changes, found, lastSeq, ...state } = await readRows(db, parts.store.kind, station, query)
  parts.requireVersion(state.appVersion)
  const answer = {
    epoch: state.epoch,
    head: state.head,
    cursor: state.head,
    more: false,
    processed: { incarnation: state.incarnation, seq: state.last_seq },
    ...(state.isPastEpoch ? { survivedSeq: state.survivedSeq ?? 0 } : {}),
    reads: READS,
  }
  if (!state.isSameCluster) return { kind: 'forgotten', state, answer }
  if (query.epoch !== '' && query.epoch !== state.epoch) {
    if (!state.isPastEpoch) return { kind: 'forgotten', state, answer }
    if (cursor > 0) return { kind: 'start-over', state, answer }
  }
  if (cursor > state.head) {
    // Without an epoch nobody knows which history the cursor counted in.
    return { kind: query.epoch === '' ? 'start-over' : 'forgotten', state, answer }
  }
  if (isBelowFloor(state, cursor, parts.nowMs)) return { kind: 'start-over', state, answer }
  const isWhole = found <= limit
  const end = isWhole ? {} : { cursor: lastSeq ?? cursor, more: true }
  return { kind: 'changes', state, answer: { ...answer, ...end }, changes }
}

/**
 * Whether tombstones that this cursor has not heard of may be gone (PULL-4). Pages of a snapshot that began
 * at the floor or above go on: what left the scope before it began is not in it.
 */
function isBelowFloor(state: State, cursor: number, nowMs: number): boolean {
  if (cursor === 0 || cursor >= state.floor) return false
  const { snapshotHead, snapshotBegunAt } = state
  const isOfSnapshot =
    snapshotHead !== null &&
    snapshotBegunAt !== null &&
    snapshotHead >= state.floor &&
    cursor <= snapshotHead &&
    nowMs - Date.parse(snapshotBegunAt) <= SNAPSHOT_TIME_MAX_MS
  return !isOfSnapshot
}

/** Documents behind a cursor: how many there are, at most one more than the page holds, and those it holds. */
type Changes = { changes: string; found: number; lastSeq: number | null }

/**
 * The state and the changes behind the cursor in one statement, so that a pull is one round trip. One row
 * more than the page holds says that there is more. Tombstones are for those who had the document.
 */
async function readRows(
  db: Reader,
  kind: Store['kind'],
  { stationId, warehouse }: StationOfWarehouse,
  { cursor, limit, epoch }: PullQuery,
): Promise<State & Changes> {
  const found = sql`
    SELECT seq, kind, id, CASE WHEN in_scope THEN body END AS doc,
      row_number() OVER (ORDER BY seq) <= ${limit} AS "isOfPage"
    FROM document
    WHERE warehouse = ${warehouse} AND seq > ${cursor}
      AND (station_id IS NULL OR station_id = ${stationId})
      ${cursor === 0 ? sql`AND in_scope` : sql``}
    ORDER BY seq LIMIT ${limit + 1}`
  const { rows } = await sql<State & Changes>`
    SELECT o.epoch, h.head, h.tombstone_floor AS floor, s.name, s.app_version AS "appVersion",
      s.incarnation, s.last_seq, s.last_seen_at, b.head AS "snapshotHead",
      b.begun_at AS "snapshotBegunAt", i.identity,
      o.cluster_identity IS NOT DISTINCT FROM i.identity AS "isSameCluster",
      ${isPastEpoch(epoch)} AS "isPastEpoch",
      CASE WHEN o.epoch <> ${epoch} THEN ${survivedSeq(STATION, epoch)} END::int AS "survivedSeq",
      c.found, c."lastSeq", coalesce(c.changes, ${NO_CHANGES}) AS changes
    FROM office o CROSS JOIN warehouse_head h CROSS JOIN station s
    LEFT JOIN snapshot_begun b ON b.station_id = s.id
    CROSS JOIN (SELECT ${clusterIdentity(kind)} AS identity) i
    CROSS JOIN (
      SELECT count(*)::int AS found, max(seq) FILTER (WHERE "isOfPage") AS "lastSeq",
        (json_agg(json_build_object('seq', seq, 'kind', kind, 'id', id, 'doc', doc) ORDER BY seq)
          FILTER (WHERE "isOfPage"))::text AS changes
      FROM (${found}) f) c
    WHERE h.warehouse = ${warehouse} AND s.id = ${stationId}`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error(`station ${stationId} has no warehouse`)
  return row
}

async function noteSnapshot(
  store: Store,
  stationId: string,
  head: number,
  begunAt: string,
): Promise<void> {
  await store.transaction((tx) =>
    tx
      .insertInto('snapshot_begun')
      .values({ station_id: stationId, head, begun_at: begunAt })
      .onConflict((conflict) =>
        conflict.column('station_id').doUpdateSet({ head, begun_at: begunAt }),
      )
      .execute(),
  )
}
