import type Database from 'better-sqlite3'
import { join } from 'node:path'
import { actionDefinitions } from '#contract/actions/index.ts'
import type { ActionBody, ActionClock, LoggedAction, Receipt } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import type { ActionDraft } from '../workflow/workflow-types.ts'
import { chainHash } from './chain.ts'
import { LogDamagedError } from './log-damage.ts'
import { isProven, metaSum, summedKey, sumKey } from './meta-sum.ts'
import { openLogFile } from './open-log-file.ts'
import { closeRunMark, openRunMark } from './run-mark.ts'
import { type ChainMark, type PruneBounds, SEGMENT_ACTIONS, Segments } from './segments.ts'
import { isDamage } from './sqlite-errors.ts'

/** Actions verified in one go in the background, between which the station answers scans. */
const BACKGROUND_SLICE = 2_000

const STATE = 'state-unreadable'

export type ScanRecord = {
  at: string
  scannerId: string
  text: string
  became: string
  firstSeq: number | null
  lastSeq: number | null
  alert: string | null
}

export type OutcomeCounts = { accepted: number; excepted: number; refused: number }

type Answered = { outcome: Receipt['outcome']; code: string | null }

/**
 * The station's log: the one place where what hands did becomes durable. All writes happen inside
 * `transaction`, which returns only after a commit that a power cut can't undo (LOG-2).
 */
