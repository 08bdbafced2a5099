import type Database from 'better-sqlite3'
import { instantOf, localTime } from '#contract/orders/local-time.ts'
import type { Account, AccountCounts, ShiftAccount } from '#contract/rpc/account-view.ts'
import { ActionBody } from '#contract/sync/envelope.ts'
import type { Refusals } from '../refusals/refusals.ts'
import type { LogStore } from '../store/log-store.ts'

/** How far back the beginning of a shift is looked for; no bench does half as much in one. */
const SHIFT_ACTIONS_MAX = 50_000

type Shift = { signIn: number; operatorId: string | null; begunAt: string }

type Counted = { outcome: 'accepted' | 'excepted' | 'refused' | null; count: number }

/**
 * What a bench has made and what the office has said of it. Signing in and out is not counted: it is
 * how a shift is bounded, not what was done in it.
 */
export class AccountBook {
  readonly #log: LogStore
  readonly #refusals: Refusals
  readonly #timezone: string
  #shift: { known: Shift | null; through: number } = { known: null, through: 0 }
  #day: { from: number; midnight: string } = { from: 1, midnight: '' }
  readonly #lastSignIn: Database.Statement<[number, number], { seq: number; body: string }>
  readonly #signOutAfter: Database.Statement<[number], { seq: number; body: string }>
  readonly #counts: Database.Statement<{ from: number; through: number; acked: number }, Counted>

  constructor(log: LogStore, refusals: Refusals, timezone: string) {
    this.#log = log
    this.#refusals = refusals
    this.#timezone = timezone
    this.#lastSignIn = log.db.prepare(
      `SELECT seq, body FROM action WHERE seq > ? AND seq <= ?
         AND body LIKE '{"type":"session.sign-in"%' ORDER BY seq DESC LIMIT 1`,
    )
    this.#signOutAfter = log.db.prepare(
      `SELECT seq, body FROM action WHERE seq > ?
         AND body LIKE '{"type":"session.sign-out"%' ORDER BY seq LIMIT 1`,
    )
    this.#counts = log.db.prepare(
      `SELECT CASE WHEN a.seq > @acked THEN NULL ELSE r.outcome END AS outcome, count(*) AS count
       FROM action a LEFT JOIN receipt r
         ON r.seq = a.seq AND r.id = (SELECT max(n.id) FROM receipt n WHERE n.seq = a.seq)
       WHERE a.seq BETWEEN @from AND @through AND a.body NOT LIKE '{"type":"session.%'
       GROUP BY 1`,
    )
  }

  /** This shift, or the last one where nobody is signed in, and the day as the warehouse's wall shows it. */
  read({ ackedSeq, nowMs }: { ackedSeq: number; nowMs: number }): Account {
    const { lastSeq } = this.#log
    const from = this.#firstOfDay(nowMs)
    return {
      shift: this.#readShift(ackedSeq),
      today: this.#countBetween({ from, through: lastSeq, acked: ackedSeq }),
    }
  }

  /** Cheap: what the running shift comes to at this moment; null where none was begun. */
  shiftSoFar(ackedSeq: number): { made: number; waiting: number } | null {
    const shift = this.#newestShift()
    if (shift === null) return null
    const { lastSeq } = this.#log
    return {
      made: lastSeq - shift.signIn,
      waiting: Math.max(0, lastSeq - Math.max(ackedSeq, shift.signIn)),
    }
  }

  #readShift(acked: number): ShiftAccount | null {
    const shift = this.#newestShift()
    if (shift === null) return null
    const { signIn, operatorId, begunAt } = shift
    const end = this.#signOutAfter.get(signIn)
    const through = end === undefined ? this.#log.lastSeq : end.seq - 1
    const counts = this.#countBetween({ from: signIn + 1, through, acked })
    return {
      operatorId,
      begunAt,
      endedAt: end === undefined ? null : bodyOf(end.body).occurredAt,
      ...counts,
    }
  }

  /** Only what was added since is looked at, so that a long log costs nothing twice. */
  #newestShift(): Shift | null {
    const { lastSeq } = this.#log
    const { through } = this.#shift
    if (through === lastSeq) return this.#shift.known
    const after = Math.max(through, lastSeq - SHIFT_ACTIONS_MAX)
    const found = this.#lastSignIn.get(after, lastSeq)
    if (found !== undefined) {
      const { operatorId, occurredAt: begunAt } = bodyOf(found.body)
      this.#shift.known = { signIn: found.seq, operatorId, begunAt }
    }
    this.#shift.through = lastSeq
    return this.#shift.known
  }

  #firstOfDay(nowMs: number): number {
    const { day } = localTime(nowMs, this.#timezone)
    const midnight = new Date(instantOf(day, '00:00', this.#timezone)).toISOString()
    if (this.#day.midnight === midnight) return this.#day.from
    const before = this.#log.db
      .prepare<[string], number>(
        `SELECT seq FROM action WHERE json_extract(body, '$.occurredAt') < ?
         ORDER BY seq DESC LIMIT 1`,
      )
      .pluck()
      .get(midnight)
    this.#day = { from: (before ?? this.#log.prunedThrough) + 1, midnight }
    return this.#day.from
  }

  #countBetween(range: { from: number; through: number; acked: number }): AccountCounts {
    const found = new Map(this.#counts.all(range).map(({ outcome, count }) => [outcome, count]))
    const of = (outcome: Counted['outcome']) => found.get(outcome) ?? 0
    const { from, through, acked } = range
    const refused = of('refused')
    const refusedOpen = this.#refusals.countOpen({
      after: from - 1,
      through: Math.min(through, acked),
    })
    const accountedFor = of('accepted') + of('excepted') + refused
    const waiting = of(null)
    return {
      made: accountedFor + waiting,
      waiting,
      accepted: of('accepted'),
      excepted: of('excepted'),
      refusedOpen,
      refusedClosed: refused - refusedOpen,
      accountedFor,
      isComplete: waiting === 0,
    }
  }
}

function bodyOf(text: string): ActionBody {
  return ActionBody.parse(JSON.parse(text))
}
