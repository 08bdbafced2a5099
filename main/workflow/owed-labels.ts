import type { PayloadOf } from '#contract/actions/index.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { WorkView } from '#contract/rpc/work-view.ts'
import { alarm, type AlertCall } from './alerts.ts'
import { isOnStoppedOrder } from './list-work.ts'
import type { Turn } from './turn.ts'
import type { StationLookup, WorkflowState } from './workflow-types.ts'

type UnlabelledView = NonNullable<Extract<WorkView, { kind: 'idle' }>['unlabelled']>

/** Units without a label on the work screen, and printed by one YES; a trolley has fewer places. */
export const UNLABELLED_MAX = 20

/** A unit's closing, as it is recorded: a bench without a printer says that the label is still owed. */
export function closingOf({ context }: Turn, unitId: string): PayloadOf<'pack.close'> {
  return context.hasPrinter ? { unitId } : { unitId, isUnlabelled: true }
}

/** True for a closed unit whose bench had no printer, as long as no label of it was made anywhere. */
export function isUnlabelled(unit: Unit, { copies }: Pick<WorkflowState, 'copies'>): boolean {
  const isHere = unit.status === 'closed' && unit.loadId === null && unit.parentId === null
  const newest = Math.max(unit.label.lastCopy, copies[unit.id] ?? 0)
  return isHere && unit.label.isOwed === true && newest <= unit.label.voidedThrough
}

/** REPRINT of a unit that no printer of this bench can make a label for. */
export function noPrinter({ context }: Turn): AlertCall | null {
  return context.hasPrinter ? null : alarm('no-printer', {})
}

/** A unit whose label came out of this bench is scanned back at it, whichever bench packed it. */
export function isPrintedHere(turn: Turn, unit: Unit): boolean {
  const copy = turn.state.copies[unit.id] ?? 0
  return copy > 0 && copy >= unit.label.lastCopy
}

export function unlabelledView(lookup: StationLookup, state: WorkflowState): UnlabelledView {
  return (
    lookup
      .closedUnits()
      // Nobody needs a label for what was called off or is stopped.
      .filter((unit) => isUnlabelled(unit, state) && !isOnStoppedOrder(lookup, unit))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, UNLABELLED_MAX)
      .map(({ id, kind, orderNumbers, shipTo }) => {
        return { unitId: id, kind, orderNumbers, shipTo: shipTo?.name ?? '' }
      })
  )
}
