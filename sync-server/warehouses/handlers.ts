import type { Warehouse } from '#contract/documents/master-data.ts'
import type { Handlers } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { readWarehouse, saveWarehouse } from './warehouses.ts'

export function warehouseHandlers(office: Office): Pick<Handlers, 'putWarehouse' | 'getWarehouse'> {
  const { store, deps } = office
  return {
    putWarehouse: async ({ params: { code }, body, change }) => {
      const saved = await change((tx) =>
        saveWarehouse(tx, { ...body, code }, (count) => deps.randomBytes(count)),
      )
      office.poke(code)
      return { status: 200, body: withoutKey(saved) }
    },
    getWarehouse: async ({ params: { code } }) => {
      const found = await store.snapshot((tx) => readWarehouse(tx, code))
      if (!found) throw new Problem('not-found', `there is no warehouse ${code}`)
      return { status: 200, body: withoutKey(found) }
    },
  }
}

/** The key goes to benches by their feed, and nowhere else. */
function withoutKey({ qrKey: _key, ...shown }: Warehouse): Omit<Warehouse, 'qrKey'> {
  return shown
}
