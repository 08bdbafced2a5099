import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import type { PickLine } from '#contract/documents/pick-list.ts'
import { Problem } from '../http/problem.ts'
import { readProducts } from '../orders/index.ts'
import { readHolders } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'

type List = DocumentOf<'pick-list'>

export type PickListFilter = {
  deliveryDate: string
  warehouse?: string | undefined
  region?: string | undefined
  status?: string | undefined
  search?: string | undefined
  /** Go on after this code. */
  after?: string | undefined
  /** All of the day when absent. */
  limit?: number
}

/** The lists of a day as they stand, in the order they were made. */
export async function readPickLists(tx: Tx, filter: PickListFilter): Promise<List[]> {
  let query = tx
    .selectFrom('pick_list as p')
    .innerJoin('document as d', (join) =>
      join
        .onRef('d.warehouse', '=', 'p.warehouse')
        .onRef('d.id', '=', 'p.id')
        .on('d.kind', '=', 'pick-list'),
    )
    .select('d.body')
    .where('p.delivery_date', '=', filter.deliveryDate)
    .orderBy('p.code')
  const { warehouse, region, status, search, after, limit } = filter
  if (warehouse !== undefined) query = query.where('p.warehouse', '=', warehouse)
  if (region !== undefined) query = query.where('p.region', '=', region)
  if (status !== undefined) query = query.where(sql<boolean>`d.body ->> 'status' = ${status}`)
  if (search !== undefined) query = query.where(holds(search))
  if (after !== undefined) query = query.where('p.code', '>', after)
  if (limit !== undefined) query = query.limit(limit)
  const rows = await query.execute()
  return rows.map((row) => row.body as List)
}

/** A page of them, with who holds each. */
export async function listPickLists(
  tx: Tx,
  { now, limit, ...filter }: PickListFilter & { now: number; limit: number },
) {
  const lists = await readPickLists(tx, { ...filter, limit: limit + 1 })
  const page = lists.slice(0, limit)
  const heldBy = await readHolders(tx, page, now)
  return {
    pickLists: page.map((list) => ({ ...shownList(list), heldBy: heldBy(list) })),
    next: lists.length > limit ? (page.at(-1)?.code ?? null) : null,
  }
}

/** One list by its id or its code, with its orders and the names of its goods. */
export async function readPickList(tx: Tx, { id, now }: { id: string; now: number }) {
  const row = await tx
    .selectFrom('pick_list as p')
    .innerJoin('document as d', (join) =>
      join
        .onRef('d.warehouse', '=', 'p.warehouse')
        .onRef('d.id', '=', 'p.id')
        .on('d.kind', '=', 'pick-list'),
    )
    .select('d.body')
    .where((where) => where.or([where('p.id', '=', id), where('p.code', '=', id)]))
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `no pick list ${id}`)
  const list = row.body as List
  const heldBy = await readHolders(tx, [list], now)
  const skus = list.lines.map(({ sku }) => sku)
  const products = await readProducts(tx, list.warehouse, skus)
  return {
    ...shownList(list),
    heldBy: heldBy(list),
    orders: list.orders
      .filter(({ movedTo }) => movedTo === undefined)
      .map(({ orderNumber, status, shipTo, totePosition, isBlocked, shortDecision }) => ({
        orderNumber,
        status,
        shipTo,
        totePosition: totePosition ?? null,
        isBlocked: isBlocked === true,
        shortDecision,
      })),
    products: Object.fromEntries([...products].map(([sku, { name }]) => [sku, name])),
  }
}

/** A list as the office's API shows it. */
export function pickListAnswer(list: List) {
  const here = list.orders.filter((order) => order.movedTo === undefined)
  const totes = new Map(list.orders.map((order) => [order.orderNumber, order.totePosition]))
  return {
    id: list.id,
    code: list.code,
    orderNumbers: here.map((order) => order.orderNumber),
    region: list.region,
    status: list.status,
    mode: list.mode,
    lines: list.lines.filter(isShown).map((line) => ({
      lineNo: line.lineNo,
      orderNumber: line.orderNumber,
      orderLineNo: line.orderLineNo,
      sku: line.sku,
      location: line.location,
      requested: line.requested,
      picked: line.picked,
      short: line.short,
      ...totePositionOf(totes.get(line.orderNumber)),
    })),
  }
}

function shownList(list: List) {
  const { warehouse, deliveryDate } = list
  return { ...pickListAnswer(list), warehouse, deliveryDate }
}

/** Part of a code, of an order's number or of a customer's name, in whatever case. */
function holds(search: string) {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql<boolean>`(p.code ILIKE ${pattern} OR EXISTS (
    SELECT FROM jsonb_array_elements(d.body -> 'orders') AS o
    WHERE o ->> 'orderNumber' ILIKE ${pattern} OR o -> 'shipTo' ->> 'name' ILIKE ${pattern}))`
}

/** A line that moved on to another list is kept for facts that come late, and shown once one did. */
function isShown({ requested, picked, short }: PickLine): boolean {
  return requested > 0 || picked !== 0 || short > 0
}

function totePositionOf(totePosition: number | undefined) {
  return totePosition === undefined ? {} : { totePosition }
}
