import type { Break, Effect } from '#contract/actions/decision.ts'
import { applyCapacityEffects, type CapacityEffectRow, lockSlots } from '../capacity/index.ts'
import { applyStockEffects, type StockEffectRow } from '../inventory/index.ts'
import { applyOrderEffects } from '../orders/index.ts'
import type { Tx } from '../store/index.ts'
import type { EffectOfAction } from './decide-batch.ts'

type Applying = {
  warehouse: string
  at: string
  writtenBy: string
  effects: readonly EffectOfAction[]
}

/** Moves orders, their lines and history: rows that the lock on their pick lists keeps others from. */
export async function applyToOrders(tx: Tx, applying: Applying): Promise<void> {
  const { warehouse, at, writtenBy } = applying
  const effects = applying.effects.map(({ effect }) => effect)
  await applyOrderEffects(tx, { warehouse, at, writtenBy, effects })
}

/**
 * Moves slots and stock, which every station shares, so it comes as late as can be. Answers with the
 * rules that only the office's own counters can show to be broken, by action id.
 */
export async function applyToCounters(tx: Tx, applying: Applying): Promise<Map<string, Break[]>> {
  const { warehouse, at, effects } = applying
  const capacity: CapacityEffectRow[] = []
  const stock: StockEffectRow[] = []
  for (const { entry, effect } of effects) {
    if (effect.kind === 'capacity') capacity.push({ actionId: entry.id, effect })
    else if (isOfStock(effect)) stock.push({ actionId: entry.id, effect })
  }
  await lockSlotsInOrder(tx, warehouse, capacity)
  const { overCapacity } = await applyCapacityEffects(tx, { warehouse, rows: capacity })
  const { belowZero } = await applyStockEffects(tx, { warehouse, at, rows: stock })
  const breaks = new Map<string, Break[]>()
  const add = (actionId: string, broken: Break) =>
    breaks.set(actionId, [...(breaks.get(actionId) ?? []), broken])
  for (const { actionId, sku, lot } of belowZero) {
    add(actionId, { code: 'stock-below-zero', detail: { sku, lot } })
  }
  for (const { actionId, region, deliveryDate } of overCapacity) {
    add(actionId, { code: 'over-capacity', detail: { region, deliveryDate } })
  }
  return breaks
}

function isOfStock(effect: Effect): effect is StockEffectRow['effect'] {
  return effect.kind === 'stock' || effect.kind === 'count'
}

/** One slot is locked by the statement that moves it; several must be taken in sorted order. */
async function lockSlotsInOrder(
  tx: Tx,
  warehouse: string,
  rows: readonly CapacityEffectRow[],
): Promise<void> {
  const slots = new Map(
    rows.map(({ effect: { region, deliveryDate } }) => [
      `${region}/${deliveryDate}`,
      { region, deliveryDate },
    ]),
  )
  if (slots.size > 1) await lockSlots(tx, warehouse, [...slots.values()])
}
