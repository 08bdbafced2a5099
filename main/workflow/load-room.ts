import { loadedCm3, loadedGrams, type Load } from '#contract/documents/load.ts'

export type Over = {
  /** Beyond what the vehicle may carry; 0 where only the other is too much. */
  grams: number
  cm3: number
  /** The smallest unit whose leaving is enough, or the largest where one is not. */
  takeOff: string
}

/** By how much a load is more than its vehicle may carry; null while all fits. */
export function overOf(load: Load): Over | null {
  const grams = Math.max(0, loadedGrams(load) - load.vehicle.maxWeightGrams)
  const cm3 = Math.max(0, loadedCm3(load) - load.vehicle.maxVolumeCm3)
  if (grams === 0 && cm3 === 0) return null
  const sizeOf = (entry: Load['units'][number]) => {
    return grams > 0 ? entry.grossGrams : entry.volumeCm3
  }
  const bySize = load.units.toSorted((a, b) => sizeOf(a) - sizeOf(b))
  const enough = bySize.find((entry) => entry.grossGrams >= grams && entry.volumeCm3 >= cm3)
  const takeOff = (enough ?? bySize.at(-1))?.unitId
  return takeOff === undefined ? null : { grams, cm3, takeOff }
}
