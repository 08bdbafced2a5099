import { sql } from 'kysely'
import type { Tx } from '../store/index.ts'

/** How many days after the earliest one a day with room is looked for when none was asked for. */
export const SEARCH_DAYS_MAX = 60

/** What a region can deliver on one day. */
export type SlotKey = { region: string; deliveryDate: string }

export type Slot = SlotKey & {
  maxWeightGrams: number
  maxVolumeCm3: number
  reservedWeightGrams: number
  reservedVolumeCm3: number
  packedWeightGrams: number
  packedVolumeCm3: number
}

/** Weight and volume that an order takes of a slot: its products' own figures, without packaging. */
export type Burden = { weightGrams: number; volumeCm3: number }

const COLUMNS = sql`s.region, s.delivery_date AS "deliveryDate",
  s.max_weight_grams AS "maxWeightGrams", s.max_volume_cm3 AS "maxVolumeCm3",
  s.reserved_weight_grams AS "reservedWeightGrams", s.reserved_volume_cm3 AS "reservedVolumeCm3",
  s.packed_weight_grams AS "packedWeightGrams", s.packed_volume_cm3 AS "packedVolumeCm3"`

/** Locks the slots that exist, in sorted order, and answers with what they hold. */
export async function lockSlots(
  tx: Tx,
  warehouse: string,
  keys: readonly SlotKey[],
): Promise<Slot[]> {
  if (keys.length === 0) return []
  const wanted = JSON.stringify(
    keys.map(({ region, deliveryDate }) => ({ region, delivery_date: deliveryDate })),
  )
  const { rows } = await sql<Slot>`
    SELECT ${COLUMNS} FROM capacity_slot s
    JOIN (SELECT DISTINCT region, delivery_date
      FROM json_to_recordset(${wanted}::json) AS k (region text, delivery_date date)) k
      ON s.region = k.region AND s.delivery_date = k.delivery_date
    WHERE s.warehouse = ${warehouse}
    ORDER BY s.region, s.delivery_date
    FOR UPDATE OF s`.execute(tx)
  return rows
}

/** Slots of some days, of one region or of all, of one warehouse or of all, earliest first, as they are without waiting for anyone. */
export async function readSlots(
  tx: Tx,
  warehouse: string | null,
  options: { region?: string; from: string; to: string; limit?: number },
): Promise<Slot[]> {
  const { rows } = await sql<Slot>`
    SELECT ${COLUMNS} FROM capacity_slot s
    WHERE s.warehouse = coalesce(${warehouse}::text, s.warehouse)
      AND s.region = coalesce(${options.region ?? null}::text, s.region)
      AND s.delivery_date BETWEEN ${options.from}::date AND ${options.to}::date
    ORDER BY s.delivery_date, s.region LIMIT ${options.limit ?? null}`.execute(tx)
  return rows
}

/** Whether a slot takes that much more. */
export function hasRoom(slot: Slot, burden: Burden): boolean {
  return (
    slot.reservedWeightGrams + burden.weightGrams <= slot.maxWeightGrams &&
    slot.reservedVolumeCm3 + burden.volumeCm3 <= slot.maxVolumeCm3
  )
}

/** Takes room in a slot that the caller holds locked and has seen to have it. */
export async function reserveCapacity(
  tx: Tx,
  warehouse: string,
  slot: SlotKey,
  burden: Burden,
): Promise<void> {
  const moved = await moveReserved(tx, warehouse, slot, burden)
  if (!moved) throw new Error(`slot ${slot.region} ${slot.deliveryDate} vanished under its lock`)
}

/** Gives room back. */
export async function releaseCapacity(
  tx: Tx,
  warehouse: string,
  slot: SlotKey,
  burden: Burden,
): Promise<void> {
  await moveReserved(tx, warehouse, slot, {
    weightGrams: -burden.weightGrams,
    volumeCm3: -burden.volumeCm3,
  })
}

async function moveReserved(tx: Tx, warehouse: string, slot: SlotKey, by: Burden) {
  const { numUpdatedRows } = await tx
    .updateTable('capacity_slot')
    .set((row) => ({
      reserved_weight_grams: row('reserved_weight_grams', '+', by.weightGrams),
      reserved_volume_cm3: row('reserved_volume_cm3', '+', by.volumeCm3),
    }))
    .where('warehouse', '=', warehouse)
    .where('region', '=', slot.region)
    .where('delivery_date', '=', slot.deliveryDate)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Makes room for what a slot has promised beyond its limits; the caller holds it locked. */
export async function raiseToReserved(tx: Tx, warehouse: string, slot: Slot): Promise<void> {
  await tx
    .updateTable('capacity_slot')
    .set({
      max_weight_grams: Math.max(slot.maxWeightGrams, slot.reservedWeightGrams),
      max_volume_cm3: Math.max(slot.maxVolumeCm3, slot.reservedVolumeCm3),
    })
    .where('warehouse', '=', warehouse)
    .where('region', '=', slot.region)
    .where('delivery_date', '=', slot.deliveryDate)
    .execute()
}
