import type Database from 'better-sqlite3'
import type { LogStore } from '../store/log-store.ts'
import {
  isWaiting,
  movedBy,
  type PrintJobEvent,
  type PrintJobState,
  statesMovedBy,
} from './print-job-moves.ts'
import { PrintMemory } from './print-memory.ts'

export type PrintJob = {
  id: string
  unitId: string | null
  copy: number
  printerId: string
  reason: string | null
  state: PrintJobState
  detail: string
  /** The label document as JSON; bytes for the printer are made from it when it is sent. */
  document: string
  createdAt: string
}

/** A job of which nothing was sent, without its label: a broken printer may have hundreds. */
export type WaitingJob = Omit<PrintJob, 'document'>

/** Waiting jobs looked at for one printer; a queue longer than a shift is no queue. */
const WAITING_MAX = 500

/** A label scanned back later than this is proven in the unit's document alone. */
const PROOF_WITHIN_MS = 24 * 60 * 60_000

type Row = {
  id: string
  unit_id: string | null
  copy: number
  printer_id: string
  reason: string | null
  state: PrintJobState
  detail: string
  document: string
  created_at: string
}

const WITHOUT_LABEL =
  'id, unit_id, copy, printer_id, reason, state, detail, created_at FROM print_job'

/** The print queue on disk: every copy is a job of its own, journalled before a byte is sent. */
export class PrintJobs {
  readonly #log: LogStore
  readonly #db: Database.Database
  readonly #memory: PrintMemory

  constructor(log: LogStore) {
    this.#log = log
    this.#db = log.db
    this.#memory = new PrintMemory(log)
  }

  add(job: Omit<PrintJob, 'state' | 'detail'>): void {
    this.#db
      .prepare(
        `INSERT INTO print_job
           (id, unit_id, copy, printer_id, reason, state, detail, document, created_at, updated_at)
         VALUES (@id, @unitId, @copy, @printerId, @reason, 'queued', '', @document, @createdAt, @createdAt)`,
      )
      .run(job)
  }

