import type { Json, Numbered, WithDefault } from './json-column.ts'

/** People and programs of the office, what they changed, and who is told about it. */
export type OfficeTables = {
  office_user: OfficeUserTable
  api_token: ApiTokenTable
  office_session: OfficeSessionTable
  audit_entry: AuditEntryTable
  order_payment: OrderPaymentTable
  courier: CourierTable
  shipment_event: ShipmentEventTable
  proof_of_delivery: ProofOfDeliveryTable
  webhook_subscription: WebhookSubscriptionTable
  outbox_event: OutboxEventTable
  webhook_delivery: WebhookDeliveryTable
}

export type OfficeUserTable = {
  name: string
  display_name: string
  role: string
  password_hash: string
  created_at: string
  disabled_at: string | null
}

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
}

export type AuditEntryTable = {
  id: Numbered
  recorded_at: string
  who: string
  operation: string
  target: string
  detail: Json<unknown>
  request_id: string
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
}
