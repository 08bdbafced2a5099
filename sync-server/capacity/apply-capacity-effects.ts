import { sql } from 'kysely'
import type { Effect } from '#contract/actions/decision.ts'
import type { Tx } from '../store/index.ts'
import type { SlotKey } from './slots.ts'

export type CapacityEffect = Extract<Effect, { kind: 'capacity' }>

/** An effect and the action it came from, in the order of the log. */
export type CapacityEffectRow = { actionId: string; effect: CapacityEffect }

export type OverCapacity = SlotKey & { actionId: string }

/**
 * Moves what is packed for a day by what benches have weighed, however far (FACT-1), and names each
 * action that left a slot above its limit, further up than it found it. One statement.
 */
export async function applyCapacityEffects(
  tx: Tx,
  options: { warehouse: string; rows: readonly CapacityEffectRow[] },
): Promise<{ overCapacity: OverCapacity[] }> {
  const { warehouse, rows } = options
  if (rows.length === 0) return { overCapacity: [] }
  const { rows: slots } = await sql<Headroom>`
    UPDATE capacity_slot s SET packed_weight_grams = s.packed_weight_grams + d.grams,
      packed_volume_cm3 = s.packed_volume_cm3 + d.cm3
    FROM json_to_recordset(${JSON.stringify(totals(rows))}::json)
      AS d (region text, delivery_date date, grams bigint, cm3 bigint)
    WHERE s.warehouse = ${warehouse} AND s.region = d.region AND s.delivery_date = d.delivery_date
    RETURNING s.region, s.delivery_date AS "deliveryDate",
      s.max_weight_grams - s.packed_weight_grams AS "gramsLeft",
      s.max_volume_cm3 - s.packed_volume_cm3 AS "cm3Left"`.execute(tx)
  return { overCapacity: slots.flatMap((slot) => findOver(slot, rows)) }
}

type Headroom = SlotKey & { gramsLeft: number; cm3Left: number }

function totals(rows: readonly CapacityEffectRow[]) {
  const bySlot = new Map<
    string,
    { region: string; delivery_date: string; grams: number; cm3: number }
  >()
  for (const { effect } of rows) {
    const { region, deliveryDate } = effect
    const key = `${deliveryDate}/${region}`
    const total = bySlot.get(key) ?? { region, delivery_date: deliveryDate, grams: 0, cm3: 0 }
    total.grams += effect.packedGramsDelta
    total.cm3 += effect.packedCm3Delta
    bySlot.set(key, total)
  }
  return [...bySlot.values()]
}

/** Walks back from the slot after the batch to see which action took it over its limit. */
function findOver(slot: Headroom, rows: readonly CapacityEffectRow[]): OverCapacity[] {
  const { region, deliveryDate } = slot
  let { gramsLeft, cm3Left } = slot
  const guilty = new Set<string>()
  for (const { actionId, effect } of rows.toReversed()) {
    if (effect.region !== region || effect.deliveryDate !== deliveryDate) continue
    const isFurther =
      (effect.packedGramsDelta > 0 && gramsLeft < 0) || (effect.packedCm3Delta > 0 && cm3Left < 0)
    if (isFurther) guilty.add(actionId)
    gramsLeft += effect.packedGramsDelta
    cm3Left += effect.packedCm3Delta
  }
  return [...guilty].toReversed().map((actionId) => ({ region, deliveryDate, actionId }))
}
