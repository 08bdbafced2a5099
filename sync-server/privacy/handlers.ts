import { instantOf } from '../deps.ts'
import type { Handlers } from '../http/handler.ts'
import type { Office } from '../office.ts'
import { eraseOrders } from './erase-orders.ts'
import { exportCustomer } from './export-customer.ts'
import { ERASED_AT_ONCE, findOrdersOf } from './find-orders.ts'

/** What a customer may ask of whoever keeps their data. */
export function privacyHandlers(
  office: Office,
): Pick<Handlers, 'exportCustomer' | 'eraseCustomer'> {
  const { deps } = office
  return {
    // A change of nothing but the audit trail, which says who looked.
    exportCustomer: async ({ params: { ref: customerRef }, query, change }) => {
      const asked = { ...query, customerRef, nowMs: deps.clock.now() }
      return { status: 200, body: await change((tx) => exportCustomer(tx, asked)) }
    },
    eraseCustomer: async ({ params: { ref: customerRef }, change }) => {
      let orders = 0
      for (;;) {
        const done = await change(async (tx) => {
          const found = await findOrdersOf(tx, customerRef)
          const at = instantOf(deps.clock.now())
          const warehouses = found.length === 0 ? [] : await eraseOrders(tx, found, at)
          return { count: found.length, warehouses }
        })
        for (const warehouse of done.warehouses) office.poke(warehouse)
        orders += done.count
        if (done.count < ERASED_AT_ONCE) return { status: 200, body: { customerRef, orders } }
      }
    },
  }
}
