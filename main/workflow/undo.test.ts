import { expect, test } from 'vitest'
import { CODE, list, load, closedUnit, qr } from '../testing/floor.ts'
import {
  closedBench,
  GLUE,
  OAK,
  OAK_AND_GLUE_GRAMS,
  pickingBench,
  shopBench,
} from '../testing/shop.ts'
import { UNDO_MAX } from './workflow-types.ts'

const undo = CODE['UNDO'] ?? ''

test('UNDO puts the last goods back, out of the unit, one scan after the other', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean, GLUE.ean, undo)
  expect(bench.state.feedback).toMatchObject({
    text: 'undone',
    detail: { name: 'Glue 250 g', quantity: 1 },
  })
  bench.scan(undo)
  expect(bench.types().slice(-2)).toEqual(['pick.put-back', 'pick.put-back'])
  expect(bench.list('l1').lines.map((line) => line.picked)).toEqual([0, 0])
  expect(bench.unit(bench.place.unitId).contents).toEqual([])
  bench.scan(undo)
  expect(bench.alert?.reason).toBe('nothing-to-undo')
})

test('UNDO of a short makes the line open again', () => {
  const bench = pickingBench()
  bench.scan(CODE['SHORT'] ?? '', CODE['DAMAGED'] ?? '', undo)
  expect(bench.types().at(-1)).toBe('pick.unshort')
  expect(bench.list('l1').lines[0]).toMatchObject({ short: 0 })
})

test('UNDO reopens the unit just closed: its label is void and the next copy has the next number', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('printed')
  bench.scan(undo)
  expect(bench.unit(unitId)).toMatchObject({ status: 'open', weight: null })
  expect(bench.place).toMatchObject({ unitId, toVerify: null })
  // The weight that closed it still lies there, and must not close it again at once.
  bench.scan(CODE['NEXT'] ?? '', CODE['ACK'] ?? '')
  expect(bench.unit(unitId).status).toBe('open')
  bench.weigh(OAK_AND_GLUE_GRAMS)
  expect(bench.prints.at(-1)).toMatchObject({ unitId, copy: 2 })
  bench.scan(qr(unitId, 1))
  expect(bench.alert?.code).toBe('superseded-copy')
})

test('a reopened unit put back on the scale before UNDO is not closed by that same weight', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.weigh(100)
  bench.weigh(OAK_AND_GLUE_GRAMS)
  bench.scan(undo)
  expect(bench.unit(unitId).status).toBe('open')
})

test('a copy still in the printer’s queue when its unit is reopened is void too', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.scan(undo)
  expect(bench.types().slice(-2)).toEqual(['label.void', 'pack.reopen'])
  bench.printed('sent')
  expect(bench.unit(unitId).label).toMatchObject({ lastCopy: 1, voidedThrough: 1 })
  bench.weigh(OAK_AND_GLUE_GRAMS)
  expect(bench.prints.at(-1)?.copy).toBe(2)
})

test('reopening drops the empty unit that CLOSE had opened behind it', () => {
  const bench = pickingBench()
  bench.scan(OAK.ean)
  bench.weigh(OAK.grams)
  bench.scan(CODE['CLOSE'] ?? '')
  const [first, second] = bench.place.unitIds
  bench.scan(OAK.ean, undo, undo)
  expect(bench.unit(first ?? null).status).toBe('open')
  expect(bench.unit(second ?? null).status).toBe('dropped')
  bench.scan(undo)
  expect(bench.list('l1').lines[0]?.picked).toBe(0)
})

test('UNDO at the dock takes the unit just loaded off, then asks why the others come off', () => {
  const units = [closedUnit(1), closedUnit(2)]
  const bench = shopBench({ units })
  const code = load('L-1').code
  bench.scan(code, `00${units[0]?.id}`, CODE['CANCEL'] ?? '', code, `00${units[1]?.id}`, undo)
  expect(bench.unit(units[1]?.id ?? null).loadId).toBeNull()
  bench.scan(undo)
  expect(bench.state.prompt).toEqual({ kind: 'unload-reason', unitId: units[0]?.id })
  bench.scan(CODE['NOSPACE'] ?? '')
  expect(bench.log.at(-1)).toMatchObject({ type: 'load.remove', payload: { reason: 'NOSPACE' } })
  expect(bench.unit(units[0]?.id ?? null).loadId).toBeNull()
})

test('no more facts are kept for UNDO than anyone would take back', () => {
  const bench = pickingBench({ lists: [list('l1', [{ sku: OAK.sku, requested: 50 }])] })
  for (let count = 0; count < UNDO_MAX + 5; count += 1) bench.scan(OAK.ean)
  for (let count = 0; count < UNDO_MAX; count += 1) bench.scan(undo)
  expect(bench.list('l1').lines[0]?.picked).toBe(5)
  bench.scan(undo)
  expect(bench.alert?.reason).toBe('nothing-to-undo')
})

test('a carton that another bench put on a pallet meanwhile is not opened behind its back', () => {
  const bench = closedBench()
  const unitId = bench.place.toVerify ?? ''
  bench.printed('printed')
  const pallet = closedUnit(9, { kind: 'pallet', children: [unitId] })
  bench.floor.put('unit', pallet.id, pallet)
  bench.floor.put('unit', unitId, { ...bench.unit(unitId), parentId: pallet.id })
  const before = bench.types()
  bench.scan(undo)
  expect(bench.alert).toMatchObject({ reason: 'unit-on-pallet', detail: { pallet: pallet.id } })
  expect(bench.types()).toEqual(before)
  expect(bench.unit(unitId).status).toBe('closed')
})
