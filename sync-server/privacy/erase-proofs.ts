import { sql } from 'kysely'
import { textColumn, type Tx } from '../store/index.ts'
import { ERASED, ERASED_SIGNATURE, isTelling } from './erased.ts'
import type { OrderToErase } from './erase-orders.ts'

/** Who signed for orders, by order. */
export async function readProofWords(
  tx: Tx,
  orders: readonly OrderToErase[],
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; signedBy: string }>`
    SELECT s.order_id AS id, p.signed_by AS "signedBy"
    FROM shipment s JOIN proof_of_delivery p ON p.shipment_id = s.id
    WHERE s.order_id = ANY(${textColumn(orders.map(({ id }) => id))})`.execute(tx)
  const found = new Map<string, string[]>()
  for (const { id, signedBy } of rows) {
    if (isTelling(signedBy)) found.set(id, [...(found.get(id) ?? []), signedBy])
  }
  return found
}

/** Signatures, and where couriers stood when they said something: that is a door. */
export async function eraseProofs(tx: Tx, orders: readonly OrderToErase[]): Promise<void> {
  const ids = textColumn(orders.map(({ id }) => id))
  await sql`
    UPDATE proof_of_delivery p SET signed_by = ${ERASED}, signature = ${ERASED_SIGNATURE},
      latitude = NULL, longitude = NULL
    FROM shipment s WHERE s.id = p.shipment_id AND s.order_id = ANY(${ids})`.execute(tx)
  await sql`
    UPDATE shipment_event e SET latitude = NULL, longitude = NULL
    FROM shipment s WHERE s.id = e.shipment_id AND s.order_id = ANY(${ids})
      AND e.latitude IS NOT NULL`.execute(tx)
}
