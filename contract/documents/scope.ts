import type { DocumentKind, DocumentOf } from './document.ts'
import { linesToPutBack } from './goods-in-hand.ts'

/** Goods of such an order are not in the building; one that failed comes back when the office says so. */
const GONE_STATUSES: readonly string[] = [
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'DELIVERY_FAILED',
  'COMPLETED',
  'CANCELLED',
]

/**
 * Whether benches still need a document (PULL-4): unfinished pick lists, loads that have not
 * departed and their units, open exceptions, and all master data but people who no longer work here.
 * What leaves the scope is sent once as a tombstone.
 */
export function isInScope<K extends DocumentKind>(kind: K, doc: DocumentOf<K>): boolean {
  const anyDoc: unknown = doc
  if (kind === 'pick-list') {
    const list = anyDoc as DocumentOf<'pick-list'>
    const isUnfinished = list.orders.some((order) => !GONE_STATUSES.includes(order.status))
    return (list.status !== 'cancelled' && isUnfinished) || linesToPutBack(list).length > 0
  }
  if (kind === 'unit') {
    const unit = anyDoc as DocumentOf<'unit'>
    return unit.status !== 'dropped' && unit.status !== 'departed'
  }
  if (kind === 'load') return (anyDoc as DocumentOf<'load'>).status !== 'departed'
  if (kind === 'operator') return (anyDoc as DocumentOf<'operator'>).active !== false
  if (kind === 'exception') return (anyDoc as DocumentOf<'exception'>).status === 'open'
  return true
}
