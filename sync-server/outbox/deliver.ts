import { fail, ok, type Result } from '#contract/result.ts'
import type { Office } from '../office.ts'
import type { Claimed } from './claim.ts'
import { cloudEventOf } from './cloud-event.ts'
import type { Guard } from './guard-address.ts'
import type { NatsStream } from './nats-stream.ts'
import { natsSubjectOf } from './nats-subject.ts'
import { type Attempted, recordDelivered, recordFailed, releaseLease } from './record.ts'
import { type Failed, send } from './send.ts'
import { signatureOf } from './sign.ts'

type Ways = { guard: Guard; nats: NatsStream | null; closing: AbortSignal }

/** Sends one event the way its subscription is told, and writes down what became of it. */
export async function deliver(office: Office, ways: Ways, claimed: Claimed): Promise<void> {
  const { store, deps, metrics } = office
  const startedMs = deps.clock.now()
  const calls = claimed.kind === 'nats' ? metrics.natsPublishes : metrics.webhookCalls
  const sent = await sendOne(office, ways, claimed)
  const nowMs = deps.clock.now()
  const status = sent.ok ? sent.value : sent.error.status
  const attempted: Attempted = { startedMs, durationMs: Math.max(0, nowMs - startedMs), status }
  if (sent.ok) {
    await store.transaction((tx) => recordDelivered(tx, claimed, { nowMs, attempted }))
    calls.inc({ outcome: 'delivered' })
    return
  }
  if (ways.closing.aborted) return store.transaction((tx) => releaseLease(tx, claimed))
  const random = randomOf(deps.randomBytes(4))
  const { sentence: error } = sent.error
  const failed = { error, nowMs, random, deps, attempted }
  const warehouse = await store.transaction((tx) => recordFailed(tx, claimed, failed))
  calls.inc({ outcome: 'failed' })
  const { subscriptionId: webhook, eventId: event, attempt } = claimed
  office.log.warn({ webhook, event, attempt, error }, 'an event was not taken')
  if (warehouse !== null) office.poke(warehouse)
}

/** Answers with the status of the answer, where there is one. */
async function sendOne(
  { deps, version }: Office,
  { guard, nats, closing }: Ways,
  { kind, eventId, attempt, url, secret, event }: Claimed,
): Promise<Result<number | null, Failed>> {
  const body = cloudEventOf(event)
  if (kind === 'nats') {
    if (nats === null) return fail({ sentence: 'this office knows no NATS', status: null })
    const subject = natsSubjectOf(nats.config.prefix, event)
    const published = await nats.publish({ id: eventId, subject, body, attempt })
    return published.ok ? ok(null) : fail({ sentence: published.error, status: null })
  }
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': `Loadline/${version}`,
    'loadline-signature': signatureOf(secret, body, deps.clock.now()),
    'loadline-delivery': eventId,
    'loadline-attempt': String(attempt),
  }
  return send({ deps, guard, closing }, { url, headers, body })
}

/** From 0 up to 1. */
function randomOf(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUInt32BE() / 2 ** 32
}
