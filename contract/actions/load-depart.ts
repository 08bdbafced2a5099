import { z } from 'zod'
import type { DocumentChange } from '../documents/document.ts'
import { UnitId } from '../documents/ids.ts'
import {
  type ActionDefinition,
  type Break,
  type Effect,
  recorded,
  unknownReference,
} from './decision.ts'
import { listIdsOf } from './unit-changes.ts'
import { loadKeys, shipUnits, unshipUnits, withNested } from './load-units.ts'
import { Overlay } from './overlay.ts'

const Payload = z.object({ loadId: z.string(), leftBehind: z.array(UnitId).max(500) })
type Payload = z.infer<typeof Payload>

/**
 * The truck has left, whether it was confirmed or not. What is on board counts as shipped; what stayed
 * behind is off the load, stays packed, and gets a task.
 */
export const loadDepart: ActionDefinition<'load.depart', Payload> = {
  type: 'load.depart',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches({ loadId, leftBehind }, read) {
    const onLoad = read.get('load', loadId)?.units.map((entry) => entry.unitId) ?? []
    return loadKeys(loadId, [...onLoad, ...leftBehind], read)
  },
  decide({ loadId, leftBehind }, { read }) {
    const load = read.get('load', loadId)
    if (load === undefined) return unknownReference('load', loadId)
    if (load.status === 'departed') return recorded([])
    const breaks: Break[] = leftBehind.map((unitId) => ({
      code: 'left-behind',
      detail: { unitId, load: load.number },
    }))
    const view = new Overlay(read)
    const effects: Effect[] = []
    const stayed = leftBehind.flatMap((unitId) => withNested(unitId, view))
    const unshipped = unshipUnits(
      stayed.filter((unit) => unit.status === 'loaded'),
      view,
    )
    view.apply(unshipped.changes)
    view.apply(stayed.map((u) => offLoad(u.id, view)))
    const onBoard = load.units.filter((entry) => !leftBehind.includes(entry.unitId))
    const units = onBoard.flatMap((entry) => withNested(entry.unitId, view))
    // A confirmed load was shipped at its confirmation; here only what was not yet.
    const shipped = shipUnits(
      units.filter((unit) => unit.status !== 'loaded'),
      view,
    )
    view.apply(shipped.changes)
    effects.push(...unshipped.effects, ...shipped.effects)
    view.apply(
      units.map((unit) => ({ kind: 'unit', id: unit.id, doc: { ...unit, status: 'departed' } })),
    )
    const listIds = new Set(units.flatMap((unit) => listIdsOf(unit, view)))
    for (const listId of listIds) effects.push(...departOrders(listId, view))
    const doc = { ...load, status: 'departed' as const, units: onBoard }
    return recorded([{ kind: 'load', id: loadId, doc }, ...view.changes()], effects, breaks)
  },
}

function offLoad(unitId: string, view: Overlay): DocumentChange {
  const unit = view.get('unit', unitId)
  if (unit === undefined) throw new Error(`unit ${unitId} vanished while its truck departed`)
  return { kind: 'unit', id: unitId, doc: { ...unit, loadId: null } }
}

/** Orders wholly on board go out for delivery; one with units left behind waits for them. */
function departOrders(listId: string, view: Overlay): Effect[] {
  const list = view.get('pick-list', listId)
  if (list === undefined) return []
  const effects: Effect[] = []
  const orders = list.orders.map((order) => {
    if (order.status !== 'LOADED') return order
    const { orderNumber } = order
    effects.push({ kind: 'order-status', orderNumber, from: 'LOADED', to: 'OUT_FOR_DELIVERY' })
    return { ...order, status: 'OUT_FOR_DELIVERY' as const }
  })
  view.apply([{ kind: 'pick-list', id: listId, doc: { ...list, orders } }])
  return effects
}
