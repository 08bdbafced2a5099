import { expect, test } from 'vitest'
import type { Unit } from '#contract/documents/unit.ts'
import { closedUnit, CODE, list, load, qr, type TestBench } from '../testing/floor.ts'
import { FELT, GLUE, OAK, oakAndGlue, onTrolley, pickingBench, shopBench } from '../testing/shop.ts'

const BARE = { hasPrinter: false, hasScale: false }
const OWED = { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0, isOwed: true }

test('a whole list is worked at a bench without a printer and without a scale', () => {
  const bench = pickingBench({}, BARE)
  bench.scan(OAK.ean, CODE['CLOSE'] ?? '')
  const [first] = bench.floor.all('unit')
  expect(bench.state.feedback).toMatchObject({
    text: 'unit-closed-unlabelled',
    detail: { unit: first?.id },
  })
  bench.scan(OAK.ean, OAK.ean, GLUE.ean, GLUE.ean, CODE['CLOSE'] ?? '')
  expect(bench.alert).toBeNull()
  expect(bench.state.feedback).toMatchObject({ text: 'list-packed-unlabelled' })
  expect(bench.list('l1')).toMatchObject({ status: 'done', orders: [{ status: 'PACKED' }] })
  expect(bench.prints, 'no job waits for a printer that is not there').toEqual([])
  const closed = bench.floor.all('unit')
  expect(closed).toMatchObject([
    { status: 'closed', weight: { source: 'declared', grossGrams: OAK.grams }, label: OWED },
    { status: 'closed', weight: { source: 'declared' }, label: OWED },
  ])
  expect(bench.view).toMatchObject({
    kind: 'idle',
    unlabelled: closed.map(({ id }) => ({ unitId: id, orderNumbers: ['ORD-l1'] })),
  })
})

test('a trolley is packed without a printer too, carton after carton', () => {
  const batch = onTrolley(
    list('l1', [
      { sku: OAK.sku, requested: 1, orderNumber: 'ORD-A' },
      { sku: FELT.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: FELT.grams },
    ]),
  )
  const bench = pickingBench({ lists: [batch] }, BARE)
  bench.scan(OAK.ean, FELT.ean, CODE['CLOSE'] ?? '', CODE['CLOSE'] ?? '')
  expect(bench.alert).toBeNull()
  expect(bench.state.place.kind).toBe('idle')
})

test('REPRINT and the number of a carton say that there is no printer here', () => {
  const bench = packedBare()
  bench.scan(CODE['REPRINT'] ?? '')
  expect(bench.alert).toMatchObject({ reason: 'no-printer', code: 'wrong-state' })
  bench.scan(CODE['ACK'] ?? '', `00${bench.floor.all('unit')[0]?.id}`)
  expect(bench.alert).toMatchObject({ reason: 'no-printer' })
  bench.scan(CODE['ACK'] ?? '', oakAndGlue().code)
  expect(bench.alert, 'the code of its list').toMatchObject({ reason: 'no-printer' })
})

test('UNDO opens a carton without a label again, and a bench with a printer owes nothing', () => {
  const bench = pickingBench({}, BARE)
  bench.scan(OAK.ean, CODE['CLOSE'] ?? '', CODE['UNDO'] ?? '')
  expect(bench.alert).toBeNull()
  expect(bench.floor.all('unit').filter(({ status }) => status === 'open')).toHaveLength(1)
  Object.assign(bench.setup, { hasPrinter: true })
  bench.scan(CODE['CLOSE'] ?? '')
  expect(bench.prints).toHaveLength(1)
  expect(bench.unit(bench.place.toVerify).label.isOwed).toBeUndefined()
})

test('any bench with a printer makes the labels, by the list’s code, and scans them back', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units })
  expect(bench.view).toMatchObject({ unlabelled: units.map(({ id }) => ({ unitId: id })) })
  bench.scan(packed.code)
  expect(bench.state.prompt).toEqual({
    kind: 'labels-missing',
    unitIds: units.map(({ id }) => id),
  })
  bench.scan(CODE['YES'] ?? '')
  expect(bench.state.feedback).toMatchObject({ text: 'labels-printing', detail: { count: 2 } })
  expect(bench.prints.map(({ unitId, copy }) => [unitId, copy])).toEqual(
    units.map(({ id }) => [id, 1]),
  )
  expect(bench.view, 'they are on their way').toMatchObject({ unlabelled: [] })
  const [first, second] = units
  bench.scan(qr(first?.id ?? '', 1), `00${second?.id}`)
  expect(bench.alert).toBeNull()
  expect(bench.floor.all('unit').map(({ label }) => label.verifiedCopy)).toEqual([1, 1])
  bench.scan(packed.code)
  expect(bench.alert).toMatchObject({ reason: 'list-done' })
})

