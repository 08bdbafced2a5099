import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canTransition } from '../orders/order-status.ts'
import {
  keyed,
  load,
  orderOnList,
  pickLine,
  pickList,
  secondList,
  SOUTH,
  sscc,
} from '../testing/builders.ts'
import { TestFloor } from '../testing/test-floor.ts'
import type { Unit } from '../documents/unit.ts'
import type { Decision, Effect } from './decision.ts'
import { bookOf } from './line-stock.ts'
import { reservedFor } from './list-changes.ts'
import { actionDefinitions, actionKind, type ActionType, OFFICE_STATION_ID } from './index.ts'
import { slotLoads } from './slot-load.ts'

/** Every document a random action may name, and some that do not exist. */
const serial = fc.integer({ min: 1, max: 4 })
const unitId = serial.map(sscc)
const pickListId = fc.constantFrom('list-1', 'list-2', 'list-1', 'list-9')
const loadId = fc.constantFrom('load-1', 'load-2', 'load-1', 'load-9')
const lineNo = fc.integer({ min: 1, max: 3 })
const quantity = fc.integer({ min: 1, max: 5 })
const copy = fc.integer({ min: 1, max: 3 })
const reason = fc.constantFrom('DAMAGED', 'NOSPACE')
const lot = fc.constantFrom('A', 'B')
const expiryDate = fc.constantFrom('2026-01-31', '2027-03-12')
const goods = { pickListId, lineNo, quantity }
const PACKED_KEYS: ('pickListId' | 'lineNo' | 'quantity' | 'unitId')[] = [
  'pickListId',
  'lineNo',
  'quantity',
  'unitId',
]
const weight = {
  grossGrams: fc.nat(9_000),
  expectedGrams: fc.nat(9_000),
  toleranceGrams: fc.nat(99),
}

const payloads = {
  'pick.claim': fc.record({ pickListId }),
  'pick.release': fc.record({ pickListId }),
  'pick.confirm': fc.record(
    { ...goods, unitId, lot, expiryDate, deviation: fc.record({ reason, instead: lot }) },
    { requiredKeys: ['pickListId', 'lineNo', 'quantity'] },
  ),
  'pick.short': fc.record({ ...goods, reason }),
  'pick.unshort': fc.record(goods),
  'pick.put-back': fc.record(
    { ...goods, unitId, lot },
    { requiredKeys: ['pickListId', 'lineNo', 'quantity'] },
  ),
  'pack.open': fc.record(
    { unitId, kind: fc.constantFrom('carton', 'pallet', 'tote'), packaging: fc.constant('EURO') },
    { requiredKeys: ['unitId', 'kind'] },
  ),
  'pack.add': fc.record({ ...goods, unitId, lot }, { requiredKeys: PACKED_KEYS }),
  'pack.remove': fc.record({ ...goods, unitId, lot }, { requiredKeys: PACKED_KEYS }),
  'pack.nest': fc.record({ unitId, parentId: unitId }),
  'pack.unnest': fc.record({ unitId }),
  'pack.weigh': fc.record({ unitId, ...weight, source: fc.constantFrom('scale', 'declared') }),
  'pack.close': fc.record({ unitId, isUnlabelled: fc.boolean() }, { requiredKeys: ['unitId'] }),
  'pack.reopen': fc.record({ unitId, reason }),
  'label.print': fc.record({
    unitId,
    copy,
    printerId: fc.constant('p1'),
    outcome: fc.constantFrom('printed', 'unknown'),
  }),
  'label.verify': fc.record({ unitId, copy }),
  'label.void': fc.record({ unitId, copy, reason }),
  'load.claim': fc.record({ loadId }),
  'load.release': fc.record({ loadId }),
  'load.add': fc.record({ loadId, unitId, copy }, { requiredKeys: ['loadId', 'unitId'] }),
  'load.remove': fc.record({ loadId, unitId, reason }),
  'load.confirm': fc.record({ loadId, seal: fc.constant('S-4711') }, { requiredKeys: ['loadId'] }),
  'load.depart': fc.record({ loadId, leftBehind: fc.array(unitId, { maxLength: 2 }) }),
  'load.transfer': fc.record({
    fromLoadId: loadId,
    toLoadId: loadId,
    unitIds: fc.array(unitId, { minLength: 1, maxLength: 2 }),
    reason,
  }),
  'stock.count': fc.record({ sku: fc.constantFrom('OAK-14-NAT', 'NONE'), counted: quantity }),
  'refusal.close': fc.constant({
    seq: 1,
    actionId: '019da000-0000-7000-8000-000000000001',
    how: 'written-off' as const,
    reason: 'gone',
  }),
  'session.sign-in': fc.constant({}),
  'session.sign-out': fc.constant({}),
} as const satisfies Record<ActionType, fc.Arbitrary<unknown>>

