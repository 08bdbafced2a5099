import { sql } from 'kysely'
import { instantOf } from '../deps.ts'
import { textColumn, type Tx } from '../store/index.ts'
import {
  FAILURES_IN_ROW_MAX,
  IN_FLIGHT_MAX,
  LEASE_MS,
  refilled,
  STREAM_IN_FLIGHT_MAX,
} from './limits.ts'

/** A delivery that is ours to send until its lease ends. */
export type Claimed = {
  subscriptionId: string
  eventId: string
  /** Counts from 1; a record of this attempt counts only while no other has begun. */
  attempt: number
  kind: SubscriptionKind
  url: string
  secret: string
  event: ClaimedEvent
}

/** How a subscription is told: by calls to an address, or through a stream of NATS. */
export type SubscriptionKind = 'webhook' | 'nats'

export type ClaimedEvent = {
  id: string
  warehouse: string
  type: string
  subject: string
  data: unknown
  created_at: string
  seq: number
}

/** Subscriptions that something is due for, of the kinds that this office can tell just now. */
export async function findDueSubscriptions(
  tx: Tx,
  now: string,
  kinds: readonly SubscriptionKind[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.id FROM webhook_subscription s
    WHERE s.removed_at IS NULL AND s.kind = ANY(${textColumn(kinds)})
      AND (s.paused_until IS NULL OR s.paused_until <= ${now}::timestamptz)
      AND EXISTS (
        SELECT FROM webhook_delivery d
        WHERE d.subscription_id = s.id AND d.status = 'waiting'
          AND d.next_attempt_at <= ${now}::timestamptz
      )
    ORDER BY s.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/**
 * Takes deliveries of one webhook, of each subject only the oldest that is not done: what waits
 * behind one that failed or is parked waits with it. The webhook's row is locked, so that all offices
 * together keep to its limits; where another holds it there is nothing to take.
 */
export async function claimDeliveries(
  tx: Tx,
  subscriptionId: string,
  nowMs: number,
): Promise<Claimed[]> {
  const now = instantOf(nowMs)
  const webhook = await lockWebhook(tx, subscriptionId, now)
  if (webhook === undefined) return []
  const tokens = refilled(webhook.tokens, nowMs - Date.parse(webhook.tokens_at))
  const isProbing = webhook.failures_in_row >= FAILURES_IN_ROW_MAX
  const isStream = webhook.kind === 'nats'
  const atOnce = isStream ? STREAM_IN_FLIGHT_MAX : IN_FLIGHT_MAX
  const free = (isProbing ? 1 : atOnce) - webhook.in_flight
  const count = isStream ? free : Math.min(free, Math.floor(tokens))
  if (count <= 0) return []
  const claimed = await lease(tx, { subscriptionId, nowMs, count })
  if (claimed.length === 0) return []
  if (!isStream) await setTokens(tx, subscriptionId, { tokens: tokens - claimed.length, now })
  const { kind, url, secret } = webhook
  return claimed.map(({ attempt, ...event }) => {
    return { subscriptionId, eventId: event.id, attempt, kind, url, secret, event }
  })
}

async function setTokens(
  tx: Tx,
  subscriptionId: string,
  { tokens, now }: { tokens: number; now: string },
): Promise<void> {
  await tx
    .updateTable('webhook_subscription')
    .set({ tokens, tokens_at: now })
    .where('id', '=', subscriptionId)
    .execute()
}

type LockedWebhook = {
  kind: SubscriptionKind
  url: string
  secret: string
  failures_in_row: number
  tokens: number
  tokens_at: string
  in_flight: number
}

async function lockWebhook(tx: Tx, id: string, now: string): Promise<LockedWebhook | undefined> {
  const locked = await sql<Omit<LockedWebhook, 'in_flight'>>`
    SELECT kind, url, secret, failures_in_row, tokens, tokens_at FROM webhook_subscription
    WHERE id = ${id} AND removed_at IS NULL
      AND (paused_until IS NULL OR paused_until <= ${now}::timestamptz)
    FOR NO KEY UPDATE SKIP LOCKED`.execute(tx)
  const [webhook] = locked.rows
  if (webhook === undefined) return undefined
  // Counted under the lock: whoever held it before may have taken some.
  const { rows } = await sql<{ count: number }>`
    SELECT count(*) AS count FROM webhook_delivery
    WHERE subscription_id = ${id} AND status = 'waiting' AND leased_until > ${now}::timestamptz
  `.execute(tx)
  return { ...webhook, in_flight: rows[0]?.count ?? 0 }
}

async function lease(
  tx: Tx,
  { subscriptionId, nowMs, count }: { subscriptionId: string; nowMs: number; count: number },
): Promise<(ClaimedEvent & { attempt: number })[]> {
  const now = instantOf(nowMs)
  const { rows } = await sql<ClaimedEvent & { attempt: number }>`
    WITH heads AS (
      SELECT d.event_id FROM webhook_delivery d
      WHERE d.subscription_id = ${subscriptionId} AND d.status = 'waiting'
        AND d.next_attempt_at <= ${now}::timestamptz
        AND (d.leased_until IS NULL OR d.leased_until <= ${now}::timestamptz)
        AND NOT EXISTS (
          SELECT FROM webhook_delivery before
          WHERE before.subscription_id = d.subscription_id AND before.subject = d.subject
            AND before.seq < d.seq AND before.status IN ('waiting', 'parked')
        )
      ORDER BY d.seq LIMIT ${count}
    )
    UPDATE webhook_delivery d SET attempts = d.attempts + 1,
      leased_until = ${instantOf(nowMs + LEASE_MS)}::timestamptz
    FROM heads JOIN outbox_event e ON e.id = heads.event_id
    WHERE d.subscription_id = ${subscriptionId} AND d.event_id = heads.event_id
    RETURNING d.attempts AS attempt, e.id, e.warehouse, e.type, e.subject, e.data, e.created_at,
      e.seq`.execute(tx)
  return rows.toSorted((a, b) => a.seq - b.seq)
}
