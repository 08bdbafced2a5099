import { sql } from 'kysely'
import type { LoggedAction, PushConflict, PushRequest, Receipt } from '#contract/sync/envelope.ts'
import { Outcome } from '#contract/sync/outcome.ts'
import type { Tx } from '../store/index.ts'
import { isPastEpoch, survivedSeq } from './epoch.ts'
import type { LockedStation } from './locked-station.ts'

/** Where a push stands in the station's log as the office has it. */
export type PlaceInLog =
  | { kind: 'conflict'; conflict: PushConflict }
  | { kind: 'forgotten' }
  | { kind: 'in-place'; replayed: Receipt[]; fresh: LoggedAction[] }

/** Epoch, gap and fork, before anything else is looked at; a batch may overlap what was answered (PUSH-3). */
export async function placeInLog(
  tx: Tx,
  station: LockedStation,
  request: PushRequest,
): Promise<PlaceInLog> {
  const { epoch, lastSeq } = station
  if (request.epoch !== epoch) {
    const past = await pastEpoch(tx, station, request.epoch)
    if (past === null) return { kind: 'forgotten' }
    return { kind: 'conflict', conflict: { code: 'epoch', epoch, lastSeq, ...past } }
  }
  const hasForgotten =
    !station.isSameCluster || request.ackedSeq > lastSeq || request.knownHead > station.head
  if (hasForgotten) return { kind: 'forgotten' }
  if (request.fromSeq > lastSeq + 1) {
    return { kind: 'conflict', conflict: { code: 'gap', expectedSeq: lastSeq + 1 } }
  }
  const stored = await selectStored(tx, station, request)
  const forkedAt = findFork(station, request, stored)
  if (forkedAt !== null) return { kind: 'conflict', conflict: { code: 'fork', seq: forkedAt } }
  return {
    kind: 'in-place',
    replayed: stored.map((row) => ({ ...receiptOf(row), replayed: true })),
    fresh: request.actions.filter((action) => action.seq > lastSeq),
  }
}

async function pastEpoch(
  tx: Tx,
  station: LockedStation,
  epoch: string,
): Promise<{ survivedSeq: number } | null> {
  const { rows } = await sql<{ isPast: boolean; survivedSeq: number }>`
    SELECT ${isPastEpoch(epoch)} AS "isPast",
      ${survivedSeq(station, epoch)}::int AS "survivedSeq"`.execute(tx)
  const [row] = rows
  return row?.isPast === true ? { survivedSeq: row.survivedSeq } : null
}

export type StoredRuling = {
  seq: number
  id: string
  hash: string
  outcome: string
  code: string | null
  detail: string | null
  exception_id: string | null
}

async function selectStored(
  tx: Tx,
  station: LockedStation,
  { fromSeq, actions }: PushRequest,
): Promise<StoredRuling[]> {
  if (fromSeq > station.lastSeq) return []
  return tx
    .selectFrom('station_action')
    .select(['seq', 'id', 'hash', 'outcome', 'code', 'detail', 'exception_id'])
    .where('station_id', '=', station.id)
    .where('incarnation', '=', station.incarnation)
    .where('seq', '>=', fromSeq)
    .where('seq', '<', fromSeq + actions.length)
    .orderBy('seq')
    .execute()
}

/** The first place where the station's log says something else than the office's copy of it. */
function findFork(
  station: LockedStation,
  { fromSeq, prevHash, actions }: PushRequest,
  stored: readonly StoredRuling[],
): number | null {
  if (fromSeq === station.lastSeq + 1) return prevHash === station.lastHash ? null : station.lastSeq
  const differing = stored.find((row) => actions[row.seq - fromSeq]?.hash !== row.hash)
  return differing?.seq ?? null
}

/** A stored answer as it was first given. */
export function receiptOf(row: Omit<StoredRuling, 'hash'>): Receipt {
  return {
    seq: row.seq,
    id: row.id,
    outcome: Outcome.parse(row.outcome),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.exception_id === null ? {} : { exceptionId: row.exception_id }),
  }
}
