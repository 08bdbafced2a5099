import { sql } from 'kysely'
import { slotLoads, type SlotLoad } from '#contract/actions/slot-load.ts'
import type { Tx } from '../store/index.ts'
import { readSlotDocuments } from './slot-documents.ts'
import { readSlots, type SlotKey } from './slots.ts'

type Figures = Omit<SlotLoad, keyof SlotKey>

/** A slot whose counters are not what orders, lists and units come to. */
export type SlotDifference = SlotKey & { warehouse: string; slot: Figures; found: Figures }

const NOTHING: Figures = { reservedGrams: 0, reservedCm3: 0, packedGrams: 0, packedCm3: 0 }

/**
 * Compares the counters of every slot from a day on with what holds room in it: orders on no list by
 * their estimate, all others by their lists and units. Changes nothing. Read it in one snapshot.
 */
export async function compareSlots(
  tx: Tx,
  { warehouse, from }: { warehouse: string; from: string },
): Promise<SlotDifference[]> {
  const found = await heldByDocuments(tx, warehouse, from)
  for (const { region, deliveryDate, grams, cm3 } of await unlistedOrders(tx, warehouse, from)) {
    const key = `${deliveryDate}/${region}`
    const load = found.get(key) ?? { region, deliveryDate, ...NOTHING }
    load.reservedGrams += grams
    load.reservedCm3 += cm3
    found.set(key, load)
  }
  const slots = await readSlots(tx, warehouse, { from, to: '9999-12-31' })
  return slots.flatMap((counted): SlotDifference[] => {
    const { region, deliveryDate } = counted
    const load = found.get(`${deliveryDate}/${region}`)
    const slot: Figures = {
      reservedGrams: counted.reservedWeightGrams,
      reservedCm3: counted.reservedVolumeCm3,
      packedGrams: counted.packedWeightGrams,
      packedCm3: counted.packedVolumeCm3,
    }
    const expected: Figures = {
      reservedGrams: load?.reservedGrams ?? 0,
      reservedCm3: load?.reservedCm3 ?? 0,
      packedGrams: load?.packedGrams ?? 0,
      packedCm3: load?.packedCm3 ?? 0,
    }
    const isSame = JSON.stringify(slot) === JSON.stringify(expected)
    return isSame ? [] : [{ warehouse, region, deliveryDate, slot, found: expected }]
  })
}

async function heldByDocuments(
  tx: Tx,
  warehouse: string,
  from: string,
): Promise<Map<string, SlotLoad>> {
  const { rows } = await sql<{ kind: 'pick-list' | 'unit'; id: string }>`
    SELECT kind, id FROM document
    WHERE warehouse = ${warehouse} AND kind IN ('pick-list', 'unit')
      AND body ->> 'deliveryDate' >= ${from}`.execute(tx)
  const listIds = rows.filter(({ kind }) => kind === 'pick-list').map(({ id }) => id)
  const unitIds = rows.filter(({ kind }) => kind === 'unit').map(({ id }) => id)
  const read = await readSlotDocuments(tx, warehouse, { listIds, unitIds })
  return slotLoads(read, { listIds, unitIds })
}

async function unlistedOrders(tx: Tx, warehouse: string, from: string) {
  const { rows } = await sql<SlotKey & { grams: number; cm3: number }>`
    SELECT o.region, o.delivery_date AS "deliveryDate", sum(o.weight_grams)::bigint AS grams,
      sum(o.volume_cm3)::bigint AS cm3
    FROM customer_order o
    WHERE o.warehouse = ${warehouse} AND o.delivery_date >= ${from}::date
      AND o.region IS NOT NULL AND o.status <> 'CANCELLED'
      AND NOT EXISTS (SELECT FROM pick_list_order l WHERE l.order_id = o.id)
    GROUP BY o.region, o.delivery_date`.execute(tx)
  return rows
}
