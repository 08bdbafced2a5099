import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { projectHistory } from './read-history.ts'
import { closeHistory, writeHistory } from './write-history.ts'

type HistoryHandlers = Pick<Handlers, 'getOrderHistory' | 'writeOrderHistory' | 'closeOrderHistory'>

export function orderHistoryHandlers(office: Office): HistoryHandlers {
  const { store, deps } = office
  return {
    getOrderHistory: async ({ params: { orderNumber }, query: { view } }) => {
      const body = await store.snapshot((tx) => projectHistory(tx, orderNumber, view))
      return { status: 200, body }
    },
    writeOrderHistory: async ({ params: { orderNumber }, body, auth, change }) => {
      const written = await change((tx) =>
        writeHistory(tx, { orderNumber, ...body, writtenBy: auth.name }, deps),
      )
      office.poke(written.warehouse)
      return { status: written.isNew ? 201 : 200, body: written.entry }
    },
    closeOrderHistory: async ({ params, body: { note }, auth, change }) => {
      const closed = await change((tx) =>
        closeHistory(tx, { ...params, note, writtenBy: auth.name }, deps),
      )
      office.poke(closed.warehouse)
      return { status: 200, body: closed.entry }
    },
  }
}
