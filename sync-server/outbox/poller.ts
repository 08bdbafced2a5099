import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { type Claimed, claimDeliveries, findDueSubscriptions } from './claim.ts'
import { deliver } from './deliver.ts'
import { DISPATCH_MAX, type Dispatched, dispatchEvents } from './dispatch.ts'
import type { Guard } from './guard-address.ts'
import type { NatsStream } from './nats-stream.ts'

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
 * Sends events to webhooks and to NATS, at least once and in order per subject. Everything that must be known is
 * in the database; this is only the loop. A look is running or not; one asked for meanwhile follows.
 */
export function startOutbox(office: Office, guard: Guard, nats: NatsStream | null = null): Outbox {
  const { store, deps, log, metrics } = office
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
    do count = countEvents(await store.transaction((tx) => dispatchEvents(tx, now)))
    while (count === DISPATCH_MAX)
    // What waits for a stream that is away has not failed.
    const kinds = nats?.isReady() === true ? (['webhook', 'nats'] as const) : (['webhook'] as const)
    const due = await store.snapshot((tx) => findDueSubscriptions(tx, now, kinds))
    for (const id of due) {
      const claimed = await store.transaction((tx) => claimDeliveries(tx, id, deps.clock.now()))
      for (const one of claimed) begin(one)
    }
  }

  /** Each event is handed out once, by whichever office does it: so it is counted here. */
  function countEvents(dispatched: readonly Dispatched[]): number {
    for (const { type, toState, count } of dispatched) {
      metrics.events.inc({ type }, count)
      if (type !== 'order.status-changed' || toState === null) continue
      metrics.orderSteps.inc({ to: toState }, count)
    }
    return dispatched.reduce((sum, { count }) => sum + count, 0)
  }

  function begin(claimed: Claimed): void {
    const call = deliver(office, { guard, nats, closing: closing.signal }, claimed)
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
