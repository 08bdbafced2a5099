import type { Office } from './office.ts'
import { ensureEpoch } from './sync/index.ts'

/** What an empty database needs before the first call: its epoch and the warehouse MAIN. */
export async function prepareOffice(office: Office): Promise<void> {
  const { store, deps } = office
  await ensureEpoch(store, deps)
}
