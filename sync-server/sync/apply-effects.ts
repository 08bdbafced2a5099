import type { Break, Effect } from '#contract/actions/decision.ts'
import { applyCapacityEffects, type CapacityEffectRow, lockSlots } from '../capacity/index.ts'
import {
  otherExpiries,
  type RecordedStock,
  recordStockEffects,
  rememberExpiries,
  type SaidExpiry,
  settleStockEffects,
  type StockEffectRow,
} from '../inventory/index.ts'
import { applyOrderEffects } from '../orders/index.ts'
import type { OfficeDeps } from '../deps.ts'
import type { OfficeEvent } from '../outbox/emit-events.ts'
import type { Tx } from '../store/index.ts'
import type { EffectOfAction } from './decide-batch.ts'

type Applying = {
  warehouse: string
  at: string
  writtenBy: string
  deps: OfficeDeps
  effects: readonly EffectOfAction[]
  /** What others are told besides what the effects say. */
  events: readonly OfficeEvent[]
}

/**
 * Moves orders, their lines and history, and writes the ledger: rows that the locks on this batch's
 * documents keep others from, so that nobody waits for them.
 */
export async function applyToOrders(tx: Tx, applying: Applying): Promise<RecordedStock> {
  const { warehouse, at, writtenBy, deps, events } = applying
  const decided = applying.effects.map(({ effect }) => effect)
  const others = await otherExpiries(tx, warehouse, saidExpiries(applying))
  const effects = [...decided, ...others]
  await applyOrderEffects(tx, { warehouse, at, writtenBy, deps, effects, events })
  const rows = applying.effects.flatMap(({ entry, effect }): StockEffectRow[] =>
    isOfStock(effect) ? [{ actionId: entry.id, effect }] : [],
  )
  return recordStockEffects(tx, { warehouse, at, rows })
}

/**
 * Moves slots and stock, which every station shares, so it comes as late as can be. Answers with the
 * rules that only the office's own counters can show to be broken, by action id.
 */
export async function applyToCounters(
  tx: Tx,
  applying: Applying,
  recorded: RecordedStock,
): Promise<Map<string, Break[]>> {
  const { warehouse, at, effects } = applying
  const capacity = effects.flatMap(({ entry, effect }): CapacityEffectRow[] =>
    effect.kind === 'capacity' ? [{ actionId: entry.id, effect }] : [],
  )
  await lockSlotsInOrder(tx, warehouse, capacity)
  const { overCapacity } = await applyCapacityEffects(tx, { warehouse, rows: capacity })
  const { belowZero } = await settleStockEffects(tx, { warehouse, at }, recorded)
  await rememberExpiries(tx, warehouse, saidExpiries(applying))
  const breaks = new Map<string, Break[]>()
  const add = (actionId: string, broken: Break) =>
    breaks.set(actionId, [...(breaks.get(actionId) ?? []), broken])
  for (const { actionId, sku, lot, promised } of belowZero) {
    add(actionId, { code: 'stock-below-zero', detail: { sku, lot, ...promised } })
  }
  for (const { actionId, region, deliveryDate } of overCapacity) {
    add(actionId, { code: 'over-capacity', detail: { region, deliveryDate } })
  }
  return breaks
}

function saidExpiries({ effects }: Applying): SaidExpiry[] {
  return effects.flatMap(({ effect }) => (effect.kind === 'lot-expiry' ? [effect] : []))
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
