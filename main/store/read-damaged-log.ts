import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import { SyncState } from '../sync/sync-state.ts'
import { carveActions } from './carve-actions.ts'
import { proveActions } from './prove-actions.ts'
import { SEGMENT_ACTIONS } from './segments.ts'
import { isWalDamaged, readWal, type WalFrame } from './wal-frames.ts'

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
  /** The log's end as far as anything still tells, and its beginning; what is missing lies between. */
  highestSeq: number
  prunedThrough: number
  incarnation: string | null
  state: SyncState | null
  /** Actions refused at the newest answer. */
  refused: Set<number>
  meta: Map<string, string>
  printJobs: Row[]
  /** By seq, what an action had been in logs before this one. */
  carried: Map<number, { incarnation: string; earlierSeq: number }[]>
}

/** All that can still be read of a log, whatever is wrong with it. Its files are left as they are. */
export function readDamagedLog(folder: string): DamagedLog {
  const path = join(folder, 'log.db')
  const read = readBySql(path)
  const meta = new Map(read.meta.map(({ key, value }) => [String(key), String(value)]))
  const state = stateOf(meta.get('sync'))
  const mark = read.pruned[0]
  const frames = framesOf(`${path}-wal`)
  const isWhole = read.isWhole && !isWalDamaged(frames)
  const found = isWhole ? read.actions : [...read.actions, ...carve(path, frames)]
  const floor = mark ?? beginningOf(found)
  const kept = found.filter(({ seq }) => seq > floor.seq)
  const actions = proveActions(kept, floor)
  const highestFound = kept.reduce((highest, { seq }) => Math.max(highest, seq), floor.seq)
  return {
    actions,
    highestSeq: Math.max(highestFound, state?.ackedSeq ?? 0),
    prunedThrough: floor.seq,
    incarnation: meta.get('incarnation') ?? null,
    state,
    refused: refusedOf(read.receipts),
    meta,
    printJobs: read.printJobs,
    carried: Map.groupBy(read.carried, ({ seq }) => seq),
  }
}

/** Where a log must begin whose mark can't be read: whole segments are pruned, and nothing else. */
function beginningOf(found: readonly LoggedAction[]): { seq: number; hash: string } {
  const first = found.reduce((lowest, { seq }) => Math.min(lowest, seq), Infinity)
  if (!Number.isFinite(first)) return { seq: 0, hash: GENESIS_HASH }
  const seq = Math.floor((first - 1) / SEGMENT_ACTIONS) * SEGMENT_ACTIONS
  return { seq, hash: seq === 0 ? GENESIS_HASH : '' }
}

function readBySql(path: string) {
  const tables = {
    isWhole: true,
    actions: [] as LoggedAction[],
    pruned: [] as { seq: number; hash: string }[],
    receipts: [] as { seq: number; outcome: string }[],
    meta: [] as { key: unknown; value: unknown }[],
    printJobs: [] as Row[],
    carried: [] as Carried[],
  }
  const db = openReadOnly(path)
  if (db === null) return { ...tables, isWhole: false }
  const rowsOf = <T>(sql: string): T[] => {
    const rows: T[] = []
    try {
      for (const row of db.prepare<[], T>(sql).iterate()) rows.push(row)
    } catch (error) {
      // A log of the first layout has not every table; that is no damage.
      if (!String(error).includes('no such table')) tables.isWhole = false
    }
    return rows
  }
  tables.meta = rowsOf('SELECT key, value FROM meta')
  tables.pruned = rowsOf('SELECT through_seq AS seq, hash FROM pruned')
  tables.actions = rowsOf('SELECT seq, id, body, hash FROM action ORDER BY seq')
  tables.receipts = rowsOf('SELECT seq, outcome FROM receipt ORDER BY id')
  tables.printJobs = rowsOf('SELECT * FROM print_job ORDER BY created_at, id')
  tables.carried = rowsOf('SELECT incarnation, old_seq AS earlierSeq, seq FROM carried')
  db.close()
  return tables
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

function framesOf(path: string): WalFrame[] {
  return readWal(Buffer.concat([...stretchesOf(path, Number.MAX_SAFE_INTEGER)])) ?? []
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

function refusedOf(receipts: readonly { seq: number; outcome: string }[]): Set<number> {
  const newest = new Map(receipts.map(({ seq, outcome }) => [seq, outcome]))
  return new Set([...newest].filter(([, outcome]) => outcome === 'refused').map(([seq]) => seq))
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
