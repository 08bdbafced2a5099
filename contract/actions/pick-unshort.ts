import { z } from 'zod'
import { Quantity } from '../documents/ids.ts'
import { type ActionDefinition, recorded, unknownReference } from './decision.ts'
import { lineMoves } from './line-stock.ts'
import { changeLines, lineOf, listBreaks } from './list-changes.ts'

const Payload = z.object({ pickListId: z.string(), lineNo: z.int(), quantity: Quantity })
type Payload = z.infer<typeof Payload>

/** The inverse of pick.short: the goods are looked for after all, and reserved again. */
export const pickUnshort: ActionDefinition<'pick.unshort', Payload> = {
  type: 'pick.unshort',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ pickListId }) => [{ kind: 'pick-list', id: pickListId }],
  decide({ pickListId, lineNo, quantity }, context) {
    const list = context.read.get('pick-list', pickListId)
    if (list === undefined) return unknownReference('pick list', pickListId)
    const line = lineOf(list, lineNo)
    if (line === undefined) return unknownReference('pick line', `${list.code}/${lineNo}`)
    // More than was given up can't be taken back; the line never owes less than nothing.
    const taken = Math.min(quantity, line.short)
    const changed = changeLines(list, new Map([[lineNo, { short: -taken }]]))
    const moved = { ledger: 'RESERVED' as const, quantity: taken }
    const reserved = taken === 0 ? [] : lineMoves(list, line, { short: -taken }, moved)
    return recorded(
      [changed.change],
      [...reserved, ...changed.effects],
      listBreaks(list, line, context),
    )
  },
}
