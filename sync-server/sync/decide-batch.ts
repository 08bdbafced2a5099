import { type Action, decide, OFFICE_STATION_ID } from '#contract/actions/index.ts'
import { Overlay } from '#contract/actions/overlay.ts'
import type { Break, Decision, Effect } from '#contract/actions/decision.ts'
import type { DocumentReader } from '#contract/documents/document.ts'
import type { Outcome, RefusalCode } from '#contract/sync/outcome.ts'
import type { MoveOfAction } from '../epcis/record-moves.ts'
import { unitMoves } from '../epcis/unit-moves.ts'
import { DecisionCrash } from './decision-crash.ts'
import type { Entry } from './entry.ts'

/** What became of one action, before stock and capacity have had their say. */
export type Ruling = {
  entry: Entry
  outcome: Outcome
  code: RefusalCode | Break['code'] | null
  breaks: readonly Break[]
}

export type EffectOfAction = { entry: Entry; effect: Effect }

export type DecidedBatch = {
  rulings: Ruling[]
  effects: EffectOfAction[]
  /** What happened to units, in that order. */
  moves: MoveOfAction[]
  overlay: Overlay
}

export type BatchContext = { stationId: string; now: string; leaseUntil: string }

/** Decides in seq order, each action upon what the ones before it left. Changes nothing but the overlay. */
export function decideBatch(
  entries: readonly Entry[],
  read: DocumentReader,
  context: BatchContext,
): DecidedBatch {
  const overlay = new Overlay(read)
  const rulings: Ruling[] = []
  const effects: EffectOfAction[] = []
  const moves: MoveOfAction[] = []
  for (const entry of entries) {
    if (entry.action === null || entry.poison !== null) {
      rulings.push({ entry, outcome: 'refused', code: 'poison', breaks: [] })
      continue
    }
    const decision = decideOne(entry, entry.action, overlay, context)
    if (decision.refusal !== null) {
      rulings.push({ entry, outcome: 'refused', code: decision.refusal, breaks: [] })
      continue
    }
    for (const move of unitMoves(decision.changes, overlay)) moves.push({ entry, move })
    overlay.apply(decision.changes)
    for (const effect of decision.effects) effects.push({ entry, effect })
    const [first] = decision.breaks
    rulings.push({
      entry,
      outcome: first === undefined ? 'accepted' : 'excepted',
      code: first?.code ?? null,
      breaks: decision.breaks,
    })
  }
  return { rulings, effects, moves, overlay }
}

function decideOne(
  entry: Entry,
  action: Action,
  read: DocumentReader,
  context: BatchContext,
): Decision {
  try {
    const decision = decide(action, { read, operatorId: entry.operatorId, ...context })
    if (context.stationId !== OFFICE_STATION_ID) return decision
    return { ...decision, breaks: decision.breaks.filter((broken) => !isOfficesRight(broken)) }
  } catch (error) {
    throw new DecisionCrash(entry.id, error)
  }
}

/** The office needs no claim of its own, and may send a unit on another day than was planned. */
function isOfficesRight({ code, detail }: Break): boolean {
  return code === 'claimed-elsewhere' || (code === 'wrong-load' && detail['why'] === 'date')
}
