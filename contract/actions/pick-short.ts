import { z } from 'zod'
import { Quantity } from '../documents/ids.ts'
import { openQuantity } from '../documents/pick-list.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { lineMoves } from './line-stock.ts'
import { blockedBreaks, changeLines, lineOf, listBreaks } from './list-changes.ts'

const Payload = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  quantity: Quantity,
  reason: z.string().min(1).max(40),
})
type Payload = z.infer<typeof Payload>

/** Less was found than asked. The order holds until a supervisor decides. Inverse: pick.unshort. */
export const pickShort: ActionDefinition<'pick.short', Payload> = {
  type: 'pick.short',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ pickListId }) => [{ kind: 'pick-list', id: pickListId }],
  decide({ pickListId, lineNo, quantity, reason }, context) {
    const list = context.read.get('pick-list', pickListId)
    if (list === undefined) return unknownReference('pick list', pickListId)
    const line = lineOf(list, lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${lineNo}`)
    const breaks = [...listBreaks(list, line, context), ...blockedBreaks(list, line)]
    if (quantity > openQuantity(line)) {
      breaks.push({
        code: 'over-pick',
        detail: { sku: line.sku, requested: line.requested, open: openQuantity(line), quantity },
      })
    }
    const changed = changeLines(list, new Map([[lineNo, { short: quantity, shortReason: reason }]]))
    const { orderNumber, orderLineNo, sku } = line
    return recorded(
      [changed.change],
      [
        ...lineMoves(list, line, { short: quantity }, { ledger: 'RELEASED', quantity }),
        {
          kind: 'history',
          orderNumber,
          status: 'picking:short',
          severity: 'warning',
          payload: { orderLineNo, sku, quantity, reason },
        },
        ...changed.effects,
      ],
      breaks,
    )
  },
}
