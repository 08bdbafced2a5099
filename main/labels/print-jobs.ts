import type Database from 'better-sqlite3'
import type { PrintJobView } from '#contract/rpc/bench-view.ts'

export type PrintJobState = PrintJobView['state']

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

/** The print queue on disk: every copy is a job of its own, journalled before a byte is sent. */
export class PrintJobs {
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    this.#db = db
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

  setState(id: string, state: PrintJobState, detail: string, at: string): void {
    this.#db
      .prepare('UPDATE print_job SET state = ?, detail = ?, updated_at = ? WHERE id = ?')
      .run(state, detail, at, id)
  }

  /** The oldest job that no byte of has been sent. */
  next(printerId: string): PrintJob | null {
    const row = this.#db
      .prepare<[string], Row>(
        `SELECT * FROM print_job WHERE printer_id = ? AND state IN ('queued', 'held')
         ORDER BY created_at, id LIMIT 1`,
      )
      .get(printerId)
    return row === undefined ? null : jobOf(row)
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
      if (state === 'queued' || state === 'held' || state === 'sending') counts.queued += n
      else if (state === 'printed' || state === 'sent') counts.printed += n
      else if (state === 'unknown') counts.unknown += n
      else if (state === 'failed') counts.failed += n
    }
    return counts
  }
}

function jobOf(row: Row): PrintJob {
  return {
    id: row.id,
    unitId: row.unit_id,
    copy: row.copy,
    printerId: row.printer_id,
    reason: row.reason,
    state: row.state,
    detail: row.detail,
    document: row.document,
    createdAt: row.created_at,
  }
}
