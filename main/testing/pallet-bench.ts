import type { Unit } from '#contract/documents/unit.ts'
import type { WorkflowContext } from '../workflow/workflow-types.ts'
import { closedUnit, CODE, type FloorInput, list, type TestBench } from './floor.ts'
import { OAK, shopBench } from './shop.ts'

const PACKAGINGS = [
  { code: 'EURO', name: 'Euro pallet', kind: 'pallet' as const, tareGrams: 25_000 },
  { code: 'HALF', name: 'Half pallet', kind: 'pallet' as const, tareGrams: 9_000 },
  { code: 'CARTON', name: 'Carton', kind: 'carton' as const, tareGrams: 300 },
]

/** A bench that has just begun a pallet, with closed cartons of another bench around it. */
export function palletBench(
  units: readonly Unit[] = [closedUnit(1), closedUnit(2)],
  input: Partial<FloorInput> = {},
  setup: Partial<WorkflowContext> = {},
): TestBench {
  const bench = shopBench({ units, ...input }, setup)
  bench.scan(CODE['PALLET'] ?? '')
  return bench
}

/** The pallet that the operator is at. */
export function palletAt(bench: TestBench): Unit {
  const { place } = bench.state
  if (place.kind !== 'pallet') throw new Error(`no pallet is open but ${place.kind}`)
  return bench.unit(place.unitId)
}

/** The bars of a closed unit's label. */
export function barsOf(serial: number): string {
  return `00${closedUnit(serial).id}`
}

/** A carton of another door. */
export function foreignUnit(serial: number, more: Partial<Unit> = {}): Unit {
  const shipTo = {
    name: 'Parket Zuid',
    line1: 'Laan 9',
    postalCode: '3011 AA',
    city: 'Rotterdam',
    country: 'NL',
  }
  return closedUnit(serial, { shipTo, ...more })
}

/** Two cartons of five kilograms on a half pallet of nine. */
export function builtPallet(setup: Parameters<typeof palletBench>[2] = {}) {
  const bench = shopBench({ units: [closedUnit(1), closedUnit(2), closedUnit(3)] }, setup)
  for (const doc of PACKAGINGS) bench.floor.put('packaging', doc.code, doc)
  bench.scan(CODE['PALLET'] ?? '', barsOf(1), barsOf(2))
  return bench
}

/** A list whose order is stopped or cancelled, and a carton of it. */
export function cartonOf(serial: number, order: Record<string, unknown>) {
  const its = list('lx', [{ sku: OAK.sku, requested: 3, picked: 3, packed: 3 }])
  const orders = its.orders.map((one) => ({ ...one, ...order }))
  const content = { pickListId: 'lx', lineNo: 1, orderNumber: 'ORD-lx', sku: OAK.sku, quantity: 3 }
  const unit = closedUnit(serial, { contents: [content], orderNumbers: ['ORD-lx'] })
  return { list: its, stopped: { ...its, orders }, unit }
}
