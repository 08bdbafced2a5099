import type { Json, Numbered, WithDefault } from './json-column.ts'
import type { OfficeTables } from './office-tables.ts'

/**
 * The tables as they stand in migrations/. Names are those of the SQL. int8 reads as a number, date
 * as `YYYY-MM-DD`, timestamptz as an ISO instant, jsonb parsed; jsonb is written as JSON text
 * (`JSON.stringify`), the one form that both drivers take for objects and arrays alike.
 */
export type Database = OfficeTables & {
  office: OfficeTable
  warehouse: WarehouseTable
  number_series: NumberSeriesTable
  warehouse_head: WarehouseHeadTable
  document: DocumentTable
  product: ProductTable
  product_barcode: ProductBarcodeTable
  region: RegionTable
  packaging: PackagingTable
  capacity_slot: CapacitySlotTable
  stock: StockTable
  stock_ledger: StockLedgerTable
  customer: CustomerTable
  order_intent: OrderIntentTable
  customer_order: CustomerOrderTable
  order_line: OrderLineTable
  reservation: ReservationTable
  order_status_history: OrderStatusHistoryTable
  shipment: ShipmentTable
  pick_list: PickListTable
  pick_list_order: PickListOrderTable
  operator: OperatorTable
  station_code: StationCodeTable
  station: StationTable
  station_action: StationActionTable
  forked_push: ForkedPushTable
  feed_mark: FeedMarkTable
  snapshot_begun: SnapshotBegunTable
  epoch_proof: EpochProofTable
  past_epoch: PastEpochTable
  imported_log: ImportedLogTable
  refusal_closed: RefusalClosedTable
  exception: ExceptionTable
  load: LoadTable
  stock_movement: StockMovementTable
  lot_advice: LotAdviceTable
  job_run: JobRunTable
}

export type OfficeTable = {
  singleton: WithDefault<boolean>
  epoch: string
  created_at: string
  cluster_identity: string | null
  database_started: WithDefault<string | null>
  /** False in a database of the version before, until it was adopted (adopt-database.ts). */
  is_adopted: WithDefault<boolean>
}

export type WarehouseTable = {
  code: string
  name: string
  timezone: string
  gs1_company_prefix: string
  address: string
  qr_key: string
  qr_personal_data: WithDefault<'full' | 'minimal'>
  person_figures: WithDefault<boolean>
}

export type NumberSeriesTable = { gs1_company_prefix: string; next_serial: number }

export type WarehouseHeadTable = {
  warehouse: string
  head: WithDefault<number>
  tombstone_floor: WithDefault<number>
}

export type FeedMarkTable = { warehouse: string; head: number; marked_at: string }

export type SnapshotBegunTable = { station_id: string; head: number; begun_at: string }

export type EpochProofTable = {
  station_id: string
  acked_seq: number
  known_head: number
  proved_at: string
}

export type PastEpochTable = { epoch: string; ended_at: string }

export type DocumentTable = {
  warehouse: string
  kind: string
  id: string
  seq: number
  in_scope: WithDefault<boolean>
  station_id: string | null
  body: Json<unknown>
}

export type ProductTable = {
  warehouse: string
  sku: string
  name: string
  weight_grams: number
  volume_cm3: number
  tracking: string
  body: Json<unknown>
}

export type ProductBarcodeTable = { warehouse: string; code: string; sku: string; quantity: number }
export type RegionTable = { warehouse: string; code: string; body: Json<unknown> }
export type PackagingTable = { warehouse: string; code: string; body: Json<unknown> }

export type CapacitySlotTable = {
  warehouse: string
  region: string
  delivery_date: string
  max_weight_grams: number
  max_volume_cm3: number
  reserved_weight_grams: WithDefault<number>
  reserved_volume_cm3: WithDefault<number>
  packed_weight_grams: WithDefault<number>
  packed_volume_cm3: WithDefault<number>
}

export type StockTable = {
  warehouse: string
  sku: string
  lot: WithDefault<string>
  on_hand: WithDefault<number>
  reserved: WithDefault<number>
  picked: WithDefault<number>
  received_at: string | null
  expiry_date: string | null
}

export type LotAdviceTable = {
  warehouse: string
  sku: string
  order_id: string
  line_no: number
  lot: string
  quantity: number
}

export type StockLedgerTable = {
  id: Numbered
  recorded_at: string
  warehouse: string
  sku: string
  lot: WithDefault<string>
  kind: string
  quantity: number
  on_hand_delta: number
  reserved_delta: number
  cause: string
  reference: string
  reason: WithDefault<string>
}

export type CustomerTable = { warehouse: string; ref: string; name: string }

