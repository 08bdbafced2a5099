import { z } from 'zod'
import { UnitId } from '../documents/ids.ts'
import { type ActionDefinition, type Break, recorded, unknownReference } from './decision.ts'
import { closedBreaks } from './unit-changes.ts'

const Payload = z.object({ unitId: UnitId, parentId: UnitId })
type Payload = z.infer<typeof Payload>

/** A closed carton is put on a pallet of the same ship-to and day. Inverse: pack.unnest. */
export const packNest: ActionDefinition<'pack.nest', Payload> = {
  type: 'pack.nest',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: ({ unitId, parentId }) => [
    { kind: 'unit', id: unitId },
    { kind: 'unit', id: parentId },
  ],
  decide({ unitId, parentId }, { read }) {
    const unit = read.get('unit', unitId)
    if (unit === undefined) return unknownReference('unit', unitId)
    const parent = read.get('unit', parentId)
    if (parent === undefined || parentId === unitId) return unknownReference('unit', parentId)
    const breaks: Break[] = [...closedBreaks(parent)]
    const isForeign =
      parent.shipTo !== null &&
      (JSON.stringify(parent.shipTo) !== JSON.stringify(unit.shipTo) ||
        parent.deliveryDate !== unit.deliveryDate)
    if (isForeign) breaks.push({ code: 'wrong-load', detail: { unitId, parentId } })
    return recorded(
      [
        { kind: 'unit', id: unitId, doc: { ...unit, parentId } },
        {
          kind: 'unit',
          id: parentId,
          doc: {
            ...parent,
            children: [...new Set([...parent.children, unitId])],
            orderNumbers: [...new Set([...parent.orderNumbers, ...unit.orderNumbers])],
            shipmentId: parent.shipmentId ?? unit.shipmentId,
            region: parent.region ?? unit.region,
            deliveryDate: parent.deliveryDate ?? unit.deliveryDate,
            shipTo: parent.shipTo ?? unit.shipTo,
          },
        },
      ],
      [],
      breaks,
    )
  },
}
