import type Database from 'better-sqlite3'
import { join } from 'node:path'
import type { ActionBody, LoggedAction, Receipt } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import type { ActionDraft } from '../workflow/workflow-types.ts'
import { chainHash } from './chain.ts'
import { LOG_SCHEMA } from './log-schema.ts'
import { openDatabase } from './open-database.ts'

/** A checkpoint of the chain every so many actions bounds what start-up must verify (LOG-6). */
const CHECKPOINT_EVERY = 1_000

/** Actions verified in one go in the background, between which the station answers scans. */
const BACKGROUND_SLICE = 2_000

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

/** A log whose bytes do not prove themselves. The station stops rather than build on it. */
export class LogDamagedError extends Error {
  readonly code = 'log-damaged'
}

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
  readonly #getMeta: Database.Statement
  readonly #receiptOf: Database.Statement<[number], Answered>
  readonly #actionsFrom: Database.Statement<[number, number], LoggedAction>

  constructor(dataFolder: string) {
    this.db = openDatabase(join(dataFolder, 'log.db'), LOG_SCHEMA)
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
    this.#getMeta = this.db.prepare('SELECT value FROM meta WHERE key = ?').pluck()
    this.#receiptOf = this.db.prepare(
      'SELECT outcome, code FROM receipt WHERE seq = ? ORDER BY id DESC LIMIT 1',
    )
    this.#actionsFrom = this.db.prepare(
      'SELECT seq, id, body, hash FROM action WHERE seq >= ? ORDER BY seq LIMIT ?',
    )
    this.#recallEnd()
    this.#recallCounts()
  }

  get lastSeq(): number {
    return this.#lastSeq
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
      throw error
    }
  }

  /** Appends one action; the sequence has no holes because it is given in the same transaction. */
  append(entry: { id: string; body: string }): LoggedAction {
    const seq = this.#lastSeq + 1
    const hash = chainHash(this.#lastHash, seq, entry.id, entry.body)
    this.#insertAction.run(seq, entry.id, entry.body, hash)
    if (seq % CHECKPOINT_EVERY === 0) this.setMeta('checkpoint', JSON.stringify({ seq, hash }))
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

  /** Hash of an action, or of the empty log for 0. */
  hashAt(seq: number): string {
    if (seq === 0) return GENESIS_HASH
    const found = this.db
      .prepare<[number], string>('SELECT hash FROM action WHERE seq = ?')
      .pluck()
      .get(seq)
    if (found === undefined) throw new LogDamagedError(`the log has no action ${seq}`)
    return found
  }

  meta(key: string): string | null {
    const value: unknown = this.#getMeta.get(key)
    return typeof value === 'string' ? value : null
  }

  setMeta(key: string, value: string): void {
    this.#setMeta.run(key, value)
  }

  /** Verifies the chain from `checkpoint` to the end at once; throws LogDamagedError. */
  verifyTail(): void {
    const { seq, hash } = this.#checkpoint()
    if (this.hashAt(seq) !== hash) throw damaged(seq)
    this.#verify(seq, hash, Number.MAX_SAFE_INTEGER)
  }

  /** Verifies the rest in slices, giving way in between; throws LogDamagedError. */
  async verifyAll(giveWay: () => Promise<void>): Promise<void> {
    let hash = GENESIS_HASH
    for (let seq = 0; seq < this.#lastSeq; seq += BACKGROUND_SLICE) {
      hash = this.#verify(seq, hash, BACKGROUND_SLICE)
      await giveWay()
      if (!this.db.open) return
    }
  }

  close(): void {
    this.db.close()
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

  #checkpoint(): { seq: number; hash: string } {
    const stored = this.meta('checkpoint')
    if (stored === null) return { seq: 0, hash: GENESIS_HASH }
    const parsed: unknown = JSON.parse(stored)
    return parsed as { seq: number; hash: string }
  }

  #recallEnd(): void {
    const last = this.db
      .prepare<[], { seq: number; hash: string }>(
        'SELECT seq, hash FROM action ORDER BY seq DESC LIMIT 1',
      )
      .get()
    if (last === undefined) return
    this.#lastSeq = last.seq
    this.#lastHash = last.hash
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
}): string {
  const body: ActionBody = {
    type: entry.draft.type,
    v: 1,
    operatorId: entry.operatorId,
    occurredAt: entry.occurredAt,
    baseHead: entry.baseHead,
    payload: entry.draft.payload,
  }
  return JSON.stringify(body)
}
