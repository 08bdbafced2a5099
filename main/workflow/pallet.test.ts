import { describe, expect, test } from 'vitest'
import { closedUnit, CODE, load, qr } from '../testing/floor.ts'
import {
  barsOf,
  builtPallet,
  cartonOf,
  foreignUnit,
  palletAt,
  palletBench,
} from '../testing/pallet-bench.ts'
import { OAK, oakAndGlue } from '../testing/shop.ts'

const { CLOSE = '', UNDO = '', ACK = '' } = CODE

test('PALLET stands the lightest pallet on file there, and says whose it is by its first carton', () => {
  const bench = builtPallet()
  expect(palletAt(bench)).toMatchObject({
    kind: 'pallet',
    packaging: 'HALF',
    tareGrams: 9_000,
    shipTo: { city: 'Amsterdam' },
    children: [closedUnit(1).id, closedUnit(2).id],
    orderNumbers: ['ORD-U1', 'ORD-U2'],
  })
  expect(bench.types()).toEqual(['pack.open', 'pack.nest', 'pack.nest'])
  expect(bench.state.feedback).toMatchObject({
    text: 'on-pallet',
    detail: { cartons: 2, grams: 19_000 },
  })
})

test('the screen names what is on it, its weight so far, and what still stands beside it', () => {
  const bench = builtPallet()
  const strangers = [foreignUnit(11), closedUnit(12, { deliveryDate: '2026-04-18' })]
  for (const unit of [...strangers, closedUnit(13, { loadId: 'load-L-1' })]) {
    bench.floor.put('unit', unit.id, unit)
  }
  expect(bench.view).toMatchObject({
    kind: 'pallet',
    pallet: {
      isClosed: false,
      shipTo: { name: 'Vloeren Discount', city: 'Amsterdam' },
      region: 'NH',
      cartons: [{ orderNumbers: ['ORD-U2'], grossGrams: 5_000 }, { orderNumbers: ['ORD-U1'] }],
      grossGrams: 19_000,
      tareGrams: 9_000,
      beside: [{ unitId: closedUnit(3).id }],
      besideCount: 1,
      back: null,
    },
  })
})

describe('CLOSE', () => {
  test('weighs a pallet by its cartons, prints its label, and its scan leads back', () => {
    const bench = builtPallet()
    bench.scan(CLOSE)
    const { id } = palletAt(bench)
    expect(bench.unit(id)).toMatchObject({
      status: 'closed',
      weight: { grossGrams: 19_000, source: 'children' },
      volumeCm3: 20_000,
    })
    expect(bench.prints).toMatchObject([{ unitId: id, copy: 1 }])
    expect(bench.view).toMatchObject({ pallet: { isClosed: true, grossGrams: 19_000, copy: 1 } })
    bench.printed('printed')
    bench.scan(qr(id, 1))
    expect(bench.unit(id).label.verifiedCopy).toBe(1)
    expect(bench.state.place).toEqual({ kind: 'idle' })
  })

  test('takes the scale’s weight where it fits the pallet', () => {
    const bench = builtPallet()
    bench.weigh(19_100)
    bench.scan(CLOSE)
    expect(palletAt(bench).weight).toMatchObject({ grossGrams: 19_100, source: 'scale' })
  })

  test('asks nothing about another weight on a scale that can’t hold a pallet', () => {
    const bench = builtPallet()
    bench.weigh(4_000)
    bench.scan(CLOSE)
    expect(bench.state).toMatchObject({ alert: null, prompt: null })
    expect(palletAt(bench).weight).toMatchObject({ grossGrams: 19_000, source: 'children' })
  })

  test('declares what is known where a carton’s weight is not', () => {
    const bench = palletBench([closedUnit(1, { weight: null })])
    bench.scan(barsOf(1), CLOSE)
    expect(bench.alert).toBeNull()
    expect(palletAt(bench)).toMatchObject({ status: 'closed', weight: { source: 'declared' } })
  })

  test('without a printer the pallet is done, and its label is still owed', () => {
    const bench = builtPallet({ hasPrinter: false })
    const { id } = palletAt(bench)
    bench.scan(CLOSE)
    expect(bench.prints).toEqual([])
    expect(bench.state.place).toEqual({ kind: 'idle' })
    expect(bench.unit(id)).toMatchObject({ status: 'closed', label: { isOwed: true } })
  })

  test('an old copy, or another label, does not prove the new one', () => {
    const bench = builtPallet()
    bench.scan(CLOSE)
    bench.printed('printed')
    bench.scan(CODE['REPRINT'] ?? '', CODE['LOST'] ?? '')
    const { id } = palletAt(bench)
    bench.scan(qr(id, 1))
    expect(bench.alert?.code).toBe('superseded-copy')
    bench.scan(ACK, barsOf(1))
    expect(bench.alert?.code).toBe('unverified-label')
    bench.scan(ACK, qr(id, 2))
    expect(bench.state.place.kind).toBe('idle')
  })
})

