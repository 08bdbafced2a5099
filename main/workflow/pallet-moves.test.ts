import { describe, expect, test } from 'vitest'
import { badge, closedUnit, CODE, list, load, operator, qr } from '../testing/floor.ts'
import { barsOf, builtPallet, cartonOf, palletAt, palletBench } from '../testing/pallet-bench.ts'
import { closedBench, OAK, oakAndGlue, PRODUCTS, shopBench } from '../testing/shop.ts'

const {
  PALLET = '',
  CLOSE = '',
  UNDO = '',
  CANCEL = '',
  SIGNOUT = '',
  ACK = '',
  CONFIRM = '',
} = CODE
describe('from one pallet to another', () => {
  /** A carton on a pallet of the bench next door, which is open or closed. */
  function onOther(status: 'open' | 'closed', children = [1, 2], more = {}) {
    const parent = closedUnit(90, {
      kind: 'pallet',
      status,
      children: children.map((serial) => closedUnit(serial).id),
      orderNumbers: children.map((serial) => `ORD-U${serial}`),
      weight: null,
      ...more,
    })
    const units = children.map((serial) => closedUnit(serial, { parentId: parent.id }))
    const bench = palletBench([parent, ...units, closedUnit(5)])
    return { bench, parent }
  }

  test('a carton moves, and the bench says so without asking', () => {
    const { bench, parent } = onOther('open')
    bench.scan(barsOf(1))
    expect(bench.alert).toBeNull()
    expect(bench.unit(parent.id).children).toEqual([closedUnit(2).id])
    expect(palletAt(bench).children).toEqual([closedUnit(1).id])
    expect(bench.state.feedback).toMatchObject({
      text: 'on-pallet-moved',
      detail: { from: parent.id },
    })
  })

  test('a closed pallet it is taken off is open again, its label void and its weight gone', () => {
    const { bench, parent } = onOther('closed')
    bench.scan(barsOf(1))
    expect(bench.unit(parent.id)).toMatchObject({
      status: 'open',
      weight: null,
      label: { voidedThrough: 1 },
    })
    expect(bench.state.feedback).toMatchObject({ text: 'on-pallet-reopened', kind: 'stop' })
  })

  test('a closed pallet goes with its last carton', () => {
    const { bench, parent } = onOther('closed', [1])
    bench.scan(barsOf(1))
    expect(bench.unit(parent.id).status).toBe('dropped')
    expect(bench.state.feedback?.text).toBe('on-pallet-moved')
  })

  test('a pallet on a truck keeps its cartons', () => {
    const { bench, parent } = onOther('closed', [1], { loadId: 'load-L-1' })
    bench.scan(barsOf(1))
    expect(bench.alert).toMatchObject({
      reason: 'unit-on-load',
      detail: { unit: parent.id, load: 'L-1' },
    })
  })
})

describe('leaving and going on', () => {
  test('CANCEL and signing out drop an empty pallet', () => {
    for (const leave of [CANCEL, SIGNOUT]) {
      const bench = palletBench()
      const { id } = palletAt(bench)
      bench.scan(leave)
      expect(bench.unit(id).status).toBe('dropped')
      expect(bench.state.place).toEqual({ kind: 'idle' })
    }
  })

  test('a pallet with cartons stays open and is offered; PALLET goes on with it', () => {
    const bench = builtPallet()
    const { id } = palletAt(bench)
    bench.scan(CANCEL)
    expect(bench.view).toMatchObject({
      kind: 'idle',
      pallets: [{ unitId: id, cartons: 2, shipTo: 'Vloeren Discount', grossGrams: 19_000 }],
    })
    bench.scan(PALLET)
    expect(palletAt(bench).id).toBe(id)
    expect(bench.types().filter((type) => type === 'pack.open')).toHaveLength(1)
  })

  test.each(['its own label', 'a carton on it'])('so does %s', (which) => {
    const bench = builtPallet()
    const { id } = palletAt(bench)
    bench.scan(CANCEL, which === 'a carton on it' ? barsOf(1) : `00${id}`)
    expect(palletAt(bench).id).toBe(id)
  })

  test('idle sign-out and another badge leave it as it stands', () => {
    const bench = builtPallet()
    const { id } = palletAt(bench)
    bench.take({ kind: 'idle-timeout' })
    expect(bench.state.operatorId).toBeNull()
    bench.scan(badge('ilse'), barsOf(3))
    expect(palletAt(bench)).toMatchObject({ id, children: { length: 3 } })
    expect(bench.log.at(-1)).toMatchObject({ type: 'pack.nest', operatorId: 'ilse' })
  })

  test('with no number left, or no new work allowed, no pallet is begun', () => {
    const without = shopBench()
    without.numbersLeft = 0
    without.scan(PALLET)
    expect(without.alert?.code).toBe('no-numbers')
    const stopped = shopBench({}, { newWorkStop: 'upgrade-needed' })
    stopped.scan(PALLET)
    expect(stopped.alert?.reason).toBe('upgrade-needed')
  })
})

