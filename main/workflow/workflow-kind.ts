import type { DocumentReader } from '#contract/documents/document.ts'
import { isLineDone } from '#contract/documents/pick-list.ts'
import { isOrderCancelled } from './list-work.ts'
import type { WorkflowState } from './workflow-types.ts'

export type WorkflowKind = 'signed-out' | 'idle' | 'picking' | 'packing' | 'loading'

/** Where the operator is, in one word. A list is `packing` once nothing is left to pick. */
export function workflowKind(state: WorkflowState, read: DocumentReader): WorkflowKind {
  if (state.operatorId === null) return 'signed-out'
  return placeKind(state.place, read)
}

export function placeKind(
  place: WorkflowState['place'],
  read: DocumentReader,
): Exclude<WorkflowKind, 'signed-out'> {
  if (place.kind === 'idle') return 'idle'
  if (place.kind === 'loading') {
    return read.get('load', place.loadId) === undefined ? 'idle' : 'loading'
  }
  if (place.kind === 'put-back') {
    return read.get('pick-list', place.listId) === undefined ? 'idle' : 'packing'
  }
  if (place.kind === 'pallet') {
    return read.get('unit', place.unitId) === undefined ? placeKind(place.back, read) : 'packing'
  }
  const list = read.get('pick-list', place.listId)
  if (list === undefined) return 'idle'
  const isPicked = list.lines.every(
    (line) => isLineDone(line) || isOrderCancelled(list, line.orderNumber),
  )
  return isPicked ? 'packing' : 'picking'
}
