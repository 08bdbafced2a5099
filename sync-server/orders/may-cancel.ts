import type { Scope } from '#contract/http/scopes.ts'
import type { OrderStatus } from '#contract/orders/order-status.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import type { LockedOrder } from './lock-order.ts'

/** States whose goods may be on a truck. */
export const TRAVELLING: readonly OrderStatus[] = ['LOADED', 'OUT_FOR_DELIVERY', 'DELIVERY_FAILED']

/** What it takes to cancel in each state, and why not less; null where nobody can. */
const CANCEL_RULES: Record<OrderStatus, { scope: Scope; because: string } | null> = {
  PENDING_PAYMENT: { scope: 'orders:withdraw', because: 'it waits for its payment' },
  CONFIRMED: { scope: 'orders:withdraw', because: 'nobody has begun to pick it' },
  IN_PROGRESS: { scope: 'orders:cancel', because: 'it is being picked' },
  PICKED: { scope: 'orders:cancel', because: 'it has been picked' },
  PACKED: { scope: 'orders:cancel', because: 'it has been packed' },
  LOADED: { scope: 'orders:force-cancel', because: 'it is on a truck' },
  OUT_FOR_DELIVERY: { scope: 'orders:force-cancel', because: 'it is on the road' },
  DELIVERED: null,
  COMPLETED: null,
  // Before anything was picked a held order may be withdrawn too; see below.
  ON_HOLD: { scope: 'orders:cancel', because: 'some of it has been picked' },
  DELIVERY_FAILED: { scope: 'orders:cancel', because: 'it has been on the road' },
  CANCELLED: null,
}

type Asked = { force?: boolean | undefined; scopes?: ReadonlySet<Scope> }

/** The office itself may do all but force. */
const OFFICE_SCOPES: ReadonlySet<Scope> = new Set(['orders:withdraw', 'orders:cancel'])

/** Refuses a cancellation that the order's state, or what the caller may do, does not allow. */
export async function requireMayCancel(
  tx: Tx,
  order: LockedOrder,
  { force = false, scopes = OFFICE_SCOPES }: Asked,
): Promise<void> {
  const { orderNumber, status } = order
  const rule = (await isHeldUntouched(tx, order))
    ? { scope: 'orders:withdraw' as const, because: 'nothing of it has been picked' }
    : CANCEL_RULES[status]
  if (rule === null) throw new Problem('wrong-state', `order ${orderNumber} is ${status}`)
  const { scope, because } = rule
  const where = `order ${orderNumber} is ${status}: ${because}`
  if (scope === 'orders:force-cancel' && !force) {
    throw new Problem('wrong-state', `${where}; it can only be cancelled by force`)
  }
  if (scopes.has(scope)) return
  throw new Problem('forbidden', `${where}; to cancel it now takes the right ${scope}`)
}

async function isHeldUntouched(tx: Tx, { id, status }: LockedOrder): Promise<boolean> {
  if (status !== 'ON_HOLD') return false
  const touched = await tx
    .selectFrom('order_line')
    .select('line_no')
    .where('order_id', '=', id)
    .where((line) => line.or([line('picked', '>', 0), line('packed', '>', 0)]))
    .limit(1)
    .execute()
  return touched.length === 0
}