describe('what does not go on', () => {
  test.each([
    ['another ship-to', foreignUnit(2), 'wrong-load', 'pallet-other-stop'],
    [
      'another day',
      closedUnit(2, { deliveryDate: '2026-04-18' }),
      'wrong-load',
      'pallet-other-day',
    ],
    ['an open carton', closedUnit(2, { status: 'open' }), 'unit-not-closed', 'unit-open'],
    ['a loaded carton', closedUnit(2, { loadId: 'load-L-1' }), 'wrong-state', 'unit-on-load'],
    ['a departed carton', closedUnit(2, { status: 'departed' }), 'wrong-state', 'unit-on-load'],
    ['a pallet', closedUnit(2, { kind: 'pallet' }), 'wrong-state', 'only-cartons'],
    ['a tote', closedUnit(2, { kind: 'tote' }), 'wrong-state', 'only-cartons'],
    ['a dropped carton', closedUnit(2, { status: 'dropped' }), 'unknown-code', 'unknown-unit'],
    [
      'an old label',
      closedUnit(2, { label: { lastCopy: 2, verifiedCopy: 2, voidedThrough: 0 } }),
      'superseded-copy',
      'scan-the-qr',
    ],
  ] as const)('%s latches, and nothing is recorded', (_what, unit, code, reason) => {
    const bench = palletBench([closedUnit(1), unit])
    bench.scan(barsOf(1), barsOf(2))
    expect(bench.alert).toMatchObject({ code, reason })
    expect(palletAt(bench).children).toEqual([closedUnit(1).id])
  })

  test('a carton planned for another load than its pallet', () => {
    const loads = [load('L-1', { stops: ['ship-U1'] }), load('L-2', { stops: ['ship-U2'] })]
    const bench = palletBench(undefined, { loads })
    bench.scan(barsOf(1), barsOf(2))
    expect(bench.alert).toMatchObject({
      reason: 'pallet-other-load',
      detail: { belongs: 'L-2', pallet: 'L-1' },
    })
  })

  test('one that is on it already', () => {
    const bench = palletBench()
    bench.scan(barsOf(1), barsOf(1))
    expect(bench.alert).toMatchObject({ code: 'wrong-state', reason: 'already-on-pallet' })
  })

  test.each([
    [{ status: 'CANCELLED' }, 'order-cancelled'],
    [{ isBlocked: true }, 'order-stopped'],
  ])('a carton whose order is %j', (order, reason) => {
    const { stopped, unit } = cartonOf(4, order)
    const bench = palletBench([unit], { lists: [stopped] })
    bench.scan(barsOf(4))
    expect(bench.alert).toMatchObject({ tone: 'stop', reason })
    expect(palletAt(bench).children).toEqual([])
  })

  test('goods, lists and loads: the pallet comes first', () => {
    const bench = palletBench()
    bench.scan(OAK.ean)
    expect(bench.alert?.message).toBe(
      "Oak plank 14 mm can't be used while you are building a pallet.",
    )
    bench.scan(ACK, oakAndGlue().code)
    expect(bench.alert?.message).toBe('Finish the pallet first.')
  })

  test('nothing on it can’t be closed', () => {
    const bench = palletBench()
    bench.scan(CLOSE)
    expect(bench.alert?.reason).toBe('nothing-on-pallet')
  })
})

test('an unverified label is verified by the scan that puts its carton on', () => {
  const label = { lastCopy: 1, verifiedCopy: 0, voidedThrough: 0 }
  const bench = palletBench([closedUnit(1, { label })])
  bench.scan(barsOf(1))
  expect(bench.types()).toEqual(['pack.open', 'label.verify', 'pack.nest'])
  expect(bench.unit(closedUnit(1).id).label.verifiedCopy).toBe(1)
})

test('a new label of a carton on the pallet is scanned back where it stands', () => {
  const bench = palletBench()
  bench.scan(barsOf(1), CODE['REPRINT'] ?? '', CODE['LOST'] ?? '')
  bench.printed('printed')
  bench.scan(qr(closedUnit(1).id, 2))
  expect(bench.unit(closedUnit(1).id).label.verifiedCopy).toBe(2)
  bench.scan(qr(closedUnit(1).id, 2))
  expect(bench.alert?.reason).toBe('already-on-pallet')
})

test('a carton whose label is still owed goes on without one', () => {
  const label = { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0, isOwed: true }
  const bench = palletBench([closedUnit(1, { label })])
  bench.scan(barsOf(1))
  expect(bench.types()).toEqual(['pack.open', 'pack.nest'])
})

describe('UNDO', () => {
  test('takes off what was put on last, one after the other', () => {
    const bench = builtPallet()
    bench.scan(UNDO)
    expect(palletAt(bench).children).toEqual([closedUnit(1).id])
    expect(bench.unit(closedUnit(2).id).parentId).toBeNull()
    bench.scan(UNDO)
    expect(palletAt(bench)).toMatchObject({ children: [], shipTo: null })
    bench.scan(UNDO)
    expect(bench.alert?.reason).toBe('nothing-to-undo')
  })

  test('opens the pallet again whose label is not scanned yet: the label is void', () => {
    const bench = builtPallet()
    bench.scan(CLOSE)
    bench.printed('printed')
    bench.scan(UNDO)
    expect(palletAt(bench)).toMatchObject({ status: 'open', weight: null })
    expect(palletAt(bench).label.voidedThrough).toBe(1)
    bench.scan(barsOf(3), CLOSE)
    expect(bench.prints.at(-1)).toMatchObject({ copy: 2 })
    expect(palletAt(bench).weight?.grossGrams).toBe(24_000)
  })
})
