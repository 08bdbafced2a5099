import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { SyncState } from '../sync/sync-state.ts'
import { carveActions, isBody } from './carve-actions.ts'
import { provenMeta } from './meta-sum.ts'
import { proveActions } from './prove-actions.ts'
import { type ChainMark, SEGMENT_ACTIONS } from './segments.ts'
import { logVersion } from './open-log-file.ts'
import { isWalDamaged, readWal, type Wal, type WalFrame } from './wal-frames.ts'

/** Bytes searched at a time, and how far two stretches overlap: more than any row that lies in one page. */
const CARVE_BYTES = 16 * 1024 * 1024
const CARVE_OVERLAP_BYTES = 8 * 1024

/** Smallest piece that is given up when the disk can't read it. */
const SECTOR_BYTES = 4_096

type Row = Record<string, unknown>
type Carried = { incarnation: string; earlierSeq: number; seq: number }

export type DamagedLog = {
  /** Actions that prove themselves, in order, each once. */
  actions: LoggedAction[]
  /** The log's end as far as anything still tells. What is missing lies between the floor and it. */
  highestSeq: number
  /** Up to here the office has everything for good, or it was pruned. */
  floorSeq: number
  incarnation: string | null
  state: SyncState | null
  /** Actions that the office refused at its newest answer, wherever they stand. */
  refused: LoggedAction[]
  /** Ids of refused actions that a supervisor has closed. */
  closedRefusals: Set<unknown>
  meta: Map<string, string>
  printJobs: Row[]
  /** By seq, what an action had been in logs before this one. */
  carried: Map<number, { incarnation: string; earlierSeq: number }[]>
}

/**
 * What can still be read of a log, whatever is wrong with it. Its files are left as they are.
 *
 * @param what - `at-risk`: what the office may lack or lose, and what it refused, as a log of years is not
 *   read for the few actions of a day. `all`: from its beginning.
 */
export function readDamagedLog(folder: string, what: 'at-risk' | 'all'): DamagedLog {
  const path = join(folder, 'log.db')
  const read = readBySql(path, what)
  const wal = walOf(`${path}-wal`)
  const isWhole = read.isWhole && (wal === null || !isWalDamaged(wal))
  const bySql = proven(read.actions, read.floor)
  // A row can hide from SQLite behind a damaged page that it takes for a whole one.
  const isAll = isWhole && bySql.actions.length === bySql.highestFound - bySql.floor.seq
  const { actions, floor, highestFound } = isAll
    ? bySql
    : proven([...read.actions, ...carve(path, wal?.frames ?? [])], read.floor)
  return {
    actions,
    highestSeq: Math.max(highestFound, read.state?.ackedSeq ?? 0),
    floorSeq: floor.seq,
    refused: read.refused,
    closedRefusals: closedBy(read.closings),
    incarnation: read.meta.get('incarnation') ?? null,
    state: read.state,
    meta: read.meta,
    printJobs: read.printJobs,
    carried: Map.groupBy(read.carried, ({ seq }) => seq),
  }
}

function proven(found: readonly LoggedAction[], known: ChainMark | null) {
  const floor = known ?? beginningOf(found)
  const actions = proveActions(
    found.filter(({ seq }) => seq > floor.seq),
    floor,
  )
  const highestFound = found.reduce((highest, { seq }) => Math.max(highest, seq), floor.seq)
  return { actions, floor, highestFound }
}

/** Where a log must begin whose mark can't be read: whole segments are pruned, and nothing else. */
function beginningOf(found: readonly LoggedAction[]): ChainMark {
  const first = found.reduce((lowest, { seq }) => Math.min(lowest, seq), Infinity)
  if (!Number.isFinite(first)) return { seq: 0, hash: GENESIS_HASH }
  const seq = Math.floor((first - 1) / SEGMENT_ACTIONS) * SEGMENT_ACTIONS
  return { seq, hash: seq === 0 ? GENESIS_HASH : '' }
}

