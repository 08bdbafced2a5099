import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Unit } from '../documents/unit.ts'
import { canTransition } from '../orders/order-status.ts'
import { LOADS, perform, randomFloor, RUNS, shift, unitsOf } from '../testing/random-shift.ts'
import type { TestFloor } from '../testing/test-floor.ts'
import type { Effect } from './decision.ts'

test('a unit is on one truck at most and knows which; cartons know their pallet', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      for (const next of acts) {
        perform(floor, next)
        const places = unitsOf(floor).map((unit) => placesOf(floor, unit))
        expect(places.map((place) => place.recorded)).toEqual(places.map((place) => place.found))
      }
    }),
    RUNS,
  )
})

function placesOf(floor: TestFloor, unit: Unit) {
  const on = LOADS.filter((id) => floor.load(id).units.some((entry) => entry.unitId === unit.id))
  const pallets = unitsOf(floor).filter((other) => other.children.includes(unit.id))
  return {
    recorded: { loads: unit.loadId === null ? [] : [unit.loadId], pallets: [unit.parentId] },
    found: { loads: on, pallets: pallets.length === 0 ? [null] : pallets.map((p) => p.id) },
  }
}

test('every step of an order is one the table of states allows, and follows the one before', () => {
  fc.assert(
    fc.property(shift, (acts) => {
      const floor = randomFloor(false)
      for (const next of acts) perform(floor, next)
      for (const listId of ['list-1', 'list-2']) {
        const [order] = floor.list(listId).orders
        let status = 'CONFIRMED'
        for (const step of stepsOf(floor.effects, order?.orderNumber ?? '')) {
          expect(step.from).toBe(status)
          expect(canTransition(step.from, step.to)).toBe(true)
          status = step.to
        }
        expect(order?.status).toBe(status)
      }
    }),
    RUNS,
  )
})

function stepsOf(effects: readonly Effect[], orderNumber: string) {
  return effects.filter(
    (effect): effect is Extract<Effect, { kind: 'order-status' }> =>
      effect.kind === 'order-status' && effect.orderNumber === orderNumber,
  )
}
