import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { SupportFileState, SupportFileView } from '#contract/http/station-care-routes.ts'
import { SUPPORT_FILE_BYTES_MAX } from '#contract/sync/limits.ts'
import { sql } from 'kysely'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { readStation } from './health-board.ts'

const HOUR_MS = 60 * 60 * 1_000

/** A bench that was switched off at night is asked in the morning. */
const WAITED_MS = 24 * HOUR_MS

/** What is kept of one station, and how long. */
const FILES_KEPT_MAX = 5
const KEPT_MS = 30 * 24 * HOUR_MS

const pack = promisify(gzip)
const unpack = promisify(gunzip)

type Asked = { stationId: string; askedBy: string }

/**
 * Notes that somebody waits for a station's file. One that is awaited already is the same. Null for a station that
 * was revoked: it does not report any more.
 */
export async function askSupportFile(
  tx: Tx,
  { stationId, askedBy }: Asked,
  deps: OfficeDeps,
): Promise<SupportFileView | null> {
  const now = deps.clock.now()
  // Held, so that two who ask at once wait for the same file.
  const { revoked } = await readStation(tx, stationId, { now, isLocked: true })
  if (revoked) return null
  const [newest] = await listSupportFiles(tx, stationId, now)
  if (newest?.state === 'asked' || newest?.state === 'on-its-way') return newest
  noteBefore(tx, newest)
  const asked = { id: deps.newId(), asked_at: instantOf(now), asked_by: askedBy }
  const row = await tx
    .insertInto('support_file')
    .values({ ...asked, station_id: stationId, expires_at: instantOf(now + WAITED_MS) })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return viewOf(row, now)
}

/** The id of the file that is awaited of a station which has just been heard; null when none is. */
export async function tellAwaited(
  tx: Tx,
  { stationId, at }: { stationId: string; at: string },
): Promise<string | null> {
  const row = await tx
    .updateTable('support_file')
    .set((set) => ({ told_at: set.fn.coalesce('told_at', set.val(at)) }))
    .where('station_id', '=', stationId)
    .where('arrived_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export type PackedFile = { bytes: number; packed: string }

/** Packed before the transaction: it may take a while. */
export async function packSupportFile(file: Record<string, unknown>): Promise<PackedFile> {
  const text = JSON.stringify(file)
  return { bytes: Buffer.byteLength(text), packed: (await pack(text)).toString('base64') }
}

/** Keeps a file that was awaited, and forgets what is too many; throws `not-found` for any other. */
export async function keepSupportFile(
  tx: Tx,
  { stationId, id, at, file }: { stationId: string; id: string; at: string; file: PackedFile },
): Promise<void> {
  const row = await tx
    .updateTable('support_file')
    .set({ arrived_at: at, ...file })
    .where('id', '=', id)
    .where('station_id', '=', stationId)
    .where('arrived_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', 'nobody waits for this file')
  await sql`
    DELETE FROM support_file WHERE station_id = ${stationId} AND id NOT IN (
      SELECT id FROM support_file WHERE station_id = ${stationId}
      ORDER BY asked_at DESC, id DESC LIMIT ${FILES_KEPT_MAX})`.execute(tx)
}

/** Newest first, without what is in them. */
export async function listSupportFiles(
  tx: Tx,
  stationId: string,
  now: number,
): Promise<SupportFileView[]> {
  const rows = await tx
    .selectFrom('support_file')
    .select(COLUMNS)
    .where('station_id', '=', stationId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(FILES_KEPT_MAX)
    .execute()
  return rows.map((row) => viewOf(row, now))
}

/** Undefined where there is none, or it has not arrived. */
export async function readSupportFile(
  tx: Tx,
  { stationId, id }: { stationId: string; id: string },
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('support_file')
    .select('packed')
    .where('id', '=', id)
    .where('station_id', '=', stationId)
    .executeTakeFirst()
  return row?.packed ?? undefined
}

export async function unpackSupportFile(packed: string): Promise<Record<string, unknown>> {
  const bytes = await unpack(Buffer.from(packed, 'base64'), {
    maxOutputLength: SUPPORT_FILE_BYTES_MAX * 2,
  })
  return JSON.parse(bytes.toString()) as Record<string, unknown>
}

/** Forgets files that are older than they are kept. */
export async function purgeSupportFiles({ store, deps }: Office): Promise<number> {
  const before = instantOf(deps.clock.now() - KEPT_MS)
  return store.transaction(async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('support_file')
      .where('asked_at', '<', before)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  })
}

const COLUMNS = [
  'id',
  'asked_at',
  'asked_by',
  'expires_at',
  'told_at',
  'arrived_at',
  'bytes',
] as const

type Row = {
  id: string
  asked_at: string
  asked_by: string
  expires_at: string
  told_at: string | null
  arrived_at: string | null
  bytes: number | null
}

function viewOf(row: Row, now: number): SupportFileView {
  return {
    id: row.id,
    state: stateOf(row, now),
    askedAt: row.asked_at,
    askedBy: row.asked_by,
    expiresAt: row.expires_at,
    arrivedAt: row.arrived_at,
    bytes: row.bytes,
  }
}

function stateOf(row: Row, now: number): SupportFileState {
  if (row.arrived_at !== null) return 'here'
  if (Date.parse(row.expires_at) <= now) return 'expired'
  return row.told_at === null ? 'asked' : 'on-its-way'
}
