import {
  byLoadingOrder,
  loadedCm3,
  loadedGrams,
  type Load,
  stopOf,
} from '#contract/documents/load.ts'
import type { Unit } from '#contract/documents/unit.ts'
import type { LabelDocument } from '#contract/label/label-document.ts'
import { loadingList, type LoadingListRow } from '#contract/label/loading-list.ts'
import { missingUnits } from '../workflow/load-work.ts'
import type { StationLookup } from '../workflow/workflow-types.ts'

/** The pages of a load's list as this bench knows it now. Throws when the load is not known. */
export function loadingListDocuments(
  lookup: StationLookup,
  request: {
    loadId: string
    seal: string | null
    media: { widthMm: number; heightMm: number }
  },
): LabelDocument[] {
  const load = lookup.get('load', request.loadId)
  if (load === undefined) throw new Error(`no list can be made of unknown load ${request.loadId}`)
  return loadingList({
    media: request.media,
    number: load.number,
    code: load.code,
    region: load.region,
    deliveryDate: load.deliveryDate,
    plate: load.vehicle.plate,
    driver: load.driver,
    seal: request.seal,
    weightGrams: loadedGrams(load),
    maxWeightGrams: load.vehicle.maxWeightGrams,
    volumeCm3: loadedCm3(load),
    maxVolumeCm3: load.vehicle.maxVolumeCm3,
    onBoard: onBoardRows(load, lookup),
    missing: missingUnits(lookup, load).map((unit) => rowOf(load, unit)),
  })
}

function onBoardRows(load: Load, lookup: StationLookup): LoadingListRow[] {
  return load.units
    .map(({ unitId, grossGrams }) => {
      const unit = lookup.get('unit', unitId)
      return unit === undefined ? unknownRow(unitId, grossGrams) : rowOf(load, unit)
    })
    .toSorted(byLoadingOrder)
}

function rowOf(load: Load, unit: Unit): LoadingListRow {
  return {
    unitId: unit.id,
    kind: unit.kind,
    stop: stopOf(load, unit.shipmentId),
    name: unit.shipTo?.name ?? '',
    city: unit.shipTo?.city ?? '',
    orderNumbers: unit.orderNumbers,
    grossGrams: unit.weight?.grossGrams ?? 0,
  }
}

/** A unit that left this station's documents is still on the truck. */
function unknownRow(unitId: string, grossGrams: number): LoadingListRow {
  return { unitId, kind: 'carton', stop: null, name: '', city: '', orderNumbers: [], grossGrams }
}
