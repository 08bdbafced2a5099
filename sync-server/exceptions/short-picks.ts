import type { PickLine, PickList } from '#contract/documents/pick-list.ts'
import type { OfficeDeps } from '../deps.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite } from '../sync/documents.ts'
import { announceClosed } from './exceptions.ts'
import { reasonWords } from './reason-words.ts'

/** An order that holds because something was missing; a supervisor says what happens (PickListOrder). */
export const SHORT_PICK = 'short-pick'

/** What is missing of an order, for a person to decide about. */
export function shortPickDetail(
  list: PickList,
  orderNumber: string,
): Record<string, string | number> {
  const short = list.lines.filter((line) => line.orderNumber === orderNumber && line.short > 0)
  const missing = short.map(goodsOf).join(', ')
  const reasons = short.map((line) => `${goodsOf(line)}${reasonOf(line)}`).join(', ')
  const [reason, ...others] = new Set(short.map(({ shortReason }) => shortReason ?? ''))
  // Where all of it is missing for one reason, a page can tell that in its own language.
  const shared = reason === undefined || reason === '' || others.length > 0 ? {} : { reason }
  return { orderNumber, list: list.code, pickListId: list.id, missing, reasons, ...shared }
}

function goodsOf({ short, sku }: PickLine): string {
  return `${short} × ${sku}`
}

function reasonOf({ shortReason }: PickLine): string {
  return shortReason === undefined ? '' : ` (${reasonWords(shortReason)})`
}

/** Closes what was open about orders that no longer hold: the short was taken back, or all of it is off. */
export async function closeShortPicks(
  tx: Tx,
  options: {
    warehouse: string
    at: string
    resolvedBy: string
    orderNumbers: readonly string[]
    deps: Pick<OfficeDeps, 'newId'>
  },
): Promise<DocumentWrite[]> {
  const { warehouse, at, resolvedBy, orderNumbers } = options
  if (orderNumbers.length === 0) return []
  const rows = await tx
    .updateTable('exception')
    .set({ status: 'closed', resolved_at: at, resolved_by: resolvedBy, choice: 'withdrawn' })
    .where('warehouse', '=', warehouse)
    .where('code', '=', SHORT_PICK)
    .where('status', '=', 'open')
    .where('reference', 'in', orderNumbers)
    .returningAll()
    .execute()
  return announceClosed(tx, options, rows)
}
