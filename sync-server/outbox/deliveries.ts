import { sql } from 'kysely'
import { CloudEvent } from '#contract/http/events.ts'
import type { DeliveryStatus } from '#contract/http/webhook-routes.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { cloudEventOf } from './cloud-event.ts'

type Page = {
  status?: DeliveryStatus | undefined
  type?: string | undefined
  subject?: string | undefined
  order: 'oldest' | 'newest'
  after: number
  limit: number
}

/** What a webhook was told and what not, in the order it happened or from the newest on. */
export async function listDeliveries(tx: Tx, id: string, page: Page) {
  const { status, type, subject, order, after, limit } = page
  const known = await tx
    .selectFrom('webhook_subscription')
    .select('id')
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  if (known === undefined) throw new Problem('not-found', `there is no webhook ${id}`)
  const isNewest = order === 'newest'
  // A delivery has the number of its event; whichever finds the fewest rows is gone along.
  const seq = type === undefined ? 'd.seq' : 'e.seq'
  const wanted = deliveriesOf(tx, id)
    .$if(!isNewest, (rest) => rest.where(seq, '>', after))
    .$if(isNewest && after > 0, (rest) => rest.where(seq, '<', after))
    .orderBy(seq, isNewest ? 'desc' : 'asc')
    // Word for word: those that are not delivered have indexes of their own.
    .$if(status !== undefined, (rest) => rest.where('d.status', '=', sql.lit(status ?? '')))
    .$if(type !== undefined, (rest) => rest.where('e.type', '=', type ?? ''))
    .$if(subject !== undefined, (rest) => rest.where('d.subject', '=', subject ?? ''))
    .limit(limit + 1)
  const rows = await wanted.execute()
  const items = rows.slice(0, limit).map((row) => deliveryAnswer(row))
  const next = rows.length > limit ? (items.at(-1)?.sequence ?? null) : null
  return { items, next }
}

export async function findDelivery(tx: Tx, id: string, eventId: string) {
  const row = await deliveriesOf(tx, id).where('d.event_id', '=', eventId).executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `${id} was never to be told of ${eventId}`)
  return deliveryAnswer(row)
}

/** A delivery with the event as it was sent, or will be. */
export async function readDelivery(tx: Tx, id: string, eventId: string) {
  const delivery = await findDelivery(tx, id, eventId)
  const event = await tx
    .selectFrom('outbox_event')
    .select(['id', 'warehouse', 'type', 'subject', 'data', 'created_at', 'seq'])
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  return { ...delivery, event: CloudEvent.parse(JSON.parse(cloudEventOf(event))) }
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
    .select(['d.last_attempt_at', 'd.last_status', 'd.last_duration_ms'])
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
  last_attempt_at: string | null
  last_status: number | null
  last_duration_ms: number | null
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
    lastAttemptAt: row.last_attempt_at,
    lastStatus: row.last_status,
    lastDurationMs: row.last_duration_ms,
  }
}
