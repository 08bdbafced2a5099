import { describe, expect, test } from 'vitest'
import { toteCode } from '#contract/barcode/loadline-code.ts'
import type { Load } from '#contract/documents/load.ts'
import type { PickListOrder } from '#contract/documents/pick-list.ts'
import type { Unit } from '#contract/documents/unit.ts'
import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import { Alert } from '#contract/rpc/alert-view.ts'
import {
  badge,
  closedUnit,
  CODE,
  list,
  load,
  operator,
  qr,
  quantity,
  TestBench,
} from '../testing/floor.ts'
import {
  closedBench,
  FELT,
  OAK,
  oakAndGlue,
  onTrolley,
  pickedBench,
  pickingBench,
  PRODUCTS,
  shopBench,
  tile,
  TILE,
} from '../testing/shop.ts'
import { barsOf, palletBench } from '../testing/pallet-bench.ts'
import { alertMessage } from './alert-messages.ts'

/** What can be latched by what the floor does; the others are latched by the host itself. */
type FloorReason = Exclude<AlertReason, 'log-full' | 'log-damaged' | 'log-forked' | 'log-set-back'>

const elsewhere = { stationId: 'st-2', leaseUntil: '2027-01-01T00:00:00.000Z' }
const tiles = [list('l1', [{ sku: TILE.sku, requested: 2, singleLot: true }])]

/** Scans at the dock with one strange unit about; answers the bench with its alert latched. */
function atDock(more: Parameters<typeof closedUnit>[1], label?: (id: string) => string) {
  const unit = closedUnit(1, more)
  const bench = shopBench({ units: [unit], loads: [load('L-1'), load('L-2')] })
  bench.scan(load('L-1').code, label?.(unit.id) ?? `00${unit.id}`)
  return bench
}

function scanned(bench: TestBench, ...texts: string[]) {
  bench.scan(...texts)
  return bench
}

function refused(type: 'pick.claim' | 'load.claim' | 'load.confirm') {
  const bench = shopBench()
  const action =
    type === 'pick.claim'
      ? { type, payload: { pickListId: 'l1' } }
      : { type, payload: { loadId: 'load-L-1' } }
  bench.take({ kind: 'refusal', action, code: 'wrong-state', detail: null })
  return bench
}

function stoppedList(because?: string) {
  const why = because === undefined ? {} : { blockedBecause: because }
  const orders = oakAndGlue().orders.map((order) => ({ ...order, isBlocked: true, ...why }))
  return scanned(shopBench({ lists: [{ ...oakAndGlue(), orders }] }), oakAndGlue().code)
}

/** The list just picked is cancelled, and its goods are on their way back. */
function puttingBack(bench = pickedBench()) {
  const { id } = oakAndGlue()
  const orders = oakAndGlue().orders.map((order) => ({ ...order, status: 'CANCELLED' as const }))
  bench.floor.put('pick-list', id, { ...bench.list(id), orders, status: 'cancelled' })
  bench.take({ kind: 'documents-changed' })
  return scanned(bench, CODE['ACK'] ?? '', oakAndGlue().code)
}

/** Five kilograms on a truck for less. */
function overfull(less: Partial<Load['vehicle']>): TestBench {
  const vehicle = { ...load('L-1').vehicle, ...less }
  const bench = shopBench({ units: [closedUnit(1)], loads: [load('L-1', { vehicle })] })
  return scanned(bench, load('L-1').code, `00${closedUnit(1).id}`, CODE['CONFIRM'] ?? '')
}

const GOODS = { pickListId: 'l1', lineNo: 1, orderNumber: 'ORD-l1', sku: OAK.sku, quantity: 1 }

/** What became of a unit, or of its order, while it stood on the truck. */
function confirmed(unit: Partial<Unit>, order: Partial<PickListOrder> = {}): TestBench {
  const onBoard = closedUnit(1)
  const bench = shopBench({ units: [onBoard], lists: [oakAndGlue()] })
  scanned(bench, load('L-1').code, `00${onBoard.id}`)
  bench.floor.put('unit', onBoard.id, { ...bench.unit(onBoard.id), ...unit })
  const picked = bench.list('l1')
  const orders = picked.orders.map((known) => ({ ...known, ...order }))
  bench.floor.put('pick-list', 'l1', { ...picked, orders })
  return scanned(bench, CODE['CONFIRM'] ?? '')
}

