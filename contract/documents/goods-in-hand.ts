import type { PickLine, PickList } from './pick-list.ts'

/** Base units of a line that are off their shelf and not on a truck. */
export function inHand(line: PickLine): number {
  return Math.max(0, line.picked - line.loaded)
}

/** Lines whose goods must go back to their shelves, as the office has cancelled their order. */
export function linesToPutBack(list: PickList): PickLine[] {
  const cancelled = new Set(
    list.orders.filter(({ status }) => status === 'CANCELLED').map((order) => order.orderNumber),
  )
  if (cancelled.size === 0) return []
  return list.lines.filter((line) => cancelled.has(line.orderNumber) && inHand(line) > 0)
}

/** `3 × OAK-14, 2 × GLUE`: goods in hand, as a person reads them. */
export function goodsText(lines: readonly PickLine[]): string {
  return lines.map((line) => `${inHand(line)} × ${line.sku}`).join(', ')
}
