import type { Handlers, OfficeCaller } from '../http/handler.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { adjustOrder } from './adjust-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { handOver } from './hand-over.ts'
import { rescheduleOrder } from './reschedule-order.ts'
import { importIntents } from './import-intents.ts'
import { listOrders, readOrder } from './read-order.ts'
import { takeIntent } from './take-intent.ts'
import { takePayment } from './take-payment.ts'

type OrderHandlers = Pick<
  Handlers,
  | 'postOrderIntent'
  | 'listOrders'
  | 'getOrder'
  | 'cancelOrder'
  | 'rescheduleOrder'
  | 'adjustOrder'
  | 'handOverOrder'
  | 'payOrder'
  | 'importOrderIntents'
>

export function orderHandlers(office: Office): OrderHandlers {
  const { store, deps } = office
  const current = (orderNumber: string) => store.snapshot((tx) => readOrder(tx, orderNumber))
  return {
    postOrderIntent: async ({ body, auth, change }) => {
      const submitted = { intent: body, writtenBy: personOf(auth) }
      const { replayed, lines, ...order } = await takeIntent(office, { ...submitted, change })
      const answer = lines.length === 0 ? order : { ...order, lines }
      return replayed
        ? { status: 200, body: { ...answer, replayed: true } }
        : { status: 201, body: { ...answer, replayed: false } }
    },
    importOrderIntents: async ({ body, auth, change }) => {
      const file = { text: body, writtenBy: personOf(auth) }
      return { status: 200, body: await importIntents(office, { ...file, change }) }
    },
    listOrders: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listOrders(tx, query)) }
    },
    getOrder: async ({ params }) => ({ status: 200, body: await current(params.orderNumber) }),
    cancelOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const { name: writtenBy, scopes } = auth
      const warehouse = await change((tx) =>
        cancelOrder(tx, { orderNumber, ...body, writtenBy, scopes }, deps),
      )
      office.poke(warehouse)
      return { status: 200, body: await current(orderNumber) }
    },
    rescheduleOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const rescheduling = { orderNumber, ...body, writtenBy: auth.name }
      const warehouse = await change((tx) => rescheduleOrder(tx, rescheduling, deps))
      office.poke(warehouse)
      return { status: 200, body: await current(orderNumber) }
    },
    adjustOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const { changes, ...rest } = body
      if (changes.shipTo === undefined && (changes.lines ?? []).length === 0) {
        throw invalidRequest([{ path: 'changes', message: 'nothing to change' }])
      }
      const adjustment = { orderNumber, ...rest, ...changes, writtenBy: auth.name }
      const warehouse = await change((tx) => adjustOrder(tx, adjustment, deps))
      office.poke(warehouse)
      return { status: 200, body: await current(orderNumber) }
    },
    handOverOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const asked = { orderNumber, ...body, writtenBy: auth.name }
      office.poke(await change((tx) => handOver(tx, asked, deps)))
      return { status: 200, body: await current(orderNumber) }
    },
    payOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const payment = { orderNumber, ...body, writtenBy: auth.name }
      const { warehouse, status, outcome } = await change((tx) => takePayment(tx, payment, deps))
      if (outcome === 'late') {
        office.poke(warehouse)
        const why = status === 'PENDING_PAYMENT' ? 'its time has passed' : `it is ${status}`
        const detail = `order ${orderNumber} takes no payment any more: ${why}; pay it back`
        throw new Problem('wrong-state', detail)
      }
      return { status: 200, body: await current(orderNumber) }
    },
  }
}

/** Who is signed in; a program that calls with a token is known by its system. */
function personOf({ name, session }: OfficeCaller): string | undefined {
  return session === null ? undefined : name
}