export type OrderIntentTable = {
  source_system: string
  order_intent_id: string
  payload_hash: string
  payload: Json<unknown>
  contract_version: string
  received_at: string
  order_id: string
  converted_lines: Json<unknown>
  accepted_no: Numbered
}

export type CustomerOrderTable = {
  id: string
  order_number: string
  warehouse: string
  version: WithDefault<number>
  status: string
  customer_ref: string
  ship_to: Json<unknown>
  region: string | null
  delivery_date: string | null
  weight_grams: number
  volume_cm3: number
  created_at: string
  updated_at: string
  fulfilment: WithDefault<'delivery' | 'collect'>
  payment_due_at: string | null
  is_backordered: WithDefault<boolean>
  /** Since when it no longer says who it was for. */
  erased_at: WithDefault<string | null>
}

export type OrderLineTable = {
  order_id: string
  line_no: number
  sku: string
  ordered: number
  reserved: number
  picked: WithDefault<number>
  short: WithDefault<number>
  packed: WithDefault<number>
  loaded: WithDefault<number>
  unit_price_cents: number | null
  reserved_lot: WithDefault<string>
}

export type ReservationTable = {
  order_id: string
  line_no: number
  warehouse: string
  sku: string
  lot: WithDefault<string>
  quantity: number
  expires_at: string | null
}

export type OrderStatusHistoryTable = {
  id: Numbered
  order_id: string
  status: string
  category: string
  severity: string
  payload: Json<unknown>
  recorded_at: string
  written_by: string
  closes: number | null
}

export type ShipmentTable = {
  id: string
  order_id: string
  warehouse: string
  status: string
  updated_at: string
  /** When what the status says happened, as far as somebody said so. */
  status_at: string | null
}

export type PickListTable = {
  id: string
  code: string
  warehouse: string
  region: string | null
  delivery_date: string
  created_at: string
}

export type PickListOrderTable = { order_id: string; pick_list_id: string }

export type OperatorTable = {
  warehouse: string
  ref: string
  name: string
  roles: Json<string[]>
  badge_code: string
  pin_hash: string | null
  is_active: WithDefault<boolean>
}

export type StationCodeTable = {
  code: string
  warehouse: string
  name: string
  mode: string
  expires_at: string
  used_at: string | null
  station_id: WithDefault<string | null>
  token_salt: WithDefault<string | null>
}

export type StationTable = {
  id: string
  warehouse: string
  name: string
  mode: string
  token_hash: string
  incarnation: string
  last_seq: WithDefault<number>
  last_hash: string
  public_key: string | null
  app_version: string
  enrolled_at: string
  last_seen_at: string | null
  revoked_at: string | null
  drains_until: string | null
  wants_numbers: WithDefault<boolean>
  health: Json<unknown> | null
}

export type StationActionTable = {
  station_id: string
  incarnation: string
  seq: number
  id: string
  is_copy: WithDefault<boolean>
  warehouse: string
  type: string
  body: string
  hash: string
  outcome: string
  code: string | null
  detail: string | null
  exception_id: string | null
  received_at: string
  occurred_at: string | null
  /** The call that brought it, as logs name it; null for what an older program took in. */
  request_id: string | null
}

export type ForkedPushTable = {
  station_id: string
  incarnation: string
  from_seq: number
  last_hash: string
  actions: string
  received_at: string
}

/** One of `operator_id` and `office_user` is set. */
export type RefusalClosedTable = {
  warehouse: string
  action_id: string
  closed_at: string
  how: string
  reason: string | null
  operator_id: string | null
  office_user: string | null
  by_action_id: string | null
}

export type ImportedLogTable = {
  id: string
  station_id: string
  incarnation: string
  from_seq: number
  through_seq: number
  digest: string
  imported_by: string
  imported_at: string
}

export type ExceptionTable = {
  id: string
  warehouse: string
  code: string
  status: string
  station_id: string | null
  operator_id: string | null
  action_id: string | null
  reference: string
  detail: Json<unknown>
  sentence: string
  opened_at: string
  resolved_at: string | null
  resolved_by: string | null
  choice: string | null
  note: string | null
  trouble_key: string | null
  occurrences: WithDefault<number>
  last_seen_at: string | null
}

export type LoadTable = {
  id: string
  number: string
  warehouse: string
  region: string
  delivery_date: string
  created_at: string
}

export type StockMovementTable = {
  idempotency_key: string
  payload_hash: string
  recorded_at: string
  warehouse: WithDefault<string>
  sku: WithDefault<string>
  recorded_by: WithDefault<string>
}

export type JobRunTable = { name: string; due_at: string; ran_at: string; result: Json<unknown> }