describe('at a list', () => {
  const split = () => {
    const bench = shopBench({ units: [closedUnit(1)] })
    bench.scan(oakAndGlue().code, OAK.ean, OAK.ean)
    return bench
  }

  test('PALLET waits for the carton at hand and for the label of the one before', () => {
    const bench = split()
    bench.scan(PALLET)
    expect(bench.alert?.reason).toBe('finish-this-first')
    bench.scan(ACK)
    bench.weigh(2 * OAK.grams)
    bench.scan(CLOSE, PALLET)
    expect(bench.alert?.reason).toBe('label-not-scanned-back')
  })

  test('between two cartons a pallet is built, and the list goes on where it was', () => {
    const bench = split()
    bench.weigh(2 * OAK.grams)
    bench.scan(CLOSE)
    const first = bench.place.toVerify ?? ''
    bench.printed('printed')
    bench.scan(qr(first, 1))
    const before = bench.state.place
    bench.scan(PALLET, qr(first, 1))
    expect(bench.view).toMatchObject({ pallet: { back: 'ORD-l1', besideCount: 1 } })
    bench.scan(CLOSE)
    bench.scan(qr(palletAt(bench).id, 1))
    expect(bench.state.place).toEqual(before)
    bench.scan(OAK.ean)
    expect(bench.alert).toBeNull()
  })
})

describe('at the dock', () => {
  function dock(setup: Parameters<typeof shopBench>[1] = {}) {
    const bench = shopBench({ lists: [], units: [closedUnit(1), closedUnit(2)] }, setup)
    bench.scan(load('L-1').code)
    return bench
  }

  test('a sticker is built while loading, and loads all that stands on the pallet', () => {
    const bench = dock()
    bench.scan(PALLET, barsOf(1), barsOf(2))
    expect(bench.view).toMatchObject({ pallet: { back: 'L-1' } })
    bench.scan(CLOSE)
    const { id } = palletAt(bench)
    bench.printed('printed')
    bench.scan(qr(id, 1))
    expect(bench.view).toMatchObject({ kind: 'loading', missing: [{ unitId: id }], onBoard: [] })
    bench.scan(barsOf(1))
    expect(bench.alert).toMatchObject({ reason: 'nested-unit', detail: { parent: id } })
    bench.scan(ACK, qr(id, 1))
    expect(bench.view).toMatchObject({ kind: 'loading', missing: [], weightGrams: 10_000 })
    bench.scan(CONFIRM)
    expect(bench.state.place.kind).toBe('idle')
    const statuses = [id, closedUnit(1).id, closedUnit(2).id].map((each) => bench.unit(each).status)
    expect(statuses).toEqual(['loaded', 'loaded', 'loaded'])
  })

  test('a pallet that is still open is missing, not forgotten', () => {
    const bench = dock()
    bench.scan(PALLET, barsOf(1), CANCEL)
    const missing = bench.view.kind === 'loading' ? bench.view.missing : []
    expect(missing.map(({ kind }) => kind).toSorted()).toEqual(['carton', 'pallet'])
  })

  test('a loader builds pallets, and still packs no cartons', () => {
    const bench = dock({ mode: 'load' })
    bench.scan(badge('lars'), PALLET, barsOf(1), UNDO, barsOf(2), CLOSE)
    expect(bench.alert).toBeNull()
    expect(palletAt(bench).status).toBe('closed')
    const other = shopBench({ operators: [operator('lars', ['loader']), operator('sanne', [])] })
    other.scan(badge('sanne'), PALLET)
    expect(other.alert).toMatchObject({ code: 'not-allowed', reason: 'role-missing' })
    other.scan(ACK, badge('lars'), oakAndGlue().code)
    expect(other.alert).toMatchObject({ code: 'not-allowed' })
  })
})

