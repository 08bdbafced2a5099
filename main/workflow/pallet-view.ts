import type { Unit } from '#contract/documents/unit.ts'
import type { PalletView, WorkView } from '#contract/rpc/work-view.ts'
import { listName } from './list-work.ts'
import {
  cartonsBeside,
  cartonsOn,
  isToComeOff,
  palletGrams,
  palletsUnderway,
} from './pallet-work.ts'
import type { PalletBack, PalletPlace, StationLookup, WorkflowState } from './workflow-types.ts'

/** Cartons beside a pallet that are named, and pallets offered to go on with. */
const BESIDE_MAX = 50
const OFFERED_MAX = 20

type IdlePallets = NonNullable<Extract<WorkView, { kind: 'idle' }>['pallets']>

type Looked = {
  pallet: Unit
  lookup: StationLookup
  context: { printState(unitId: string, copy: number): PalletView['printState'] }
}

/** The pallet at hand, what stands on it and what stands beside it. */
export function palletView(
  state: WorkflowState,
  { back }: PalletPlace,
  { pallet, lookup, context }: Looked,
): WorkView {
  const copy = Math.max(pallet.label.lastCopy, state.copies[pallet.id] ?? 0)
  const { shipTo, region, deliveryDate, tareGrams } = pallet
  const isClosed = pallet.status !== 'open'
  const beside = cartonsBeside(lookup, pallet)
  const cartons = cartonsOn(lookup, pallet).toReversed()
  return {
    kind: 'pallet',
    pallet: {
      unitId: pallet.id,
      isClosed,
      shipTo: shipTo === null ? null : { name: shipTo.name, city: shipTo.city },
      region,
      deliveryDate,
      cartons: cartons.map((carton) => ({
        ...cartonView(carton),
        mustComeOff: !isClosed && isToComeOff(lookup, carton),
      })),
      grossGrams: pallet.weight?.grossGrams ?? palletGrams(lookup, pallet),
      tareGrams,
      beside: beside.slice(0, BESIDE_MAX).map(cartonView),
      besideCount: beside.length,
      copy,
      printState: copy === 0 ? 'none' : context.printState(pallet.id, copy),
      back: nameOfBack(back, lookup),
    },
  }
}

/** Pallets this bench has begun and not closed. */
export function palletsOffered(lookup: StationLookup, stationId: string): IdlePallets {
  return palletsUnderway(lookup, stationId)
    .slice(0, OFFERED_MAX)
    .map((pallet) => ({
      unitId: pallet.id,
      shipTo: pallet.shipTo?.name ?? '',
      city: pallet.shipTo?.city ?? '',
      region: pallet.region,
      deliveryDate: pallet.deliveryDate ?? '',
      cartons: pallet.children.length,
      grossGrams: palletGrams(lookup, pallet),
    }))
}

function cartonView({ id, orderNumbers, weight }: Unit): PalletView['beside'][number] {
  return { unitId: id, orderNumbers, grossGrams: weight?.grossGrams ?? 0 }
}

function nameOfBack(back: PalletBack, lookup: StationLookup): string | null {
  if (back.kind === 'loading') return lookup.get('load', back.loadId)?.number ?? null
  const list = back.kind === 'list' ? lookup.get('pick-list', back.listId) : undefined
  return list === undefined ? null : listName(list)
}