export class LogStore {
  readonly db: Database.Database
  #lastSeq = 0
  #lastHash = GENESIS_HASH
  readonly #counts: OutcomeCounts = { accepted: 0, excepted: 0, refused: 0 }
  readonly #insertAction: Database.Statement
  readonly #insertScan: Database.Statement
  readonly #insertReceipt: Database.Statement
  readonly #setMeta: Database.Statement
  readonly #getMeta: Database.Statement<[string], string>
  readonly #receiptOf: Database.Statement<[number], Answered>
  readonly #actionsFrom: Database.Statement<[number, number], LoggedAction>
  readonly #dataFolder: string
  readonly #segments: Segments
  #onDamage: (error: unknown) => void = () => undefined

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
    this.db = openLogFile(join(dataFolder, 'log.db'))
    this.#segments = new Segments(this.db)
    this.#insertAction = this.db.prepare(
      'INSERT INTO action (seq, id, body, hash) VALUES (?, ?, ?, ?)',
    )
    this.#insertScan = this.db.prepare(
      `INSERT INTO scan (at, scanner_id, text, became, first_seq, last_seq, alert)
       VALUES (@at, @scannerId, @text, @became, @firstSeq, @lastSeq, @alert)`,
    )
    this.#insertReceipt = this.db.prepare(
      `INSERT INTO receipt (epoch, seq, outcome, code, detail, exception_id, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (seq, epoch) DO NOTHING`,
    )
    this.#setMeta = this.db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    this.#getMeta = this.db
      .prepare<[string], string>('SELECT value FROM meta WHERE key = ?')
      .pluck()
    this.#receiptOf = this.db.prepare(
      'SELECT outcome, code FROM receipt WHERE seq = ? ORDER BY id DESC LIMIT 1',
    )
    this.#actionsFrom = this.db.prepare(
      'SELECT seq, id, body, hash FROM action WHERE seq >= ? ORDER BY seq LIMIT ?',
    )
    this.#recallEnd()
    this.#recallCounts()
    openRunMark(dataFolder)
  }

  /** Hears of a page that can't be read while the station works; the log must not be built on then. */
  whenDamaged(listener: (error: unknown) => void): void {
    this.#onDamage = listener
  }

  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Where the log begins: older actions were pruned (LOG-4), 0 while none were. */
  get prunedThrough(): number {
    return this.#segments.pruned.seq
  }

  get counts(): Readonly<OutcomeCounts> {
    return this.#counts
  }

  /** Runs `work` in one durable transaction; a throw leaves log and memory as they were. */
  transaction<T>(work: () => T): T {
    const before = { seq: this.#lastSeq, hash: this.#lastHash, counts: { ...this.#counts } }
    try {
      return this.db
        .transaction(() => {
          const result = work()
          this.#keepCounts(before.counts)
          return result
        })
        .immediate()
    } catch (error) {
      this.#lastSeq = before.seq
      this.#lastHash = before.hash
      Object.assign(this.#counts, before.counts)
      if (isDamage(error)) this.#onDamage(error)
      throw error
    }
  }

  /** Appends one action; the sequence has no holes because it is given in the same transaction. */
  append(entry: { id: string; body: string }): LoggedAction {
    const seq = this.#lastSeq + 1
    const hash = chainHash(this.#lastHash, seq, entry.id, entry.body)
    this.#insertAction.run(seq, entry.id, entry.body, hash)
    if (seq % SEGMENT_ACTIONS === 0) this.#segments.seal({ seq, hash })
    this.#lastSeq = seq
    this.#lastHash = hash
    return { seq, hash, ...entry }
  }

  recordScan(scan: ScanRecord): void {
    this.#insertScan.run(scan)
  }

  newestScans(limit: number): unknown[] {
    return this.db.prepare<[number]>('SELECT * FROM scan ORDER BY id DESC LIMIT ?').all(limit)
  }

  /** Keeps the office's answers; the first of an epoch stands (I4). True for the ones that are new. */
  recordReceipt(epoch: string, receipt: Receipt, receivedAt: string): boolean {
    const { seq, outcome, code = null, detail = null, exceptionId = null } = receipt
    const before = this.receiptOf(seq)
    const { changes } = this.#insertReceipt.run(
      epoch,
      seq,
      outcome,
      code,
      detail,
      exceptionId,
      receivedAt,
    )
    if (changes === 0) return false
    if (before !== undefined) this.#counts[before.outcome] -= 1
    this.#counts[outcome] += 1
    return true
  }

  /** The newest answer to an action, or undefined while it waits. */
  receiptOf(seq: number): Answered | undefined {
    return this.#receiptOf.get(seq)
  }

  /** Actions from `fromSeq` on that the office's newest answer refused. */
  refusedFrom(fromSeq: number): Set<number> {
    const answers = this.db
      .prepare<[number], { seq: number; outcome: Receipt['outcome'] }>(
        'SELECT seq, outcome FROM receipt WHERE seq >= ? ORDER BY id',
      )
      .all(fromSeq)
    const newest = new Map(answers.map(({ seq, outcome }) => [seq, outcome]))
    return new Set([...newest].filter(([, outcome]) => outcome === 'refused').map(([seq]) => seq))
  }

  /** Actions from `fromSeq` on, at most `limit`, in order. */
  actionsFrom(fromSeq: number, limit: number): LoggedAction[] {
    return this.#actionsFrom.all(fromSeq, limit)
  }

  /** Forgets the oldest segment if the bounds allow it; answers how many actions went (LOG-4). */
  pruneOldest(bounds: PruneBounds): number {
    return this.#segments.pruneOldest(bounds)
  }

  /** Forgets a slice of old scans and finished print jobs; answers how many went. */
  pruneSideRows(before: string): number {
    return this.#segments.pruneSideRows(before)
  }

  /**
   * How far this log is contained in what the office has of an older one that it was made from: the
   * newest of its own actions that had been the other's at or before `seq`.
   */
  carriedThrough(incarnation: string, seq: number): number {
    return (
      this.db
        .prepare<[string, number], number | null>(
          'SELECT max(seq) FROM carried WHERE incarnation = ? AND old_seq <= ?',
        )
        .pluck()
        .get(incarnation, seq) ?? 0
    )
  }

  /** Hash of an action, of the last pruned one, or of the empty log for 0. */
  hashAt(seq: number): string {
    const { pruned } = this.#segments
    if (seq === pruned.seq) return pruned.hash
    const found = this.db
      .prepare<[number], string>('SELECT hash FROM action WHERE seq = ?')
      .pluck()
      .get(seq)
    if (found === undefined) throw new LogDamagedError(`the log has no action ${seq}`)
    return found
  }

  /** Throws LogDamagedError for a value that is not the one that was set. */
  meta(key: string): string | null {
    const value = this.#getMeta.get(key)
    const sum = this.#getMeta.get(sumKey(key))
    if (value === undefined && sum === undefined) return null
    if (value !== undefined && isProven(key, value, sum)) return value
    throw new LogDamagedError(`what the log says of ${key} is not what was written`, STATE)
  }

  setMeta(key: string, value: string): void {
    this.#setMeta.run(key, value)
    this.#setMeta.run(sumKey(key), metaSum(key, value))
  }

  /**
   * Every value beside the chain, whoever will ask for it: one that is found out by its reader ends the
   * start that asks, and each start after it. Throws LogDamagedError.
   */
  verifyMeta(): void {
    const rows = this.db.prepare<[], string>('SELECT key FROM meta').pluck().all()
    for (const key of new Set(rows.map(summedKey))) this.meta(key)
  }

  /** Verifies the chain from `checkpoint` to the end at once; throws LogDamagedError. */
  verifyTail(): void {
    const { seq, hash } = this.#segments.newest()
    if (this.hashAt(seq) !== hash) throw damaged(seq)
    this.#verify(seq, hash, Number.MAX_SAFE_INTEGER)
  }

  /** Verifies the rest in slices, giving way in between; throws LogDamagedError. */
  async verifyAll(giveWay: () => Promise<void>): Promise<void> {
    let at: ChainMark = this.#segments.pruned
    while (at.seq < this.#lastSeq) {
      const hash = this.#verify(at.seq, at.hash, BACKGROUND_SLICE)
      at = { seq: at.seq + BACKGROUND_SLICE, hash }
      await giveWay()
      if (!this.db.open) return
      // What was proven meanwhile may have been pruned meanwhile.
      if (at.seq < this.prunedThrough) at = this.#segments.pruned
    }
  }

  close(): void {
    if (!this.db.open) return
    closeRunMark(this.#dataFolder, () => this.db.close())
  }

  #verify(afterSeq: number, startHash: string, limit: number): string {
    let hash = startHash
    let expected = afterSeq + 1
    const rows = this.db.prepare<[number, number], LoggedAction>(
      'SELECT seq, id, body, hash FROM action WHERE seq > ? ORDER BY seq LIMIT ?',
    )
    for (const row of rows.iterate(afterSeq, limit)) {
      hash = chainHash(hash, row.seq, row.id, row.body)
      if (row.seq !== expected || row.hash !== hash) throw damaged(expected)
      expected += 1
    }
    return hash
  }

  #recallEnd(): void {
    const last = this.db
      .prepare<[], { seq: number; hash: string }>(
        'SELECT seq, hash FROM action ORDER BY seq DESC LIMIT 1',
      )
      .get()
    const end = last ?? this.#segments.pruned
    this.#lastSeq = end.seq
    this.#lastHash = end.hash
  }

  /** Counting 200,000 receipts at every start would cost a second and much memory. */
  #recallCounts(): void {
    const stored = this.meta('outcomes')
    if (stored !== null) Object.assign(this.#counts, JSON.parse(stored) as OutcomeCounts)
  }

  #keepCounts(before: OutcomeCounts): void {
    const { accepted, excepted, refused } = this.#counts
    const isSame =
      before.accepted === accepted && before.excepted === excepted && before.refused === refused
    if (!isSame) this.setMeta('outcomes', JSON.stringify(this.#counts))
  }
}

function damaged(seq: number): LogDamagedError {
  return new LogDamagedError(`the log does not prove itself at action ${seq}`)
}

/** The body of an action as it is hashed, kept and sent. */
export function actionBody(entry: {
  draft: ActionDraft
  operatorId: string | null
  occurredAt: string
  baseHead: number
  clock?: ActionClock
}): string {
  const body: ActionBody = {
    type: entry.draft.type,
    v: actionDefinitions[entry.draft.type].v,
    operatorId: entry.operatorId,
    occurredAt: entry.occurredAt,
    baseHead: entry.baseHead,
    ...(entry.clock === undefined ? {} : { clock: entry.clock }),
    payload: entry.draft.payload,
  }
  return JSON.stringify(body)
}
