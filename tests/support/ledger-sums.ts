import { compareBooks, type Difference } from '../../sync-server/reconciliation/index.ts'
import type { Store } from '../../sync-server/store/index.ts'

/** Before any delivery day, so that past ones are compared too. */
const ALL_DAYS = '0001-01-01'

/**
 * Throws when ledger, counters, reservations, order lines, pick lists, slots and orders do not agree (I5).
 * Tests that move stock for orders and lists which do not exist say which books they leave behind.
 */
export async function requireTrueBooks(
  store: Store,
  { but = [] }: { but?: readonly Difference['what'][] } = {},
): Promise<void> {
  const drifted = await store.snapshot(async (tx) => {
    const warehouses = await tx.selectFrom('warehouse').select('code').execute()
    const differences: Difference[] = []
    for (const { code: warehouse } of warehouses) {
      const comparing = { warehouse, today: ALL_DAYS, now: '0001-01-01T00:00:00Z' }
      differences.push(...(await compareBooks(tx, comparing)).differences)
    }
    return differences.filter(({ what }) => !but.includes(what))
  })
  if (drifted.length > 0) throw new Error(`the books do not agree: ${JSON.stringify(drifted)}`)
}