type Act = { type: ActionType; payload: unknown; station: string; operator: string | null }

const types = Object.keys(payloads) as ActionType[]
/** Weights: what a shift mostly does comes more often, so that goods get as far as a truck. */
const often: ActionType[] = [
  'pick.confirm',
  'pick.confirm',
  'pack.close',
  'pack.close',
  'load.add',
  'load.add',
  'load.confirm',
  'load.depart',
  'load.claim',
  'pack.reopen',
]
const act: fc.Arbitrary<Act> = fc.constantFrom(...types, ...often).chain((type) =>
  fc.record({
    type: fc.constant(type),
    payload: payloads[type] as fc.Arbitrary<unknown>,
    station: fc.constantFrom('north', 'north', SOUTH, OFFICE_STATION_ID),
    operator: fc.constantFrom('ilse', 'ilse', 'sanne', null),
  }),
)
const shift = fc.array(act, { maxLength: 80, size: 'max' })

/** Two orders on two lists, one of them cancelled where asked, and two loads. */
function randomFloor(isCancelled: boolean): TestFloor {
  const first = pickList({
    lines: [
      pickLine({ singleLot: true, tracksLots: true, reservedLot: 'A' }),
      pickLine({ lineNo: 2, orderLineNo: 2, sku: 'GLU-SKI-310', requested: 2 }),
    ],
    // The other list's line takes any lot.
    orders: [orderOnList(isCancelled ? { status: 'CANCELLED' } : {})],
  })
  const shipping = secondList({ shortDecision: 'ship' })
  const lines = shipping.lines.map((line) => ({ ...line, tracksLots: true }))
  const second = { ...shipping, lines }
  return new TestFloor(first, second, load(), load({ id: 'load-2', number: 'LD-2', region: 'ZH' }))
}

function perform(floor: TestFloor, { type, payload, station, operator }: Act): Decision {
  return floor.act(type, payload as never, { station, operator })
}

const RUNS = { numRuns: 400 }

test('[FACT-1] a fact is never refused and never crashes, whatever hands did before', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const refusals = acts.map((next) => ({ next, refusal: perform(floor, next).refusal }))
      const facts = refusals.filter(({ next }) => actionKind(next.type) === 'fact')
      expect(facts.filter(({ refusal }) => refusal !== null)).toEqual([])
    }),
    RUNS,
  )
})

test('a claim never breaks a rule, and one that is refused changes nothing', () => {
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      const decisions = acts.map((next) => ({ next, decision: perform(floor, next) }))
      const claims = decisions.filter(({ next }) => actionKind(next.type) === 'claim')
      expect(claims.flatMap(({ decision }) => decision.breaks)).toEqual([])
      const refused = claims.filter(({ decision }) => decision.refusal !== null)
      expect(refused.flatMap(({ decision }) => decision.changes)).toEqual([])
      expect(refused.flatMap(({ decision }) => decision.effects)).toEqual([])
    }),
    RUNS,
  )
})

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

const LISTS = ['list-1', 'list-2']
const LOADS = ['load-1', 'load-2']

function unitsOf(floor: TestFloor): Unit[] {
  return [1, 2, 3, 4].flatMap((n) => floor.get('unit', sscc(n)) ?? [])
}

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

test('what an action leaves behind is still a valid document', async () => {
  const { documentSchemas } = await import('../documents/document.ts')
  fc.assert(
    fc.property(shift, fc.boolean(), (acts, isCancelled) => {
      const floor = randomFloor(isCancelled)
      for (const next of acts) {
        for (const change of perform(floor, next).changes) {
          const parsed = documentSchemas[change.kind].safeParse(change.doc)
          expect(parsed.error, `${next.type} made a bad ${change.kind}`).toBeUndefined()
        }
      }
    }),
    { numRuns: 100 },
  )
})

test('every action is named after its file and knows its class', () => {
  for (const [type, definition] of Object.entries(actionDefinitions)) {
    expect(definition.type).toBe(type)
    expect(definition.v).toBe(1)
  }
  const claims = types.filter((type) => actionKind(type) === 'claim')
  expect(claims).toEqual(['pick.claim', 'load.claim', 'load.confirm'])
  expect(keyed(load()).kind).toBe('load')
})
