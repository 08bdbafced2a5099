import * as fc from 'fast-check'
import { type ActionType, OFFICE_STATION_ID } from '../actions/index.ts'
import type { Decision } from '../actions/decision.ts'
import type { Unit } from '../documents/unit.ts'
import { load, orderOnList, pickLine, pickList, secondList, SOUTH, sscc } from './builders.ts'
import { TestFloor } from './test-floor.ts'

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

export const types = Object.keys(payloads) as ActionType[]

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
/** What hands did in a while, in the order they did it. */
export const shift = fc.array(act, { maxLength: 80, size: 'max' })

/** Two orders on two lists, one of them cancelled where asked, and two loads. */
export function randomFloor(isCancelled: boolean): TestFloor {
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

export function perform(floor: TestFloor, { type, payload, station, operator }: Act): Decision {
  return floor.act(type, payload as never, { station, operator })
}

/** How many shifts a property must hold for. */
export const RUNS = { numRuns: 400 }

/** What `randomFloor` has of each. */
export const LISTS = ['list-1', 'list-2']
export const LOADS = ['load-1', 'load-2']

export function unitsOf(floor: TestFloor): Unit[] {
  return [1, 2, 3, 4].flatMap((n) => floor.get('unit', sscc(n)) ?? [])
}
