import { sql } from 'kysely'
import type { EpcisEvent } from '#contract/http/epcis-event.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { type Floor, layFloor, REGION, WAREHOUSE } from './floor.ts'

/** How much there is of everything that grows. */
export type YearsOfWork = { orders: number; actions: number; ledgerRows: number; others: number }

export const BIG_WEBHOOK = 'big'

/** The day that most of the open work is of. */
export const BUSY_DAY = '2026-03-03'

/** An action of the log that the trace of is read. */
export const oldAction = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const oldOrder = (n: number) => `OLD-${String(n).padStart(8, '0')}`
export const oldUnit = (n: number) => `38712345${String(n).padStart(10, '0')}`

/**
 * A floor of this morning with the rows of years behind it, written past everything that checks them: so that plans
 * are made for tables as large as they become. Only PostgreSQL keeps such figures.
 */
export async function writeYearsOfWork(store: Store, size: YearsOfWork): Promise<Floor> {
  const floor = await layFloor(store, { orders: 20, lines: 4, products: 200 })
  await store.transaction(async (tx) => {
    // Nothing is checked against other tables while this is written.
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    for (const text of [
      ...ordersOf(size),
      ...workOf(size),
      ...booksOf(size),
      ...documentsOf(size),
    ]) {
      await sql.raw(text).execute(tx)
    }
  })
  await store.read((db) => sql`VACUUM ANALYZE`.execute(db))
  return floor
}

const since = (n: string, every: string) =>
  `timestamptz '2024-03-01T08:00:00Z' + (${n}) * interval '${every}'`
const series = (count: number) => `generate_series(1, ${count}) n`
const ORDER_NO = `'OLD-' || lpad(n::text, 8, '0')`
const ACTION = `'01900000-0000-7000-8000-' || lpad(n::text, 12, '0')`

const DEPARTING: EpcisEvent = {
  type: 'ObjectEvent',
  eventID: 'urn:uuid:01900000-0000-7000-8000-000000000001',
  eventTime: '2025-03-02T08:00:00.000Z',
  recordTime: '2025-03-02T08:00:01.000Z',
  eventTimeZoneOffset: '+01:00',
  bizStep: 'departing',
  disposition: 'in_transit',
  action: 'OBSERVE',
  epcList: ['https://id.gs1.org/00/387123450000000012'],
  readPoint: { id: 'urn:x-loadline:warehouse:MAIN' },
}

/** One in two hundred is still open; those are of the last days. */
function ordersOf({ orders }: YearsOfWork): string[] {
  const isOpen = `n > ${orders} * 0.995`
  const at = since('n', '10 minutes')
  return [
    `INSERT INTO customer_order (id, order_number, warehouse, status, customer_ref, ship_to, region,
        delivery_date, weight_grams, volume_cm3, created_at, updated_at, is_backordered)
      SELECT 'old-' || n, ${ORDER_NO}, '${WAREHOUSE}',
        CASE WHEN ${isOpen} THEN 'CONFIRMED' WHEN n % 20 = 0 THEN 'CANCELLED' ELSE 'DELIVERED' END,
        'C-' || n % 5000, jsonb_build_object('name', 'Klant ' || n % 5000, 'line1', 'Kade 1',
          'postalCode', 1000 + n % 9000 || ' AB', 'city', 'Stad ' || n % 300, 'country', 'NL'),
        CASE n % 3 WHEN 0 THEN '${REGION}' ELSE 'R-' || n % 3 END,
        (${at})::date + 2, 12000, 24000, ${at}, ${at}, ${isOpen} AND n % 7 = 0
      FROM ${series(orders)}`,
    `INSERT INTO order_line (order_id, line_no, sku, ordered, reserved)
      SELECT 'old-' || n, l, 'SKU-' || (n + l) % 200 + 1, 2, 0 FROM ${series(orders)}, generate_series(1, 2) l`,
    `INSERT INTO order_intent (source_system, order_intent_id, payload_hash, payload, contract_version,
        received_at, order_id, converted_lines)
      SELECT 'erp', 'intent-' || n, md5(n::text), jsonb_build_object('externalOrderId', 'PO-' || n, 'shipTo',
          jsonb_build_object('name', 'Klant ' || n % 5000, 'line1', 'Kade 1', 'postalCode', '1011 AB', 'city',
            'Stad', 'country', 'NL')),
        '1', ${at}, 'old-' || n, '[]' FROM ${series(orders)}`,
    `INSERT INTO order_status_history (order_id, status, category, severity, payload, recorded_at, written_by)
      SELECT 'old-' || n, 'order.status.' || e, 'order',
        CASE WHEN e = 2 AND n % 1000 = 0 THEN 'blocking' ELSE 'info' END, '{}', ${at}, 'office'
      FROM ${series(orders)}, generate_series(1, 2) e`,
    `INSERT INTO shipment (id, order_id, warehouse, status, updated_at)
      SELECT 'shipment-' || n, 'old-' || n, '${WAREHOUSE}', 'DELIVERED', ${at} FROM ${series(orders)}`,
    `INSERT INTO shipment_event (shipment_id, event_key, status, occurred_at, received_at, written_by, became)
      SELECT 'shipment-' || n, 'e-' || n, 'DELIVERED', ${at}, ${at}, 'courier:fast', 'applied'
      FROM ${series(orders)}`,
    `INSERT INTO proof_of_delivery (shipment_id, signed_by, signature, media_type, signed_at, recorded_at,
        written_by, is_final)
      SELECT 'shipment-' || n, 'Klant', 'c2ln', 'image/png', ${at}, ${at}, 'courier:fast', true
      FROM ${series(orders)}`,
    `INSERT INTO pick_list_order (order_id, pick_list_id)
      SELECT 'old-' || n, 'list-' || n % 5000 + 1 FROM ${series(orders)}`,
  ]
}