describe('what the office says meanwhile', () => {
  test.each([{ status: 'CANCELLED' }, { isBlocked: true }])(
    'a carton whose order is %j must come off before the pallet is closed',
    (order) => {
      const its = cartonOf(4, order)
      const bench = palletBench([closedUnit(1), its.unit], { lists: [its.list] })
      bench.scan(barsOf(1), barsOf(4))
      bench.floor.put('pick-list', 'lx', its.stopped)
      bench.take({ kind: 'documents-changed' })
      bench.scan(ACK)
      expect(bench.view).toMatchObject({ pallet: { cartons: [{ mustComeOff: true }, {}] } })
      bench.scan(CLOSE)
      expect(bench.alert).toMatchObject({ tone: 'stop', reason: 'take-off-pallet' })
      bench.scan(ACK, barsOf(4))
      expect(bench.state.feedback?.text).toBe('off-pallet')
      bench.scan(CLOSE)
      expect(palletAt(bench)).toMatchObject({ status: 'closed', children: [closedUnit(1).id] })
    },
  )

  test('a cancelled order latches at the pallet its carton stands on, whoever packed it', () => {
    const its = cartonOf(4, { status: 'CANCELLED' })
    const bench = palletBench([its.unit], { lists: [its.list] })
    bench.scan(barsOf(4))
    bench.floor.put('pick-list', 'lx', its.stopped)
    bench.take({ kind: 'documents-changed' })
    expect(bench.alert?.reason).toBe('order-cancelled')
    expect(palletAt(bench).children).toHaveLength(1)
  })

  test('a claim refused behind the pallet leaves the pallet where it is', () => {
    const bench = shopBench({ units: [closedUnit(1)] })
    bench.scan(load('L-1').code, PALLET, barsOf(1))
    bench.take({
      kind: 'refusal',
      action: { type: 'load.claim', payload: { loadId: 'load-L-1' } },
      code: 'already-claimed',
      detail: null,
    })
    expect(bench.alert?.reason).toBe('load-claim-refused')
    bench.scan(ACK)
    expect(bench.state.place).toMatchObject({ kind: 'pallet', back: { kind: 'idle' } })
    expect(palletAt(bench).children).toHaveLength(1)
  })

  test('a list that goes away behind the pallet is not gone back to', () => {
    const bench = closedBench()
    const label = qr(bench.place.toVerify ?? '', 1)
    bench.printed('printed')
    const more = list('l2', [{ sku: OAK.sku, requested: 1 }])
    bench.floor.put('pick-list', 'l2', more)
    bench.scan(label, more.code, PALLET, label)
    bench.floor.remove('pick-list', 'l2')
    bench.take({ kind: 'documents-changed' })
    expect(bench.state.place).toMatchObject({ kind: 'pallet', back: { kind: 'idle' } })
    bench.scan(CLOSE, qr(palletAt(bench).id, 1))
    expect(bench.state.place.kind).toBe('idle')
  })

  test('a pallet that was finished elsewhere is left', () => {
    const bench = builtPallet()
    const pallet = palletAt(bench)
    bench.floor.put('unit', pallet.id, { ...pallet, status: 'loaded' })
    bench.take({ kind: 'documents-changed' })
    expect(bench.state).toMatchObject({
      place: { kind: 'idle' },
      feedback: { text: 'pallet-gone', kind: 'stop' },
    })
  })
})

test('a pallet that goods of a list are packed on is not built on', () => {
  const bench = shopBench({ products: PRODUCTS })
  const [line] = oakAndGlue().lines
  const content = {
    pickListId: 'l1',
    lineNo: line?.lineNo ?? 1,
    orderNumber: 'ORD-l1',
    sku: OAK.sku,
  }
  const packed = closedUnit(50, {
    kind: 'pallet',
    status: 'open',
    contents: [{ ...content, quantity: 1 }],
  })
  bench.floor.put('unit', packed.id, packed)
  bench.scan(`00${packed.id}`)
  expect(bench.alert).toMatchObject({ code: 'wrong-state' })
})
