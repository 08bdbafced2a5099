import type { Packaging } from '#contract/documents/master-data.ts'
import { openQuantity, type PickList } from '#contract/documents/pick-list.ts'

/** The carton a new unit is taken to be, where the warehouse has it on file. */
export const DEFAULT_CARTON = 'CARTON'

/** What a new unit is: its kind, and its packaging where one is known. */
export type NewUnitKind = { kind: 'carton' | 'pallet'; packaging?: string }

/**
 * A carton, or a pallet where what is left to pack on the list is more than the carton may carry or
 * hold. With no limits or no pallet on file it is always a carton.
 */
export function newUnitKind(list: PickList, packagings: readonly Packaging[]): NewUnitKind {
  const carton = packagings.find(({ code, kind }) => code === DEFAULT_CARTON && kind === 'carton')
  const pallet = lightestPallet(packagings)
  if (carton !== undefined && pallet !== undefined && !holds(carton, list)) {
    return { kind: 'pallet', packaging: pallet.code }
  }
  return { kind: 'carton', ...(carton === undefined ? {} : { packaging: carton.code }) }
}

/** The pallet a new one is taken to be, where the warehouse has any on file. */
export function lightestPallet(packagings: readonly Packaging[]): Packaging | undefined {
  return packagings
    .filter(({ kind }) => kind === 'pallet')
    .toSorted((a, b) => a.tareGrams - b.tareGrams)[0]
}

function holds(packaging: Packaging, list: PickList): boolean {
  let grams = packaging.tareGrams
  let cm3 = 0
  for (const line of list.lines) {
    const left = Math.max(0, openQuantity(line)) + Math.max(0, line.picked - line.packed)
    grams += left * line.eachWeightGrams
    cm3 += left * line.eachVolumeCm3
  }
  const { maxWeightGrams = Infinity, maxVolumeCm3 = Infinity } = packaging
  return grams <= maxWeightGrams && cm3 <= maxVolumeCm3
}
