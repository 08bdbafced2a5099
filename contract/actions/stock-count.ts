import { z } from 'zod'
import { Count, Lot, Reference } from '../documents/ids.ts'
import { type ActionDefinition, recorded } from './decision.ts'

const Payload = z.object({
  sku: Reference,
  counted: Count,
  location: Reference.optional(),
  lot: Lot.optional(),
})
type Payload = z.infer<typeof Payload>

/** What was counted on the shelf, of one lot or of all; the office compares it with the book at this place in the log (FACT-2). */
export const stockCount: ActionDefinition<'stock.count', Payload> = {
  type: 'stock.count',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ sku }) => [{ kind: 'product', id: sku }],
  decide({ sku, counted, lot }, { read }) {
    const product = read.get('product', sku)
    if (product === undefined)
      return recorded([], [], [{ code: 'unknown-reference', detail: { what: 'product', id: sku } }])
    // A lot that was read off goods whose stock is not kept by lot says nothing about the book.
    const isOfLot = lot !== undefined && product.tracking !== 'none'
    return recorded([], [{ kind: 'count', sku, counted, ...(isOfLot ? { lot } : {}) }])
  },
}
