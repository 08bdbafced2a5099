import { hash, randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { DocumentOf } from '#contract/documents/document.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'
import type { Store, Tx } from '../../sync-server/store/index.ts'
import { type DocumentWrite, writeDocuments } from '../../sync-server/sync/index.ts'
import { createStationLog, type StationLog } from './station-log.ts'

export const WAREHOUSE = 'MAIN'
export const REGION = 'NORTH'
export const DELIVERY_DATE = '2026-03-03'
const PREFIX = '38712345'
const EACH_GRAMS = 500
const EACH_CM3 = 1_000
const RANGE_SIZE = 10_000

/** A floor with orders to pick, written straight into the database: for tests of what comes after intake. */
export type Floor = {
  lists: DocumentOf<'pick-list'>[]
  load: DocumentOf<'load'>
  /** Enrols a station by its row, with a range of SSCC serials of its own. */
  station(options?: { name?: string }): Promise<FloorStation>
}

export type FloorStation = {
  stationId: string
  token: string
  log: StationLog
  /** The next SSCC out of the station's range. */
  nextUnit: () => string
}

export type FloorOptions = {
  orders?: number
  lines?: number
  quantity?: number
  /** Products in all, which orders take in turn; as many as an order has lines otherwise. */
  products?: number
  stock?: number
  /** Lists that were made before, by `listOf` with the floor's own products; instead of `orders`. */
  lists?: DocumentOf<'pick-list'>[]
}

export async function layFloor(store: Store, options: FloorOptions = {}): Promise<Floor> {
  const { lines: lineCount = 3, quantity = 2, stock = 1_000_000 } = options
  const { products = lineCount } = options
  const skus = Array.from({ length: products }, (_, n) => `SKU-${n + 1}`)
  const lists =
    options.lists ??
    Array.from({ length: options.orders ?? 2 }, (_, n) => {
      const own = skus.map((_sku, at) => skus[(n * lineCount + at) % products] ?? '')
      return listOf(n + 1, own.slice(0, lineCount), quantity)
    })
  const orderCount = lists.length
  const load = emptyLoad()
  await store.transaction(async (tx) => {
    await writeMasterData(tx, orderCount * lineCount * quantity)
    await writeCounters(tx, skus, { stock, reserved: orderCount * quantity })
    await writeOrders(tx, lists)
    await writeListsAndLoad(tx, lists, load)
    await writeDocuments(tx, WAREHOUSE, [
      ...operators(),
      ...skus.map((sku) => product(sku)),
      ...lists.map((doc): DocumentWrite => ({ kind: 'pick-list', id: doc.id, doc })),
      { kind: 'load', id: load.id, doc: load },
    ])
  })
  let stations = 0
  return {
    lists,
    load,
    station: ({ name } = {}) => {
      stations += 1
      return enrol(store, name ?? `Bench ${stations}`, stations * RANGE_SIZE)
    },
  }
}

async function enrol(store: Store, name: string, from: number): Promise<FloorStation> {
  const log = createStationLog()
  const stationId = randomUUID()
  const token = randomBytes(24).toString('hex')
  const range = { incarnation: log.incarnation, prefix: PREFIX, from, to: from + RANGE_SIZE - 1 }
  await store.transaction(async (tx) => {
    await tx
      .insertInto('station')
      .values({
        id: stationId,
        warehouse: WAREHOUSE,
        name,
        mode: 'pick-and-pack',
        token_hash: hash('sha256', token),
        incarnation: log.incarnation,
        last_hash: GENESIS_HASH,
        public_key: null,
        app_version: '0.0.0-test',
        enrolled_at: '2026-03-01T06:00:00.000Z',
        last_seen_at: null,
        revoked_at: null,
        health: null,
      })
      .execute()
    await writeDocuments(tx, WAREHOUSE, [
      { kind: 'number-range', id: stationId, stationId, doc: { stationId, ranges: [range] } },
    ])
  })
  let serial = from
  return { stationId, token, log, nextUnit: () => buildSscc(PREFIX, serial++) }
}

/** The n-th list of a floor; a test that asks for more than it laid has a defect. */
export function listAt(floor: Floor, n: number): DocumentOf<'pick-list'> {
  const list = floor.lists[n]
  if (list === undefined) throw new Error(`the floor has no list ${n}`)
  return list
}

/** The order of the n-th list. */
export function orderAt(floor: Floor, n: number): DocumentOf<'pick-list'>['orders'][number] {
  const [order] = listAt(floor, n).orders
  if (order === undefined) throw new Error(`list ${n} has no order`)
  return order
}

/**
 * The actions of one order from claim to verified label, all goods in one unit. Sixteen of them for an
 * order of twelve lines.
 */
export function packOrder(station: FloorStation, list: DocumentOf<'pick-list'>): string {
  const { log } = station
  const unitId = station.nextUnit()
  const pickListId = list.id
  log.act('pick.claim', { pickListId })
  for (const { lineNo, requested } of list.lines) {
    log.act('pick.confirm', { pickListId, lineNo, quantity: requested, unitId })
  }
  const grossGrams = list.lines.reduce((sum, line) => sum + line.requested * EACH_GRAMS, 0)
  const weight = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
  log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
  log.act('pack.close', { unitId })
  log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  return unitId
}

/** The n-th order's list, of `requested` pieces of each product. */
export function listOf(
  n: number,
  skus: readonly string[],
  requested: number,
): DocumentOf<'pick-list'> {
  const orderNumber = `LL-${String(n).padStart(6, '0')}`
  return {
    id: randomUUID(),
    code: `LLP${n}`,
    warehouse: WAREHOUSE,
    region: REGION,
    deliveryDate: DELIVERY_DATE,
    mode: 'order',
    status: 'open',
    claim: null,
    orders: [
      {
        orderId: randomUUID(),
        orderNumber,
        shipmentId: randomUUID(),
        customerRef: 'C-1',
        shipTo: {
          name: 'Vloeren Ørsted',
          line1: 'Kade 1',
          postalCode: '9712 AB',
          city: 'Groningen',
          country: 'NL',
        },
        status: 'CONFIRMED',
        shortDecision: 'undecided',
      },
    ],
    lines: skus.map((sku, index) => ({
      lineNo: index + 1,
      orderNumber,
      orderLineNo: index + 1,
      sku,
      location: `A-${index + 1}`,
      eachWeightGrams: EACH_GRAMS,
      eachVolumeCm3: EACH_CM3,
      requested,
      picked: 0,
      short: 0,
      packed: 0,
      loaded: 0,
    })),
  }
}

function emptyLoad(): DocumentOf<'load'> {
  return {
    id: randomUUID(),
    number: 'L-1',
    code: 'LLD1',
    warehouse: WAREHOUSE,
    region: REGION,
    deliveryDate: DELIVERY_DATE,
    vehicle: { plate: 'VX-123-Z', maxWeightGrams: 90_000_000, maxVolumeCm3: 90_000_000 },
    driver: 'Piet',
    stops: [],
    status: 'open',
    claim: null,
    units: [],
    seal: null,
  }
}

function operators(): DocumentWrite[] {
  const doc = { ref: 'emma', name: 'Emma', badgeHash: 'ab'.repeat(32) }
  return [
    { kind: 'operator', id: 'emma', doc: { ...doc, roles: ['picker', 'loader'] } },
    { kind: 'operator', id: 'saar', doc: { ...doc, ref: 'saar', roles: ['supervisor'] } },
  ]
}

function product(sku: string): DocumentWrite {
  const doc = { sku, name: sku, barcodes: [], weightGrams: EACH_GRAMS, volumeCm3: EACH_CM3 }
  return { kind: 'product', id: sku, doc: { ...doc, tracking: 'none' } }
}

async function writeMasterData(tx: Tx, pieces: number): Promise<void> {
  await sql`
    INSERT INTO warehouse (code, name, timezone, gs1_company_prefix, address, qr_key)
    VALUES (${WAREHOUSE}, 'Main', 'Europe/Amsterdam', '8712345', 'Havenweg 1', 'ab')
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`INSERT INTO warehouse_head (warehouse) VALUES (${WAREHOUSE}) ON CONFLICT DO NOTHING`.execute(
    tx,
  )
  await sql`
    INSERT INTO capacity_slot (warehouse, region, delivery_date, max_weight_grams, max_volume_cm3,
      reserved_weight_grams, reserved_volume_cm3)
    VALUES (${WAREHOUSE}, ${REGION}, ${DELIVERY_DATE}, 1000000000000, 1000000000000,
      ${pieces * EACH_GRAMS}::bigint, ${pieces * EACH_CM3}::bigint)`.execute(tx)
}

async function writeCounters(
  tx: Tx,
  skus: readonly string[],
  { stock, reserved }: { stock: number; reserved: number },
): Promise<void> {
  const rows = JSON.stringify(skus.map((sku) => ({ sku })))
  await sql`
    INSERT INTO product (warehouse, sku, name, weight_grams, volume_cm3, tracking, body)
    SELECT ${WAREHOUSE}, s.sku, s.sku, ${EACH_GRAMS}::integer, ${EACH_CM3}::integer, 'none', '{}'
    FROM json_to_recordset(${rows}::json) AS s (sku text)`.execute(tx)
  await sql`
    INSERT INTO stock (warehouse, sku, on_hand, reserved)
    SELECT ${WAREHOUSE}, s.sku, ${stock}::bigint, ${reserved}::bigint
    FROM json_to_recordset(${rows}::json) AS s (sku text)`.execute(tx)
  await sql`
    INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta,
      reserved_delta, cause, reference)
    SELECT '2026-03-01T10:00:00Z', ${WAREHOUSE}, s.sku, m.kind, m.on_hand + m.reserved, m.on_hand,
      m.reserved, 'floor', 'floor'
    FROM json_to_recordset(${rows}::json) AS s (sku text),
      (VALUES ('RECEIVED', ${stock}::bigint, 0::bigint), ('RESERVED', 0, ${reserved}::bigint))
        AS m (kind, on_hand, reserved)`.execute(tx)
}

/** The rows that say which lists an order is on, and what a load is called. */
async function writeListsAndLoad(
  tx: Tx,
  lists: readonly DocumentOf<'pick-list'>[],
  { id, number }: DocumentOf<'load'>,
): Promise<void> {
  const of = { warehouse: WAREHOUSE, region: REGION, delivery_date: DELIVERY_DATE }
  const made = { ...of, created_at: '2026-03-01T10:00:00.000Z' }
  await tx
    .insertInto('pick_list')
    .values(lists.map((list) => ({ ...made, id: list.id, code: list.code })))
    .execute()
  const orders = lists.flatMap((list) =>
    list.orders.map(({ orderId }) => ({ order_id: orderId, pick_list_id: list.id })),
  )
  await tx.insertInto('pick_list_order').values(orders).execute()
  await tx
    .insertInto('load')
    .values({ ...made, id, number })
    .execute()
}

async function writeOrders(tx: Tx, lists: readonly DocumentOf<'pick-list'>[]): Promise<void> {
  const orders = lists.flatMap((list) =>
    list.orders.map((order) => ({
      id: order.orderId,
      number: order.orderNumber,
      ship_to: order.shipTo,
    })),
  )
  const shipments = lists.flatMap((list) =>
    list.orders.map((order) => ({ id: order.shipmentId, order_id: order.orderId })),
  )
  const lines = lists.flatMap((list) =>
    list.lines.map((line) => ({
      order_id: list.orders[0]?.orderId,
      line_no: line.orderLineNo,
      sku: line.sku,
      quantity: line.requested,
    })),
  )
  await sql`
    INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to, region,
      delivery_date, weight_grams, volume_cm3, created_at, updated_at)
    SELECT o.id, o.number, ${WAREHOUSE}, 'CONFIRMED', 'C-1', o.ship_to, ${REGION}, ${DELIVERY_DATE}, 0, 0,
      '2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z'
    FROM json_to_recordset(${JSON.stringify(orders)}::json) AS o (id text, number text, ship_to jsonb)`.execute(
    tx,
  )
  await sql`
    INSERT INTO shipment (id, order_id, warehouse, status, updated_at)
    SELECT s.id, s.order_id, ${WAREHOUSE}, 'PENDING', '2026-03-01T10:00:00Z'
    FROM json_to_recordset(${JSON.stringify(shipments)}::json) AS s (id text, order_id text)`.execute(
    tx,
  )
  await sql`
    INSERT INTO order_line (order_id, line_no, sku, ordered, reserved)
    SELECT l.order_id, l.line_no, l.sku, l.quantity, l.quantity
    FROM json_to_recordset(${JSON.stringify(lines)}::json)
      AS l (order_id text, line_no integer, sku text, quantity integer)`.execute(tx)
  await sql`
    INSERT INTO reservation (order_id, line_no, warehouse, sku, quantity)
    SELECT l.order_id, l.line_no, ${WAREHOUSE}, l.sku, l.quantity
    FROM json_to_recordset(${JSON.stringify(lines)}::json)
      AS l (order_id text, line_no integer, sku text, quantity integer)`.execute(tx)
}
