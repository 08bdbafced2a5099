import type { DocumentReader } from '../documents/document.ts'
import { inHand } from '../documents/goods-in-hand.ts'
import type { PickLine, PickList } from '../documents/pick-list.ts'
import type { Unit } from '../documents/unit.ts'
import type { PayloadOf } from './index.ts'

/** What is recorded so that goods of a line go back: out of their units first where they lie in some. */
export type PutBackStep =
  | { type: 'load.remove'; payload: PayloadOf<'load.remove'> }
  | { type: 'pack.unnest'; payload: PayloadOf<'pack.unnest'> }
  | { type: 'pack.reopen'; payload: PayloadOf<'pack.reopen'> }
  | { type: 'pick.put-back'; payload: PayloadOf<'pick.put-back'> }
  | { type: 'pack.close'; payload: PayloadOf<'pack.close'> }

export type PutBackPlan =
  | { kind: 'steps'; steps: PutBackStep[] }
  /** The rest of the goods stand on a truck: they must come off it first. */
  | { kind: 'on-load'; unit: Unit; loadId: string }
  /** Fewer than that are in hand. */
  | { kind: 'too-many'; inHand: number }

const REASON = 'PUTBACK'

/**
 * The facts that put a quantity of one line back. Goods are taken out of units in the order given, then
 * from what stands outside any; a closed unit is opened again, and one left empty is dropped.
 */
export function planPutBack(
  goods: {
    list: PickList
    line: PickLine
    quantity: number
    units: readonly Unit[]
    /** The lot that was read off the goods, if any. */
    lot?: string | null
  },
  options: { read: DocumentReader; fromLoads: boolean },
): PutBackPlan {
  const { list, line, quantity, units, lot = null } = goods
  if (quantity > inHand(line)) return { kind: 'too-many', inHand: inHand(line) }
  const holding = units.flatMap((unit) => {
    const held = heldBy(unit, list, line)
    return held === 0 || unit.status === 'loaded' || unit.status === 'departed'
      ? []
      : [{ unit, held }]
  })
  const loose = inHand(line) - holding.reduce((sum, { held }) => sum + held, 0)
  const isFree = ({ unit }: { unit: Unit }) =>
    options.fromLoads || loadOf(unit, options.read) === null
  const steps: PutBackStep[] = []
  const ofLot = lot === null ? {} : { lot }
  const back = { pickListId: list.id, lineNo: line.lineNo, ...ofLot }
  let left = quantity
  for (const { unit, held } of holding.filter(isFree)) {
    const taken = Math.min(left, held)
    if (taken === 0) break
    left -= taken
    steps.push(...opening(unit, options.read))
    const payload = { ...back, quantity: taken, unitId: unit.id }
    steps.push({ type: 'pick.put-back', payload })
    if (isEmptyWithout(unit, list, line, taken)) {
      steps.push({ type: 'pack.close', payload: { unitId: unit.id } })
    }
  }
  const taken = Math.min(left, Math.max(0, loose))
  if (taken > 0) steps.push({ type: 'pick.put-back', payload: { ...back, quantity: taken } })
  if (left === taken) return { kind: 'steps', steps }
  const unit = holding.find((held) => !isFree(held))?.unit
  const loadId = unit === undefined ? null : loadOf(unit, options.read)
  if (unit === undefined || loadId === null) {
    return { kind: 'too-many', inHand: quantity - left + taken }
  }
  return { kind: 'on-load', unit, loadId }
}

/** Base units of a line that lie in a unit. */
export function heldBy(unit: Unit, list: PickList, line: PickLine): number {
  return unit.contents
    .filter((content) => content.pickListId === list.id && content.lineNo === line.lineNo)
    .reduce((sum, content) => sum + content.quantity, 0)
}

/** The load that a unit stands on, by itself or on its pallet. */
function loadOf(unit: Unit, read: DocumentReader): string | null {
  const parent = unit.parentId === null ? undefined : read.get('unit', unit.parentId)
  return unit.loadId ?? parent?.loadId ?? null
}

/** Off the load, off the pallet, and open, as far as it is not. */
function opening(unit: Unit, read: DocumentReader): PutBackStep[] {
  const { id: unitId, loadId, parentId } = unit
  const steps: PutBackStep[] = []
  if (loadId !== null) {
    steps.push({ type: 'load.remove', payload: { loadId, unitId, reason: REASON } })
  }
  const parent = parentId === null ? undefined : read.get('unit', parentId)
  if (parent !== undefined) {
    steps.push(...opening(parent, read), { type: 'pack.unnest', payload: { unitId } })
    // The cartons that stay on it make its new weight, and with nothing left it is dropped; goods of its
    // own must be weighed again. Its label is void, and whoever has a printer makes the next one.
    if (parent.status === 'closed' && parent.contents.length === 0) {
      steps.push({ type: 'pack.close', payload: { unitId: parent.id, isUnlabelled: true } })
    }
  }
  if (unit.status === 'closed') {
    steps.push({ type: 'pack.reopen', payload: { unitId, reason: REASON } })
  }
  return steps
}

function isEmptyWithout(unit: Unit, list: PickList, line: PickLine, taken: number): boolean {
  const total = unit.contents.reduce((sum, content) => sum + content.quantity, 0)
  return unit.children.length === 0 && heldBy(unit, list, line) === taken && total === taken
}
