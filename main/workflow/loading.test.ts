import { expect, test } from 'vitest'
import { badge, closedUnit, CODE, list, load, qr } from '../testing/floor.ts'
import { closedBench, OAK, oakAndGlue, PRODUCTS, shopBench } from '../testing/shop.ts'
import { TestBench } from '../testing/floor.ts'

const units = [closedUnit(1), closedUnit(2)]
const [first = '', second = ''] = units.map((unit) => unit.id)
const confirm = CODE['CONFIRM'] ?? ''
const ack = CODE['ACK'] ?? ''

function dock(input: Parameters<typeof shopBench>[0] = {}) {
  const bench = shopBench({ units, lists: [], ...input })
  bench.scan(load('L-1').code)
  return bench
}

function asked(missing: string[], unpacked: number) {
  return { kind: 'confirm-missing', missing, units: missing.length, unpacked }
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
  expect(bench.state.prompt).toEqual(asked([second], 0))
  expect(bench.types()).not.toContain('load.confirm')
  bench.scan(confirm)
  expect(bench.types()).toContain('load.confirm')
})

test('CONFIRM with orders not packed yet is asked in the same way, and YES confirms it', () => {
  const bench = dock({ lists: [oakAndGlue()] })
  bench.scan(`00${first}`, `00${second}`, confirm)
  expect(bench.state.prompt).toEqual(asked([], 1))
  expect(bench.state.feedback).toMatchObject({ kind: 'stop', text: 'asked' })
  bench.scan(CODE['NO'] ?? '')
  expect(bench.view).toMatchObject({ kind: 'loading', unpacked: 1 })
  expect(bench.state.prompt).toBeNull()
  bench.scan(confirm, CODE['YES'] ?? '')
  expect(bench.types().filter((type) => type === 'load.confirm')).toHaveLength(1)
})

test('units and orders that would stay behind are one question, and other scans wait for its answer', () => {
  const bench = dock({ lists: [oakAndGlue()] })
  bench.scan(`00${first}`, confirm)
  expect(bench.state.prompt).toEqual(asked([second], 1))
  bench.scan(OAK.ean)
  expect(bench.alert).toMatchObject({ reason: 'answer-first' })
  bench.scan(ack)
  expect(bench.state.prompt).toEqual(asked([second], 1))
  bench.scan(`00${second}`)
  expect(bench.view).toMatchObject({ onBoard: [{ unitId: first }, { unitId: second }] })
  expect(bench.types()).not.toContain('load.confirm')
})

test('all of the units are counted, however few are named', () => {
  const many = Array.from({ length: 52 }, (_, index) => closedUnit(index + 1))
  const bench = dock({ units: many })
  bench.scan(`00${first}`, confirm)
  const { prompt } = bench.state
  expect(prompt).toMatchObject({ units: 51 })
  expect(prompt?.kind === 'confirm-missing' && prompt.missing.length).toBe(50)
  bench.scan(confirm)
  expect(bench.types()).toContain('load.confirm')
})

