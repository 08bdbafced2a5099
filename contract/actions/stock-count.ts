import { z } from 'zod'
import { Count, Reference } from '../documents/ids.ts'
import { type ActionDefinition, recorded } from './decision.ts'

const Payload = z.object({ sku: Reference, counted: Count, location: Reference.optional() })
type Payload = z.infer<typeof Payload>

/** What was counted on the shelf; the office compares it with the book at this place in the log (FACT-2). */
export const stockCount: ActionDefinition<'stock.count', Payload> = {
  type: 'stock.count',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ sku }) => [{ kind: 'product', id: sku }],
  decide({ sku, counted }, { read }) {
    const isKnown = read.get('product', sku) !== undefined
    if (!isKnown)
      return recorded([], [], [{ code: 'unknown-reference', detail: { what: 'product', id: sku } }])
    return recorded([], [{ kind: 'count', sku, counted }])
  },
}
