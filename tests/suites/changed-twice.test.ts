import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cancelUnpaid } from '../../sync-server/orders/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { lotsOf, moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openStage, type Stage } from '../support/troubles.ts'
import { codeOf, handClock, stockOf, TOMORROW } from '../support/wholesaler.ts'

const DAY_MS = 24 * 3_600_000
const START = { onHand: 1_000, reserved: 0, available: 1_000 }

describe.each(databases)('an order that is changed twice over, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage
  const clock = handClock()

  beforeEach(async () => {
    clock.set('2026-03-10T08:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    stage = await openStage(office)
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const call = (orderNumber: string, what: string, body: Record<string, unknown>) =>
    office.admin('POST', `/v1/orders/${orderNumber}/${what}`, { reason: 'test', ...body })

  const both = async () => [await stockOf(office, 'OAK-1'), await stockOf(office, 'GLUE-1')]

  async function room(): Promise<{ reservedWeightGrams: number; packedWeightGrams: number }> {
    const { body } = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    const { reservedWeightGrams, packedWeightGrams } = body as Awaited<ReturnType<typeof room>>
    return { reservedWeightGrams, packedWeightGrams }
  }

  /** Every line of a cancelled order goes back as far as it was taken. */
  async function putAllBack(orderNumber: string, client = stage.bench): Promise<void> {
    const { changes } = await client.pull()
    for (const change of changes) {
      if (change.kind !== 'pick-list' || change.doc === null) continue
      const list = change.doc as Awaited<ReturnType<Stage['listed']>>
      for (const line of list.lines) {
        if (line.orderNumber !== orderNumber || line.picked === 0) continue
        const goods = { pickListId: list.id, lineNo: line.lineNo, quantity: line.picked }
        client.station.log.act('pick.put-back', goods)
      }
    }
    await client.push()
  }

  test('a line that goes after the other was short puts the order on hold, and somebody is told', async () => {
    const { orderNumber, id: pickListId } = await stage.listed()
    const { log } = stage.bench.station
    log.act('pick.claim', { pickListId })
    log.act('pick.short', { pickListId, lineNo: 1, quantity: 3, reason: 'EMPTY' })
    await stage.push()
    const { version } = await stage.shop.order(orderNumber)
    const changes = { lines: [{ lineNo: 2, quantity: 0 }] }
    expect((await call(orderNumber, 'adjust', { version, changes })).status).toBe(200)
    expect((await stage.shop.order(orderNumber)).status).toBe('ON_HOLD')
    const [short] = (await stage.inbox()).filter(({ code }) => code === 'short-pick')
    expect(short?.reference).toBe(orderNumber)
    expect((await stage.resolve(short?.id ?? '', 'cancel')).status).toBe(200)
    expect(await both()).toEqual([START, START])
  })

  test('short, then cancelled: nothing is given back twice', async () => {
    const { orderNumber, id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 1, unitId })
    log.act('pick.short', { pickListId, lineNo: 1, quantity: 1, reason: 'EMPTY' })
    await stage.push()
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(await both()).toEqual([{ onHand: 1_000, reserved: 1, available: 999 }, START])
    log.act('pick.put-back', { pickListId, lineNo: 1, quantity: 1, unitId })
    await stage.push()
    expect(await both()).toEqual([START, START])
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
  })

  test('packed in part and closed, then cancelled: the day is free at once, goods when they are back', async () => {
    const { orderNumber, id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    const [first, second] = [nextUnit(), nextUnit()]
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId: first })
    const weight = { grossGrams: 2_300, expectedGrams: 2_300, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId: first, ...weight, source: 'scale' })
    log.act('pack.close', { unitId: first })
    log.act('pick.confirm', { pickListId, lineNo: 2, quantity: 1, unitId: second })
    log.act('pack.weigh', { unitId: second, ...weight, source: 'scale' })
    await stage.push()
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
    await putAllBack(orderNumber)
    expect(await both()).toEqual([START, START])
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
    expect(await stage.inbox()).toEqual([])
  })

  test('too much was taken, then it is cancelled: all of it is free once it is back', async () => {
    const { orderNumber, id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 5, unitId: nextUnit() })
    await stage.push()
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    await putAllBack(orderNumber)
    expect(await both()).toEqual([START, START])
    expect((await stage.inbox()).map(({ code }) => code)).toEqual([])
  })

  /** An order issued anew whose first bench comes back and says what it took meanwhile. */
  async function takenTwice(): Promise<{ orderNumber: string; pickListId: string }> {
    const { orderNumber, id: pickListId } = await stage.listed()
    const { log, nextUnit } = stage.bench.station
    log.act('pick.claim', { pickListId })
    await stage.push()
    clock.set(new Date(clock.now() + DAY_MS).toISOString())
    const reissued = await office.admin('POST', `/v1/pick-lists/${pickListId}/reissue`, {})
    expect(reissued.status).toBe(201)
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 3, unitId: nextUnit() })
    await stage.push()
    return { orderNumber, pickListId }
  }

  test('facts of a list that was left, then cancelled: the goods go back', async () => {
    const { orderNumber } = await takenTwice()
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    await putAllBack(orderNumber)
    expect(await both()).toEqual([START, START])
  })

  test('facts of a list that was left, then cancelled and written off: no counter keeps them', async () => {
    const { orderNumber } = await takenTwice()
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    const task = (await stage.inbox()).find(({ code }) => code === 'order-cancelled')
    expect((await stage.resolve(task?.id ?? '', 'put-back')).status).toBe(200)
    expect((await stage.resolve(task?.id ?? '', 'accept')).status).toBe(200)
    const left = { onHand: 997, reserved: 0, available: 997 }
    expect(await both()).toEqual([left, START])
    const { rows } = await picked()
    expect(rows).toEqual([])
  })

  async function picked() {
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('stock').select(['sku', 'picked']).where('picked', '<>', 0).execute(),
    )
    return { rows }
  }

  test('a delivery that failed and is picked anew, then cancelled, leaves nothing behind', async () => {
    const { orderNumber, unitId } = await stage.packed()
    const { number } = await stage.shop.load([unitId])
    await stage.shop.depart(number)
    await stage.shop.fail(orderNumber, '2026-03-10T07:30:00Z')
    expect((await call(orderNumber, 'reschedule', { repick: true })).status).toBe(200)
    expect(await both()).toEqual([
      { onHand: 1_000, reserved: 3, available: 997 },
      { onHand: 1_000, reserved: 2, available: 998 },
    ])
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(await both()).toEqual([START, START])
    expect((await picked()).rows).toEqual([])
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
  })

  test('a day on a list is freed as it was taken, whatever the product weighs since', async () => {
    const { orderNumber } = await stage.listed()
    const product = { name: 'OAK-1', barcodes: [], weightGrams: 1_700, volumeCm3: 2_000 }
    await office.admin('PUT', '/v1/products/OAK-1', { ...product, tracking: 'none' })
    const { version } = await stage.shop.order(orderNumber)
    const changes = { lines: [{ lineNo: 1, quantity: 6 }] }
    expect((await call(orderNumber, 'adjust', { version, changes })).status).toBe(200)
    await requireTrueBooks(database.store)
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
    expect(await both()).toEqual([START, START])
  })

  test('prepaid, adjusted twice and never paid: all of it is free', async () => {
    const orderNumber = await stage.shop.take({ contractVersion: '2', payment: 'prepaid' })
    for (const [lineNo, quantity] of [
      [1, 9],
      [2, 1],
      [1, 4],
    ] as const) {
      const { version } = await stage.shop.order(orderNumber)
      const changes = { lines: [{ lineNo, quantity }] }
      expect((await call(orderNumber, 'adjust', { version, changes })).status).toBe(200)
    }
    clock.set('2026-03-10T08:31:00.000Z')
    expect(await cancelUnpaid(office.office)).toBe(1)
    expect(await both()).toEqual([START, START])
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
  })

  test('a waiting order that got its goods is cancelled: the goods go to nobody twice', async () => {
    const sku = 'RARE-1'
    const product = { name: sku, barcodes: [], weightGrams: 1_000, volumeCm3: 2_000 }
    await office.admin('PUT', `/v1/products/${sku}`, { ...product, tracking: 'none' })
    await moveLot(office, { sku, quantity: 2 })
    const wish = { lineItems: [{ sku, quantity: 4 }], allowBackorder: true }
    const orderNumber = await stage.shop.take(wish)
    await moveLot(office, { sku, quantity: 3 })
    expect((await stage.shop.order(orderNumber)).status).toBe('CONFIRMED')
    expect(await stockOf(office, sku)).toEqual({ onHand: 5, reserved: 4, available: 1 })
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(codeOf(await call(orderNumber, 'cancel', {}))).toBe('wrong-state')
    expect(await stockOf(office, sku)).toEqual({ onHand: 5, reserved: 0, available: 5 })
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
  })

  test('of three orders on one trolley one is cancelled, one stopped and one sent again: each its own', async () => {
    const numbers: string[] = []
    for (let n = 0; n < 3; n += 1) numbers.push(await stage.shop.take())
    const [gone = '', held = '', again = ''] = numbers
    const asked = { warehouse: 'MAIN', deliveryDate: TOMORROW, mode: 'batch' }
    await office.admin('POST', '/v1/pick-lists/generate', asked)
    const list = await stage.shop.list(gone)
    const pickListId = list?.id ?? ''
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    const ofThird = list?.lines.filter((line) => line.orderNumber === again) ?? []
    for (const { lineNo, requested: quantity } of ofThird) {
      log.act('pick.confirm', { pickListId, lineNo, quantity, unitId })
    }
    const weight = { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
    await stage.push()
    const { number } = await stage.shop.load([unitId])
    await stage.shop.depart(number)
    await stage.shop.fail(again, '2026-03-10T07:30:00Z')
    expect((await call(gone, 'cancel', {})).status).toBe(200)
    const stop = { status: 'credit:overdue', severity: 'blocking' }
    expect((await call(held, 'history', stop)).status).toBe(201)
    const day = { repick: true, deliveryDate: '2026-03-12' }
    expect((await call(again, 'reschedule', day)).status).toBe(200)
    await requireTrueBooks(database.store)
    const states = await Promise.all(
      numbers.map(async (each) => (await stage.shop.order(each)).status),
    )
    expect(states).toEqual(['CANCELLED', 'IN_PROGRESS', 'CONFIRMED'])
    expect(await room()).toEqual({ reservedWeightGrams: 5_000, packedWeightGrams: 0 })
    for (const each of [held, again]) expect((await call(each, 'cancel', {})).status).toBe(200)
    expect(await both()).toEqual([START, START])
    expect(await room()).toEqual({ reservedWeightGrams: 0, packedWeightGrams: 0 })
    expect((await picked()).rows).toEqual([])
  })

  test('goods of two lots, packed, failed at the door and picked anew: each lot has its own again', async () => {
    const sku = 'TILE-1'
    const product = { name: sku, barcodes: [], weightGrams: 1_000, volumeCm3: 2_000 }
    await office.admin('PUT', `/v1/products/${sku}`, { ...product, tracking: 'lot' })
    for (const lot of ['A', 'B']) await moveLot(office, { sku, quantity: 5, lot })
    const list = await stage.listed({ lineItems: [{ sku, quantity: 4 }] })
    const { orderNumber, id: pickListId } = list
    const { log, nextUnit } = stage.bench.station
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId })
    for (const lot of ['A', 'B']) {
      log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId, lot })
    }
    log.act('stock.count', { sku, counted: 3, lot: 'A' })
    log.act('stock.count', { sku, counted: 2, lot: 'B' })
    const weight = { grossGrams: 4_000, expectedGrams: 4_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
    await stage.push()
    const { number } = await stage.shop.load([unitId])
    await stage.shop.depart(number)
    await stage.shop.fail(orderNumber, '2026-03-10T07:30:00Z')
    await requireTrueBooks(database.store)
    expect((await call(orderNumber, 'reschedule', { repick: true })).status).toBe(200)
    await requireTrueBooks(database.store)
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    // A shelf of B was one short by the count.
    const lots = await lotsOf(office, sku)
    expect(lots).toMatchObject({
      A: { onHand: 5, reserved: 0, picked: 0 },
      B: { onHand: 4, reserved: 0, picked: 0 },
    })
  })

  test('the last goods are taken out of the book by one key, many times at once: all are answered alike', async () => {
    const out = { sku: 'OAK-1', quantity: -1_000, kind: 'ADJUSTED', key: 'burnt' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => moveLot(office, out)))
    const countOf = (status: number) => answers.filter((answer) => answer.status === status).length
    expect([countOf(201), countOf(200)]).toEqual([1, 7])
    expect((await stockOf(office, 'OAK-1')).onHand).toBe(0)
  })

  test('[I5] goods that are promised are taken out of the book: somebody is told who goes without', async () => {
    const orderNumber = await stage.shop.take()
    expect((await moveLot(office, { sku: 'OAK-1', quantity: -998, kind: 'ADJUSTED' })).status).toBe(
      201,
    )
    const [item] = await stage.inbox()
    expect(item?.sentence).toContain('Only 2 × OAK-1 are left, but 3 are promised')
    expect((await call(orderNumber, 'cancel', {})).status).toBe(200)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 2, reserved: 0, available: 2 })
  })
})
