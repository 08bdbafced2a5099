import { sql } from 'kysely'
import type { Store, Tx } from '../sync-server/store/index.ts'
import { WAREHOUSE } from '../tests/support/floor.ts'

/** Actions of one order: claim, twelve confirms, weigh, close and label. */
export const ACTIONS_PER_ORDER = 16
const CONFIRMS_PER_ORDER = 12
const STATIONS = 16
const ENTRIES_PER_ORDER = 4

/** Rows of one statement; each is its own transaction, so that the log of the database stays bounded. */
const SLICE = 250_000

/**
 * What years of work leave behind: the actions with their bodies and hashes, what each moved in the
 * ledger, and the orders with their lines and history. Documents are bounded: those of shipped orders
 * leave by tombstone and are cleared away.
 */
export async function writeOldActions(store: Store, actions: number): Promise<void> {
  for (let from = 0; from < actions; from += SLICE) {
    const to = Math.min(actions, from + SLICE) - 1
    await store.transaction((tx) => writeActions(tx, from, to))
    await store.transaction((tx) => writeLedger(tx, from, to))
  }
  const orders = Math.ceil(actions / ACTIONS_PER_ORDER)
  const ordersPerSlice = Math.ceil(SLICE / ACTIONS_PER_ORDER)
  for (let from = 0; from < orders; from += ordersPerSlice) {
    const to = Math.min(orders, from + ordersPerSlice) - 1
    await store.transaction((tx) => writeOrders(tx, from, to))
  }
}

/** An id of the same shape and order as those that benches make. */
const idOf = sql`'0190' || lpad(to_hex(n), 4, '0') || '-' || lpad(to_hex(n % 65536), 4, '0')
  || '-7' || substr(md5(n::text), 1, 3) || '-8' || substr(md5(n::text), 4, 3) || '-'
  || substr(md5(n::text), 7, 12)`

const orderOf = sql`'old-' || lpad((n / ${sql.raw(String(ACTIONS_PER_ORDER))})::text, 8, '0')`

async function writeActions(tx: Tx, from: number, to: number): Promise<void> {
  await sql`
    INSERT INTO station_action (station_id, incarnation, seq, id, warehouse, type, body, hash,
      outcome, received_at)
    SELECT 'old-station-' || n % ${STATIONS}::integer, repeat('ab', 16), n / ${STATIONS}::integer + 1,
      ${idOf}, ${WAREHOUSE}, 'pick.confirm',
      '{"type":"pick.confirm","v":1,"operatorId":"emma","occurredAt":"2025-03-02T08:00:00.000Z",'
        || '"baseHead":0,"payload":{"pickListId":"' || md5((n / 16)::text) || '","lineNo":' || n % 12
        || ',"quantity":2,"unitId":"387123450000' || lpad(n::text, 6, '0') || '"}}',
      md5(n::text) || md5((n + 1)::text), 'accepted', '2025-03-02T08:00:05Z'
    FROM generate_series(${from}::integer, ${to}::integer) n`.execute(tx)
}

async function writeLedger(tx: Tx, from: number, to: number): Promise<void> {
  await sql`
    INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta,
      reserved_delta, cause, reference)
    SELECT '2025-03-02T08:00:05Z', ${WAREHOUSE},
      'SKU-' || n % ${ACTIONS_PER_ORDER}::integer + 1, 'PICKED', 2, 0, -2,
      ${idOf} || '/' || ${orderOf} || '/' || n % ${ACTIONS_PER_ORDER}::integer + 1, ${orderOf}
    FROM generate_series(${from}::integer, ${to}::integer) n
    WHERE n % ${ACTIONS_PER_ORDER}::integer < ${CONFIRMS_PER_ORDER}::integer`.execute(tx)
}

async function writeOrders(tx: Tx, from: number, to: number): Promise<void> {
  const numbers = sql`generate_series(${from}::integer, ${to}::integer) n`
  const id = sql`'old-' || lpad(n::text, 8, '0')`
  await sql`
    INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to, region,
      delivery_date, weight_grams, volume_cm3, created_at, updated_at)
    SELECT ${id}, 'OLD-' || lpad(n::text, 8, '0'), ${WAREHOUSE}, 'DELIVERED', 'C-' || n % 500,
      '{"name":"Vloeren Discount","line1":"Kade 1","postalCode":"1011 AB","city":"Amsterdam","country":"NL"}',
      'NORTH', date '2024-01-01' + n / 1000, 12000, 24000, '2025-03-01T10:00:00Z',
      '2025-03-02T12:00:00Z'
    FROM ${numbers}`.execute(tx)
  await sql`
    INSERT INTO shipment (id, order_id, warehouse, status, updated_at)
    SELECT 'shipment-' || ${id}, ${id}, ${WAREHOUSE}, 'DELIVERED', '2025-03-03T10:00:00Z'
    FROM ${numbers}`.execute(tx)
  await sql`
    INSERT INTO order_line (order_id, line_no, sku, ordered, reserved, picked, packed, loaded)
    SELECT ${id}, l, 'SKU-' || l, 2, 0, 2, 2, 2
    FROM ${numbers}, generate_series(1, ${CONFIRMS_PER_ORDER}::integer) l`.execute(tx)
  await sql`
    INSERT INTO order_status_history (order_id, status, category, severity, payload, recorded_at,
      written_by)
    SELECT ${id}, 'order.status.' || e, 'order', 'info', '{"from":"CONFIRMED","to":"DELIVERED"}',
      '2025-03-02T12:00:00Z', 'office'
    FROM ${numbers}, generate_series(1, ${ENTRIES_PER_ORDER}::integer) e`.execute(tx)
}
