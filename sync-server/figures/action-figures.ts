import type { ActionType } from '#contract/actions/index.ts'
import type { Outcome } from '#contract/sync/outcome.ts'
import { instantOf } from '../deps.ts'
import { COUNTED_BACK_MS, quarterOf } from './quarters.ts'

/** An action as it was answered. */
export type CountedAction = {
  seq: number
  type: string
  outcome: Outcome
  /** It was known under another seq and counted then. */
  is_copy: boolean
}

export type FigureRow = {
  quarter: string
  actions: number
  picks: number
  refused: number
  excepted: number
  waitedMs: number
}

export type Arrival = {
  receivedMs: number
  /** When each happened by the office's clock; null where it could not be read. */
  times: ReadonlyMap<number, string | null>
  /** A log that a person carried here says nothing about how well stations send. */
  isByHand: boolean
}

/**
 * What a batch adds to its station's figures: actions in the quarter in which they happened, waiting in the
 * quarter in which they arrived.
 */
export function figuresOf(
  actions: readonly CountedAction[],
  { receivedMs, times, isByHand }: Arrival,
): FigureRow[] {
  const rows = new Map<number, FigureRow>()
  const rowAt = (atMs: number): FigureRow => {
    const startMs = quarterOf(atMs)
    const known = rows.get(startMs)
    if (known !== undefined) return known
    const made = { ...NOTHING, quarter: instantOf(startMs) }
    rows.set(startMs, made)
    return made
  }
  const fresh = actions.filter(({ is_copy: isCopy }) => !isCopy)
  for (const { seq, type, outcome } of fresh) {
    const atMs = Date.parse(times.get(seq) ?? instantOf(receivedMs))
    const waitedMs = receivedMs - atMs
    if (!isByHand) {
      const arrived = rowAt(receivedMs)
      arrived.waitedMs = Math.max(arrived.waitedMs, waitedMs)
    }
    if (waitedMs > COUNTED_BACK_MS) continue
    const row = rowAt(atMs)
    row.actions += 1
    if (outcome === 'refused') row.refused += 1
    else if (type === PICK) row.picks += 1
    if (outcome === EXCEPTED) row.excepted += 1
  }
  return [...rows.values()].toSorted((a, b) => a.quarter.localeCompare(b.quarter))
}

const PICK: ActionType = 'pick.confirm'
const EXCEPTED: Outcome = 'excepted'

const NOTHING = { quarter: '', actions: 0, picks: 0, refused: 0, excepted: 0, waitedMs: 0 }
