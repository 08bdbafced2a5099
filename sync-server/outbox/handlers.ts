import type { OfficeEvent } from '#contract/http/events.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { closeParked } from './close-parked.ts'
import {
  drop,
  findDelivery,
  listDeliveries,
  parkedEvents,
  readDelivery,
  redeliver,
} from './deliveries.ts'
import { findTarget, type Guard } from './guard-address.ts'
import { endPause, listWebhooks, lockWebhook, removeWebhook, saveWebhook } from './subscriptions.ts'

/** Who set the office up may allow addresses inside the house, plain http too. */
const ALLOWED_BY = 'LOADLINE_WEBHOOK_ALLOW names places that may be called all the same'

type WebhookHandlers = Pick<
  Handlers,
  | 'putWebhook'
  | 'listWebhooks'
  | 'deleteWebhook'
  | 'testWebhook'
  | 'listDeliveries'
  | 'getDelivery'
  | 'redeliverEvent'
  | 'dropEvent'
  | 'redeliverParked'
>

export function webhookHandlers(office: Office, guard: Guard): WebhookHandlers {
  return { ...subscriptionHandlers(office, guard), ...deliveryHandlers(office) }
}

function subscriptionHandlers(
  office: Office,
  guard: Guard,
): Pick<WebhookHandlers, 'putWebhook' | 'listWebhooks' | 'deleteWebhook' | 'testWebhook'> {
  const { store, deps } = office
  const now = () => instantOf(deps.clock.now())
  return {
    putWebhook: async ({ params: { id }, body, auth, change }) => {
      // Looked up before the transaction: a name server takes its time. It is looked up again for each call.
      const target = await findTarget(body.url, guard)
      if (!target.ok) throw new Problem('webhook-address', `${target.error}. ${ALLOWED_BY}`)
      const wish = { id, url: body.url, types: body.types, secret: body.secret }
      const parts = { at: now(), randomBytes: (count: number) => deps.randomBytes(count) }
      const saved = await change((tx) => saveWebhook(tx, { ...wish, createdBy: auth.name }, parts))
      const { webhook, secret } = saved
      return saved.isNew
        ? { status: 201, body: { ...webhook, secret } }
        : { status: 200, body: webhook }
    },
    listWebhooks: async () => {
      return { status: 200, body: { items: await store.snapshot((tx) => listWebhooks(tx)) } }
    },
    deleteWebhook: async (request) => {
      await changeWebhook(office, request, (tx, id) => removeWebhook(tx, id, now()))
      return { status: 204 }
    },
    testWebhook: async ({ params: { id }, auth, change }) => {
      const eventId = await change(async (tx) => {
        await lockWebhook(tx, id)
        await endPause(tx, id)
        return ping(tx, { id, askedBy: auth.name, at: now(), deps })
      })
      return { status: 202, body: { eventId } }
    },
  }
}

function deliveryHandlers(
  office: Office,
): Omit<WebhookHandlers, keyof ReturnType<typeof subscriptionHandlers>> {
  const { store, deps } = office
  const now = () => instantOf(deps.clock.now())
  return {
    listDeliveries: async ({ params: { id }, query }) => {
      return { status: 200, body: await store.snapshot((tx) => listDeliveries(tx, id, query)) }
    },
    getDelivery: async ({ params: { id, eventId } }) => {
      return { status: 200, body: await store.snapshot((tx) => readDelivery(tx, id, eventId)) }
    },
    redeliverEvent: async (request) => {
      const { eventId } = request.params
      const body = await changeWebhook(office, request, async (tx, id) => {
        await redeliver(tx, id, [eventId], now())
        await endPause(tx, id)
        return findDelivery(tx, id, eventId)
      })
      return { status: 200, body }
    },
    dropEvent: async (request) => {
      const { eventId } = request.params
      const body = await changeWebhook(office, request, async (tx, id) => {
        await drop(tx, id, eventId)
        return findDelivery(tx, id, eventId)
      })
      return { status: 200, body }
    },
    redeliverParked: async (request) => {
      const redelivered = await changeWebhook(office, request, async (tx, id) => {
        const parked = await parkedEvents(tx, id)
        await redeliver(tx, id, parked, now())
        await endPause(tx, id)
        return parked.length
      })
      return { status: 200, body: { redelivered } }
    },
  }
}

type Changing = {
  params: { id: string }
  auth: { name: string }
  change: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
}

/** Changes what one webhook waits for, and closes its exception when nothing is parked any more. */
async function changeWebhook<T>(
  office: Office,
  { params: { id }, auth, change }: Changing,
  work: (tx: Tx, id: string) => Promise<T>,
): Promise<T> {
  const { deps } = office
  const { result, warehouses } = await change(async (tx) => {
    await lockWebhook(tx, id)
    const done = await work(tx, id)
    const at = instantOf(deps.clock.now())
    return { result: done, warehouses: await closeParked(tx, { id, by: auth.name, at, deps }) }
  })
  for (const warehouse of warehouses) office.poke(warehouse)
  return result
}

/** An event for one webhook alone, on the way that all others take. */
async function ping(
  tx: Tx,
  { id, askedBy, at, deps }: { id: string; askedBy: string; at: string; deps: OfficeDeps },
): Promise<string> {
  const event: OfficeEvent = {
    type: 'webhook.ping',
    subject: `webhook/${id}`,
    data: { webhookId: id, askedBy },
  }
  const { type, subject } = event
  const { id: eventId, seq } = await tx
    .insertInto('outbox_event')
    .values({
      id: deps.newId(),
      warehouse: '',
      type,
      subject,
      data: JSON.stringify(event.data),
      created_at: at,
      dispatched_at: at,
    })
    .returning(['id', 'seq'])
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('webhook_delivery')
    .values({
      subscription_id: id,
      event_id: eventId,
      subject,
      seq,
      status: 'waiting',
      next_attempt_at: at,
    })
    .execute()
  return eventId
}
