import { sql } from 'kysely'
import type { DocumentOf } from '#contract/documents/document.ts'
import { Text } from '#contract/documents/ids.ts'
import {
  closedStatus,
  historyCategory,
  OFFICE_MODULES,
  type Severity,
} from '#contract/orders/history.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { type DocumentWrite, writeDocuments } from '../sync/documents.ts'
import { type LockedOrder, lockOrder } from './lock-order.ts'
import { type HistoryItem, isOpenBlocker, readHistory } from './read-history.ts'

type Written = { warehouse: string; entry: HistoryItem; isNew: boolean }

type NewEntry = {
  orderNumber: string
  status: string
  severity: Severity
  payload: Record<string, unknown>
  note?: string | undefined
  writtenBy: string
}

/**
 * Appends an entry of a module outside the office, or of a person. A blocking one stops the order on
 * its lists in the same transaction; while it is open the same again is the one there is.
 */
export async function writeHistory(tx: Tx, entry: NewEntry, deps: OfficeDeps): Promise<Written> {
  const { orderNumber, status, severity, note, writtenBy } = entry
  requireOutside(status)
  const order = await lockOrder(tx, orderNumber)
  const { warehouse } = order
  const open = (await readHistory(tx, order.id)).find(
    (item) => severity === 'blocking' && item.status === status && isOpenBlocker(item),
  )
  if (open !== undefined) return { warehouse, entry: open, isNew: false }
  const payload = { ...entry.payload, ...(note === undefined ? {} : { note }) }
  const at = instantOf(deps.clock.now())
  const id = await insertEntry(tx, { order, status, severity, payload, at, writtenBy })
  return { warehouse, entry: await followHistory(tx, order, id), isNew: true }
}

type Closing = { orderNumber: string; entryId: number; note: string; writtenBy: string }

/** Closes an entry by one that names it; nothing is changed in place. */
export async function closeHistory(tx: Tx, closing: Closing, deps: OfficeDeps): Promise<Written> {
  const { orderNumber, entryId, note, writtenBy } = closing
  const order = await lockOrder(tx, orderNumber)
  const found = (await readHistory(tx, order.id)).find(({ id }) => id === entryId)
  if (found === undefined) {
    throw new Problem('not-found', `order ${orderNumber} has no entry ${entryId}`)
  }
  // Whatever stops an order can be let go; other entries of the office are its own.
  if (found.severity !== 'blocking') requireOutside(found.status)
  if (found.closes !== null) {
    throw new Problem('wrong-state', `entry ${entryId} only closes entry ${found.closes}`)
  }
  if (found.closedAt !== null) {
    throw new Problem('wrong-state', `entry ${entryId} was closed at ${found.closedAt}`)
  }
  await insertEntry(tx, {
    order,
    status: closedStatus(found.status),
    severity: 'info',
    payload: { note },
    at: instantOf(deps.clock.now()),
    writtenBy,
    closes: entryId,
  })
  const entry = await followHistory(tx, order, entryId)
  return { warehouse: order.warehouse, entry, isNew: false }
}

function requireOutside(status: string): void {
  const module = historyCategory(status)
  if (!OFFICE_MODULES.includes(module)) return
  throw new Problem('forbidden', `only the office itself writes and closes entries of ${module}`)
}

/** Stops the order on its lists or lets it go, as its history now says; answers with one entry of it. */
async function followHistory(tx: Tx, order: LockedOrder, id: number): Promise<HistoryItem> {
  const history = await readHistory(tx, order.id)
  await writeDocuments(tx, order.warehouse, stoppedLists(order, history.find(isOpenBlocker)))
  const entry = history.find((item) => item.id === id)
  if (entry === undefined) throw new Error(`entry ${id} of ${order.orderNumber} is not there`)
  return entry
}

function stoppedLists(order: LockedOrder, blocker: HistoryItem | undefined): DocumentWrite[] {
  return order.lists.flatMap((list): DocumentWrite[] => {
    const orders = list.orders.map((entry) =>
      entry.orderNumber === order.orderNumber ? withBlocker(entry, blocker) : entry,
    )
    const isSame = JSON.stringify(orders) === JSON.stringify(list.orders)
    return isSame ? [] : [{ kind: 'pick-list', id: list.id, doc: { ...list, orders } }]
  })
}

type ListOrder = DocumentOf<'pick-list'>['orders'][number]

function withBlocker(order: ListOrder, blocker: HistoryItem | undefined): ListOrder {
  const { isBlocked: _was, blockedBecause: _why, ...free } = order
  if (blocker === undefined) return free
  const because = Text.safeParse(blocker.payload['note'] ?? blocker.payload['reason'])
  return { ...free, isBlocked: true, ...(because.success ? { blockedBecause: because.data } : {}) }
}

async function insertEntry(
  tx: Tx,
  entry: {
    order: LockedOrder
    status: string
    severity: Severity
    payload: Record<string, unknown>
    at: string
    writtenBy: string
    closes?: number
  },
): Promise<number> {
  const { order, status, severity, payload, at, writtenBy, closes = null } = entry
  const { rows } = await sql<{ id: number }>`
    INSERT INTO order_status_history
      (order_id, status, category, severity, payload, recorded_at, written_by, closes)
    VALUES (${order.id}, ${status}, ${historyCategory(status)}, ${severity},
      ${JSON.stringify(payload)}::text::jsonb, ${at}::timestamptz, ${writtenBy}, ${closes}::bigint)
    RETURNING id`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('the entry was not written')
  return row.id
}