  /**
   * Moves a job on, with what its printer is left in, in one transaction. False, and nothing changes,
   * where the event means nothing to its state: what was sent is never sent again.
   *
   * @param isCut - of an `unknown` end: whether the printer may wait for the rest of the label. Not said is
   *   taken for yes.
   */
  move(
    id: string,
    event: PrintJobEvent,
    { at, detail = '', isCut = true }: { at: string; detail?: string; isCut?: boolean | undefined },
  ): boolean {
    return this.#log.transaction(() => {
      const job = this.#brief(id)
      const state = job === null ? null : movedBy(job.state, event)
      if (job === null || state === null) return false
      this.#db
        .prepare('UPDATE print_job SET state = ?, detail = ?, updated_at = ? WHERE id = ?')
        .run(state, detail, at, id)
      const isWhole = event === 'sent' || event === 'printed' || (event === 'unknown' && !isCut)
      if (event === 'send') this.#memory.begin(job.printerId, id)
      if (event === 'held') this.#memory.takeBack(job.printerId, id)
      if (isWhole) this.#memory.endWhole(job.printerId)
      if (event === 'release') this.#release(id, at)
      return true
    })
  }

  /** The same copy to another printer; false once any of it may have been sent. */
  redirect(id: string, printerId: string, at: string): boolean {
    return this.#log.transaction(() => {
      if (!this.move(id, 'redirect', { at })) return false
      this.#db.prepare('UPDATE print_job SET printer_id = ? WHERE id = ?').run(printerId, id)
      this.#release(id, at)
      return true
    })
  }

  /** Copies up to this one that still wait never come out: a newer one is made, or none may be. */
  supersede(unitId: string, throughCopy: number, at: string): void {
    const waiting = this.#db
      .prepare<[string, number], string>(
        `SELECT id FROM print_job
         WHERE state IN ('queued', 'held') AND unit_id = ? AND copy <= ?`,
      )
      .pluck()
      .all(unitId, throughCopy)
    for (const id of waiting) this.move(id, 'superseded', { at })
  }

  /** The label of this copy was scanned: it did come out. */
  prove(unitId: string, copy: number, at: string): void {
    const [one, other] = statesMovedBy('proven')
    const since = new Date(Date.parse(at) - PROOF_WITHIN_MS).toISOString()
    const proven = this.#db
      .prepare<unknown[], string>(
        `SELECT id FROM print_job
         WHERE state IN (?, ?) AND created_at >= ? AND unit_id = ? AND copy = ?`,
      )
      .pluck()
      .all(one, other, since, unitId, copy)
    for (const id of proven) this.move(id, 'proven', { at })
  }

  /** What nothing was sent of, oldest first. */
  waiting(printerId: string): WaitingJob[] {
    return this.#db
      .prepare<[string, number], Omit<Row, 'document'>>(
        `SELECT ${WITHOUT_LABEL}
         WHERE state IN ('queued', 'held') AND printer_id = ? ORDER BY created_at, id LIMIT ?`,
      )
      .all(printerId, WAITING_MAX)
      .map(briefOf)
  }

  /** Since when a job waits, as far as its age is concerned: a person may have let it go again. */
  waitsSince(): (job: { id: string; createdAt: string }) => string {
    return this.#memory.waitsSince()
  }

  /** Printers that may hold half a label. */
  midwayPrinters(): string[] {
    return this.#memory.midwayPrinters()
  }

  /** Jobs whose sending a crash interrupted: whether the label came out, nobody knows. */
  interrupted(): PrintJob[] {
    return this.#db
      .prepare<[], Row>("SELECT * FROM print_job WHERE state = 'sending' ORDER BY created_at")
      .all()
      .map(jobOf)
  }

  get(id: string): PrintJob | null {
    const row = this.#db.prepare<[string], Row>('SELECT * FROM print_job WHERE id = ?').get(id)
    return row === undefined ? null : jobOf(row)
  }

  newest(limit: number): PrintJob[] {
    return this.#db
      .prepare<[number], Row>('SELECT * FROM print_job ORDER BY created_at DESC, id DESC LIMIT ?')
      .all(limit)
      .map(jobOf)
  }

  /** The highest number given to a copy of this unit's label here; 0 for none. */
  newestCopy(unitId: string): number {
    return (
      this.#db
        .prepare<[string], number | null>('SELECT max(copy) FROM print_job WHERE unit_id = ?')
        .pluck()
        .get(unitId) ?? 0
    )
  }

  /** State of the newest job of a unit's copy. */
  stateOf(unitId: string, copy: number): PrintJobState | null {
    return (
      this.#db
        .prepare<[string, number], PrintJobState>(
          'SELECT state FROM print_job WHERE unit_id = ? AND copy = ? ORDER BY id DESC LIMIT 1',
        )
        .pluck()
        .get(unitId, copy) ?? null
    )
  }

  counts(): { queued: number; printed: number; unknown: number; failed: number } {
    const counts = { queued: 0, printed: 0, unknown: 0, failed: 0 }
    const rows = this.#db
      .prepare<[], { state: PrintJobState; n: number }>(
        'SELECT state, count(*) AS n FROM print_job GROUP BY state',
      )
      .all()
    for (const { state, n } of rows) {
      if (isWaiting(state) || state === 'sending') counts.queued += n
      else if (state === 'printed' || state === 'sent') counts.printed += n
      else if (state === 'unknown') counts.unknown += n
      else if (state === 'failed') counts.failed += n
    }
    return counts
  }

  #release(id: string, at: string): void {
    this.#memory.release(id, at, (other) => {
      const state = this.#brief(other)?.state
      return state !== undefined && isWaiting(state)
    })
  }

  #brief(id: string): WaitingJob | null {
    const row = this.#db
      .prepare<[string], Omit<Row, 'document'>>(`SELECT ${WITHOUT_LABEL} WHERE id = ?`)
      .get(id)
    return row === undefined ? null : briefOf(row)
  }
}

function jobOf(row: Row): PrintJob {
  return { ...briefOf(row), document: row.document }
}

function briefOf(row: Omit<Row, 'document'>): WaitingJob {
  return {
    id: row.id,
    unitId: row.unit_id,
    copy: row.copy,
    printerId: row.printer_id,
    reason: row.reason,
    state: row.state,
    detail: row.detail,
    createdAt: row.created_at,
  }
}
