import type { Office } from './office.ts'
import { ensureEpoch } from './sync/index.ts'
import { ensureMainWarehouse } from './warehouses/index.ts'

/** What an empty database needs before the first call: its epoch and the warehouse MAIN. */
export async function prepareOffice({ store, deps }: Office): Promise<void> {
  await ensureEpoch(store, deps)
  await store.transaction((tx) => ensureMainWarehouse(tx, (count) => deps.randomBytes(count)))
}
