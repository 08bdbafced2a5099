import { instantOf } from './deps.ts'
import type { Office } from './office.ts'

/** What an empty database needs before the first call: its epoch and the warehouse MAIN. */
export async function prepareOffice(office: Office): Promise<void> {
  const { store, deps } = office
  await store.transaction(async (tx) => {
    await tx
      .insertInto('office')
      .values({ epoch: deps.newId(), created_at: instantOf(deps.clock.now()) })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}
