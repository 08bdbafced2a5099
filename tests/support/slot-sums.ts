import { compareSlots } from '../../sync-server/capacity/index.ts'
import type { Store } from '../../sync-server/store/index.ts'

/** Throws when slots do not hold what orders, lists and units come to. */
export async function requireTrueSlots(store: Store): Promise<void> {
  const different = await store.snapshot((tx) =>
    compareSlots(tx, { warehouse: 'MAIN', from: '2026-03-01' }),
  )
  if (different.length > 0) throw new Error(`slots differ: ${JSON.stringify(different)}`)
}
