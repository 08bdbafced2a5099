import type { Json, Numbered, WithDefault } from './json-column.ts'

/** People and programs of the office, what they changed, and who is told about it. */
export type OfficeTables = {
  office_user: OfficeUserTable
  setup_link: SetupLinkTable
  sign_in_failure: SignInFailureTable
  api_token: ApiTokenTable
  office_session: OfficeSessionTable
  audit_entry: AuditEntryTable
  support_file: SupportFileTable
  order_payment: OrderPaymentTable
  courier: CourierTable
  shipment_event: ShipmentEventTable
  proof_of_delivery: ProofOfDeliveryTable
  webhook_subscription: WebhookSubscriptionTable
  outbox_event: OutboxEventTable
  webhook_delivery: WebhookDeliveryTable
  station_figure: StationFigureTable
  epcis_event: EpcisEventTable
}

export type OfficeUserTable = {
  name: string
  display_name: string
  role: string
  password_hash: string
  created_at: string
  disabled_at: string | null
  email: string | null
}

export type SetupLinkTable = { token_hash: string; expires_at: string }

export type SignInFailureTable = { key_hash: string; failures: number; counts_until: string }

export type ApiTokenTable = {
  id: string
  name: string
  token_hash: string
  scopes: Json<string[]>
  created_at: string
  created_by: string
  expires_at: string
  revoked_at: string | null
}

export type OfficeSessionTable = {
  token_hash: string
  user_name: string
  created_at: string
  expires_at: string
  last_seen_at: string | null
}

export type AuditEntryTable = {
  id: Numbered
  recorded_at: string
  who: string
  operation: string
  target: string
  detail: Json<unknown>
  /** What stood there before, where it was noted. */
  before: Json<unknown> | null
  request_id: string
}

export type SupportFileTable = {
  id: string
  station_id: string
  asked_at: string
  asked_by: string
  expires_at: string
  told_at: string | null
  arrived_at: string | null
  bytes: number | null
  /** Gzip in base64. */
  packed: string | null
}

export type OrderPaymentTable = {
  order_id: string
  payment_ref: string
  amount_cents: number
  recorded_at: string
  is_late: boolean
}

export type CourierTable = { name: string; secret: string; created_at: string }

export type ShipmentEventTable = {
  id: Numbered
  shipment_id: string
  event_key: string
  status: string
  occurred_at: string
  received_at: string
  written_by: string
  latitude: number | null
  longitude: number | null
  became: string
}

export type ProofOfDeliveryTable = {
  id: Numbered
  shipment_id: string
  signed_by: string
  signature: string
  media_type: string
  latitude: number | null
  longitude: number | null
  signed_at: string
  recorded_at: string
  written_by: string
  is_final: boolean
}

export type WebhookSubscriptionTable = {
  id: string
  url: string
  secret: string
  types: Json<string[]>
  created_at: string
  created_by: string
  removed_at: string | null
  failures_in_row: WithDefault<number>
  paused_until: string | null
  tokens: number
  tokens_at: string
  kind: WithDefault<string>
}

export type OutboxEventTable = {
  id: string
  warehouse: string
  type: string
  subject: string
  data: Json<unknown>
  created_at: string
  seq: Numbered
  dispatched_at: string | null
}

export type WebhookDeliveryTable = {
  subscription_id: string
  event_id: string
  subject: string
  seq: number
  status: string
  attempts: WithDefault<number>
  failures: WithDefault<number>
  next_attempt_at: string
  leased_until: string | null
  last_error: string | null
  delivered_at: string | null
  last_attempt_at: string | null
  last_status: number | null
  last_duration_ms: number | null
}

/** Something that happened to units, and its place and text in the feed once it has them. */
export type EpcisEventTable = {
  id: string
  seq: Numbered
  warehouse: string
  action_id: string | null
  recorded_at: string
  move: Json<unknown>
  position: number | null
  body: Json<unknown> | null
}

/** A station's quarter of an hour. */
export type StationFigureTable = {
  quarter: string
  station_id: string
  warehouse: string
  actions: WithDefault<number>
  picks: WithDefault<number>
  refused: WithDefault<number>
  excepted: WithDefault<number>
  scans: WithDefault<number>
  error_scans: WithDefault<number>
  waited_ms_max: WithDefault<number>
}
