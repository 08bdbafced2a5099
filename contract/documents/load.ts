import { z } from 'zod'
import { Claim } from './pick-list.ts'
import { Day, Grams, Reference, Text, UnitId, VOLUME_MAX } from './ids.ts'

/** A vehicle's limits; volume in cm³ (a trailer holds about 90 m³). */
export const Vehicle = z.object({
  plate: z.string().trim().min(1).max(20),
  maxWeightGrams: Grams.or(z.int().max(100_000_000)),
  maxVolumeCm3: z
    .int()
    .min(0)
    .max(VOLUME_MAX * 20),
})
export type Vehicle = z.infer<typeof Vehicle>

/** One vehicle and the units planned on it. `code` is its Loadline code (LLD…). */
export const Load = z.object({
  id: z.string(),
  number: z.string(),
  code: z.string(),
  warehouse: Reference,
  region: Reference,
  deliveryDate: Day,
  vehicle: Vehicle,
  driver: Text,
  stops: z.array(z.string()),
  status: z.enum(['open', 'claimed', 'confirmed', 'departed']),
  claim: Claim.nullable(),
  units: z.array(z.object({ unitId: UnitId, grossGrams: Grams, volumeCm3: z.int().min(0) })),
  seal: z.string().nullable(),
})
export type Load = z.infer<typeof Load>

/** A seal's number, as its bars hold it: printable characters, these many. */
export const SEAL_LENGTH = { min: 4, max: 40 } as const

/** True for what a seal's own bars can hold; a code of Loadline's, or what was one, is none. */
export function isSealNumber(text: string): boolean {
  const { length } = text
  if (length < SEAL_LENGTH.min || length > SEAL_LENGTH.max) return false
  return /^[^\p{C}]+$/u.test(text) && !/^LL(?:[BCDLPRTX][A-Z\d]|1\|)/.test(text)
}

/** Weight on board, in grams. */
export function loadedGrams(load: Load): number {
  return load.units.reduce((sum, unit) => sum + unit.grossGrams, 0)
}

/** Volume on board, in cm³. */
export function loadedCm3(load: Load): number {
  return load.units.reduce((sum, unit) => sum + unit.volumeCm3, 0)
}

/** True when goods are more than a vehicle may carry, by weight or by volume. */
export function isOverVehicle(
  vehicle: Vehicle,
  goods: { grossGrams: number; volumeCm3: number },
): boolean {
  return goods.grossGrams > vehicle.maxWeightGrams || goods.volumeCm3 > vehicle.maxVolumeCm3
}

/** A shipment's place among the stops of a load, 1 for the first; null where it was planned without. */
export function stopOf(load: Pick<Load, 'stops'>, shipmentId: string | null): number | null {
  const index = shipmentId === null ? -1 : load.stops.indexOf(shipmentId)
  return index < 0 ? null : index + 1
}

/**
 * The order in which units go on board: the last stop first, so that the first stop's stand at the
 * door. What has no stop comes after all others, where everybody sees it; then by SSCC.
 */
export function byLoadingOrder(
  a: { stop: number | null; unitId: string },
  b: { stop: number | null; unitId: string },
): number {
  return (b.stop ?? 0) - (a.stop ?? 0) || a.unitId.localeCompare(b.unitId)
}
