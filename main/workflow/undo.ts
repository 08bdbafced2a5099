import type { Unit } from '#contract/documents/unit.ts'
import { alarm, type AlertCall, productName } from './alerts.ts'
import { isTrolley, type ListPlace, openUnit } from './list-work.ts'
import { dropEmptyUnit } from './closing.ts'
import type { Ending, Turn } from './turn.ts'
import { newestCopy } from './unit-labels.ts'
import type { ActionDraft } from './workflow-types.ts'

/** Takes back the last fact by recording its inverse; nothing is ever erased. */
export function undo(turn: Turn): Ending {
  const inverse = turn.state.undo.at(-1)
  if (inverse === undefined) return alarm('nothing-to-undo', {})
  turn.patch({ undo: turn.state.undo.slice(0, -1), isWeightFresh: false })
  const { place } = turn.state
  if (inverse.type === 'pack.reopen') {
    return place.kind === 'list'
      ? reopen(turn, place, inverse.payload.unitId)
      : alarm('nothing-to-undo', {})
  }
  const refused = turn.record([inverse, ...restOf(turn, inverse)])
  if (refused !== null) return refused
  const after = turn.state.place
  if (after.kind === 'list') turn.patch({ place: { ...after, goesTo: null } })
  say(turn, inverse)
  return 'action'
}

/** The unit just closed is open again; its labels are void and its weight must be taken again. */
function reopen(turn: Turn, place: ListPlace, unitId: string): Ending {
  const refused = dropEmptyUnit(turn, place)
  if (refused !== null) return refused
  const other = openUnit(turn.view, place)
  // Only goods that were taken back leave a unit empty, and those are undone before its neighbour.
  const list = turn.view.get('pick-list', place.listId)
  const hasTotes = list !== undefined && isTrolley(list, turn.context.mode)
  if (!hasTotes && other !== null && turn.view.get('unit', other.id)?.status === 'open') {
    return alarm('finish-this-first', { what: other.id })
  }
  const unit = turn.view.get('unit', unitId)
  if (unit === undefined) return alarm('nothing-to-undo', {})
  // Somebody put it on a pallet meanwhile, whose label and weight go with it.
  if (unit.parentId !== null) {
    return alarm('unit-on-pallet', { unit: unitId, pallet: unit.parentId })
  }
  const broken = reopenUnit(turn, unit, 'UNDO')
  if (broken !== null) return broken
  const toVerify = place.toVerify === unitId ? null : place.toVerify
  turn.patch({ place: { ...place, unitId, toVerify } })
  turn.say('unit-reopened', { unit: unitId })
  return 'action'
}

/** Records that a closed unit is open again, with every copy of its label void. */
export function reopenUnit(turn: Turn, unit: Unit, reason: string): AlertCall | null {
  const unitId = unit.id
  const copy = newestCopy(turn, unit)
  const drafts: ActionDraft[] = [{ type: 'pack.reopen', payload: { unitId, reason } }]
  // A copy may still lie in the printer's queue: it is void too, though nobody knows yet if it exists.
  if (copy > unit.label.lastCopy) {
    drafts.unshift({ type: 'label.void', payload: { unitId, copy, reason } })
  }
  const broken = turn.record(drafts)
  if (broken !== null) return broken
  turn.patch({ doubts: turn.state.doubts.filter((doubt) => doubt.unitId !== unitId) })
  return null
}

/**
 * Goods that were missing when they were to be packed were put back lot by lot and given up, one after the
 * other: where nothing is given up any more, they are all picked again too.
 */
function restOf(turn: Turn, { type }: ActionDraft): ActionDraft[] {
  if (type !== 'pick.unshort') return []
  const { undo: left } = turn.state
  const below = left.findLastIndex((inverse) => inverse.type !== 'pick.confirm')
  turn.patch({ undo: left.slice(0, below + 1) })
  return left.slice(below + 1)
}

function say(turn: Turn, inverse: ActionDraft): void {
  if (inverse.type === 'load.remove') {
    const shipTo = turn.view.get('unit', inverse.payload.unitId)?.shipTo
    turn.say('unloaded', { name: shipTo?.name ?? '', city: shipTo?.city ?? '' })
    return
  }
  const { payload } = inverse
  if (!('lineNo' in payload)) return
  const list = turn.view.get('pick-list', payload.pickListId)
  const sku = list?.lines.find((line) => line.lineNo === payload.lineNo)?.sku ?? ''
  turn.say('undone', { name: productName(turn.view, sku), quantity: payload.quantity })
}