test('one carton of the work screen is labelled by a touch, and REPRINT makes it a new one', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units })
  const unitId = units[0]?.id ?? ''
  bench.scan(`00${unitId}`, CODE['YES'] ?? '')
  expect(bench.prints).toMatchObject([{ unitId, copy: 1 }])
  bench.scan(CODE['REPRINT'] ?? '', CODE['LOST'] ?? '')
  expect(bench.prints.at(-1)).toMatchObject({ unitId, copy: 2 })
})

test('NO leaves the carton as it is, and another scan waits for the answer', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units })
  bench.scan(`00${units[0]?.id}`, OAK.ean)
  expect(bench.alert).toMatchObject({ reason: 'answer-first' })
  bench.scan(CODE['ACK'] ?? '', CODE['NO'] ?? '')
  expect(bench.state.prompt).toBeNull()
  expect(bench.prints).toEqual([])
  expect(bench.view).toMatchObject({ unlabelled: [{}, {}] })
})

test('a label that came out elsewhere meanwhile is scanned back, not printed again', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units })
  bench.scan(qr(units[0]?.id ?? '', 1))
  expect(bench.types()).toEqual(['label.verify'])
  expect(bench.prints).toEqual([])
})

test('the dock does not load a carton that nobody has labelled', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units, loads: [load('L-1')] }, { hasPrinter: false })
  bench.scan(load('L-1').code, `00${units[0]?.id}`)
  expect(bench.alert).toMatchObject({ code: 'unverified-label' })
})

test('a dock with a printer makes the label there, and its scan loads the carton', () => {
  const { units, packed } = packedElsewhere()
  const bench = shopBench({ lists: [packed], units, loads: [load('L-1')] })
  const unitId = units[0]?.id ?? ''
  bench.scan(load('L-1').code, `00${unitId}`)
  expect(bench.state.prompt).toEqual({ kind: 'labels-missing', unitIds: [unitId] })
  bench.scan(CODE['YES'] ?? '')
  expect(bench.prints).toMatchObject([{ unitId, copy: 1 }])
  bench.scan(qr(unitId, 1))
  expect(bench.alert).toBeNull()
  expect(bench.types()).toEqual(['load.claim', 'load.add'])
  expect(bench.unit(unitId)).toMatchObject({ loadId: 'load-L-1', label: { verifiedCopy: 1 } })
})

test('a closed unit whose bench has a printer is nobody else’s to label', () => {
  const printing = closedUnit(1, { label: { lastCopy: 0, verifiedCopy: 0, voidedThrough: 0 } })
  const bench = shopBench({ units: [printing] })
  expect(bench.view).toMatchObject({ unlabelled: [] })
  bench.scan(`00${printing.id}`)
  expect(bench.alert).toMatchObject({ reason: 'not-now' })
})

function packedBare(): TestBench {
  const bench = pickingBench({}, BARE)
  bench.scan(OAK.ean, OAK.ean, OAK.ean, GLUE.ean, GLUE.ean, CODE['CLOSE'] ?? '')
  return bench
}

/** Two cartons that another bench, without a printer, has closed; it held the list. */
function packedElsewhere(): { units: Unit[]; packed: ReturnType<typeof oakAndGlue> } {
  const done = packedBare().list('l1')
  const claim = { stationId: 'st-9', leaseUntil: '2027-01-01T00:00:00.000Z' }
  const contents = done.lines.map(({ lineNo, orderNumber, sku, picked }) => {
    return { pickListId: 'l1', lineNo, orderNumber, sku, quantity: picked }
  })
  const units = contents.map((content, index) =>
    closedUnit(index + 1, { contents: [content], orderNumbers: ['ORD-l1'], label: OWED }),
  )
  return { units, packed: { ...done, claim } }
}

test('a carton of an order that was called off is owed no label', () => {
  const { units, packed } = packedElsewhere()
  const orders = packed.orders.map((order) => ({ ...order, status: 'CANCELLED' as const }))
  const bench = shopBench({ lists: [{ ...packed, orders }], units })
  expect(bench.view).toMatchObject({ unlabelled: [] })
})
