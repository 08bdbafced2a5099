import type { DocumentReader } from '../documents/document.ts'
import type { Unit } from '../documents/unit.ts'
import { isEmpty, withoutOwner } from './unit-changes.ts'

/** A pallet without one of its units: with the orders it still holds, nobody's once nothing is left. */
export function withoutChild(parent: Unit, gone: Unit, read: DocumentReader): Unit {
  const children = parent.children.filter((child) => child !== gone.id)
  const left = withoutOwner({ ...parent, children })
  return isEmpty(left) ? left : { ...left, orderNumbers: ordersIn(left, gone, read) }
}

/** Orders a pallet still holds; a child that nobody here knows keeps them all. */
function ordersIn(parent: Unit, gone: Unit, read: DocumentReader): string[] {
  const children = parent.children.map((id) => read.get('unit', id))
  if (children.includes(undefined)) return parent.orderNumbers
  const inside = new Set([
    ...parent.contents.map((content) => content.orderNumber),
    ...children.flatMap((child) => child?.orderNumbers ?? []),
  ])
  return parent.orderNumbers.filter((n) => inside.has(n) || !gone.orderNumbers.includes(n))
}
