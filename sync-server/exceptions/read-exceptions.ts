import type { Selectable } from 'kysely'
import { handlingOf } from '#contract/http/exception-choices.ts'
import type { Tx } from '../store/index.ts'
import type { Database } from '../store/schema.ts'
import { hadWords } from './had.ts'
import { readSaid, type Said } from './said.ts'

export type StoredException = Awaited<ReturnType<typeof listExceptions>>['items'][number]

/** Oldest first; `after` is the last id of the page before. Ids are uuidv7, so they sort by age. */
export async function listExceptions(
  tx: Tx,
  query: {
    open?: 'true' | 'false' | undefined
    warehouse?: string | undefined
    after?: string | undefined
    limit: number
  },
) {
  let select = tx
    .selectFrom('exception')
    .selectAll()
    .orderBy('id')
    .limit(query.limit + 1)
  if (query.open !== undefined) {
    select = select.where('status', '=', query.open === 'true' ? 'open' : 'closed')
  }
  if (query.warehouse !== undefined) select = select.where('warehouse', '=', query.warehouse)
  if (query.after !== undefined) select = select.where('id', '>', query.after)
  const rows = await select.execute()
  const items = await answersOf(tx, rows.slice(0, query.limit))
  const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null
  return { items, next }
}

export async function findException(tx: Tx, id: string): Promise<StoredException | undefined> {
  const rows = await tx.selectFrom('exception').selectAll().where('id', '=', id).execute()
  const [answer] = await answersOf(tx, rows)
  return answer
}

async function answersOf(tx: Tx, rows: readonly Row[]) {
  const said = await readSaid(
    tx,
    rows.map((row) => row.action_id),
  )
  return rows.map((row) => answerOf(row, said))
}

type Row = Selectable<Database['exception']>

function answerOf(row: Row, said: ReadonlyMap<string, Said>) {
  const status: 'open' | 'closed' = row.status === 'open' ? 'open' : 'closed'
  const detail = row.detail as Record<string, string | number>
  const { task, choices } = handlingOf(row.code, detail)
  return {
    id: row.id,
    warehouse: row.warehouse,
    code: row.code,
    status,
    stationId: row.station_id,
    operatorId: row.operator_id,
    actionId: row.action_id,
    reference: row.reference,
    detail,
    sentence: row.sentence,
    openedAt: row.opened_at,
    resolvedAt: row.resolved_at,
    resolvedBy: row.resolved_by,
    choice: row.choice,
    note: row.note,
    occurrences: row.occurrences,
    lastSeenAt: row.last_seen_at,
    task,
    said: row.action_id === null ? null : (said.get(row.action_id) ?? null),
    had: hadWords(row.code, detail),
    choices:
      status === 'closed'
        ? []
        : choices.map(({ choice, label, does, input }) => ({ choice, label, does, input })),
  }
}
