import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LISTS, perform, randomFloor, RUNS, shift, unitsOf } from '../testing/random-shift.ts'
import type { TestFloor } from '../testing/test-floor.ts'
import type { Effect } from './decision.ts'
import { bookOf } from './line-stock.ts'
import { reservedFor } from './list-changes.ts'
import { slotLoads } from './slot-load.ts'

test('lines always say what units hold, and stock what lines say', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const before = LISTS.map((id) => reservations(floor, id))
      for (const next of acts) {
        perform(floor, next)
        const books = LISTS.map((id, index) => booksOf(floor, id, before[index] ?? []))
        expect(books.map((book) => book.recorded)).toEqual(books.map((book) => book.found))
      }
    }),
    RUNS,
  )
})

function reservations(floor: TestFloor, listId: string): number[] {
  const list = floor.list(listId)
  return list.lines.map((line) => reservedFor(list, line))
}

/** What lines and stock record, beside what is found in units and follows from the lines. */
function booksOf(floor: TestFloor, listId: string, reservedBefore: number[]) {
  const list = floor.list(listId)
  const inUnits = (number: number, statuses: string[]) =>
    unitsOf(floor)
      .filter((unit) => statuses.includes(unit.status))
      .flatMap((unit) => unit.contents)
      .filter((content) => content.pickListId === listId && content.lineNo === number)
      .reduce((sum, content) => sum + content.quantity, 0)
  return {
    recorded: list.lines.map((line, index) => {
      const stock = floor.stock(line.orderNumber, line.orderLineNo)
      const reserved = (reservedBefore[index] ?? 0) + stock.reserved
      return { packed: line.packed, loaded: line.loaded, ...stock, reserved }
    }),
    found: list.lines.map((line) => {
      const loaded = inUnits(line.lineNo, ['loaded', 'departed'])
      return {
        packed: inUnits(line.lineNo, ['closed', 'loaded', 'departed']),
        loaded,
        onHand: 0 - loaded,
        picked: line.picked - loaded,
        reserved: reservedFor(list, line),
      }
    }),
  }
}

test('stock of each lot is what lines say of it, and a lot never gives what was not taken of it', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const before = lotsOf(floor)
      for (const next of acts) {
        perform(floor, next)
        expect(sumOf(before, movedLots(floor.effects))).toEqual(lotsOf(floor))
        for (const { lots = [] } of LISTS.flatMap((id) => floor.list(id).lines)) {
          expect(lots.filter(({ picked, loaded }) => picked < loaded || loaded < 0)).toEqual([])
        }
      }
    }),
    RUNS,
  )
})

type Lots = Record<string, { onHand: number; reserved: number; picked: number }>

/** What the books hold of every line, by order line and lot; lots that hold nothing are left out. */
function lotsOf(floor: TestFloor): Lots {
  return sumOf(
    ...LISTS.flatMap((id) =>
      floor
        .list(id)
        .lines.map((line) =>
          Object.fromEntries(
            [...bookOf(floor.list(id), line)].map(([of, book]) => [
              `${line.orderNumber}/${line.orderLineNo}/${of}`,
              book,
            ]),
          ),
        ),
    ),
  )
}

function movedLots(effects: readonly Effect[]): Lots {
  return sumOf(
    ...effects.flatMap((effect): Lots[] => {
      if (effect.kind !== 'stock') return []
      const { orderNumber, orderLineNo, onHandDelta, reservedDelta, pickedDelta } = effect
      const moved = { onHand: onHandDelta, reserved: reservedDelta, picked: pickedDelta }
      return [{ [`${orderNumber}/${orderLineNo}/${effect.lot}`]: moved }]
    }),
  )
}

function sumOf(...parts: readonly Lots[]): Lots {
  const sums: Lots = {}
  for (const [key, part] of parts.flatMap((one) => Object.entries(one))) {
    const sum = sums[key] ?? { onHand: 0, reserved: 0, picked: 0 }
    sums[key] = {
      onHand: sum.onHand + part.onHand,
      reserved: sum.reserved + part.reserved,
      picked: sum.picked + part.picked,
    }
  }
  return Object.fromEntries(
    Object.entries(sums).filter(([, { onHand, reserved, picked }]) =>
      [onHand, reserved, picked].some((figure) => figure !== 0),
    ),
  )
}

test('slots move by exactly what lists and units come to hold, whatever hands did', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const before = heldOn(floor)
      for (const next of acts) {
        perform(floor, next)
        const { grams, cm3 } = floor.promised()
        const packed = floor.capacity()
        expect({ grams, cm3, packed }).toEqual(since(before, heldOn(floor)))
      }
    }),
    RUNS,
  )
})

/** All test documents are of one region and day. */
function heldOn(floor: TestFloor) {
  const unitIds = unitsOf(floor).map((unit) => unit.id)
  const [slot] = slotLoads(floor, { listIds: LISTS, unitIds }).values()
  const { reservedGrams = 0, reservedCm3 = 0, packedGrams = 0, packedCm3 = 0 } = slot ?? {}
  return { reservedGrams, reservedCm3, packedGrams, packedCm3 }
}

type Held = ReturnType<typeof heldOn>

function since(before: Held, after: Held) {
  return {
    grams: after.reservedGrams - before.reservedGrams,
    cm3: after.reservedCm3 - before.reservedCm3,
    packed: {
      grams: after.packedGrams - before.packedGrams,
      cm3: after.packedCm3 - before.packedCm3,
    },
  }
}
