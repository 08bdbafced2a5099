import type Database from 'better-sqlite3'
import { instantOf, localTime } from '#contract/orders/local-time.ts'
import { FLOOR_HOURS, FLOOR_REASONS_MAX, type BenchDay } from '#contract/rpc/floor-view.ts'
import {
  PEOPLE_OF_STATION_MAX,
  type PersonFigures,
  type StationFigures as Reported,
} from '#contract/sync/floor-figures.ts'
import type { LogStore } from '../store/log-store.ts'

const HOUR_MS = 60 * 60 * 1_000

/** How far back a new host looks, and what is kept in memory; no bench scans as much in a day. */
const LOOKED_BACK_MS = 25 * HOUR_MS
const KEPT_MAX = 50_000

/** Rows taken in at once, between which the bench answers scans; the rest comes with the next look. */
const SLICE_MAX = 5_000

type ScanRow = { id: number; at: string; became: string; alert: string | null }
type PickRow = { seq: number; at: string; operatorId: string | null }
type Scan = { atMs: number; reason: string | null; isError: boolean }
type Pick = { atMs: number; operatorId: string | null }

/**
 * Scans, wrong scans and picks of this bench, counted from its own log. Only what was added since the last
 * look is read, a slice at a time, so that asking often costs nothing and asking late delays no scan.
 */
export class StationFigures {
  readonly #log: LogStore
  readonly #timezone: string
  #scans: Scan[] = []
  #picks: Pick[] = []
  #lastScan: number | null = null
  #lastSeq: number | null = null
  readonly #scansAfter: Database.Statement<[number, number], ScanRow>
  readonly #picksAfter: Database.Statement<[number, number, number], PickRow>

