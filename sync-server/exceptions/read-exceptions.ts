import type { Tx } from '../store/index.ts'

export type StoredException = Awaited<ReturnType<typeof listExceptions>>['items'][number]

/** Oldest first; `after` is the last id of the page before. Ids are uuidv7, so they sort by age. */
export async function listExceptions(
  tx: Tx,
  query: { open?: 'true' | 'false' | undefined; after?: string | undefined; limit: number },
) {
  let select = tx
    .selectFrom('exception')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.open !== undefined) {
    select = select.where('status', '=', query.open === 'true' ? 'open' : 'closed')
  }
  if (query.after !== undefined) select = select.where('id', '>', query.after)
  const rows = await select.execute()
  const items = rows.slice(0, query.limit).map(answerOf)
  const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null
  return { items, next }
}

export async function findException(tx: Tx, id: string): Promise<StoredException | undefined> {
  const row = await tx.selectFrom('exception').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? undefined : answerOf(row)
}

type Row = {
  id: string
  warehouse: string
  code: string
  status: string
  station_id: string | null
  operator_id: string | null
  action_id: string | null
  reference: string
  detail: unknown
  sentence: string
  opened_at: string
  resolved_at: string | null
  resolved_by: string | null
  choice: string | null
  note: string | null
}

function answerOf(row: Row) {
  const status: 'open' | 'closed' = row.status === 'open' ? 'open' : 'closed'
  return {
    id: row.id,
    warehouse: row.warehouse,
    code: row.code,
    status,
    stationId: row.station_id,
    operatorId: row.operator_id,
    actionId: row.action_id,
    reference: row.reference,
    detail: row.detail as Record<string, string | number>,
    sentence: row.sentence,
    openedAt: row.opened_at,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    choice: row.choice,
    note: row.note,
  }
}
