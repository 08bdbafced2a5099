import type { QueueEntry } from '#contract/rpc/queue-entry.ts'
import type { QueueFilter } from '#contract/rpc/station-contract.ts'
import { ActionBody } from '#contract/sync/envelope.ts'
import type { Outcome } from '#contract/sync/outcome.ts'
import type { LogStore } from '../store/log-store.ts'
import type { StationView } from '../store/view.ts'
import type { SyncLoop } from '../sync/loop.ts'
import { subjectOf, unitOfGoods } from './subject.ts'

type Parts = { log: LogStore; sync: Pick<SyncLoop, 'state'>; view: StationView }

/** `before` is the seq of the last row of the page before; the newest come first. */
export type QueueQuery = { limit: number; before?: number | undefined; filter?: QueueFilter }

type Row = {
  seq: number
  body: string
  outcome: Outcome | null
  code: string | null
  detail: string | null
}

/** Actions, newest first, and what the office said of each. */
export function queueEntries(parts: Parts, query: QueueQuery): QueueEntry[] {
  const { sync, view } = parts
  return rowsOf(parts, query).map((row): QueueEntry => {
    const body = ActionBody.parse(JSON.parse(row.body))
    const { outcome } = row
    const isWaiting = outcome === null || row.seq > sync.state.ackedSeq
    return {
      seq: row.seq,
      type: body.type,
      occurredAt: body.occurredAt,
      operatorId: body.operatorId,
      subject: subjectOf(body.payload, view),
      unitId: unitOfGoods(body.payload),
      state: isWaiting ? 'waiting' : outcome,
      atRisk: isWaiting && view.atRisk.has(row.seq),
      code: isWaiting ? null : row.code,
      detail: isWaiting ? null : row.detail,
    }
  })
}

const COLUMNS = 'a.seq, a.body, r.outcome, r.code, r.detail'
const NEWEST = 'NOT EXISTS (SELECT 1 FROM receipt n WHERE n.seq = r.seq AND n.id > r.id)'
const PAGE = 'AND a.seq < @before ORDER BY a.seq DESC LIMIT @limit'

function rowsOf(
  { log, sync }: Parts,
  { limit, before = Number.MAX_SAFE_INTEGER, filter = 'all' }: QueueQuery,
): Row[] {
  const { ackedSeq } = sync.state
  if (filter === 'all' || filter === 'waiting') {
    const range = { before, limit, after: filter === 'waiting' ? ackedSeq : 0 }
    return log.db
      .prepare<typeof range, Row>(
        `SELECT ${COLUMNS} FROM action a LEFT JOIN receipt r ON r.seq = a.seq AND ${NEWEST}
         WHERE a.seq > @after ${PAGE}`,
      )
      .all(range)
  }
  const range = { before, limit, ackedSeq, outcome: filter }
  if (filter === 'accepted') {
    // Nearly all are: the walk from the newest is short.
    return log.db
      .prepare<typeof range, Row>(
        `SELECT ${COLUMNS} FROM action a JOIN receipt r ON r.seq = a.seq AND ${NEWEST}
         WHERE r.outcome = @outcome AND a.seq <= @ackedSeq ${PAGE}`,
      )
      .all(range)
  }
  // By the index of what was not accepted; from the newest, as everything here.
  return log.db
    .prepare<typeof range, Row>(
      `SELECT ${COLUMNS} FROM receipt r JOIN action a ON a.seq = r.seq
       WHERE r.outcome = @outcome AND r.outcome <> 'accepted' AND r.seq <= @ackedSeq AND ${NEWEST}
         ${PAGE}`,
    )
    .all(range)
}
