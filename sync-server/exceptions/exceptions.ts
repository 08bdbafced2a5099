import { sql } from 'kysely'
import type { ExceptionNote } from '#contract/documents/master-data.ts'
import type { OfficeDeps } from '../deps.ts'
import { emitEvents } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'
import { sentenceFor } from './sentences.ts'
import { troubleKeyOf } from './trouble-key.ts'

/** An exception to be opened; `code` is an ExceptionCode, `fork`, `poison` or a name of the office's own. */
export type NewException = {
  id: string
  code: string
  stationId: string | null
  operatorId: string | null
  actionId: string | null
  /** What a person would look for: an order, list, unit, load or SKU. */
  reference: string
  detail: Readonly<Record<string, string | number>>
  sentence: string
  openedAt: string
}

export type Raised = {
  /** The exceptions that stand for those asked for, in their order. */
  ids: string[]
  /** Documents of those that are new, for the caller to write last. */
  writes: DocumentWrite[]
}

type Raising = {
  warehouse: string
  at: string
  deps: Pick<OfficeDeps, 'newId'>
  exceptions: readonly NewException[]
}

type ExceptionWrite = Extract<DocumentWrite, { kind: 'exception' }>

/**
 * Opens exceptions, or counts up the open one about the same trouble (see `troubleKeyOf`). Whoever
 * raises two at once takes their rows in the order of their keys; documents, slots and stock that the
 * trouble is about are locked before.
 */
export async function raiseExceptions(tx: Tx, raising: Raising): Promise<Raised> {
  const { warehouse, at, deps, exceptions } = raising
  if (exceptions.length === 0) return { ids: [], writes: [] }
  const keys = exceptions.map(troubleKeyOf)
  const standing = await upsert(tx, { warehouse, at, rows: merged(exceptions, keys) })
  const ids = exceptions.map(({ id }, index) => standing.get(keys[index] ?? '') ?? id)
  const opened = exceptions.filter(({ id }, index) => ids[index] === id)
  const events = opened.map(({ id, code, reference, sentence, stationId }) => ({
    type: 'exception.opened' as const,
    subject: `exception/${id}` as const,
    data: { exceptionId: id, code, reference, sentence, stationId },
  }))
  await emitEvents(tx, { warehouse, at, deps, events })
  return { ids, writes: opened.map((exception) => exceptionDocument(exception)) }
}

/** An exception about what the office itself did or found. */
export function exceptionOfOffice(
  deps: Pick<OfficeDeps, 'newId'>,
  about: { code: string; detail: NewException['detail']; at: string },
): NewException {
  const { code, detail, at } = about
  const who = { stationName: null, operatorId: null, stationNames: new Map<string, string>() }
  return {
    id: deps.newId(),
    code,
    stationId: null,
    operatorId: null,
    actionId: null,
    reference: referenceOf(detail),
    detail,
    sentence: sentenceFor({ ...who, code, detail }),
    openedAt: at,
  }
}

/** The exception as benches see it. */
export function exceptionDocument(
  exception: Omit<NewException, 'actionId' | 'detail'>,
  status: ExceptionNote['status'] = 'open',
): ExceptionWrite {
  const { id, code, openedAt, stationId, operatorId, reference, sentence } = exception
  const doc = { id, code, status, openedAt, stationId, operatorId, reference, sentence }
  return { kind: 'exception', id, doc }
}

/** A row that a closing statement gave back. */
export type ClosedRow = {
  id: string
  code: string
  station_id: string | null
  operator_id: string | null
  reference: string
  sentence: string
  opened_at: string
  choice: string | null
  resolved_by: string | null
}

/** Tells benches and listeners that exceptions are closed; the rows say so already. */
export async function announceClosed(
  tx: Tx,
  closing: { warehouse: string; at: string; deps: Pick<OfficeDeps, 'newId'> },
  rows: readonly ClosedRow[],
): Promise<DocumentWrite[]> {
  const events = rows.map(({ id, code, reference, choice, resolved_by: resolvedBy }) => ({
    type: 'exception.closed' as const,
    subject: `exception/${id}` as const,
    data: { exceptionId: id, code, reference, choice, resolvedBy },
  }))
  await emitEvents(tx, { ...closing, events })
  return rows.map((row) =>
    exceptionDocument(
      {
        id: row.id,
        code: row.code,
        stationId: row.station_id,
        operatorId: row.operator_id,
        reference: row.reference,
        sentence: row.sentence,
        openedAt: row.opened_at,
      },
      'closed',
    ),
  )
}

const REFERENCES = ['orderNumber', 'unitId', 'list', 'load', 'sku', 'id', 'region'] as const

/** The thing an exception is about, out of its detail. */
export function referenceOf(detail: Readonly<Record<string, string | number>>): string {
  const name = REFERENCES.find((candidate) => (detail[candidate] ?? '') !== '')
  return name === undefined ? '' : String(detail[name])
}

type Row = NewException & { key: string | null; occurrences: number }

/** One row per trouble, however often one batch ran into it. */
function merged(exceptions: readonly NewException[], keys: readonly (string | null)[]): Row[] {
  const rows = new Map<string, Row>()
  for (const [index, exception] of exceptions.entries()) {
    const key = keys[index] ?? null
    const known = key === null ? undefined : rows.get(key)
    if (known === undefined) rows.set(key ?? exception.id, { ...exception, key, occurrences: 1 })
    else known.occurrences += 1
  }
  return [...rows.values()].toSorted((a, b) => (a.key ?? '').localeCompare(b.key ?? ''))
}

/** Ids by trouble key: of the row that was written, or of the open one that was there. */
async function upsert(
  tx: Tx,
  { warehouse, at, rows }: { warehouse: string; at: string; rows: readonly Row[] },
): Promise<Map<string, string>> {
  const wanted = rows.map((row, n) => ({
    n,
    id: row.id,
    code: row.code,
    station_id: row.stationId,
    operator_id: row.operatorId,
    action_id: row.actionId,
    reference: row.reference,
    detail: row.detail,
    sentence: row.sentence,
    opened_at: row.openedAt,
    trouble_key: row.key,
    occurrences: row.occurrences,
  }))
  const { rows: standing } = await sql<{ id: string; trouble_key: string | null }>`
    INSERT INTO exception AS x (id, warehouse, code, status, station_id, operator_id, action_id,
      reference, detail, sentence, opened_at, trouble_key, occurrences, last_seen_at)
    SELECT e.id, ${warehouse}, e.code, 'open', e.station_id, e.operator_id, e.action_id,
      e.reference, e.detail, e.sentence, e.opened_at, e.trouble_key, e.occurrences, e.opened_at
    FROM json_to_recordset(${JSON.stringify(wanted)}::json) AS e (n integer, id text, code text,
      station_id text, operator_id text, action_id text, reference text, detail jsonb,
      sentence text, opened_at timestamptz, trouble_key text, occurrences integer)
    ORDER BY e.n
    ON CONFLICT (warehouse, trouble_key) WHERE status = 'open' AND trouble_key IS NOT NULL
    DO UPDATE SET occurrences = x.occurrences + EXCLUDED.occurrences,
      last_seen_at = ${at}::timestamptz
    RETURNING x.id, x.trouble_key`.execute(tx)
  return new Map(standing.flatMap(({ id, trouble_key: key }) => (key === null ? [] : [[key, id]])))
}
