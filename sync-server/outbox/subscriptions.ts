import { sql } from 'kysely'
import type { EventType } from '#contract/http/events.ts'
import { Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'
import { BURST_MAX } from './limits.ts'

/** More would be somebody's mistake: each one gets every event. */
const WEBHOOKS_MAX = 50

const SECRET_BYTES = 32

export type WebhookWish = {
  id: string
  url: string
  types: readonly EventType[]
  secret: string | undefined
  createdBy: string
}

type WebhookRow = {
  id: string
  kind: string
  url: string
  types: readonly string[]
  created_at: string
  created_by: string
  failures_in_row: number
  paused_until: string | null
}

const COLUMNS = [
  'id',
  'kind',
  'url',
  'types',
  'created_at',
  'created_by',
  'failures_in_row',
  'paused_until',
] as const

/** Makes or changes a webhook; a changed one begins anew with its limits. */
export async function saveWebhook(
  tx: Tx,
  wish: WebhookWish,
  parts: { at: string; randomBytes(count: number): Uint8Array },
) {
  const { id, url, types, createdBy } = wish
  // One at a time: a webhook that is not there yet has no row to lock.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('webhooks', 0))`.execute(tx)
  const rows = await tx
    .selectFrom('webhook_subscription')
    .select(COLUMNS)
    .select('secret')
    .where('removed_at', 'is', null)
    .execute()
  const known = rows.find((row) => row.id === id)
  noteBefore(tx, known && webhookAnswer(known))
  if (known !== undefined && known.kind !== 'webhook') {
    throw new Problem('wrong-state', `${id} is a stream of NATS, which the configuration names`)
  }
  if (known === undefined && rows.length >= WEBHOOKS_MAX) {
    throw new Problem('wrong-state', `there are ${WEBHOOKS_MAX} webhooks already`)
  }
  // Events that were being handed out while it was removed.
  if (known === undefined) await dropUntold(tx, id)
  const secret = wish.secret ?? known?.secret ?? newSecret(parts.randomBytes(SECRET_BYTES))
  const values = {
    url,
    secret,
    types: JSON.stringify([...new Set(types)]),
    failures_in_row: 0,
    paused_until: null,
    removed_at: null,
  }
  const fresh = {
    created_at: parts.at,
    created_by: createdBy,
    kind: 'webhook',
    tokens: BURST_MAX,
    tokens_at: parts.at,
  }
  const row = await tx
    .insertInto('webhook_subscription')
    .values({ id, ...values, ...fresh })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(known === undefined ? { ...values, ...fresh } : values),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return { isNew: known === undefined, secret, webhook: webhookAnswer(row) }
}

export async function listWebhooks(tx: Tx) {
  const rows = await tx
    .selectFrom('webhook_subscription')
    .select(COLUMNS)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => webhookAnswer(row))
}

/** Holds a webhook for the rest of the transaction; it keeps the deliveries of a call out. */
export async function lockWebhook(tx: Tx, id: string): Promise<void> {
  const row = await tx
    .selectFrom('webhook_subscription')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new Problem('not-found', `there is no webhook ${id}`)
  noteBefore(tx, webhookAnswer(row))
}

/** Ends a pause: somebody says that it can be tried again. It is probed, not flooded. */
export async function endPause(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('webhook_subscription')
    .set({ paused_until: null })
    .where('id', '=', id)
    .execute()
}

/** Tells a webhook no more, and drops what it has not been told. */
export async function removeWebhook(tx: Tx, id: string, at: string): Promise<void> {
  await lockWebhook(tx, id)
  await tx
    .updateTable('webhook_subscription')
    .set({ removed_at: at, secret: '' })
    .where('id', '=', id)
    .execute()
  await dropUntold(tx, id)
}

/** What a subscription has not been told is not told it any more. */
export async function dropUntold(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('webhook_delivery')
    .set({ status: 'dropped', leased_until: null })
    .where('subscription_id', '=', id)
    .where('status', 'in', ['waiting', 'parked'])
    .execute()
}

function newSecret(bytes: Uint8Array): string {
  return `whsec_${Buffer.from(bytes).toString('base64url')}`
}

function webhookAnswer(row: WebhookRow) {
  return {
    id: row.id,
    kind: row.kind === 'nats' ? ('nats' as const) : ('webhook' as const),
    url: row.url,
    types: row.types as EventType[],
    createdAt: row.created_at,
    createdBy: row.created_by,
    failuresInRow: row.failures_in_row,
    pausedUntil: row.paused_until,
  }
}
