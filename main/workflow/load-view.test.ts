import { expect, test } from 'vitest'
import { closedUnit, list, load } from '../testing/floor.ts'
import { shopBench } from '../testing/shop.ts'

const LATER = '2027-01-01T00:00:00.000Z'

function offered(loads: ReturnType<typeof load>[]) {
  const { view } = shopBench({ loads, units: [closedUnit(1), closedUnit(2)] })
  if (view.kind !== 'idle') throw new Error(`nobody is idle but ${view.kind}`)
  return view.loads
}

test('loads of today come first, then those whose day has gone by, then the days to come', () => {
  const loads = offered([
    load('L-3', { deliveryDate: '2026-04-17' }),
    load('L-2', { deliveryDate: '2026-04-15' }),
    load('L-1', { deliveryDate: '2026-04-16' }),
  ])
  expect(loads.map(({ number, due }) => [number, due])).toEqual([
    ['L-1', 'today'],
    ['L-2', 'overdue'],
    ['L-3', 'later'],
  ])
})

test('a load says what is on board of what should be, its truck and who drives it', () => {
  expect(offered([load('L-1')])).toMatchObject([
    { number: 'L-1', plate: '12-ABC-3', driver: 'Piet', units: 0, expected: 2, heldBy: null },
  ])
})

test('what is confirmed or has left is not offered', () => {
  const gone = [load('L-1', { status: 'confirmed' }), load('L-2', { status: 'departed' })]
  expect(offered(gone)).toEqual([])
})

test('a load that another bench fills says who fills it, while the lease runs', () => {
  const held = (claim: { stationId: string; leaseUntil: string; operatorId?: string }) => {
    return load(`L-${claim.operatorId?.toUpperCase() ?? '1'}`, { status: 'claimed', claim })
  }
  const claims = [
    held({ stationId: 'st-2', leaseUntil: LATER, operatorId: 'lars' }),
    held({ stationId: 'st-2', leaseUntil: LATER }),
    held({ stationId: 'st-2', leaseUntil: '2026-04-16T07:59:00.000Z', operatorId: 'ended' }),
  ]
  const heldBy = Object.fromEntries(offered(claims).map((one) => [one.number, one.heldBy]))
  expect(heldBy).toEqual({ 'L-LARS': 'Lars', 'L-1': '', 'L-ENDED': null })
})

test('of a truck that is too full the smallest unit that is enough comes off, else the largest', () => {
  const weighing = (serial: number, grossGrams: number) =>
    closedUnit(serial, {
      weight: { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20, source: 'scale' },
    })
  const units = [weighing(1, 9_000), weighing(2, 4_000), weighing(3, 2_000)]
  const over = (maxWeightGrams: number) => {
    const vehicle = { ...load('L-1').vehicle, maxWeightGrams }
    const bench = shopBench({ loads: [load('L-1', { vehicle })], units })
    bench.scan(load('L-1').code, ...units.map(({ id }) => `00${id}`))
    return bench.view.kind === 'loading' ? bench.view.over : undefined
  }
  expect(over(15_000)).toBeNull()
  expect(over(14_000)).toEqual({ grams: 1_000, cm3: 0, takeOff: units[2]?.id })
  expect(over(12_000)).toEqual({ grams: 3_000, cm3: 0, takeOff: units[1]?.id })
  expect(over(1_000)).toEqual({ grams: 14_000, cm3: 0, takeOff: units[0]?.id })
})

test('a truck says how many of its orders are not packed yet, and leaves those of other trucks out', () => {
  const lists = ['a', 'b', 'c'].map((id) => list(id, [{ sku: 'OAK-14', requested: 1 }]))
  const shipments = lists.flatMap(({ orders }) => orders.map(({ shipmentId }) => shipmentId))
  const [first = '', second = ''] = shipments
  const unpacked = (stops: string[], others: string[] = [], changed = lists) => {
    const loads = [load('L-1', { stops }), load('L-2', { stops: others })]
    const bench = shopBench({ lists: changed, loads, units: [closedUnit(1)] })
    bench.scan(load('L-1').code)
    return bench.view.kind === 'loading' ? bench.view.unpacked : undefined
  }
  expect(unpacked([])).toBe(3)
  expect(unpacked([], [second])).toBe(2)
  expect(unpacked([first])).toBe(1)
  const packed = lists.map((one) => ({
    ...one,
    orders: one.orders.map((order) => ({ ...order, status: 'PACKED' as const })),
  }))
  expect(unpacked([], [], packed)).toBe(0)
  const tomorrow = lists.map((one) => ({ ...one, deliveryDate: '2026-05-01' }))
  expect(unpacked([], [], tomorrow)).toBe(0)
})
