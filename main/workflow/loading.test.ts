import { expect, test } from 'vitest'
import { badge, closedUnit, CODE, list, load, qr } from '../testing/floor.ts'
import { closedBench, OAK, oakAndGlue, PRODUCTS, shopBench } from '../testing/shop.ts'
import { TestBench } from '../testing/floor.ts'

const units = [closedUnit(1), closedUnit(2)]
const [first = '', second = ''] = units.map((unit) => unit.id)
const confirm = CODE['CONFIRM'] ?? ''
const ack = CODE['ACK'] ?? ''

function dock(input: Parameters<typeof shopBench>[0] = {}) {
  const bench = shopBench({ units, ...input })
  bench.scan(load('L-1').code)
  return bench
}

test('a load is claimed, filled by label and confirmed', () => {
  const bench = dock()
  bench.scan(`00${first}`, qr(second, 1))
  expect(bench.types()).toEqual(['load.claim', 'load.add', 'load.add'])
  expect(bench.log.at(-1)?.payload).toMatchObject({ copy: 1 })
  expect(bench.state.feedback).toMatchObject({ text: 'loaded', detail: { city: 'Amsterdam' } })
  expect(bench.view).toMatchObject({ kind: 'loading', weightGrams: 10_000, missing: [] })
  bench.scan(confirm)
  expect(bench.types().at(-1)).toBe('load.confirm')
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.floor.get('load', 'load-L-1')?.status).toBe('confirmed')
})

test('CONFIRM with units missing names them and needs a second CONFIRM', () => {
  const bench = dock()
  bench.scan(`00${first}`, confirm)
  expect(bench.state.prompt).toEqual({ kind: 'confirm-missing', missing: [second] })
  expect(bench.types()).not.toContain('load.confirm')
  bench.scan(confirm)
  expect(bench.types()).toContain('load.confirm')
})

test('a missing unit that turns up is loaded after all; NO goes back to loading', () => {
  const bench = dock()
  bench.scan(`00${first}`, confirm, CODE['NO'] ?? '')
  expect(bench.state.prompt).toBeNull()
  bench.scan(confirm, `00${second}`)
  expect(bench.state.prompt).toBeNull()
  bench.scan(confirm)
  expect(bench.types().at(-1)).toBe('load.confirm')
})

test('scanning an unverified label at the dock verifies it', () => {
  const label = { lastCopy: 1, verifiedCopy: 0, voidedThrough: 0 }
  const bench = dock({ units: [closedUnit(3, { label })] })
  bench.scan(`00${closedUnit(3).id}`)
  expect(bench.unit(closedUnit(3).id).label.verifiedCopy).toBe(1)
})

test('what does not belong on this truck says where it belongs', () => {
  const parent = closedUnit(9, { kind: 'pallet' }).id
  const strange = [
    closedUnit(11, { region: 'ZH' }),
    closedUnit(12, { deliveryDate: '2026-04-18' }),
    closedUnit(13, { loadId: 'load-L-2' }),
    closedUnit(14, { parentId: parent }),
    closedUnit(15, { status: 'open' }),
    closedUnit(16, { label: { lastCopy: 2, verifiedCopy: 2, voidedThrough: 0 } }),
  ]
  const bench = dock({ units: strange, loads: [load('L-1'), load('L-2')] })
  const alerts = strange.map((unit) => {
    bench.scan(`00${unit.id}`)
    const { alert } = bench
    bench.scan(ack)
    return [alert?.code, alert?.reason, alert?.detail['belongs'] ?? alert?.detail['parent']]
  })
  expect(alerts).toEqual([
    ['wrong-load', 'other-region', 'ZH'],
    ['wrong-load', 'other-date', '2026-04-18'],
    ['wrong-load', 'other-load', 'L-2'],
    ['wrong-load', 'nested-unit', parent],
    ['unit-not-closed', 'unit-open', undefined],
    ['superseded-copy', 'scan-the-qr', undefined],
  ])
  expect(bench.types()).toEqual(['load.claim'])
})

test('a unit planned on another load is not taken along', () => {
  const loads = [load('L-1', { stops: ['ship-U1'] }), load('L-2', { stops: ['ship-U2'] })]
  const bench = dock({ loads })
  expect(bench.view).toMatchObject({ missing: [{ unitId: first }] })
  bench.scan(`00${second}`)
  expect(bench.alert).toMatchObject({ reason: 'other-load', detail: { belongs: 'L-2' } })
})

test('the last stop comes first, so that the first stop is at the door; what has no stop comes last', () => {
  const more = [closedUnit(1), closedUnit(2), closedUnit(3), closedUnit(4)]
  const stops = ['ship-U3', 'ship-U1']
  const loads = [load('L-1', { stops }), load('L-2', { stops: ['ship-U4'] })]
  const bench = dock({ units: more, loads })
  const ids = [1, 3, 2].map((n) => closedUnit(n).id)
  expect(bench.view).toMatchObject({
    missing: ids.map((unitId, n) => ({ unitId, stop: [2, 1, null][n] })),
  })
  bench.scan(`00${closedUnit(3).id}`)
  expect(bench.view).toMatchObject({ onBoard: [{ unitId: closedUnit(3).id, stop: 1 }] })
})

