import type { Product } from '#contract/documents/master-data.ts'
import { canonicalJson, type OrderIntent } from '#contract/orders/order-intent.ts'
import { Problem } from '../http/problem.ts'
import { convertLine } from '../orders/index.ts'
import type { StoredOrder } from './read-page.ts'

/** Products that would be converted otherwise today: the catalogue moved on, the order did not. */
export function changedProducts(
  intent: OrderIntent,
  { warehouse, converted }: Pick<StoredOrder, 'warehouse' | 'converted'>,
  products: ReadonlyMap<string, Product>,
): string[] {
  const changed = intent.lineItems.flatMap((line, index) => {
    const then = converted.find(({ lineNo }) => lineNo === index + 1) ?? null
    const product = products.get(JSON.stringify([warehouse, line.sku]))
    const now = product === undefined ? undefined : convertedNow(line, index, product)
    return canonicalJson(now ?? null) === canonicalJson(then) && now !== undefined ? [] : [line.sku]
  })
  return [...new Set(changed)]
}

/** Undefined where the product is not sold by that unit any more. */
function convertedNow(line: OrderIntent['lineItems'][number], index: number, product: Product) {
  try {
    return convertLine(line, index, product)
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}
