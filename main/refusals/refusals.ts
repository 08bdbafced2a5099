import type Database from 'better-sqlite3'
import { ActionBody } from '#contract/sync/envelope.ts'
import type { LogStore } from '../store/log-store.ts'

/** What the office said no to, and nobody has closed. */
export type OpenRefusal = {
  seq: number
  id: string
  body: ActionBody
  code: string
  /** The office's own sentence, where it had one. */
  detail: string | null
}

const SCHEMA = `
CREATE INDEX IF NOT EXISTS receipt_not_accepted ON receipt (outcome, seq) WHERE outcome <> 'accepted';
CREATE TABLE IF NOT EXISTS refusal_closed (
  action_id TEXT PRIMARY KEY,
  close_seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`

/** How far the log has been looked through for closings. */
const THROUGH_KEY = 'refusalsThrough'

const CLOSING = 'refusal.close'

type Row = { seq: number; id: string; body: string; code: string | null; detail: string | null }

const OPEN = `
  FROM receipt r JOIN action a ON a.seq = r.seq
  WHERE r.outcome = 'refused' AND r.seq > @after AND r.seq <= @through
    AND NOT EXISTS (SELECT 1 FROM receipt n WHERE n.seq = r.seq AND n.id > r.id)
    AND NOT EXISTS (SELECT 1 FROM refusal_closed c WHERE c.action_id = a.id)`

/**
 * Refusals derived from the log: the office's newest answers, less what supervisors have closed since
 * (I11). The table of closings is an index of the log and nothing else; what is missing of it is read
 * from the log at the start.
 */
export class Refusals {
  readonly #log: LogStore
  readonly #db: Database.Database
  readonly #closing: Database.Statement<[string], number>

  constructor(log: LogStore) {
    this.#log = log
    this.#db = log.db
    this.#db.exec(SCHEMA)
    this.#closing = this.#db
      .prepare<[string], number>('SELECT close_seq FROM refusal_closed WHERE action_id = ?')
      .pluck()
    this.#catchUp()
  }

  isClosed(refused: { id: string }): boolean {
    return this.#closing.get(refused.id) !== undefined
  }

  /** The oldest that are open behind `after`, of actions up to what the office has acknowledged. */
  open(range: { after: number; through: number; limit: number }): OpenRefusal[] {
    return this.#db
      .prepare<{ after: number; through: number; limit: number }, Row>(
        `SELECT r.seq, a.id, a.body, r.code, r.detail ${OPEN} ORDER BY r.seq LIMIT @limit`,
      )
      .all(range)
      .map(({ body, code, ...row }) => ({
        ...row,
        body: ActionBody.parse(JSON.parse(body)),
        code: code ?? 'refused',
      }))
  }

  /** One that is open, or null. */
  find(seq: number, through: number): OpenRefusal | null {
    if (seq > through) return null
    return this.open({ after: seq - 1, through: seq, limit: 1 })[0] ?? null
  }

  /** How many actions behind `after` are refused and open. */
  countOpen({ after, through }: { after: number; through: number }): number {
    return (
      this.#db
        .prepare<{ after: number; through: number }, number>(`SELECT count(*) ${OPEN}`)
        .pluck()
        .get({ after, through }) ?? 0
    )
  }

  /** To be called inside the log's transaction, for a closing that was just appended. */
  noteClosing(actionId: string, closeSeq: number): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO refusal_closed (action_id, close_seq) VALUES (?, ?)')
      .run(actionId, closeSeq)
  }

  /** Closings that were recorded by an older run, or carried here from another log. */
  #catchUp(): void {
    const through = Number(this.#log.meta(THROUGH_KEY) ?? 0)
    const { lastSeq } = this.#log
    if (through === lastSeq) return
    const rows = this.#db.prepare<[number, string], { seq: number; body: string }>(
      'SELECT seq, body FROM action WHERE seq > ? AND instr(body, ?) > 0',
    )
    this.#log.transaction(() => {
      for (const { seq, body } of rows.all(through < lastSeq ? through : 0, CLOSING)) {
        const actionId = closedBy(body)
        if (actionId !== null) this.noteClosing(actionId, seq)
      }
      this.#log.setMeta(THROUGH_KEY, String(lastSeq))
    })
  }
}

function closedBy(text: string): string | null {
  const body = ActionBody.parse(JSON.parse(text))
  const { actionId } = (body.payload ?? {}) as { actionId?: unknown }
  return body.type === CLOSING && typeof actionId === 'string' ? actionId : null
}
