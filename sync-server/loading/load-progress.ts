import type { DocumentOf } from '#contract/documents/document.ts'
import { loadedCm3, loadedGrams } from '#contract/documents/load.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments } from '../sync/documents.ts'
import { readGoodsToCome } from './goods-to-come.ts'
import { readCancelled, wrongOnLoad } from './wrong-units.ts'

type Load = DocumentOf<'load'>
type Unit = DocumentOf<'unit'>

/** What is on board of loads, what waits for them and what should not be there; by the id of the load. */
export async function readLoadProgress(tx: Tx, loads: readonly Load[]) {
  const here = loads.filter(({ status }) => status !== 'departed')
  const aboard = await readUnits(tx, here)
  const cancelled = await readCancelled(tx, [...aboard.values()])
  const toCome = await readGoodsToCome(
    tx,
    here.map(({ id }) => id),
  )
  return new Map(
    loads.map((load) => {
      const { units: missingUnits, ordersNotPacked, weightGrams, volumeCm3 } = toCome(load.id)
      const units = load.units.flatMap(({ unitId }) => aboard.get(unitId) ?? [])
      const onBoardUnits = load.units.length
      const progress = {
        expectedUnits: onBoardUnits + missingUnits,
        onBoardUnits,
        missingUnits,
        wrongUnits: units.filter((unit) => wrongOnLoad(load, unit, cancelled) !== null).length,
        ordersNotPacked,
        expectedGrams: loadedGrams(load) + weightGrams,
        expectedCm3: loadedCm3(load) + volumeCm3,
      }
      return [load.id, progress]
    }),
  )
}

async function readUnits(tx: Tx, loads: readonly Load[]): Promise<Map<string, Unit>> {
  const units = new Map<string, Unit>()
  for (const [warehouse, ofWarehouse] of Map.groupBy(loads, (load) => load.warehouse)) {
    const keys = ofWarehouse.flatMap((load) =>
      load.units.map(({ unitId: id }) => ({ kind: 'unit' as const, id })),
    )
    const reader = await readDocuments(tx, warehouse, keys)
    for (const { id } of keys) {
      const unit = reader.get('unit', id)
      if (unit !== undefined) units.set(id, unit)
    }
  }
  return units
}
