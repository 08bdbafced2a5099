import { sql } from 'kysely'
import { parseAction, type Action } from '#contract/actions/index.ts'
import { ActionBody } from '#contract/sync/envelope.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { reasonWords } from './reason-words.ts'

/** What a bench said that led to an exception, in words and with who and when. */
export type Said = {
  sentence: string
  station: string | null
  operator: string | null
  action: string
  /** What it was about, for whoever puts it in words of their own. */
  values?: Record<string, string | number>
  /** By the bench's own clock; null where its envelope could not be read. */
  occurredAt: string | null
}

/** Lists and loads by the names people call them by. */
type Names = ReadonlyMap<string, string>

/** The goods of a list's line; no name where the product is not known any more. */
type Goods = { sku: string; product: string | null }
type GoodsOf = (payload: Action['payload']) => Goods | undefined

/** What was said, by action id; actions of the office itself are in no log. */
export async function readSaid(
  tx: Tx,
  actionIds: readonly (string | null)[],
): Promise<Map<string, Said>> {
  const ids = [...new Set(actionIds.filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('station_action as a')
    .leftJoin('station as s', 's.id', 'a.station_id')
    .select(['a.id', 'a.type', 'a.body', 's.name as station'])
    .where('a.id', 'in', ids)
    .where('a.is_copy', '=', false)
    .execute()
  const read = rows.map((row) => ({ ...row, ...readBody(row.body) }))
  const operators = read.flatMap(({ operatorId }) => operatorId ?? [])
  const names = await readNames(tx, read)
  const goodsOf = await readGoods(tx, read)
  const people = await readPeople(tx, operators)
  return new Map(
    read.map(({ id, type, station, action, operatorId, occurredAt }) => {
      const operator = operatorId === null ? null : (people.get(operatorId) ?? operatorId)
      const what =
        action === null ? 'sent something that could not be read' : wordsOf(action, names, goodsOf)
      const who = station ?? 'A bench'
      const sentence = `${operator === null ? who : `${operator} at ${who}`} ${what}.`
      const values = action === null ? {} : { values: valuesOf(action, names, goodsOf) }
      return [id, { sentence, station, operator, action: type, occurredAt, ...values }]
    }),
  )
}

type ReadBody = { action: Action | null; operatorId: string | null; occurredAt: string | null }

function readBody(text: string): ReadBody {
  const nothing = { action: null, operatorId: null, occurredAt: null }
  try {
    const body = ActionBody.safeParse(JSON.parse(text))
    if (!body.success) return nothing
    const { operatorId, occurredAt } = body.data
    const parsed = parseAction(body.data)
    return { action: parsed.ok ? parsed.action : null, operatorId, occurredAt }
  } catch {
    return nothing
  }
}

async function readPeople(tx: Tx, refs: readonly string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const rows = await tx
    .selectFrom('operator')
    .select(['ref', 'name'])
    .where('ref', 'in', [...new Set(refs)])
    .execute()
  return new Map(rows.map(({ ref, name }) => [ref, name]))
}

async function readNames(tx: Tx, read: readonly ReadBody[]): Promise<Names> {
  const payloads = read.flatMap(({ action }) => (action === null ? [] : [action.payload]))
  const listIds = payloads.flatMap((p) => ('pickListId' in p ? [p.pickListId] : []))
  const loadIds = payloads.flatMap((payload) => [
    ...('loadId' in payload ? [payload.loadId] : []),
    ...('toLoadId' in payload ? [payload.fromLoadId, payload.toLoadId] : []),
  ])
  const lists =
    listIds.length === 0
      ? []
      : await tx
          .selectFrom('pick_list')
          .select(['id', 'code as name'])
          .where('id', 'in', listIds)
          .execute()
  const loads =
    loadIds.length === 0
      ? []
      : await tx
          .selectFrom('load')
          .select(['id', 'number as name'])
          .where('id', 'in', loadIds)
          .execute()
  return new Map([...lists, ...loads].map(({ id, name }) => [id, name]))
}

/** What lies behind the lines that were worked on: nobody knows goods by the number of a line. */
async function readGoods(tx: Tx, read: readonly ReadBody[]): Promise<GoodsOf> {
  const listIds = read.flatMap(({ action }) => {
    return action !== null && 'lineNo' in action.payload ? [action.payload.pickListId] : []
  })
  if (listIds.length === 0) return () => undefined
  const { rows } = await sql<Goods & { listId: string; lineNo: number }>`
    SELECT l.id AS "listId", (line ->> 'lineNo')::int AS "lineNo", line ->> 'sku' AS sku,
      p.name AS product
    FROM pick_list l
    JOIN document d ON d.warehouse = l.warehouse AND d.kind = 'pick-list' AND d.id = l.id
    CROSS JOIN LATERAL jsonb_array_elements(d.body -> 'lines') AS line
    LEFT JOIN product p ON p.warehouse = l.warehouse AND p.sku = line ->> 'sku'
    WHERE l.id = ANY(${textColumn([...new Set(listIds)])})`.execute(tx)
  const known = new Map(rows.map((row) => [`${row.listId}/${row.lineNo}`, row]))
  return (payload) =>
    'lineNo' in payload ? known.get(`${payload.pickListId}/${payload.lineNo}`) : undefined
}

/** A payload's plain members, with lists and loads by their names and the goods of a line by theirs. */
export function valuesOf(
  { payload }: Action,
  names: Names,
  goodsOf: GoodsOf = () => undefined,
): Record<string, string | number> {
  const { sku, product = null } = goodsOf(payload) ?? {}
  const values: Record<string, string | number> = {
    ...(sku === undefined ? {} : { sku }),
    ...(product === null ? {} : { product }),
  }
  for (const [key, value] of Object.entries<unknown>(payload)) {
    const named = NAMED[key]
    if (Array.isArray(value)) values['count'] = value.length
    else if (typeof value === 'number') values[key] = value
    else if (typeof value === 'string') values[named ?? key] = names.get(value) ?? value
  }
  return values
}

const NAMED: Readonly<Record<string, string>> = {
  pickListId: 'list',
  loadId: 'load',
  fromLoadId: 'fromLoad',
  toLoadId: 'toLoad',
}

/** What the hands did, after "Emma at Pack 1 …". */
export function wordsOf(action: Action, names: Names, goodsOf: GoodsOf = () => undefined): string {
  const name = (id: string) => names.get(id) ?? id
  const { sku, product = null } = goodsOf(action.payload) ?? {}
  const named = product ?? sku
  const goods = (p: { quantity: number; lineNo: number }) =>
    named === undefined ? `${p.quantity} of line ${p.lineNo}` : `${p.quantity} × ${named}`
  switch (action.type) {
    case 'pick.claim':
      return `claimed list ${name(action.payload.pickListId)}`
    case 'pick.release':
      return `gave list ${name(action.payload.pickListId)} back`
    case 'pick.confirm': {
      const { lot, unitId, pickListId } = action.payload
      const ofLot = lot === undefined ? '' : ` of batch ${lot}`
      const into = unitId === undefined ? '' : ` into unit ${unitId}`
      return `took ${goods(action.payload)}${ofLot} for list ${name(pickListId)}${into}`
    }
    case 'pick.short':
      return `could not find ${goods(action.payload)} for list ${name(action.payload.pickListId)}: ${reasonWords(action.payload.reason)}`
    case 'pick.unshort':
      return `found ${goods(action.payload)} after all for list ${name(action.payload.pickListId)}`
    case 'pick.put-back':
      return `put ${goods(action.payload)} of list ${name(action.payload.pickListId)} back`
    case 'pack.open':
      return `opened ${action.payload.kind} ${action.payload.unitId}`
    case 'pack.add':
      return `packed ${goods(action.payload)} of list ${name(action.payload.pickListId)} into unit ${action.payload.unitId}`
    case 'pack.remove':
      return `took ${goods(action.payload)} of list ${name(action.payload.pickListId)} out of unit ${action.payload.unitId}`
    case 'pack.nest':
      return `put unit ${action.payload.unitId} on pallet ${action.payload.parentId}`
    case 'pack.unnest':
      return `took unit ${action.payload.unitId} off its pallet`
    case 'pack.weigh':
      return `weighed unit ${action.payload.unitId} at ${action.payload.grossGrams} g`
    case 'pack.close':
      return `closed unit ${action.payload.unitId}`
    case 'pack.reopen':
      return `opened unit ${action.payload.unitId} again (${reasonWords(action.payload.reason)})`
    case 'label.print':
      return `printed copy ${action.payload.copy} of the label of unit ${action.payload.unitId}`
    case 'label.verify':
      return `scanned copy ${action.payload.copy} of the label of unit ${action.payload.unitId}`
    case 'label.void':
      return `made copy ${action.payload.copy} of the label of unit ${action.payload.unitId} void`
    default:
      return dockWords(action, name)
  }
}

type DockAction = Extract<Action, { type: `${'load' | 'stock' | 'refusal' | 'session'}.${string}` }>

function dockWords(action: DockAction, name: (id: string) => string): string {
  switch (action.type) {
    case 'load.claim':
      return `began load ${name(action.payload.loadId)}`
    case 'load.release':
      return `gave load ${name(action.payload.loadId)} back`
    case 'load.add':
      return `put unit ${action.payload.unitId} on load ${name(action.payload.loadId)}`
    case 'load.remove':
      return `took unit ${action.payload.unitId} off load ${name(action.payload.loadId)} (${reasonWords(action.payload.reason)})`
    case 'load.confirm':
      return `confirmed load ${name(action.payload.loadId)}`
    case 'load.depart':
      return `reported that load ${name(action.payload.loadId)} left`
    case 'load.transfer': {
      const { unitIds, fromLoadId, toLoadId } = action.payload
      return `moved ${unitIds.length} unit(s) from load ${name(fromLoadId)} to load ${name(toLoadId)}`
    }
    case 'stock.count':
      return `counted ${action.payload.counted} × ${action.payload.sku}`
    case 'refusal.close':
      return `closed the refusal of action ${action.payload.seq} (${action.payload.how})`
    case 'session.sign-in':
      return 'signed in'
    default:
      return 'signed out'
  }
}
