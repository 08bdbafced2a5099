import { sql, type Selectable } from 'kysely'
import { handlingOf } from '#contract/http/exception-choices.ts'
import type { Tx } from '../store/index.ts'
import type { Database } from '../store/schema.ts'
import { hadWords } from './had.ts'
import { readSaid, type Said } from './said.ts'

export type StoredException = Awaited<ReturnType<typeof listExceptions>>['items'][number]

/** Oldest first unless asked otherwise; `after` is the last id of the page before. Ids are uuidv7, so they sort by age. */
export async function listExceptions(
  tx: Tx,
  query: {
    open?: 'true' | 'false' | undefined
    code?: string | undefined
    warehouse?: string | undefined
    stationId?: string | undefined
    /** An order, list, unit, load or SKU. */
    about?: string | undefined
    newest?: 'true' | 'false' | undefined
    after?: string | undefined
    limit: number
  },
) {
  const isNewestFirst = query.newest === 'true'
  let select = tx
    .selectFrom('exception')
    .selectAll()
    .orderBy('id', isNewestFirst ? 'desc' : 'asc')
    .limit(query.limit + 1)
  if (query.open !== undefined) {
    select = select.where('status', '=', query.open === 'true' ? 'open' : 'closed')
  }
  const { code, warehouse, stationId, about, after } = query
  if (code !== undefined) select = select.where('code', '=', code)
  if (warehouse !== undefined) select = select.where('warehouse', '=', warehouse)
  if (stationId !== undefined) select = select.where('station_id', '=', stationId)
  if (about !== undefined) select = select.where(isAbout(about))
  if (after !== undefined) select = select.where('id', isNewestFirst ? '<' : '>', after)
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
  const stations = await readStationNames(tx, rows)
  return rows.map((row) => answerOf(row, { said, stations }))
}

/** Things an exception can be about, as its detail names them; each is found through an index. */
const ABOUT = ['orderNumber', 'unitId', 'list', 'load', 'sku'] as const

function isAbout(thing: string) {
  const named = ABOUT.map(
    (name) =>
      sql`SELECT id FROM exception WHERE detail @> ${JSON.stringify({ [name]: thing })}::jsonb`,
  )
  const first = sql`SELECT id FROM exception WHERE reference = ${thing}`
  // As a list, which is read before anything else is.
  return sql<boolean>`id = ANY(ARRAY(${sql.join([first, ...named], sql` UNION ALL `)}))`
}

async function readStationNames(tx: Tx, rows: readonly Row[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.station_id ?? []))]
  if (ids.length === 0) return new Map()
  const stations = await tx
    .selectFrom('station')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .execute()
  return new Map(stations.map(({ id, name }) => [id, name]))
}

type Row = Selectable<Database['exception']>

type Known = { said: ReadonlyMap<string, Said>; stations: ReadonlyMap<string, string> }

function answerOf(row: Row, { said, stations }: Known) {
  const status: 'open' | 'closed' = row.status === 'open' ? 'open' : 'closed'
  const detail = row.detail as Record<string, string | number>
  const { task, choices } = handlingOf(row.code, detail)
  return {
    id: row.id,
    warehouse: row.warehouse,
    code: row.code,
    status,
    stationId: row.station_id,
    station: row.station_id === null ? null : (stations.get(row.station_id) ?? null),
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
