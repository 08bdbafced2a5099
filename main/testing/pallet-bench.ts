import type { Unit } from '#contract/documents/unit.ts'
import type { WorkflowContext } from '../workflow/workflow-types.ts'
import { closedUnit, CODE, type FloorInput, type TestBench } from './floor.ts'
import { shopBench } from './shop.ts'

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
