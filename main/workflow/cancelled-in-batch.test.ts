import { expect, test } from 'vitest'
import { CODE, list, type TestBench } from '../testing/floor.ts'
import { FELT, GLUE, OAK, onTrolley, pickingBench } from '../testing/shop.ts'

const ACK = CODE['ACK'] ?? ''

/** Oak for the first order, glue and felt for the second. */
const LINES = [
  { sku: OAK.sku, requested: 2, orderNumber: 'ORD-A' },
  { sku: GLUE.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: GLUE.grams },
  { sku: FELT.sku, requested: 1, orderNumber: 'ORD-B', eachWeightGrams: FELT.grams },
]
const B_GRAMS = GLUE.grams + FELT.grams

const TROLLEY = onTrolley(list('l1', LINES))
const ONE_BY_ONE = { ...TROLLEY, mode: 'order' as const }

/** The office changes its mind about the first order while its goods lie in their carton. */
function change(bench: TestBench, changed: { status?: 'CANCELLED'; isBlocked?: boolean }): void {
  const before = bench.list('l1')
  const orders = before.orders.map((order) =>
    order.orderNumber === 'ORD-A' ? { ...order, ...changed } : order,
  )
  bench.floor.put('pick-list', 'l1', { ...before, orders })
  bench.take({ kind: 'documents-changed' })
}

function startedBench(batch: typeof TROLLEY | typeof ONE_BY_ONE): {
  bench: TestBench
  unitId: string
} {
  const bench = pickingBench({ lists: [batch] })
  bench.scan(OAK.ean)
  return { bench, unitId: bench.place.unitId ?? '' }
}

function packSecond(bench: TestBench): void {
  bench.scan(GLUE.ean, FELT.ean)
  expect(bench.alert).toBeNull()
  bench.weigh(B_GRAMS)
  bench.printed('printed')
  const { toVerify } = bench.place
  expect(bench.unit(toVerify).orderNumbers).toEqual(['ORD-B'])
  bench.scan(`00${toVerify}`)
}

test.each([
  ['on the trolley', TROLLEY],
  ['one by one', ONE_BY_ONE],
])('a carton whose order was cancelled is set aside, the others go on, %s', (_name, batch) => {
  const { bench, unitId } = startedBench(batch)
  change(bench, { status: 'CANCELLED' })
  expect(bench.alert).toMatchObject({ reason: 'order-cancelled', detail: { orderNumber: 'ORD-A' } })
  bench.scan(ACK)
  packSecond(bench)
  expect(bench.state.place.kind).toBe('idle')
  expect(bench.prints.map((print) => print.unitId)).not.toContain(unitId)
  expect(bench.view).toMatchObject({ kind: 'idle', putBacks: [{ quantity: 1 }] })
  bench.scan(batch.code, OAK.ean)
  expect(bench.alert).toBeNull()
  expect(bench.unit(unitId).status).toBe('dropped')
  expect(bench.list('l1').lines.map(({ picked }) => picked)).toEqual([0, 1, 1])
})

test.each([
  ['on the trolley', TROLLEY],
  ['one by one', ONE_BY_ONE],
])('a carton whose order was stopped waits until it is let go, %s', (_name, batch) => {
  const { bench, unitId } = startedBench(batch)
  change(bench, { isBlocked: true })
  expect(bench.alert).toMatchObject({ reason: 'order-stopped', detail: { orderNumber: 'ORD-A' } })
  bench.scan(ACK)
  packSecond(bench)
  expect(bench.unit(unitId)).toMatchObject({ status: 'open', orderNumbers: ['ORD-A'] })
  expect(bench.state.place.kind).toBe('idle')
  change(bench, { isBlocked: false })
  bench.scan(batch.code, OAK.ean)
  expect(bench.alert).toBeNull()
  bench.weigh(2 * OAK.grams)
  bench.printed('printed')
  expect(bench.place.toVerify).toBe(unitId)
})
