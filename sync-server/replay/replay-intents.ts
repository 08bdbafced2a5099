import type { Product } from '#contract/documents/master-data.ts'
import { OrderIntent } from '#contract/orders/order-intent.ts'
import type { Tx } from '../store/index.ts'
import { compareOrder, type Difference } from './compare-order.ts'
import { readPage, readStrayOrders, type StoredOrder } from './read-page.ts'
import { changedProducts } from './changed-products.ts'

/** Intents read at once. */
const PAGE_LENGTH = 500

/** What the replay of one intent came to. */
export type ReplayLine = {
  sourceSystem?: string
  orderIntentId?: string
  orderNumber: string
  equal: boolean
  /** Where the tables say something else than the intent and its adjustments. */
  differences?: Difference[]
  /** Products whose sales units have changed since; the order keeps what it was converted to. */
  productsChanged?: string[]
}

export type ReplaySummary = { intents: number; equal: number; different: number }

/**
 * Rebuilds every order from its intent and the adjustments in its history, in the order they were taken
 * on, and compares it with what stands in the tables. Reads only, in the one state that `tx` sees.
 */
export async function replayIntents(
  tx: Tx,
  tell: (line: ReplayLine) => void,
): Promise<ReplaySummary> {
  const summary: ReplaySummary = { intents: 0, equal: 0, different: 0 }
  const add = (line: ReplayLine) => {
    summary[line.equal ? 'equal' : 'different'] += 1
    tell(line)
  }
  for (let after = 0; ;) {
    const page = await readPage(tx, { after, limit: PAGE_LENGTH })
    for (const stored of page.orders) add(replayOne(stored, page.products))
    summary.intents += page.orders.length
    if (page.orders.length < PAGE_LENGTH) break
    after = page.lastNo
  }
  for (const orderNumber of await readStrayOrders(tx)) {
    const differences = [{ field: 'intent', expected: 'an intent', found: null }]
    add({ orderNumber, equal: false, differences })
  }
  return summary
}

function replayOne(stored: StoredOrder, products: ReadonlyMap<string, Product>): ReplayLine {
  const { sourceSystem, orderIntentId, orderNumber } = stored
  const identity = { sourceSystem, orderIntentId, orderNumber }
  const parsed = OrderIntent.safeParse(stored.payload)
  if (!parsed.success) {
    const differences = [{ field: 'payload', expected: 'an order intent', found: stored.payload }]
    return { ...identity, equal: false, differences }
  }
  const differences = compareOrder(stored, parsed.data)
  const productsChanged = changedProducts(parsed.data, stored, products)
  return {
    ...identity,
    equal: differences.length === 0,
    ...(differences.length === 0 ? {} : { differences }),
    ...(productsChanged.length === 0 ? {} : { productsChanged }),
  }
}
