import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { readOrderActions } from './order-actions.ts'
import { projectHistory } from './read-history.ts'
import { readUnitLabel } from './unit-label.ts'
import { closeHistory, writeHistory } from './write-history.ts'

type HistoryHandlers = Pick<
  Handlers,
  'getOrderHistory' | 'writeOrderHistory' | 'closeOrderHistory' | 'getOrderActions' | 'getUnitLabel'
>

export function orderHistoryHandlers(office: Office): HistoryHandlers {
  const { store, deps } = office
  return {
    getOrderHistory: async ({ params: { orderNumber }, query: { view } }) => {
      const body = await store.snapshot((tx) => projectHistory(tx, orderNumber, view))
      return { status: 200, body }
    },
    getOrderActions: async ({ params, query }) => ({
      status: 200,
      body: await store.snapshot((tx) => readOrderActions(tx, { ...params, ...query })),
    }),
    getUnitLabel: async ({ params: { unitId }, query: { copy } }) => ({
      status: 200,
      body: await store.snapshot((tx) => readUnitLabel(tx, { unitId, copy })),
    }),
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
