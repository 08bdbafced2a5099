import type { Effect } from '#contract/actions/decision.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { exceptionOfOffice, raiseExceptions } from '../exceptions/exceptions.ts'
import { Problem } from '../http/problem.ts'
import type { Tx } from '../store/index.ts'
import { writeDocuments } from '../sync/documents.ts'
import { type LockedOrder, lockOrder } from './lock-order.ts'
import { applyOrderEffects } from './transition.ts'

export type Payment = {
  orderNumber: string
  /** Names the payment for ever; the same one again changes nothing. */
  paymentRef: string
  amountCents: number
  writtenBy: string
}

/** `late`: the order could not take the money any more; somebody has been told to pay it back. */
export type TakenPayment = { warehouse: string; status: string; outcome: 'taken' | 'late' }

/**
 * Confirms an order that waits for its payment. A payment that comes too late is kept too, once, with a
 * task to pay it back; the caller says no after the commit, as a problem would undo that.
 */
export async function takePayment(
  tx: Tx,
  payment: Payment,
  deps: OfficeDeps,
): Promise<TakenPayment> {
  const { orderNumber } = payment
  const order = await lockOrder(tx, orderNumber)
  const { warehouse, status, paymentDueAt } = order
  const earlier = await findPayment(tx, order, payment)
  if (earlier !== null) return { warehouse, status, outcome: earlier }
  if (paymentDueAt === null) {
    throw new Problem('wrong-state', `order ${orderNumber} is on account; it waits for no payment`)
  }
  const nowMs = deps.clock.now()
  const at = instantOf(nowMs)
  const isLate = status !== 'PENDING_PAYMENT' || nowMs >= Date.parse(paymentDueAt)
  await tx
    .insertInto('order_payment')
    .values({
      order_id: order.id,
      payment_ref: payment.paymentRef,
      amount_cents: payment.amountCents,
      recorded_at: at,
      is_late: isLate,
    })
    .execute()
  if (isLate) await keepLate(tx, order, { payment, at, deps })
  else await confirmPaid(tx, order, { payment, at, deps })
  return { warehouse, status, outcome: isLate ? 'late' : 'taken' }
}

async function findPayment(
  tx: Tx,
  order: LockedOrder,
  { paymentRef, amountCents }: Payment,
): Promise<TakenPayment['outcome'] | null> {
  const row = await tx
    .selectFrom('order_payment')
    .select(['amount_cents', 'is_late'])
    .where('order_id', '=', order.id)
    .where('payment_ref', '=', paymentRef)
    .executeTakeFirst()
  if (row === undefined) return null
  if (row.amount_cents !== amountCents) {
    throw new Problem('idempotency-conflict', `${paymentRef} was recorded with another amount`)
  }
  return row.is_late ? 'late' : 'taken'
}

type Paying = { payment: Payment; at: string; deps: OfficeDeps }

async function confirmPaid(tx: Tx, order: LockedOrder, { payment, at, deps }: Paying) {
  const { id, orderNumber, warehouse, status } = order
  const { paymentRef, amountCents, writtenBy } = payment
  await tx.updateTable('reservation').set({ expires_at: null }).where('order_id', '=', id).execute()
  const effects: Effect[] = [
    paymentEntry(orderNumber, 'payment:received', { paymentRef, amountCents }),
    { kind: 'order-status', orderNumber, from: status, to: 'CONFIRMED' },
  ]
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects })
}

async function keepLate(tx: Tx, order: LockedOrder, { payment, at, deps }: Paying) {
  const { orderNumber, warehouse, status } = order
  const { paymentRef, amountCents, writtenBy } = payment
  const effects = [paymentEntry(orderNumber, 'payment:too_late', { paymentRef, amountCents })]
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects })
  const state = status === 'PENDING_PAYMENT' ? 'past its time' : status
  const detail = { orderNumber, paymentRef, amountCents, amount: amountText(amountCents), state }
  const exceptions = [exceptionOfOffice(deps, { code: 'paid-too-late', detail, at })]
  const raised = await raiseExceptions(tx, { warehouse, at, deps, exceptions })
  await writeDocuments(tx, warehouse, raised.writes)
}

function paymentEntry(
  orderNumber: string,
  status: 'payment:received' | 'payment:too_late',
  payload: Record<string, unknown>,
): Effect {
  const severity = status === 'payment:received' ? 'info' : 'warning'
  return { kind: 'history', orderNumber, status, severity, payload }
}

/** `1250` → `12.50`; whoever pays back knows the currency. */
function amountText(amountCents: number): string {
  const cents = String(amountCents % 100).padStart(2, '0')
  return `${Math.floor(amountCents / 100)}.${cents}`
}