function readBySql(path: string, what: 'at-risk' | 'all') {
  const db = openReadOnly(path)
  let isWhole = db !== null
  const isOfFirstLayout = db !== null && logVersion(db) === 0
  const rowsOf = <T>(sql: string): T[] => {
    const rows: T[] = []
    try {
      for (const row of db?.prepare<[], T>(sql).iterate() ?? []) rows.push(row)
    } catch (error) {
      if (!isOfFirstLayout || !LATER_TABLES.test(String(error))) isWhole = false
    }
    return rows
  }
  const rows = rowsOf<{ key: unknown; value: unknown }>(
    'SELECT key AS key, value AS value FROM meta',
  )
  const meta = provenMeta(new Map(rows.map(({ key, value }) => [String(key), String(value)])))
  const state = stateOf(meta.get('sync'))
  const [pruned] = rowsOf<ChainMark>('SELECT through_seq AS seq, hash AS hash FROM pruned')
  const isAll = what === 'all' || state === null
  const safeSeq = isAll ? 0 : Math.min(state.ackedSeq, state.durableSeq)
  const [safe] = rowsOf<ChainMark>(
    `SELECT seq AS seq, hash AS hash FROM action WHERE seq = ${safeSeq}`,
  )
  const floor = safe ?? pruned ?? (isWhole ? { seq: 0, hash: GENESIS_HASH } : null)
  const from = floor?.seq ?? 0
  const actions = rowsOf<LoggedAction>(`${ACTIONS} WHERE seq > ${from} ORDER BY seq`)
  const refused = rowsOf<LoggedAction>(`${ACTIONS} WHERE seq IN (${REFUSED}) ORDER BY seq`)
  const closings = refused.length === 0 ? [] : rowsOf<LoggedAction>(`${ACTIONS} WHERE ${CLOSING}`)
  const printJobs = rowsOf<Row>('SELECT * FROM print_job ORDER BY created_at, id')
  const carried = rowsOf<Carried>(
    'SELECT incarnation AS incarnation, old_seq AS earlierSeq, seq AS seq FROM carried',
  )
  db?.close()
  return { isWhole, meta, state, floor, actions, refused, closings, printJobs, carried }
}

/** What a log of the first layout has not, without being damaged. */
const LATER_TABLES = /no such table: (pruned|carried)$/

/** Each column is given its name, as a damaged description may spell it in another case. */
const ACTIONS = 'SELECT seq AS seq, id AS id, body AS body, hash AS hash FROM action'

const CLOSING = `body LIKE '{"type":"refusal.close"%'`

/** Actions whose newest answer is a refusal. */
const REFUSED = `SELECT seq FROM receipt AS r WHERE outcome = 'refused'
  AND NOT EXISTS (SELECT 1 FROM receipt AS n WHERE n.seq = r.seq AND n.id > r.id)`

function closedBy(closings: readonly LoggedAction[]): Set<unknown> {
  const isReadable = ({ body }: LoggedAction) => isBody(body)
  return new Set(
    closings.filter(isReadable).map(({ body }) => {
      const { payload } = JSON.parse(body) as { payload: { actionId?: unknown } | null }
      return payload?.actionId
    }),
  )
}

function openReadOnly(path: string): Database.Database | null {
  try {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    db.pragma('schema_version')
    return db
  } catch {
    return null
  }
}

/** Rows in the raw bytes of the database, and of what its write-ahead log holds whole. */
function carve(path: string, frames: readonly WalFrame[]): LoggedAction[] {
  const found: LoggedAction[] = []
  for (const stretch of stretchesOf(path)) found.push(...carveActions(stretch))
  for (const { page, isWhole } of frames) {
    if (isWhole) found.push(...carveActions(page))
  }
  return found
}

function walOf(path: string): Wal | null {
  return readWal(Buffer.concat([...stretchesOf(path, Number.MAX_SAFE_INTEGER)]))
}

/** A file in stretches that overlap; a piece that the disk can't read is nothing but zeros. */
function* stretchesOf(path: string, bytesMax = CARVE_BYTES): Generator<Buffer> {
  if (!existsSync(path)) return
  const { size } = statSync(path)
  const handle = openSync(path, 'r')
  try {
    for (let from = 0; from < size; from += bytesMax) {
      const length = Math.min(bytesMax + CARVE_OVERLAP_BYTES, size - from)
      yield readAround(handle, from, length)
    }
  } finally {
    closeSync(handle)
  }
}

function readAround(handle: number, from: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  try {
    readSync(handle, bytes, 0, length, from)
    return bytes
  } catch {
    for (let at = 0; at < length; at += SECTOR_BYTES) {
      try {
        readSync(handle, bytes, at, Math.min(SECTOR_BYTES, length - at), from + at)
      } catch {
        // Lost; what lies around it is not.
      }
    }
    return bytes
  }
}

function stateOf(text: string | undefined): SyncState | null {
  if (text === undefined) return null
  try {
    const parsed = SyncState.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