function workOf({ actions, others }: YearsOfWork): string[] {
  const at = since('n', '15 minutes')
  return [
    `INSERT INTO station (id, warehouse, name, mode, token_hash, incarnation, last_hash, app_version, enrolled_at)
      SELECT 'station-' || n, '${WAREHOUSE}', 'Bench ' || n, 'pick-and-pack', 't' || n, repeat('ab', 16),
        repeat('0', 64), '0.0.0', now() FROM ${series(12)}`,
    `INSERT INTO station_action (station_id, incarnation, seq, id, warehouse, type, body, hash, outcome, received_at)
      SELECT 'station-' || n % 12 + 1, repeat('ab', 16), n, ${ACTION}, '${WAREHOUSE}', 'pick.confirm',
        '{"type":"pick.confirm","v":1,"operatorId":"emma","occurredAt":"2025-03-02T08:00:00.000Z","baseHead":0,'
          || '"payload":{"pickListId":"list-' || n % 5000 + 1 || '","lineNo":1,"quantity":2,"unitId":"38712345'
          || lpad((n % ${others})::text, 10, '0') || '"}}',
        md5(n::text), CASE WHEN n % 500 = 0 THEN 'refused' ELSE 'accepted' END, ${at}
      FROM ${series(actions)}`,
    `INSERT INTO exception (id, warehouse, code, status, station_id, action_id, reference, detail, sentence, opened_at)
      SELECT ${ACTION}, '${WAREHOUSE}', CASE n % 4 WHEN 0 THEN 'short-pick' ELSE 'negative-stock' END,
        CASE WHEN n > ${others} - 300 THEN 'open' ELSE 'closed' END, 'station-' || n % 12 + 1, ${ACTION},
        ${ORDER_NO}, jsonb_build_object('orderNumber', ${ORDER_NO}, 'sku', 'SKU-' || n % 200 + 1), 'It is so.', ${at}
      FROM ${series(others)}`,
    `INSERT INTO station_figure (quarter, station_id, warehouse, actions)
      SELECT ${since('n / 12', '15 minutes')}, 'station-' || n % 12 + 1, '${WAREHOUSE}', 5
      FROM ${series(others)}`,
    `INSERT INTO epcis_event (id, warehouse, recorded_at, move, position, body)
      SELECT 'e-' || n, '${WAREHOUSE}', ${at}, '{}', n, '${JSON.stringify(DEPARTING)}' FROM ${series(others)}`,
  ]
}

function booksOf({ ledgerRows, others }: YearsOfWork): string[] {
  const at = since('n', '10 minutes')
  return [
    `INSERT INTO stock_ledger (recorded_at, warehouse, sku, kind, quantity, on_hand_delta, reserved_delta, cause,
        reference)
      SELECT ${since('n', '5 minutes')}, '${WAREHOUSE}', 'SKU-' || n % 200 + 1, 'ADJUSTED', 1, 1, 0, 'old/' || n,
        ${ORDER_NO} FROM ${series(ledgerRows)}`,
    `INSERT INTO stock_movement (idempotency_key, payload_hash, recorded_at, warehouse, sku)
      SELECT 'old/' || n, md5(n::text), ${at}, '${WAREHOUSE}', 'SKU-' || n % 200 + 1 FROM ${series(others)}`,
    `INSERT INTO audit_entry (recorded_at, who, operation, target, detail, request_id)
      SELECT ${at}, 'user-' || n % 20, CASE WHEN n % 1000 = 0 THEN 'putUser' ELSE 'putProduct' END,
        CASE n % 2 WHEN 0 THEN '/v1/orders/' || ${ORDER_NO} || '/cancel' ELSE '/v1/products/SKU-' || n % 200 END,
        '{}', 'r' || n FROM ${series(others)}`,
    `INSERT INTO webhook_subscription (id, url, secret, types, created_at, created_by, tokens, tokens_at)
      VALUES ('${BIG_WEBHOOK}', 'https://shop.example.com/hook', 's', '["order.confirmed"]', now(), 'ilse', 1, now())`,
    `INSERT INTO outbox_event (id, warehouse, type, subject, data, created_at, dispatched_at)
      SELECT 'event-' || n, '${WAREHOUSE}',
        CASE WHEN n % 50 = 0 THEN 'stock.moved' ELSE 'order.confirmed' END, 'order/' || ${ORDER_NO}, '{}', ${at}, ${at}
      FROM ${series(others)}`,
    `INSERT INTO webhook_delivery (subscription_id, event_id, subject, seq, status, next_attempt_at)
      SELECT '${BIG_WEBHOOK}', id, subject, seq, CASE WHEN seq % 5000 = 0 THEN 'parked' ELSE 'delivered' END, created_at
      FROM outbox_event WHERE id LIKE 'event-%'`,
    `INSERT INTO job_run (name, due_at, ran_at, result)
      SELECT 'backup', ${since('n', '1 day')}, now(), '{}' FROM ${series(700)}`,
  ]
}

