import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { readWarehouses, reconcile } from './reconcile.ts'

export function reconciliationHandlers(office: Office): Pick<Handlers, 'postReconciliation'> {
  return {
    postReconciliation: async ({ query, change }) => {
      const all = await readWarehouses(office.store)
      const chosen = all.filter(({ code }) => (query.warehouse ?? code) === code)
      if (chosen.length === 0) {
        throw new Problem('unknown-warehouse', `no warehouse ${query.warehouse ?? ''}`)
      }
      return { status: 200, body: await reconcile(office, chosen, change) }
    },
  }
}
