import { sql } from 'kysely'
import { openQuantity, type PickLine, type PickList } from '#contract/documents/pick-list.ts'
import { localTime } from '#contract/orders/local-time.ts'
import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import { type FreeLot, LotShelf } from './lot-shelf.ts'

type Advice = {
  sku: string
  order_id: string
  line_no: number
  lot: string
  quantity: number
}

/**
 * The lists with the lots to take on their lines, first expired first out: of what is on hand, nobody was
 * promised and no other line was advised to take. Nothing is reserved by it, and it is not made anew when
 * stock moves: hands may find the lots otherwise, and say so. Call it late: one call at a time and
 * warehouse goes on from here.
 */
export async function adviseLists(
  tx: Tx,
  { warehouse, lists }: { warehouse: string; lists: readonly PickList[] },
  deps: OfficeDeps,
): Promise<PickList[]> {
  const asking = lists.flatMap((list) =>
    list.lines.filter(isAsking).map((line) => ({ list, line })),
  )
  if (asking.length === 0) return [...lists]
  const name = `lot-advice/${warehouse}`
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
  const skus = [...new Set(asking.map(({ line }) => line.sku))]
  await forget(tx, warehouse, asking)
  const shelves = await readShelves(tx, warehouse, skus)
  const today = await readToday(tx, warehouse, deps)
  const advised = lists.map((list): PickList => {
    const day = list.deliveryDate > today ? list.deliveryDate : today
    const lines = list.lines.map((line) => adviseLine(line, shelves.get(line.sku), day))
    return { ...list, lines }
  })
  await remember(tx, warehouse, advised)
  return advised
}

function isAsking(line: PickLine): boolean {
  return line.tracksLots === true && openQuantity(line) > 0
}

function adviseLine(line: PickLine, shelf: LotShelf | undefined, day: string): PickLine {
  const { advisedLots: _before, ...plain } = line
  if (shelf === undefined || !isAsking(line)) return plain
  const open = openQuantity(line)
  // A line that must come from one lot and was promised none is bound by its first goods.
  if (line.reservedLot === undefined && line.singleLot === true) return plain
  const lots =
    line.reservedLot === undefined ? shelf.take(open, day) : [shelf.only(line.reservedLot, open)]
  if (lots.length === 0) return plain
  const taken = new Map((line.lots ?? []).map(({ lot, picked }) => [lot, Math.max(0, picked)]))
  const advisedLots = lots.map((one) => {
    return { ...one, quantity: one.quantity + (taken.get(one.lot) ?? 0) }
  })
  return { ...plain, advisedLots }
}

/** Own advice of before, and that of lines on which nothing is left to pick. */
async function forget(
  tx: Tx,
  warehouse: string,
  asking: readonly { list: PickList; line: PickLine }[],
): Promise<void> {
  const own = asking.map(({ list, line }) => ({
    sku: line.sku,
    order_id: orderIdOf(list, line),
    line_no: line.orderLineNo,
  }))
  const skus = JSON.stringify([...new Set(own.map(({ sku }) => sku))])
  await sql`
    DELETE FROM lot_advice a
    USING json_to_recordset(${JSON.stringify(own)}::json)
      AS o (sku text, order_id text, line_no integer)
    WHERE a.warehouse = ${warehouse} AND a.sku = o.sku AND a.order_id = o.order_id
      AND a.line_no = o.line_no`.execute(tx)
  await sql`
    DELETE FROM lot_advice a USING order_line l, customer_order o
    WHERE a.warehouse = ${warehouse}
      AND a.sku IN (SELECT json_array_elements_text(${skus}::json))
      AND l.order_id = a.order_id AND l.line_no = a.line_no AND o.id = a.order_id
      AND (o.status = 'CANCELLED' OR l.picked + l.short >= l.reserved)`.execute(tx)
}

/** What is free of each lot: on hand, less what orders hold of it, less what lines were advised to take. */
async function readShelves(
  tx: Tx,
  warehouse: string,
  skus: readonly string[],
): Promise<Map<string, LotShelf>> {
  const rows = await tx
    .selectFrom('stock')
    .select(['sku', 'lot', 'expiry_date as expiryDate', 'received_at as receivedAt'])
    .select((is) => is('on_hand', '-', is.ref('reserved')).as('free'))
    .where('warehouse', '=', warehouse)
    .where('sku', 'in', skus)
    .where('lot', '<>', '')
    // A product has had hundreds of lots that are long used up.
    .where((is) => is.or([is('on_hand', '>', 0), is('reserved', '>', 0)]))
    .execute()
  const bySku = Map.groupBy<string, FreeLot & { sku: string }>(rows, ({ sku }) => sku)
  const shelves = new Map([...bySku].map(([sku, lots]) => [sku, new LotShelf(lots)]))
  const { rows: advice } = await sql<Advice & { open: number }>`
    SELECT a.sku, a.order_id, a.line_no, a.lot, a.quantity, l.reserved - l.picked - l.short AS open
    FROM lot_advice a
    JOIN order_line l ON l.order_id = a.order_id AND l.line_no = a.line_no
    WHERE a.warehouse = ${warehouse}
      AND a.sku IN (SELECT json_array_elements_text(${JSON.stringify(skus)}::json))
    ORDER BY a.order_id, a.line_no, a.lot`.execute(tx)
  const byLine = Map.groupBy(advice, ({ order_id, line_no }) => JSON.stringify([order_id, line_no]))
  for (const ofLine of byLine.values()) {
    const [first] = ofLine
    if (first !== undefined) shelves.get(first.sku)?.promise(ofLine, first.open)
  }
  return shelves
}

async function readToday(tx: Tx, warehouse: string, deps: OfficeDeps): Promise<string> {
  const row = await tx
    .selectFrom('warehouse')
    .select('timezone')
    .where('code', '=', warehouse)
    .executeTakeFirst()
  return localTime(deps.clock.now(), row?.timezone ?? 'UTC').day
}

/** A line that is promised its lot holds it in the counters already. */
async function remember(tx: Tx, warehouse: string, lists: readonly PickList[]): Promise<void> {
  const rows = lists.flatMap((list) =>
    list.lines.flatMap((line): Advice[] => {
      if (line.reservedLot !== undefined || !isAsking(line)) return []
      const order = { order_id: orderIdOf(list, line), line_no: line.orderLineNo }
      const taken = new Map((line.lots ?? []).map(({ lot, picked }) => [lot, picked]))
      return (line.advisedLots ?? []).map(({ lot, quantity }) => {
        return { sku: line.sku, ...order, lot, quantity: quantity - (taken.get(lot) ?? 0) }
      })
    }),
  )
  if (rows.length === 0) return
  await sql`
    INSERT INTO lot_advice (warehouse, sku, order_id, line_no, lot, quantity)
    SELECT ${warehouse}, a.sku, a.order_id, a.line_no, a.lot, a.quantity
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS a (sku text, order_id text, line_no integer, lot text, quantity integer)
    ON CONFLICT (warehouse, sku, order_id, line_no, lot)
      DO UPDATE SET quantity = EXCLUDED.quantity`.execute(tx)
}

function orderIdOf({ orders }: PickList, { orderNumber }: PickLine): string {
  return orders.find((order) => order.orderNumber === orderNumber)?.orderId ?? ''
}