/** Copies of the floor's own documents, of work that is long over. */
function documentsOf({ others }: YearsOfWork): string[] {
  const loads = others / 2
  const copy = (
    kind: string,
    id: string,
    seq: number,
    from: string,
    members: string,
    count: number,
  ) =>
    `INSERT INTO document (warehouse, kind, id, seq, in_scope, body)
      SELECT '${WAREHOUSE}', '${kind}', ${id}, ${seq} + n, false,
        (SELECT body FROM document WHERE kind = '${from}' LIMIT 1) || jsonb_build_object(${members})
      FROM ${series(count)}`
  const listId = `'list-' || n`
  const loadId = `'load-' || lpad(n::text, 6, '0')`
  const shipTo = {
    name: 'Klant',
    line1: 'Kade 1',
    postalCode: '1011 AB',
    city: 'Stad',
    country: 'NL',
  }
  const label = { lastCopy: 1, verifiedCopy: 1, voidedThrough: 0 }
  const ended = { kind: 'carton', status: 'departed', shipTo, label, contents: [], children: [] }
  const unit = JSON.stringify({ ...ended, parentId: null, loadId: null, weight: null })
  return [
    `INSERT INTO pick_list (id, code, warehouse, region, delivery_date, created_at)
      SELECT ${listId}, 'OLD' || n, '${WAREHOUSE}', '${REGION}', date '2024-03-01' + n / 10, now() FROM ${series(5_000)}`,
    copy('pick-list', listId, 1_000_000, 'pick-list', `'id', ${listId}, 'status', 'done'`, 5_000),
    `INSERT INTO load (id, number, warehouse, region, delivery_date, created_at)
      SELECT ${loadId}, 'LD-' || n, '${WAREHOUSE}', '${REGION}', date '2024-03-01' + n / 40, now() FROM ${series(loads)}`,
    copy(
      'load',
      loadId,
      2_000_000,
      'load',
      `'id', ${loadId}, 'number', 'LD-' || n, 'status', 'departed'`,
      loads,
    ),
    `INSERT INTO document (warehouse, kind, id, seq, in_scope, body)
      SELECT '${WAREHOUSE}', 'unit', '38712345' || lpad(n::text, 10, '0'), 3000000 + n, false,
        '${unit}'::jsonb || jsonb_build_object('id', '38712345' || lpad(n::text, 10, '0'),
          'orderNumbers', jsonb_build_array(${ORDER_NO})) FROM ${series(others)}`,
    `UPDATE warehouse_head SET head = 4000000`,
    `UPDATE capacity_slot SET max_weight_grams = 1000000, max_volume_cm3 = 1000000`,
    `INSERT INTO product (warehouse, sku, name, weight_grams, volume_cm3, tracking, body)
      SELECT '${WAREHOUSE}', id, 'Plank of ' || id, 100, 100, 'none', body FROM document WHERE kind = 'product'
      ON CONFLICT DO NOTHING`,
    `UPDATE product SET body = body || jsonb_build_object('name', name)`,
    `INSERT INTO product (warehouse, sku, name, weight_grams, volume_cm3, tracking, body)
      SELECT '${WAREHOUSE}', 'P-' || n, 'Plank ' || n, 100, 100, 'none',
        (SELECT body FROM document WHERE kind = 'product' LIMIT 1) || jsonb_build_object('sku', 'P-' || n)
      FROM ${series(5_000)}`,
    `INSERT INTO stock (warehouse, sku, on_hand) SELECT '${WAREHOUSE}', 'P-' || n, 5 FROM ${series(5_000)}`,
  ]
}
