import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { listWarehouses, readWarehouse, saveWarehouse, withoutKey } from './warehouses.ts'

export function warehouseHandlers(
  office: Office,
): Pick<Handlers, 'putWarehouse' | 'getWarehouse' | 'listWarehouses'> {
  const { store, deps } = office
  return {
    putWarehouse: async ({ params: { code }, body, change }) => {
      const saved = await change((tx) =>
        saveWarehouse(tx, { ...body, code }, (count) => deps.randomBytes(count)),
      )
      office.poke(code)
      return { status: 200, body: withoutKey(saved) }
    },
    listWarehouses: async ({ query }) => {
      return { status: 200, body: await store.snapshot((tx) => listWarehouses(tx, query)) }
    },
    getWarehouse: async ({ params: { code } }) => {
      const found = await store.snapshot((tx) => readWarehouse(tx, code))
      if (!found) throw new Problem('not-found', `there is no warehouse ${code}`)
      return { status: 200, body: withoutKey(found) }
    },
  }
}
