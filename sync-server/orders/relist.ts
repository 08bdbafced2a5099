import type { Effect } from '#contract/actions/decision.ts'
import { settleOrders } from '#contract/actions/settle-orders.ts'
import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { ChangedLine } from './adjust-lines.ts'
import type { Adjusting } from './adjusting.ts'

/**
 * Brings the lists of an order to its lines' new quantities; each line that changed counts one version up.
 * A list that nothing is left on is cancelled. Answers with the steps that the order takes by it.
 */
export function relist(
  { order, view }: Pick<Adjusting, 'order' | 'view'>,
  changed: readonly ChangedLine[],
): Effect[] {
  const { orderNumber } = order
  const after = new Map(changed.map((line) => [line.lineNo, line.after]))
  return order.lists.flatMap(({ id }) => {
    const list = view.get('pick-list', id)
    const isOn = list?.lines.some(
      (line) => line.orderNumber === orderNumber && after.has(line.orderLineNo),
    )
    if (list === undefined || isOn !== true) return []
    const settled = relisted(list, orderNumber, after)
    view.apply([{ kind: 'pick-list', id, doc: settled.list }])
    return settled.effects
  })
}

function relisted(
  list: PickList,
  orderNumber: string,
  after: ReadonlyMap<number, number>,
): { list: PickList; effects: Effect[] } {
  const lines = list.lines.flatMap((line) =>
    line.orderNumber === orderNumber ? requested(line, after.get(line.orderLineNo)) : [line],
  )
  if (lines.length === 0) {
    return { list: { ...list, lines, status: 'cancelled', claim: null }, effects: [] }
  }
  const orders = list.orders.filter(
    (entry) =>
      entry.orderNumber !== orderNumber ||
      lines.some((line) => line.orderNumber === entry.orderNumber),
  )
  return settleOrders({ ...list, lines, orders })
}

function requested(line: PickLine, quantity: number | undefined): PickLine[] {
  if (quantity === undefined) return [line]
  return quantity === 0 ? [] : [{ ...line, requested: quantity, version: (line.version ?? 1) + 1 }]
}
