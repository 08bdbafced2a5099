import type { Load } from '#contract/documents/load.ts'
import type { Prompt } from '#contract/rpc/prompt-view.ts'
import { missingUnits, unpackedOrders } from './load-work.ts'
import type { StationLookup } from './workflow-types.ts'

export type MissingQuestion = Extract<Prompt, { kind: 'confirm-missing' }>

/** Units named when a load is confirmed without them. */
const MISSING_NAMES_MAX = 50

/** What would stay behind if the load were confirmed now, as the question about it. */
export function leftBehind(lookup: StationLookup, load: Load): MissingQuestion {
  const units = missingUnits(lookup, load)
  return {
    kind: 'confirm-missing',
    missing: units.slice(0, MISSING_NAMES_MAX).map((unit) => unit.id),
    units: units.length,
    unpacked: unpackedOrders(lookup, load),
  }
}

/**
 * Whether it is to be asked: what was answered counts as far as it was asked. Where more would stay behind
 * by the time of the answer, as when an order was packed meanwhile, whoever answered did not mean that.
 */
export function isToAsk(now: MissingQuestion, asked: Prompt | null): boolean {
  const { units = 0, unpacked = 0 } = now
  if (asked?.kind !== 'confirm-missing') return units + unpacked > 0
  return units > (asked.units ?? asked.missing.length) || unpacked > (asked.unpacked ?? 0)
}
