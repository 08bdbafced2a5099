import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { adjustOrder } from './adjust-order.ts'
import { cancelOrder } from './cancel-order.ts'
import { confirmIntent } from './confirm-intent.ts'
import { listOrders, readOrder } from './read-order.ts'

type OrderHandlers = Pick<
  Handlers,
  'postOrderIntent' | 'listOrders' | 'getOrder' | 'cancelOrder' | 'adjustOrder'
>

export function orderHandlers(office: Office): OrderHandlers {
  const { store, deps } = office
  const current = (orderNumber: string) => store.snapshot((tx) => readOrder(tx, orderNumber))
  return {
    postOrderIntent: async ({ body, change }) => {
      const { replayed, lines, ...order } = await change((tx) => confirmIntent(tx, body, deps))
      const answer = lines.length === 0 ? order : { ...order, lines }
      return replayed
        ? { status: 200, body: { ...answer, replayed: true } }
        : { status: 201, body: { ...answer, replayed: false } }
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
    adjustOrder: async ({ params: { orderNumber }, body, auth, change }) => {
      const { version, reason, changes } = body
      const { shipTo, lines } = changes
      if (lines !== undefined) {
        throw new Problem('not-supported', 'lines cannot be changed; cancel and order again')
      }
      if (shipTo === undefined) {
        const errors = [{ path: 'changes', message: 'nothing to change' }]
        throw new Problem('invalid-request', 'nothing to change', { errors })
      }
      const adjustment = { orderNumber, version, reason, shipTo, writtenBy: auth.name }
      const warehouse = await change((tx) => adjustOrder(tx, adjustment, deps))
      office.poke(warehouse)
      return { status: 200, body: await current(orderNumber) }
    },
  }
}