test('CANCEL leaves the load to another bench with what is on board', () => {
  const bench = dock()
  bench.scan(`00${first}`, CODE['CANCEL'] ?? '')
  expect(bench.floor.get('load', 'load-L-1')).toMatchObject({ status: 'open', claim: null })
  expect(bench.floor.get('load', 'load-L-1')?.units).toHaveLength(1)
  bench.scan(load('L-1').code, qr(first, 1))
  expect(bench.alert?.reason).toBe('already-on-board')
})

test('a truck that would be too heavy is not confirmed, and says so before the office has to', () => {
  const vehicle = { plate: '1', maxWeightGrams: 6_000, maxVolumeCm3: 1_000_000 }
  const bench = dock({ loads: [load('L-1', { vehicle })] })
  bench.scan(`00${first}`, `00${second}`, confirm)
  expect(bench.alert).toMatchObject({ code: 'load-refused', detail: { why: 'over-capacity' } })
  expect(bench.state.place.kind).toBe('loading')
  expect(bench.types()).not.toContain('load.confirm')
})

test('a load.confirm refused by the office opens the load again and says why', () => {
  const bench = dock()
  bench.scan(`00${first}`, `00${second}`, confirm)
  // The view forgets a refused claim.
  const confirmed = bench.floor.get('load', 'load-L-1')
  if (confirmed !== undefined)
    bench.floor.put('load', 'load-L-1', { ...confirmed, status: 'claimed' })
  const action = { type: 'load.confirm' as const, payload: { loadId: 'load-L-1' } }
  bench.take({ kind: 'refusal', action, code: 'over-capacity', detail: null })
  expect(bench.state.place).toEqual({ kind: 'loading', loadId: 'load-L-1' })
  expect(bench.alert).toMatchObject({ code: 'load-refused', tone: 'stop', detail: { load: 'L-1' } })
  expect(bench.alert?.message).toContain('more than the vehicle may carry')
  expect(bench.view).toMatchObject({ kind: 'loading', onBoard: [{}, {}] })
})

test('a unit packed here goes on the truck with the label just verified', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.scan(qr(unitId, 1), load('L-1').code, qr(unitId, 1), confirm)
  expect(bench.list('l1').orders[0]?.status).toBe('LOADED')
})

test('goods of a cancelled order stay on the floor', () => {
  const cancelled = oakAndGlue()
  const orders = cancelled.orders.map((order) => ({ ...order, status: 'CANCELLED' as const }))
  const contents = [
    { pickListId: 'l1', lineNo: 1, orderNumber: 'ORD-l1', sku: OAK.sku, quantity: 1 },
  ]
  const unit = closedUnit(1, { contents, orderNumbers: ['ORD-l1'] })
  const bench = dock({ units: [unit], lists: [{ ...cancelled, orders }] })
  expect(bench.view).toMatchObject({ missing: [] })
  bench.scan(`00${unit.id}`)
  expect(bench.alert).toMatchObject({ code: 'order-cancelled', tone: 'stop' })
})

test('goods of a stopped order stay on the floor until it is let go', () => {
  const stopped = oakAndGlue()
  const orders = stopped.orders.map((order) => ({
    ...order,
    isBlocked: true,
    blockedBecause: 'Recall',
  }))
  const contents = [
    { pickListId: 'l1', lineNo: 1, orderNumber: 'ORD-l1', sku: OAK.sku, quantity: 1 },
  ]
  const unit = closedUnit(1, { contents, orderNumbers: ['ORD-l1'] })
  const bench = dock({ units: [unit], lists: [{ ...stopped, orders }] })
  expect(bench.view).toMatchObject({ missing: [] })
  bench.scan(`00${unit.id}`)
  expect(bench.alert).toMatchObject({
    reason: 'order-stopped-because',
    tone: 'stop',
    detail: { orderNumber: 'ORD-l1', because: 'Recall' },
  })
})

test('who only picks can’t load, who only loads can’t pick', () => {
  const picker = new TestBench({ products: PRODUCTS, loads: [load('L-1')] })
  picker.scan(badge('ilse'), load('L-1').code)
  expect(picker.alert).toMatchObject({
    code: 'not-allowed',
    detail: { who: 'Ilse', role: 'loader' },
  })
  const loader = new TestBench({ products: PRODUCTS, lists: [list('l1', [])] })
  loader.floor.put('pick-list', 'l1', oakAndGlue())
  loader.scan(badge('lars'), oakAndGlue().code)
  expect(loader.alert).toMatchObject({ reason: 'role-missing', detail: { role: 'picker' } })
  expect(loader.types()).toEqual([])
})
