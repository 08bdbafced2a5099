import { adoptDatabase } from './adopt-database.ts'
import type { Office } from './office.ts'
import { ensureEpoch } from './sync/index.ts'
import { ensureMainWarehouse } from './warehouses/index.ts'

/** What a database needs before the first call: its epoch, what the version before left, and MAIN. */
export async function prepareOffice({ store, deps }: Office): Promise<void> {
  await ensureEpoch(store, deps)
  await adoptDatabase(store, deps)
  await store.transaction((tx) => ensureMainWarehouse(tx, (count) => deps.randomBytes(count)))
}
