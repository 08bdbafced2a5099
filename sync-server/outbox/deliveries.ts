import type { DeliveryStatus } from '#contract/http/webhook-routes.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'

type Page = { status?: DeliveryStatus | undefined; after: number; limit: number }

/** What a webhook was told and what not, in the order it happened. */
export async function listDeliveries(tx: Tx, id: string, { status, after, limit }: Page) {
  const known = await tx
    .selectFrom('webhook_subscription')
    .select('id')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (known === undefined) throw new Problem('not-found', `there is no webhook ${id}`)
  const wanted = deliveriesOf(tx, id)
    .where('d.seq', '>', after)
    .orderBy('d.seq')
    .limit(limit + 1)
  const rows = await (
    status === undefined ? wanted : wanted.where('d.status', '=', status)
  ).execute()
  const items = rows.slice(0, limit).map((row) => deliveryAnswer(row))
  const next = rows.length > limit ? (items.at(-1)?.sequence ?? null) : null
  return { items, next }
}

export async function findDelivery(tx: Tx, id: string, eventId: string) {
  const row = await deliveriesOf(tx, id).where('d.event_id', '=', eventId).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `${id} was never to be told of ${eventId}`)
  return deliveryAnswer(row)
}

/** Puts an event back where it was in its subject's order. A call under way is not made twice. */
export async function redeliver(tx: Tx, id: string, eventIds: readonly string[], at: string) {
  if (eventIds.length === 0) return
  await tx
    .updateTable('webhook_delivery')
    .set({ status: 'waiting', failures: 0, next_attempt_at: at, delivered_at: null })
    .where('subscription_id', '=', id)
    .where('event_id', 'in', eventIds)
    .execute()
}

export async function drop(tx: Tx, id: string, eventId: string): Promise<void> {
  const { status } = await findDelivery(tx, id, eventId)
  if (status === 'delivered') throw new Problem('wrong-state', 'it was delivered')
  await tx
    .updateTable('webhook_delivery')
    .set({ status: 'dropped', leased_until: null })
    .where('subscription_id', '=', id)
    .where('event_id', '=', eventId)
    .execute()
}

export async function parkedEvents(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('webhook_delivery')
    .select('event_id')
    .where('subscription_id', '=', id)
    .where('status', '=', 'parked')
    .execute()
  return rows.map((row) => row.event_id)
}

function deliveriesOf(tx: Tx, id: string) {
  return tx
    .selectFrom('webhook_delivery as d')
    .innerJoin('outbox_event as e', 'e.id', 'd.event_id')
    .select(['d.event_id', 'e.type', 'd.subject', 'd.seq', 'd.status', 'd.attempts'])
    .select(['d.next_attempt_at', 'd.last_error', 'e.created_at', 'd.delivered_at'])
    .where('d.subscription_id', '=', id)
}

type DeliveryRow = {
  event_id: string
  type: string
  subject: string
  seq: number
  status: string
  attempts: number
  next_attempt_at: string
  last_error: string | null
  created_at: string
  delivered_at: string | null
}

function deliveryAnswer(row: DeliveryRow) {
  return {
    eventId: row.event_id,
    type: row.type,
    subject: row.subject,
    sequence: row.seq,
    status: row.status as DeliveryStatus,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
    happenedAt: row.created_at,
    deliveredAt: row.delivered_at,
  }
}