/** A carton beside one that stands on a pallet already; answers the bench once it was scanned. */
function besidePallet(more: Parameters<typeof closedUnit>[1], lists = [oakAndGlue()]) {
  const bench = palletBench([closedUnit(1), closedUnit(2, more)], { lists })
  return scanned(bench, barsOf(1), barsOf(2))
}

const ELSEWHERE = {
  ...closedUnit(1).shipTo,
  name: 'Parket Zuid',
  line1: 'Laan 9',
} as Unit['shipTo']

const PALLET_STORIES = {
  'pallet-other-stop': () => besidePallet({ shipTo: ELSEWHERE }),
  'pallet-other-day': () => besidePallet({ deliveryDate: '2026-04-18' }),
  'pallet-other-load': () => {
    const loads = [load('L-1', { stops: ['ship-U1'] }), load('L-2', { stops: ['ship-U2'] })]
    return scanned(palletBench(undefined, { loads }), barsOf(1), barsOf(2))
  },
  'only-cartons': () => besidePallet({ kind: 'tote' }),
  'already-on-pallet': () => scanned(besidePallet({}), barsOf(2)),
  'nothing-on-pallet': () => scanned(palletBench(), CODE['CLOSE'] ?? ''),
  'take-off-pallet': () => {
    const order = { pickListId: 'l1', lineNo: 1, orderNumber: 'ORD-l1', sku: OAK.sku, quantity: 1 }
    const bench = besidePallet({ contents: [order], orderNumbers: ['ORD-l1'] })
    const orders = oakAndGlue().orders.map((one) => ({ ...one, isBlocked: true }))
    bench.floor.put('pick-list', 'l1', { ...oakAndGlue(), orders })
    return scanned(bench, CODE['CLOSE'] ?? '')
  },
}

/** Oak for the first tote, felt for the second, on a bench that only picks or only packs. */
function batchBench(mode: 'pick' | 'pack') {
  const picked = mode === 'pack' ? 1 : 0
  const lines = [
    { sku: OAK.sku, requested: 1, picked, orderNumber: 'ORD-A' },
    { sku: FELT.sku, requested: 1, picked, orderNumber: 'ORD-B' },
  ]
  return pickingBench({ lists: [onTrolley(list('l1', lines))] }, { mode })
}