  constructor(log: LogStore, timezone: string) {
    this.#log = log
    this.#timezone = timezone
    this.#scansAfter = log.db.prepare(
      'SELECT id, at, became, alert FROM scan WHERE id > ? ORDER BY id LIMIT ?',
    )
    this.#picksAfter = log.db.prepare(
      `SELECT seq, json_extract(body, '$.occurredAt') AS at,
         json_extract(body, '$.operatorId') AS operatorId
       FROM action WHERE seq > ? AND seq <= ? AND body LIKE '{"type":"pick.confirm"%'
       ORDER BY seq LIMIT ?`,
    )
  }

  /** What the bench reports of itself with its heartbeat. */
  report(nowMs: number): Reported {
    this.#catchUp(nowMs)
    const recent = this.#scans.filter(isWithin(nowMs - HOUR_MS, nowMs))
    const today = this.#scans.filter(isWithin(this.#midnight(nowMs), nowMs))
    const last = this.#scans.at(-1)
    return {
      scansLastHour: recent.length,
      errorScansLastHour: recent.filter(({ isError }) => isError).length,
      picksLastHour: this.#picks.filter(isWithin(nowMs - HOUR_MS, nowMs)).length,
      errorScansToday: today.filter(({ isError }) => isError).length,
      scansToday: today.length,
      lastScanAt: last === undefined ? null : new Date(last.atMs).toISOString(),
    }
  }

  /** Picks of the last hour by person; asked only where the company wants that. */
  people(nowMs: number): PersonFigures[] {
    this.#catchUp(nowMs)
    const counts = new Map<string, number>()
    for (const { operatorId } of this.#picks.filter(isWithin(nowMs - HOUR_MS, nowMs))) {
      if (operatorId !== null) counts.set(operatorId, (counts.get(operatorId) ?? 0) + 1)
    }
    return [...counts]
      .map(([operatorId, picksLastHour]) => ({ operatorId, picksLastHour }))
      .toSorted((a, b) => b.picksLastHour - a.picksLastHour)
      .slice(0, PEOPLE_OF_STATION_MAX)
  }

  /** The last hours and today, for the panel of this bench. */
  day(nowMs: number): BenchDay {
    this.#catchUp(nowMs)
    const isToday = isWithin(this.#midnight(nowMs), nowMs)
    const today = this.#scans.filter(isToday)
    const errors = today.filter(({ isError }) => isError)
    return {
      hours: Array.from({ length: FLOOR_HOURS }, (_, index) => {
        const fromMs = nowMs - (FLOOR_HOURS - index) * HOUR_MS
        return this.#hour(fromMs, fromMs + HOUR_MS)
      }),
      scansToday: today.length,
      errorScansToday: errors.length,
      picksToday: this.#picks.filter(isToday).length,
      reasons: mostFrequent(errors.flatMap(({ reason }) => reason ?? [])),
    }
  }

  #hour(fromMs: number, toMs: number): BenchDay['hours'][number] {
    const scans = this.#scans.filter(isWithin(fromMs, toMs))
    return {
      from: new Date(fromMs).toISOString(),
      picks: this.#picks.filter(isWithin(fromMs, toMs)).length,
      scans: scans.length,
      errorScans: scans.filter(({ isError }) => isError).length,
    }
  }

  #midnight(nowMs: number): number {
    return instantOf(localTime(nowMs, this.#timezone).day, '00:00', this.#timezone) - 1
  }

  #catchUp(nowMs: number): void {
    const since = new Date(nowMs - LOOKED_BACK_MS).toISOString()
    this.#takeScans(since)
    this.#takePicks(since)
    const isKept = ({ atMs }: { atMs: number }) => atMs > nowMs - LOOKED_BACK_MS
    this.#scans = this.#scans.filter(isKept).slice(-KEPT_MAX)
    this.#picks = this.#picks.filter(isKept).slice(-KEPT_MAX)
  }

  #takeScans(since: string): void {
    const { db } = this.#log
    this.#lastScan ??= lastBefore(since, rowRange(db, 'SELECT min(id), max(id) FROM scan'), (id) =>
      db
        .prepare<[number], string>('SELECT at FROM scan WHERE id >= ? ORDER BY id LIMIT 1')
        .pluck()
        .get(id),
    )
    for (const { id, at, became, alert } of this.#scansAfter.all(this.#lastScan, SLICE_MAX)) {
      this.#lastScan = id
      this.#scans.push({ atMs: Date.parse(at), isError: became === 'alert', reason: alert })
    }
  }

  #takePicks(since: string): void {
    const { db, lastSeq, prunedThrough } = this.#log
    this.#lastSeq ??= lastBefore(since, { from: prunedThrough + 1, to: lastSeq }, (seq) =>
      db
        .prepare<[number], string>(
          `SELECT json_extract(body, '$.occurredAt') FROM action WHERE seq >= ? ORDER BY seq LIMIT 1`,
        )
        .pluck()
        .get(seq),
    )
    const through = Math.min(lastSeq, this.#lastSeq + SLICE_MAX)
    for (const { at, operatorId } of this.#picksAfter.all(this.#lastSeq, through, SLICE_MAX)) {
      this.#picks.push({ atMs: Date.parse(at), operatorId })
    }
    this.#lastSeq = through
  }
}

/** The number of the last row before an instant, found by halving: rows are in the order of their time. */
function lastBefore(
  since: string,
  { from, to }: { from: number; to: number },
  timeAt: (id: number) => string | undefined,
): number {
  let [low, high] = [from, to + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((timeAt(middle) ?? '9999') < since) low = middle + 1
    else high = middle
  }
  return low - 1
}

function rowRange(db: Database.Database, query: string): { from: number; to: number } {
  const [from, to] = db.prepare<[], [number | null, number | null]>(query).raw().get() ?? [0, 0]
  return { from: from ?? 0, to: to ?? 0 }
}

function isWithin(fromMs: number, toMs: number): (row: { atMs: number }) => boolean {
  return ({ atMs }) => atMs > fromMs && atMs <= toMs
}

function mostFrequent(reasons: readonly string[]): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .toSorted((a, b) => b.count - a.count || a.reason.localeCompare(b.reason))
    .slice(0, FLOOR_REASONS_MAX)
}
