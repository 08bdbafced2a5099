import type { DocumentOf } from '#contract/documents/document.ts'
import { byLoadingOrder, isOverVehicle, stopOf } from '#contract/documents/load.ts'
import { isLabelVerified } from '#contract/documents/unit.ts'
import { readHolders } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'
import { readGoodsToCome, readUnitsToCome } from './goods-to-come.ts'
import { readLoad } from './loads.ts'
import { readStops } from './stops.ts'
import { readCancelled, wrongOnLoad } from './wrong-units.ts'

type Load = DocumentOf<'load'>
type Unit = DocumentOf<'unit'>

/**
 * What is on board, and the units that are to come, as goods-to-come.ts says which. The last stop comes first.
 */
export async function readLoadingList(tx: Tx, number: string, now: number) {
  const load = await readLoad(tx, number)
  const onBoard = await unitsOnBoard(tx, load)
  const waiting = await readUnitsToCome(tx, load.id)
  const cancelled = await readCancelled(tx, onBoard)
  const units = [
    ...onBoard.map((unit) => ({
      ...rowOf(load, unit, true),
      wrong: load.status === 'departed' ? null : wrongOnLoad(load, unit, cancelled),
    })),
    ...waiting.map((unit) => ({ ...rowOf(load, unit, false), wrong: null })),
  ].toSorted(byLoadingOrder)
  const heldBy = await readHolders(tx, [load], now)
  const { code, warehouse, seal, status, region, deliveryDate, vehicle, driver } = load
  const aboard = units.filter((unit) => unit.onBoard)
  const all = sumOf(units)
  const toCome = (await readGoodsToCome(tx, [load.id]))(load.id)
  const { grossGrams: onBoardGrams, volumeCm3: onBoardCm3 } = sumOf(aboard)
  return {
    number,
    code,
    warehouse,
    seal,
    heldBy: heldBy(load),
    stops: await readStops(tx, load.stops),
    status,
    region,
    deliveryDate,
    vehicle,
    driver,
    units,
    missing: units.flatMap((unit) => (unit.onBoard ? [] : [unit.unitId])),
    totals: {
      units: units.length,
      ...all,
      onBoardUnits: aboard.length,
      onBoardGrams,
      onBoardCm3,
      expectedGrams: onBoardGrams + toCome.weightGrams,
      expectedCm3: onBoardCm3 + toCome.volumeCm3,
      fits: !isOverVehicle(vehicle, all),
    },
  }
}

function rowOf(load: Load, unit: Unit, onBoard: boolean) {
  const { id: unitId, kind, status, orderNumbers, shipmentId, shipTo, volumeCm3 } = unit
  return {
    unitId,
    kind,
    status,
    orderNumbers,
    shipmentId,
    shipTo,
    volumeCm3,
    onBoard,
    stop: stopOf(load, shipmentId),
    grossGrams: unit.weight?.grossGrams ?? 0,
    labelVerified: isLabelVerified(unit),
  }
}

function sumOf(units: readonly { grossGrams: number; volumeCm3: number }[]) {
  return {
    grossGrams: units.reduce((sum, unit) => sum + unit.grossGrams, 0),
    volumeCm3: units.reduce((sum, unit) => sum + unit.volumeCm3, 0),
  }
}

async function unitsOnBoard(tx: Tx, load: Load): Promise<Unit[]> {
  const keys = load.units.map(({ unitId: id }) => ({ kind: 'unit' as const, id }))
  const documents = await readDocuments(tx, load.warehouse, keys)
  return load.units.flatMap(({ unitId }) => documents.get('unit', unitId) ?? [])
}
