import type Database from 'better-sqlite3'
import type { Receipt } from '#contract/sync/envelope.ts'

/** Actions in one segment. A start verifies at most so many at once, and so many are pruned together. */
export const SEGMENT_ACTIONS = 1_000

/** Rows of scans and of print jobs that go in one slice. */
const SIDE_ROWS_MAX = 500

/** Where a stretch of the chain ends, and with which hash. */
export type ChainMark = { seq: number; hash: string }

export type PruneBounds = {
  /** What the office has for good: the smaller of `ackedSeq` and `durableSeq`. */
  throughSeq: number
  /** Instant; what was answered or done later is kept. */
  before: string
  /** Whether a person has closed this refusal; an open one keeps its segment and all behind it (I11). */
  isRefusalClosed: (refused: { seq: number; id: string }) => boolean
}

type Answer = { seq: number; outcome: Receipt['outcome']; received_at: string }

/** The sealed stretches of a log's chain, and where the log begins since older ones were pruned. */
export class Segments {
  readonly #db: Database.Database
  #pruned: ChainMark

  constructor(db: Database.Database) {
    this.#db = db
    this.#pruned = db
      .prepare<[], ChainMark>('SELECT through_seq AS seq, hash FROM pruned')
      .get() ?? { seq: 0, hash: '' }
  }

  /** The end of what was pruned; the chain proves itself from here. */
  get pruned(): ChainMark {
    return this.#pruned
  }

  /** The newest checkpoint of the chain (LOG-6). */
  newest(): ChainMark {
    return (
      this.#db
        .prepare<[], ChainMark>(
          'SELECT through_seq AS seq, hash FROM segment ORDER BY through_seq DESC LIMIT 1',
        )
        .get() ?? this.#pruned
    )
  }

  /** To be called inside the log's transaction, for the action that ends a segment. */
  seal({ seq, hash }: ChainMark): void {
    this.#db.prepare('INSERT INTO segment (through_seq, hash) VALUES (?, ?)').run(seq, hash)
  }

  /**
   * Prunes the oldest segment when all of it is older than the bounds, with its receipts (LOG-4); in one
   * transaction, small enough to go between two scans. Answers how many actions went.
   */
  pruneOldest(bounds: PruneBounds): number {
    const next = this.#next(bounds)
    if (next === null) return 0
    const { seq: first } = this.#pruned
    this.#db
      .transaction(() => {
        this.#db.prepare('UPDATE pruned SET through_seq = ?, hash = ?').run(next.seq, next.hash)
        this.#db.prepare('DELETE FROM action WHERE seq <= ?').run(next.seq)
        this.#db.prepare('DELETE FROM receipt WHERE seq <= ?').run(next.seq)
        this.#db.prepare('DELETE FROM carried WHERE seq <= ?').run(next.seq)
      })
      .immediate()
    this.#pruned = next
    return next.seq - first
  }

  /** Texts of old scans and labels that came out long ago; a slice of them. Answers how many went. */
  pruneSideRows(before: string): number {
    const oldest = this.#db
      .prepare<[number], { id: number; at: string }>('SELECT id, at FROM scan ORDER BY id LIMIT ?')
      .all(SIDE_ROWS_MAX)
    const firstKept = oldest.findIndex(({ at }) => at >= before)
    const old = firstKept === -1 ? oldest : oldest.slice(0, firstKept)
    const last = old.at(-1)
    return this.#db
      .transaction(() => {
        if (last !== undefined) this.#db.prepare('DELETE FROM scan WHERE id <= ?').run(last.id)
        const { changes } = this.#db
          .prepare(
            `DELETE FROM print_job WHERE id IN (
               SELECT id FROM print_job
               WHERE state IN ('printed', 'sent', 'cancelled') AND created_at < @before
                 AND updated_at < @before
               LIMIT @limit)`,
          )
          .run({ before, limit: SIDE_ROWS_MAX })
        return old.length + changes
      })
      .immediate()
  }

  #next({ throughSeq, before, isRefusalClosed }: PruneBounds): ChainMark | null {
    const { seq: after } = this.#pruned
    const next = this.#db
      .prepare<[number], ChainMark>(
        'SELECT through_seq AS seq, hash FROM segment WHERE through_seq > ? ORDER BY 1 LIMIT 1',
      )
      .get(after)
    if (next === undefined || next.seq > throughSeq) return null
    const newest = new Map<number, Answer>()
    const answers = this.#db
      .prepare<[number, number], Answer>(
        'SELECT seq, outcome, received_at FROM receipt WHERE seq > ? AND seq <= ? ORDER BY id',
      )
      .all(after, next.seq)
    for (const answer of answers) newest.set(answer.seq, answer)
    if (newest.size < next.seq - after) return null
    const isKept = ({ seq, outcome, received_at: receivedAt }: Answer) =>
      receivedAt >= before ||
      (outcome === 'refused' && !isRefusalClosed({ seq, id: this.#idOf(seq) }))
    return [...newest.values()].some(isKept) ? null : next
  }

  #idOf(seq: number): string {
    return (
      this.#db.prepare<[number], string>('SELECT id FROM action WHERE seq = ?').pluck().get(seq) ??
      ''
    )
  }
}
