import { z } from 'zod'
import { Count, Day, Grams, Quantity, Reference, ShipTo, UnitId } from './ids.ts'

/** Goods of one pick line inside a unit. */
export const UnitContent = z.object({
  pickListId: z.string(),
  lineNo: z.int(),
  orderNumber: z.string(),
  sku: Reference,
  lot: z.string().optional(),
  quantity: Quantity,
})
export type UnitContent = z.infer<typeof UnitContent>

/** Where a unit's weight came from; every closed unit has one. */
export const UnitWeight = z.object({
  grossGrams: Grams,
  expectedGrams: Grams,
  toleranceGrams: Grams,
  source: z.enum(['scale', 'declared', 'children']),
})
export type UnitWeight = z.infer<typeof UnitWeight>

/**
 * Labels of a unit. Copies are numbered from 1; `lastCopy` is the newest printed, and only it is
 * live. `verifiedCopy` is the copy last scanned back, 0 for none. `voidedThrough`: every copy up to
 * this number is void even where no newer one exists yet.
 */
export const UnitLabel = z.object({
  lastCopy: Count,
  verifiedCopy: Count,
  voidedThrough: Count,
  /** Closed at a bench without a printer: any other may make the first label. */
  isOwed: z.boolean().optional(),
})
export type UnitLabel = z.infer<typeof UnitLabel>

/** Anything that holds goods and moves as one: a carton, a pallet, a tote. Its id is its SSCC. */
export const Unit = z.object({
  id: UnitId,
  kind: z.enum(['carton', 'pallet', 'tote']),
  status: z.enum(['open', 'closed', 'loaded', 'departed', 'dropped']),
  stationId: z.string(),
  orderNumbers: z.array(z.string()),
  shipmentId: z.string().nullable(),
  region: Reference.nullable(),
  deliveryDate: Day.nullable(),
  shipTo: ShipTo.nullable(),
  packaging: Reference.nullable(),
  tareGrams: Grams,
  contents: z.array(UnitContent),
  children: z.array(UnitId),
  parentId: UnitId.nullable(),
  weight: UnitWeight.nullable(),
  /** Of its contents and children, known once it is closed. */
  volumeCm3: z.int().min(0),
  label: UnitLabel,
  loadId: z.string().nullable(),
})
export type Unit = z.infer<typeof Unit>

/** The copy that may be loaded, or 0 when every printed copy is void or none was printed. */
export function liveCopy(unit: Unit): number {
  return unit.label.lastCopy > unit.label.voidedThrough ? unit.label.lastCopy : 0
}

/** True when the newest label was scanned back and is still live. */
export function isLabelVerified(unit: Unit): boolean {
  return liveCopy(unit) > 0 && unit.label.verifiedCopy === unit.label.lastCopy
}
