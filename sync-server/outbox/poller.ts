import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { type Claimed, claimDeliveries, findDueWebhooks } from './claim.ts'
import { cloudEventOf } from './cloud-event.ts'
import { DISPATCH_MAX, dispatchEvents } from './dispatch.ts'
import type { Guard } from './guard-address.ts'
import { recordDelivered, recordFailed, releaseLease } from './record.ts'
import { send } from './send.ts'
import { signatureOf } from './sign.ts'

/** How late an event may start on its way. */
export const POLL_INTERVAL_MS = 1_000

export type Outbox = {
  /** Hands out what waits and begins to send what is due; resolves when that has begun. */
  look(): Promise<void>
  /** Resolves when no call is under way any more, nor what follows from those that were. */
  settled(): Promise<void>
  /** Ends calls under way, whose events stay due. */
  close(): Promise<void>
}

/**
 * Sends events to webhooks, at least once and in order per subject. Everything that must be known is
 * in the database; this is only the loop. A look is running or not; one asked for meanwhile follows.
 */
export function startOutbox(office: Office, guard: Guard): Outbox {
  const { store, deps, log } = office
  const closing = new AbortController()
  const sending = new Set<Promise<void>>()
  let running: Promise<void> | null = null
  let isAskedAgain = false

  function look(): Promise<void> {
    if (closing.signal.aborted) return Promise.resolve()
    isAskedAgain = running !== null
    running ??= lookWhileAsked()
    return running
  }

  async function lookWhileAsked(): Promise<void> {
    do {
      isAskedAgain = false
      await lookOnce().catch((error: unknown) =>
        log.error({ err: error }, 'the outbox could not look; it looks again'),
      )
    } while (isAskedAgain && !closing.signal.aborted)
    running = null
  }

  async function lookOnce(): Promise<void> {
    const now = instantOf(deps.clock.now())
    let count: number
    do count = await store.transaction((tx) => dispatchEvents(tx, now))
    while (count === DISPATCH_MAX)
    for (const id of await store.snapshot((tx) => findDueWebhooks(tx, now))) {
      const claimed = await store.transaction((tx) => claimDeliveries(tx, id, deps.clock.now()))
      for (const one of claimed) begin(one)
    }
  }

  function begin(claimed: Claimed): void {
    const call = deliver(office, { guard, closing: closing.signal }, claimed)
      // Without a record the lease ends by itself, and the event is sent again.
      .catch((error: unknown) => log.error({ err: error }, 'a delivery was not recorded'))
      .finally(() => sending.delete(call))
      .then(() => look())
    sending.add(call)
  }

  const isBusy = () => sending.size > 0 || running !== null
  const stop = deps.every(POLL_INTERVAL_MS, () => void look())
  return {
    look,
    settled: async () => {
      while (isBusy()) await Promise.all([...sending, running])
    },
    close: async () => {
      stop()
      closing.abort()
      await Promise.all([...sending, running])
    },
  }
}

type Sending = { guard: Guard; closing: AbortSignal }

async function deliver(office: Office, { guard, closing }: Sending, claimed: Claimed) {
  const { store, deps, version } = office
  const { subscriptionId, eventId, attempt, url, secret, event } = claimed
  const body = cloudEventOf(event)
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': `Loadline/${version}`,
    'loadline-signature': signatureOf(secret, body, deps.clock.now()),
    'loadline-delivery': eventId,
    'loadline-attempt': String(attempt),
  }
  const sent = await send({ deps, guard, closing }, { url, headers, body })
  const nowMs = deps.clock.now()
  if (sent.ok) {
    await store.transaction((tx) => recordDelivered(tx, claimed, nowMs))
    office.metrics.webhookCalls.inc({ outcome: 'delivered' })
    return
  }
  if (closing.aborted) return store.transaction((tx) => releaseLease(tx, claimed))
  const random = randomOf(deps.randomBytes(4))
  const { error } = sent
  const failed = { error, nowMs, random, deps }
  const warehouse = await store.transaction((tx) => recordFailed(tx, claimed, failed))
  office.metrics.webhookCalls.inc({ outcome: 'failed' })
  office.log.warn({ webhook: subscriptionId, event: eventId, attempt, error }, 'a webhook failed')
  if (warehouse !== null) office.poke(warehouse)
}

/** From 0 up to 1. */
function randomOf(bytes: Uint8Array): number {
  return Buffer.from(bytes).readUInt32BE() / 2 ** 32
}