const STORIES: Record<FloorReason, () => TestBench> = {
  'wrong-tote': () => scanned(batchBench('pick'), OAK.ean, toteCode(2)),
  'unknown-tote': () => scanned(batchBench('pick'), toteCode(12)),
  'tote-done': () => {
    const bench = scanned(batchBench('pack'), OAK.ean)
    bench.weigh(1_000)
    return scanned(bench, toteCode(1))
  },
  'no-printer': () => scanned(shopBench({}, { hasPrinter: false }), CODE['REPRINT'] ?? ''),
  'product-not-on-list': () => scanned(pickingBench(), FELT.ean),
  'product-already-done': () => scanned(pickingBench(), OAK.ean, OAK.ean, OAK.ean, OAK.ean),
  'more-than-asked': () => scanned(pickingBench(), quantity(4), OAK.ean),
  'unknown-code': () => scanned(pickingBench(), 'THIS-IS-NOTHING'),
  'unreadable-code': () => scanned(pickingBench(), '01123'.padEnd(16, '9') + '\u001d'),
  'unknown-badge': () => scanned(pickingBench(), badge('nobody')),
  'unknown-list': () => scanned(shopBench(), list('other', []).code),
  'unknown-load': () => scanned(shopBench(), load('L-9').code),
  'unknown-unit': () => scanned(shopBench(), load('L-1').code, `00${closedUnit(7).id}`),
  'foreign-label': () => atDock({}, (id) => qr(id, 1, false)),
  'expired-goods': () => scanned(pickingBench({ lists: tiles }), `01${TILE.gtin}1726041510LOT1`),
  'lot-needed': () => scanned(pickingBench({ lists: tiles }), TILE.gtin.slice(1)),
  'lot-mix': () => scanned(pickingBench({ lists: tiles }), tile('A'), tile('B')),
  'other-region': () => atDock({ region: 'ZH' }),
  'other-date': () => atDock({ deliveryDate: '2026-04-18' }),
  'other-load': () => atDock({ loadId: 'load-L-2' }),
  'nested-unit': () => atDock({ parentId: closedUnit(2).id }),
  'unit-collected': () => atDock({ region: null }),
  'unit-left': () => atDock({ status: 'departed', loadId: 'load-L-2' }),
  'no-live-copy': () => atDock({ label: { lastCopy: 1, verifiedCopy: 1, voidedThrough: 1 } }),
  'not-on-board': () => {
    const [one, other] = [closedUnit(1), closedUnit(2)]
    const bench = shopBench({ units: [one, other] })
    return scanned(bench, load('L-1').code, `00${one.id}`, CODE['UNLOAD'] ?? '', `00${other.id}`)
  },
  'not-a-seal': () => scanned(shopBench(), load('L-1').code, CODE['SEAL'] ?? '', OAK.ean),
  'load-too-heavy': () => overfull({ maxWeightGrams: 4_000 }),
  'load-too-big': () => overfull({ maxVolumeCm3: 4_000 }),
  'open-on-board': () => confirmed({ status: 'open' }),
  'cancelled-on-board': () => confirmed({ contents: [GOODS] }, { status: 'CANCELLED' }),
  'stopped-on-board': () => confirmed({ contents: [GOODS] }, { isBlocked: true }),
  'load-closed': () =>
    scanned(shopBench({ loads: [load('L-1', { status: 'departed' })] }), load('L-1').code),
  'unit-open': () => atDock({ status: 'open' }),
  'old-copy': () =>
    atDock({ label: { lastCopy: 2, verifiedCopy: 2, voidedThrough: 0 } }, (id) => qr(id, 1)),
  'scan-the-qr': () => atDock({ label: { lastCopy: 2, verifiedCopy: 2, voidedThrough: 0 } }),
  'label-not-scanned-back': () => scanned(closedBench(), CODE['CLOSE'] ?? ''),
  'not-now': () => scanned(shopBench(), OAK.ean),
  'sign-in-first': () => scanned(new TestBench({ products: PRODUCTS }), OAK.ean),
  'list-done': () => {
    const bench = closedBench()
    return scanned(bench, `00${bench.place.toVerify}`, oakAndGlue().code)
  },
  'list-held-elsewhere': () =>
    scanned(
      shopBench({ lists: [{ ...oakAndGlue(), claim: elsewhere, status: 'claimed' }] }),
      oakAndGlue().code,
    ),
  'load-held-elsewhere': () =>
    scanned(
      shopBench({ loads: [load('L-1', { claim: elsewhere, status: 'claimed' })] }),
      load('L-1').code,
    ),
  'finish-this-first': () => scanned(pickingBench(), load('L-1').code),
  'nothing-to-undo': () => scanned(pickingBench(), CODE['UNDO'] ?? ''),
  'nothing-to-short': () => scanned(pickedBench(), CODE['SHORT'] ?? ''),
  'nothing-on-board': () => scanned(shopBench(), load('L-1').code, CODE['CONFIRM'] ?? ''),
  'answer-first': () => scanned(pickingBench(), CODE['SHORT'] ?? '', OAK.ean),
  'already-on-board': () => {
    const bench = shopBench({ units: [closedUnit(1)] })
    return scanned(bench, load('L-1').code, `00${closedUnit(1).id}`, `00${closedUnit(1).id}`)
  },
  ...PALLET_STORIES,
  'not-to-put-back': () => scanned(puttingBack(), FELT.ean),
  'more-than-in-hand': () => scanned(puttingBack(), quantity(4), OAK.ean),
  'put-back-stays': () => scanned(puttingBack(), CODE['UNDO'] ?? ''),
  'unit-on-pallet': () => {
    const bench = closedBench()
    const unitId = bench.place.toVerify ?? ''
    bench.printed('printed')
    const pallet = closedUnit(9, { kind: 'pallet', children: [unitId] })
    bench.floor.put('unit', pallet.id, pallet)
    bench.floor.put('unit', unitId, { ...bench.unit(unitId), parentId: pallet.id })
    return scanned(bench, CODE['UNDO'] ?? '')
  },
  'unit-on-load': () => {
    const bench = closedBench()
    bench.printed('printed')
    const label = `00${bench.place.toVerify}`
    scanned(bench, label, load('L-1').code, label, CODE['CANCEL'] ?? '')
    return scanned(puttingBack(bench), OAK.ean)
  },
  'no-numbers': () => {
    const bench = shopBench()
    bench.numbersLeft = 0
    return scanned(bench, oakAndGlue().code)
  },
  'no-stable-weight': () => scanned(pickedBench(), CODE['CLOSE'] ?? ''),
  'role-missing': () => {
    const bench = new TestBench({ products: PRODUCTS, lists: [oakAndGlue()] })
    return scanned(bench, badge('lars'), oakAndGlue().code)
  },
  'pin-locked': () => {
    const bench = pickedBench()
    const karim = { ...operator('karim', ['supervisor']), pinHash: 'kept' }
    bench.floor.put('operator', 'karim', karim)
    bench.weigh(9_000)
    bench.scan(CODE['CLOSE'] ?? '', badge('karim'))
    for (const supervisorId of ['karim', 'karim', 'karim']) {
      bench.take({ kind: 'pin', supervisorId, isRight: false })
    }
    return bench
  },
  'mode-missing': () => scanned(shopBench({}, { mode: 'load' }), oakAndGlue().code),
  'upgrade-needed': () =>
    scanned(shopBench({}, { newWorkStop: 'upgrade-needed' }), oakAndGlue().code),
  'bench-revoked': () =>
    scanned(shopBench({}, { newWorkStop: 'bench-revoked' }), oakAndGlue().code),
  'list-refused': () => refused('pick.claim'),
  'load-claim-refused': () => refused('load.claim'),
  'load-confirm-refused': () => refused('load.confirm'),
  'order-stopped': () => stoppedList(),
  'order-stopped-because': () => stoppedList('the address is wrong.'),
  'order-cancelled': () => {
    const orders = oakAndGlue().orders.map((o) => ({ ...o, status: 'CANCELLED' as const }))
    return scanned(shopBench({ lists: [{ ...oakAndGlue(), orders }] }), oakAndGlue().code)
  },
}

