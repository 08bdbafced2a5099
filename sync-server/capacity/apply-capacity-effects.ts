import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import type { Tx } from '../store/index.ts'
import type { SlotKey } from './slots.ts'

export type CapacityEffect = Extract<Effect, { kind: 'capacity' }>

/** An effect and the action it came from, in the order of the log. */
export type CapacityEffectRow = { actionId: string; effect: CapacityEffect }

export type OverCapacity = SlotKey & { actionId: string }

/**
 * Moves what days have promised and packed by what benches have weighed, however far (FACT-1), and names
 * each action that left a slot above its limit, further up than it found it. One statement.
 */
export async function applyCapacityEffects(
  tx: Tx,
  options: { warehouse: string; rows: readonly CapacityEffectRow[] },
): Promise<{ overCapacity: OverCapacity[] }> {
  const { warehouse, rows } = options
  if (rows.length === 0) return { overCapacity: [] }
  const { rows: slots } = await sql<Headroom>`
    UPDATE capacity_slot s SET
      reserved_weight_grams = s.reserved_weight_grams + d.reserved_grams,
      reserved_volume_cm3 = s.reserved_volume_cm3 + d.reserved_cm3,
      packed_weight_grams = s.packed_weight_grams + d.packed_grams,
      packed_volume_cm3 = s.packed_volume_cm3 + d.packed_cm3
    FROM json_to_recordset(${JSON.stringify(totals(rows))}::json)
      AS d (region text, delivery_date date, reserved_grams bigint, reserved_cm3 bigint,
        packed_grams bigint, packed_cm3 bigint)
    WHERE s.warehouse = ${warehouse} AND s.region = d.region AND s.delivery_date = d.delivery_date
    RETURNING s.region, s.delivery_date AS "deliveryDate",
      s.max_weight_grams - s.reserved_weight_grams AS "gramsLeft",
      s.max_volume_cm3 - s.reserved_volume_cm3 AS "cm3Left"`.execute(tx)
  return { overCapacity: slots.flatMap((slot) => findOver(slot, rows)) }
}

type Headroom = SlotKey & { gramsLeft: number; cm3Left: number }

type SlotTotal = {
  region: string
  delivery_date: string
  reserved_grams: number
  reserved_cm3: number
  packed_grams: number
  packed_cm3: number
}

function totals(rows: readonly CapacityEffectRow[]): SlotTotal[] {
  const bySlot = new Map<string, SlotTotal>()
  for (const { effect } of rows) {
    const { region, deliveryDate } = effect
    const key = `${deliveryDate}/${region}`
    const total = bySlot.get(key) ?? emptyTotal(region, deliveryDate)
    total.reserved_grams += effect.reservedGramsDelta
    total.reserved_cm3 += effect.reservedCm3Delta
    total.packed_grams += effect.packedGramsDelta
    total.packed_cm3 += effect.packedCm3Delta
    bySlot.set(key, total)
  }
  return [...bySlot.values()]
}

function emptyTotal(region: string, deliveryDate: string): SlotTotal {
  const zero = { reserved_grams: 0, reserved_cm3: 0, packed_grams: 0, packed_cm3: 0 }
  return { region, delivery_date: deliveryDate, ...zero }
}

/** Walks back from the slot after the batch to see which action took it over its limit. */
function findOver(slot: Headroom, rows: readonly CapacityEffectRow[]): OverCapacity[] {
  const { region, deliveryDate } = slot
  let { gramsLeft, cm3Left } = slot
  const guilty = new Set<string>()
  for (const { actionId, effect } of rows.toReversed()) {
    if (effect.region !== region || effect.deliveryDate !== deliveryDate) continue
    const isFurther =
      (effect.reservedGramsDelta > 0 && gramsLeft < 0) ||
      (effect.reservedCm3Delta > 0 && cm3Left < 0)
    if (isFurther) guilty.add(actionId)
    gramsLeft += effect.reservedGramsDelta
    cm3Left += effect.reservedCm3Delta
  }
  return [...guilty].toReversed().map((actionId) => ({ region, deliveryDate, actionId }))
}