test('what was packed while it was asked is asked about before the truck goes without it', () => {
  const bench = dock({ lists: [oakAndGlue()] })
  bench.scan(`00${first}`, `00${second}`, confirm)
  const third = closedUnit(3)
  bench.floor.put('unit', third.id, third)
  bench.scan(confirm)
  expect(bench.state.prompt).toEqual(asked([third.id], 1))
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
  expect(bench.alert).toMatchObject({
    code: 'load-refused',
    reason: 'load-too-heavy',
    detail: { overGrams: 4_000, maxGrams: 6_000, unitGrams: 5_000, name: 'Vloeren Discount' },
  })
  expect(bench.alert?.message).toContain('4.00 kg too heavy')
  expect(bench.alert?.message).toContain('Take off unit')
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

const unloadCode = CODE['UNLOAD'] ?? ''
const sealCode = CODE['SEAL'] ?? ''
const listCode = CODE['LIST'] ?? ''
const noSpace = CODE['NOSPACE'] ?? ''

test('the label of another unit, scanned at the question why, takes that one off', () => {
  const bench = dock()
  bench.scan(`00${first}`, `00${second}`, unloadCode)
  expect(bench.state.prompt).toEqual({ kind: 'unload-reason', unitId: second })
  bench.scan(qr(first, 1))
  expect(bench.state.prompt).toEqual({ kind: 'unload-reason', unitId: first })
  bench.scan(noSpace)
  expect(bench.log.at(-1)).toMatchObject({
    type: 'load.remove',
    payload: { unitId: first, reason: 'NOSPACE' },
  })
  expect(bench.view).toMatchObject({ onBoard: [{ unitId: second }], missing: [{ unitId: first }] })
  // UNDO goes on with what is still there, not with what is off already.
  bench.scan(CODE['UNDO'] ?? '')
  expect(bench.log.at(-1)).toMatchObject({ type: 'load.remove', payload: { unitId: second } })
})

test('what is not on this truck cannot come off it, and nothing comes off an empty one', () => {
  const bench = dock()
  bench.scan(unloadCode)
  expect(bench.alert?.reason).toBe('nothing-on-board')
  bench.scan(ack, `00${first}`, unloadCode, `00${second}`)
  expect(bench.alert).toMatchObject({ reason: 'not-on-board', detail: { unit: second } })
  bench.scan(ack, CODE['CANCEL'] ?? '')
  expect(bench.types()).toEqual(['load.claim', 'load.add'])
})

test('the seal is the next code after SEAL, may be scanned again, and goes with the confirmation', () => {
  const bench = dock()
  bench.scan(`00${first}`, `00${second}`, sealCode)
  expect(bench.state.prompt).toEqual({ kind: 'seal', loadId: 'load-L-1', seal: null })
  bench.scan('NL 4471')
  expect(bench.state.prompt).toBeNull()
  expect(bench.state.feedback).toMatchObject({ text: 'sealed', detail: { seal: 'NL 4471' } })
  expect(bench.view).toMatchObject({ kind: 'loading', seal: 'NL 4471' })
  bench.scan(sealCode)
  expect(bench.state.prompt).toMatchObject({ seal: 'NL 4471' })
  // A number that happens to be a valid GTIN of nothing we sell.
  bench.scan('4006381333931', confirm)
  expect(bench.log.at(-1)).toMatchObject({
    type: 'load.confirm',
    payload: { seal: '4006381333931' },
  })
  expect(bench.floor.get('load', 'load-L-1')?.seal).toBe('4006381333931')
})

test.each([
  ['a product', OAK.ean],
  ['a unit label', `00${first}`],
  ['a badge of nobody that was read badly', 'LLBXYZ'],
  ['three characters', 'A12'],
  ['what is longer than a seal', 'X'.repeat(41)],
  ['a Loadline code that was read badly', 'LLC0NFIRM7'],
])('%s is no seal', (_, text) => {
  const bench = dock()
  bench.scan(sealCode, text)
  expect(bench.alert?.code).toBe('wrong-state')
  bench.scan(ack)
  expect(bench.state.prompt?.kind).toBe('seal')
  bench.scan(CODE['CANCEL'] ?? '')
  expect(bench.view).toMatchObject({ kind: 'loading', seal: null })
})

test('a load is confirmed without a seal as before, and keeps its seal when the office says no', () => {
  const bench = dock()
  bench.scan(`00${first}`, `00${second}`, sealCode, 'S-0001', confirm)
  expect(bench.state.place.kind).toBe('idle')
  const known = bench.floor.get('load', 'load-L-1')
  if (known !== undefined) bench.floor.put('load', 'load-L-1', { ...known, status: 'claimed' })
  const action = { type: 'load.confirm' as const, payload: { loadId: 'load-L-1', seal: 'S-0001' } }
  bench.take({ kind: 'refusal', action, code: 'wrong-state', detail: null })
  expect(bench.view).toMatchObject({ kind: 'loading', seal: 'S-0001' })

  const plain = dock()
  plain.scan(`00${first}`, `00${second}`, confirm)
  expect(plain.log.at(-1)).toMatchObject({ type: 'load.confirm', payload: { loadId: 'load-L-1' } })
  expect(plain.log.at(-1)?.payload).not.toHaveProperty('seal')
})

test('the office finds it too heavy: the numbers stand in the words, and what to take off', () => {
  const bench = dock()
  bench.scan(`00${first}`, `00${second}`, confirm)
  const known = bench.floor.get('load', 'load-L-1')
  if (known === undefined) throw new Error('the load is gone')
  const vehicle = { ...known.vehicle, maxWeightGrams: 9_600 }
  bench.floor.put('load', 'load-L-1', { ...known, vehicle, status: 'claimed' })
  const action = { type: 'load.confirm' as const, payload: { loadId: 'load-L-1' } }
  bench.take({ kind: 'refusal', action, code: 'over-capacity', detail: null })
  expect(bench.alert).toMatchObject({ reason: 'load-too-heavy', detail: { overGrams: 400 } })
  expect(bench.view).toMatchObject({ over: { grams: 400, cm3: 0, takeOff: first } })
})

test('LIST prints the list of the load that is open, and later of the one last confirmed', () => {
  const bench = dock()
  const listed = () => bench.scan(listCode).loadingList
  expect(listed()).toEqual({ loadId: 'load-L-1', seal: null })
  bench.scan(`00${first}`, `00${second}`, sealCode, 'S-0001')
  expect(listed()).toEqual({ loadId: 'load-L-1', seal: 'S-0001' })
  bench.scan(confirm)
  expect(bench.view).toMatchObject({ kind: 'idle', lastLoad: { number: 'L-1' } })
  expect(listed()).toEqual({ loadId: 'load-L-1', seal: 'S-0001' })
  expect(bench.state.feedback).toMatchObject({ text: 'loading-list', detail: { load: 'L-1' } })
})

test('without a printer, a load or anything to list, nothing is printed', () => {
  const bench = shopBench({ units })
  expect(bench.scan(listCode).loadingList).toBeNull()
  expect(bench.alert?.reason).toBe('not-now')
  bench.scan(ack, load('L-1').code)
  bench.setup.hasPrinter = false
  expect(bench.scan(listCode).loadingList).toBeNull()
  expect(bench.alert?.reason).toBe('no-printer')
  const empty = dock({ units: [] })
  empty.scan(listCode)
  expect(empty.alert?.reason).toBe('nothing-on-board')
})

test('a wrong unit is told its load, plate, region and day, as far as they are known', () => {
  const elsewhere = load('L-2', { region: 'ZH', vehicle: { ...load('L-2').vehicle, plate: '8-B' } })
  const bench = dock({ units: [closedUnit(1, { region: 'ZH' })], loads: [load('L-1'), elsewhere] })
  bench.scan(`00${first}`)
  expect(bench.alert?.detail).toMatchObject({
    belongs: 'ZH',
    belongsLoad: 'L-2',
    belongsPlate: '8-B',
    belongsRegion: 'ZH',
    belongsDate: load('L-2').deliveryDate,
  })
})

test('a carton on a pallet that was loaded names its pallet, whatever became of the truck', () => {
  const parentId = closedUnit(9, { kind: 'pallet' }).id
  const bench = dock({ units: [closedUnit(1, { parentId, status: 'loaded' })] })
  bench.scan(`00${first}`)
  expect(bench.alert).toMatchObject({ reason: 'nested-unit', detail: { parent: parentId } })
})

test('an old label says which copy is live, and that none is where all are void', () => {
  const label = { lastCopy: 2, verifiedCopy: 2, voidedThrough: 0 }
  const bench = dock({ units: [closedUnit(1, { label })] })
  bench.scan(qr(first, 1))
  expect(bench.alert).toMatchObject({ reason: 'old-copy', detail: { copy: 1, live: 2 } })
  const allVoid = dock({ units: [closedUnit(1, { label: { ...label, voidedThrough: 2 } })] })
  allVoid.scan(qr(first, 2))
  expect(allVoid.alert).toMatchObject({ reason: 'no-live-copy', code: 'superseded-copy' })
})