describe('every alert is reached by what somebody does', () => {
  test.each(Object.entries(STORIES))('%s', (reason, story) => {
    const bench = story()
    const alert = Alert.parse(bench.alert)
    const known = ALERT_REASONS[reason as FloorReason]
    expect(alert).toMatchObject({ reason, code: known.code })
    expect(Object.keys(alert.detail).toSorted()).toEqual(known.detail.toSorted())
    // A unit may belong nowhere that is known here.
    const told = Object.entries(alert.detail).filter(([name]) => !name.startsWith('belongs'))
    expect(told.map(([, value]) => value)).not.toContain('')
    expect(alert.message).toMatch(/^[A-Z].*[.]$/)
    expect(alert.message).not.toContain('undefined')
    expect(bench.state.feedback).toMatchObject({ text: 'alert', detail: { reason } })
    bench.scan(CODE['ACK'] ?? '')
    expect(bench.alert).toBeNull()
  })
})

test('the sentence names both products, plainly', () => {
  const bench = pickingBench()
  bench.scan(FELT.ean)
  expect(bench.alert?.message).toBe('This is Underlay 3 mm. You need Oak plank 14 mm.')
  expect(alertMessage('log-full', {})).toMatch(/full/)
})

test('a wrong scan records nothing, takes no goods and leaves the place as it was', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  const before = JSON.stringify([bench.state.place, bench.state.undo, bench.list('l1')])
  expect(bench.scan(FELT.ean)).toMatchObject({ actions: [], changes: [], prints: [] })
  expect(JSON.stringify([bench.state.place, bench.state.undo, bench.list('l1')])).toBe(before)
})
