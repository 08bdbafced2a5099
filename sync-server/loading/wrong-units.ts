import type { DocumentOf } from '#contract/documents/document.ts'
import type { WRONG_REASONS } from '#contract/http/loading-routes.ts'
import type { Tx } from '../store/index.ts'

type Load = DocumentOf<'load'>
type Unit = DocumentOf<'unit'>
export type WrongReason = (typeof WRONG_REASONS)[number]

/** Why a unit on board of a load does not belong there; null where it does. */
export function wrongOnLoad(
  { region, deliveryDate }: Pick<Load, 'region' | 'deliveryDate'>,
  unit: Unit,
  cancelled: ReadonlySet<string>,
): WrongReason | null {
  if (unit.orderNumbers.some((orderNumber) => cancelled.has(orderNumber))) return 'cancelled'
  if (unit.region !== null && unit.region !== region) return 'region'
  if (unit.deliveryDate !== null && unit.deliveryDate !== deliveryDate) return 'date'
  return unit.status === 'open' ? 'open' : null
}

/** Those of the units' orders that were cancelled. */
export async function readCancelled(tx: Tx, units: readonly Unit[]): Promise<Set<string>> {
  const orders = [...new Set(units.flatMap(({ orderNumbers }) => orderNumbers))]
  if (orders.length === 0) return new Set()
  const rows = await tx
    .selectFrom('customer_order')
    .select('order_number')
    .where('order_number', 'in', orders)
    .where('status', '=', 'CANCELLED')
    .execute()
  return new Set(rows.map((row) => row.order_number))
}
