import { sql } from 'kysely'
import type { ExceptionNote } from '#contract/documents/master-data.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from '../sync/documents.ts'

/** An exception to be opened; `code` is an ExceptionCode, `fork` or `poison`. */
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

/** Writes exceptions in one statement; their documents are still to be written (see below). */
export async function openExceptions(
  tx: Tx,
  warehouse: string,
  exceptions: readonly NewException[],
): Promise<void> {
  if (exceptions.length === 0) return
  const rows = exceptions.map((exception) => ({
    id: exception.id,
    code: exception.code,
    station_id: exception.stationId,
    operator_id: exception.operatorId,
    action_id: exception.actionId,
    reference: exception.reference,
    detail: exception.detail,
    sentence: exception.sentence,
    opened_at: exception.openedAt,
  }))
  await sql`
    INSERT INTO exception (id, warehouse, code, status, station_id, operator_id, action_id,
      reference, detail, sentence, opened_at)
    SELECT e.id, ${warehouse}, e.code, 'open', e.station_id, e.operator_id, e.action_id,
      e.reference, e.detail, e.sentence, e.opened_at
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS e (id text, code text,
      station_id text, operator_id text, action_id text, reference text, detail jsonb,
      sentence text, opened_at timestamptz)`.execute(tx)
}

/** The exception as benches see it. */
export function exceptionDocument(
  exception: NewException,
  status: ExceptionNote['status'] = 'open',
): Extract<DocumentWrite, { kind: 'exception' }> {
  const { id, code, openedAt, stationId, operatorId, reference, sentence } = exception
  const doc = { id, code, status, openedAt, stationId, operatorId, reference, sentence }
  return { kind: 'exception', id, doc }
}

const REFERENCES = ['orderNumber', 'unitId', 'list', 'load', 'sku', 'id', 'region'] as const

/** The thing an exception is about, out of its detail. */
export function referenceOf(detail: Readonly<Record<string, string | number>>): string {
  const name = REFERENCES.find((candidate) => (detail[candidate] ?? '') !== '')
  return name === undefined ? '' : String(detail[name])
}
