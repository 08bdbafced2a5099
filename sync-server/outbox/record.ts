import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, raiseExceptions } from '../exceptions/exceptions.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import type { Claimed } from './claim.ts'
import { FAILURES_MAX, pauseMs, retryAfterMs } from './limits.ts'

/** What stands open while a webhook has parked events. */
export const WEBHOOK_PARKED = 'webhook-parked'

/** Longest text kept of what went wrong. */
const ERROR_LENGTH_MAX = 200

/** A person asked for it and reads how it went: it is not worth a retry, nor an exception. */
const PING = 'webhook.ping'

/** How one attempt went; `status` where there was an answer that had one. */
export type Attempted = { startedMs: number; durationMs: number; status: number | null }

/** Writes down that an event was taken. False when the attempt is no longer the one that counts. */
export async function recordDelivered(
  tx: Tx,
  claimed: Claimed,
  { nowMs, attempted }: { nowMs: number; attempted: Attempted },
): Promise<boolean> {
  const failuresInRow = await lockWebhook(tx, claimed)
  const at = instantOf(nowMs)
  const recorded = await record(tx, claimed, {
    status: 'delivered',
    delivered_at: at,
    last_error: null,
    ...attemptColumns(attempted),
  })
  if (recorded === undefined) return false
  if (failuresInRow > 0) await setFailuresInRow(tx, claimed, { count: 0, pausedUntil: null })
  return true
}

/**
 * Writes down that an attempt failed: it is tried again after a while, or parked, and a webhook that
 * keeps failing is paused for longer each time. Answers with the warehouse whose benches hear of it.
 */
export async function recordFailed(
  tx: Tx,
  claimed: Claimed,
  failed: {
    error: string
    nowMs: number
    random: number
    deps: OfficeDeps
    attempted: Attempted
  },
): Promise<string | null> {
  const { nowMs, random, deps } = failed
  const failuresInRow = (await lockWebhook(tx, claimed)) + 1
  const failures = (await failuresOf(tx, claimed)) + 1
  const isPing = claimed.event.type === PING
  const isParked = failures >= FAILURES_MAX && !isPing
  const recorded = await record(tx, claimed, {
    status: isPing ? 'dropped' : isParked ? 'parked' : 'waiting',
    failures,
    next_attempt_at: instantOf(nowMs + retryAfterMs(failures, random)),
    last_error: failed.error.slice(0, ERROR_LENGTH_MAX),
    ...attemptColumns(failed.attempted),
  })
  if (recorded === undefined) return null
  const pause = pauseMs(failuresInRow)
  const pausedUntil = pause === 0 ? null : instantOf(nowMs + pause)
  await setFailuresInRow(tx, claimed, { count: failuresInRow, pausedUntil })
  if (!isParked) return null
  const { warehouse } = claimed.event
  const at = instantOf(nowMs)
  const { subscriptionId: id } = claimed
  const detail = { id, error: failed.error, type: claimed.event.type }
  const exceptions = [exceptionOfOffice(deps, { code: WEBHOOK_PARKED, detail, at })]
  const { writes } = await raiseExceptions(tx, { warehouse, at, deps, exceptions })
  await writeDocuments(tx, warehouse, writes)
  return writes.length === 0 ? null : warehouse
}

/** Gives a delivery back untried, as the office closes: the next one need not wait for the lease. */
export async function releaseLease(tx: Tx, claimed: Claimed): Promise<void> {
  await record(tx, claimed, { leased_until: null })
}

function attemptColumns({ startedMs, durationMs, status }: Attempted) {
  return {
    last_attempt_at: instantOf(startedMs),
    last_status: status,
    last_duration_ms: durationMs,
  }
}

/** Only while the attempt counts: one whose lease ended may have been taken over by another. */
async function record(
  tx: Tx,
  { subscriptionId, eventId, attempt }: Claimed,
  values: {
    status?: string
    failures?: number
    next_attempt_at?: string
    last_error?: string | null
    delivered_at?: string
    leased_until?: null
    last_attempt_at?: string
    last_status?: number | null
    last_duration_ms?: number
  },
): Promise<{ event_id: string } | undefined> {
  return tx
    .updateTable('webhook_delivery')
    .set({ ...values, leased_until: null })
    .where('subscription_id', '=', subscriptionId)
    .where('event_id', '=', eventId)
    .where('attempts', '=', attempt)
    .where('status', '=', 'waiting')
    .returning('event_id')
    .executeTakeFirst()
}

async function lockWebhook(tx: Tx, { subscriptionId }: Claimed): Promise<number> {
  const row = await tx
    .selectFrom('webhook_subscription')
    .select('failures_in_row')
    .where('id', '=', subscriptionId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return row.failures_in_row
}

async function failuresOf(tx: Tx, { subscriptionId, eventId }: Claimed): Promise<number> {
  const row = await tx
    .selectFrom('webhook_delivery')
    .select('failures')
    .where('subscription_id', '=', subscriptionId)
    .where('event_id', '=', eventId)
    .executeTakeFirst()
  return row?.failures ?? 0
}

async function setFailuresInRow(
  tx: Tx,
  { subscriptionId }: Claimed,
  { count, pausedUntil }: { count: number; pausedUntil: string | null },
): Promise<void> {
  await tx
    .updateTable('webhook_subscription')
    .set({ failures_in_row: count, paused_until: pausedUntil })
    .where('id', '=', subscriptionId)
    .execute()
}
