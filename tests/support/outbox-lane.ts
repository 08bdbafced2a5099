import type { OfficeEvent } from '../../contract/http/events.ts'
import { instantOf, realDeps, type OfficeDeps } from '../../sync-server/deps.ts'
import { type Resolve, resolveName } from '../../sync-server/outbox/guard-address.ts'
import { emitEvents } from '../../sync-server/outbox/emit-events.ts'
import {
  type NatsStream,
  type Outbox,
  readAllowList,
  startOutbox,
} from '../../sync-server/outbox/index.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { databases, type TestDatabase } from './databases.ts'
import { startOffice, type TestOffice } from './office.ts'
import { MORNING } from './wholesaler.ts'

/** A clock and timers that go by hand: nothing of the outbox happens by itself. */
export type HandTime = Pick<OfficeDeps, 'clock' | 'every'> & {
  forward(durationMs: number): void
  /** Lets every timer of this interval go off once. */
  fire(intervalMs: number): void
}

export function handTime(): HandTime {
  let nowMs = Date.parse(MORNING)
  const timers = new Set<{ intervalMs: number; work: () => void }>()
  return {
    clock: { now: () => nowMs },
    forward: (durationMs) => {
      nowMs += durationMs
    },
    every: (intervalMs, work) => {
      const timer = { intervalMs, work }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    fire: (intervalMs) => {
      for (const timer of timers) if (timer.intervalMs === intervalMs) timer.work()
    },
  }
}

export type OutboxLane = {
  database: TestDatabase
  office: TestOffice
  time: HandTime
  /** Hands out and sends what is due now, until nothing is. */
  drain(): Promise<void>
  outbox: Outbox
  /** Another office on the same database, with a store of its own where there can be two. */
  another(options?: { store?: Store; resolve?: Resolve; nats?: NatsStream }): Outbox
  /** Events of orders, as `A-1`: the order before the dash, how often it moved after it. */
  emit(...names: string[]): Promise<void>
  subscribe(id: string, url: string, more?: Record<string, unknown>): Promise<string>
  /** What a webhook was told, or what is still to be, oldest first. */
  deliveries(status?: string, id?: string): Promise<DeliveryAnswer[]>
  exceptions(isOpen?: boolean): Promise<ExceptionAnswer[]>
  /** Whole rounds of waiting and sending, each longer than any retry waits. */
  rounds(count: number): Promise<void>
  close(): Promise<void>
}

export type DeliveryAnswer = {
  eventId: string
  type: string
  status: string
  attempts: number
  lastError: string | null
}

type ExceptionAnswer = { code: string; sentence: string; reference: string; status: string }

/** Longer than an event waits after its second failure. */
const ROUND_MS = 10_000

/** An office whose outbox goes by hand, and that may call programs on this machine. */
export async function openLane(
  open: (typeof databases)[number]['open'],
  resolve: Resolve = resolveName,
): Promise<OutboxLane> {
  const database = await open()
  const time = handTime()
  const webhookAllow = '127.0.0.1'
  const deps = { clock: time.clock, every: time.every }
  const office = await startOffice({ database, deps, webhookAllow })
  const list = readAllowList(webhookAllow)
  if (!list.ok) throw new Error(list.error)
  const others: Outbox[] = []
  const start = (options: Parameters<OutboxLane['another']>[0] = {}) => {
    const { store = database.store, resolve: resolver = resolve, nats = null } = options
    const outbox = startOutbox(
      { ...office.office, store },
      { allow: list.value, resolve: resolver },
      nats,
    )
    others.push(outbox)
    return outbox
  }
  const outbox = start()
  const drain = async () => {
    await outbox.look()
    await outbox.settled()
  }
  return {
    database,
    office,
    time,
    outbox,
    drain,
    another: start,
    deliveries: async (status, id = 'erp') => {
      const query = status === undefined ? '' : `?status=${status}`
      const { body } = await office.admin('GET', `/v1/webhooks/${id}/deliveries${query}`)
      return (body as { items: DeliveryAnswer[] }).items
    },
    exceptions: async (isOpen = true) => {
      const { body } = await office.admin('GET', `/v1/exceptions?open=${isOpen}`)
      return (body as { items: ExceptionAnswer[] }).items
    },
    rounds: async (count) => {
      for (let round = 0; round < count; round += 1) {
        time.forward(ROUND_MS)
        await drain()
      }
    },
    emit: (...names) => emitMoves(database.store, time, names),
    subscribe: async (id, url, more = {}) => {
      const answer = await office.admin('PUT', `/v1/webhooks/${id}`, { url, ...more })
      if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
      return (answer.body as { secret: string }).secret
    },
    close: async () => {
      for (const other of others) await other.close()
      await office.close()
      await database.close()
    },
  }
}

/** Each in a transaction of its own, as an order's moves are. */
async function emitMoves(store: Store, time: HandTime, names: string[]): Promise<void> {
  const deps = realDeps()
  for (const name of names) {
    const [orderNumber = '', reason = ''] = name.split('-')
    const event: OfficeEvent = {
      type: 'order.status-changed',
      subject: `order/${orderNumber}`,
      data: { orderNumber, from: 'CONFIRMED', to: 'IN_PROGRESS', reason },
    }
    const at = instantOf(time.clock.now())
    await store.transaction((tx) =>
      emitEvents(tx, { warehouse: 'MAIN', at, deps, events: [event] }),
    )
  }
}

/** `A-1` again, out of an event that was received. */
export function moveOf({ event }: { event: { data: Record<string, unknown> } }): string {
  return `${String(event.data['orderNumber'])}-${String(event.data['reason'])}`
}
