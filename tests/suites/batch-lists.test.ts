import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import {
  closeAt,
  generateLists,
  type ListAnswer,
  listDocument,
  officeBench,
  pickAll,
} from '../support/office-bench.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, furnish, handClock, MORNING, postIntent, TOMORROW } from '../support/wholesaler.ts'

describe.each(databases)('batch lists and lists issued anew on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const products = [
      { sku: 'FAR', onHand: 500, location: 'B-10' },
      { sku: 'NEAR', onHand: 500, location: 'A-2' },
      { sku: 'MID', onHand: 500, location: 'B-9' },
    ]
    await furnish(office, { products })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('orders of one region go twelve to a trolley, a place for each, lines in the order of the way', async () => {
    await furnish(office, { region: 'ZUID', products: [] })
    const orders = []
    for (let n = 0; n < 13; n += 1) orders.push(await order({ FAR: 1, NEAR: 2 }))
    const south = await order({ MID: 1 }, { region: 'ZUID' })
    const lists = await generateLists(office, TOMORROW, 'batch')
    expect(lists.map(({ mode, orderNumbers }) => ({ mode, orderNumbers }))).toEqual([
      { mode: 'batch', orderNumbers: orders.slice(0, 12) },
      { mode: 'batch', orderNumbers: orders.slice(12) },
      { mode: 'batch', orderNumbers: [south] },
    ])
    const [first] = lists
    const lines = first?.lines ?? []
    expect(lines.map(({ lineNo }) => lineNo)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1))
    expect(lines.map(({ sku }) => sku)).toEqual([
      ...Array<string>(12).fill('NEAR'),
      ...Array<string>(12).fill('FAR'),
    ])
    const totes = lines.slice(0, 12).map(({ orderNumber, totePosition }) => {
      return { orderNumber, totePosition }
    })
    expect(totes).toEqual(
      orders.slice(0, 12).map((orderNumber, n) => ({ orderNumber, totePosition: n + 1 })),
    )
    expect(await generateLists(office, TOMORROW, 'batch')).toEqual(lists)
    expect(await generateLists(office, TOMORROW)).toEqual(lists)
  })

  test('a trolley carries sixty lines, and an order with more than that goes alone', async () => {
    const many = (count: number) =>
      Array.from({ length: count }, () => ({ sku: 'MID', quantity: 1 }))
    for (const count of [40, 20, 1, 61, 5]) await postIntent(office, { lineItems: many(count) })
    const lists = await generateLists(office, TOMORROW, 'batch')
    expect(lists.map(({ lines }) => lines.length)).toEqual([60, 1, 61, 5])
  })

  test('four people who make batches at once list each order once', async () => {
    const orders: string[] = []
    for (let n = 0; n < 20; n += 1) orders.push(await order({ MID: 1 }))
    await Promise.all([1, 2, 3, 4].map(() => generateLists(office, TOMORROW, 'batch')))
    const lists = await generateLists(office, TOMORROW, 'batch')
    expect(lists.flatMap(({ orderNumbers }) => orderNumbers)).toEqual(orders)
  })

  test('a batch is picked and packed, an order in each carton, and every order is its own again', async () => {
    const [first, second] = [await order({ FAR: 1, NEAR: 2 }), await order({ NEAR: 3 })]
    const [list] = await generateLists(office, TOMORROW, 'batch')
    const bench = await officeBench(office)
    const units = await pickAll(office, bench, idOf(list))
    for (const unitId of units.values()) closeAt(bench, unitId, 3_100)
    expect(outcomes((await bench.push()).receipts)).not.toContain('excepted wrong-load')
    expect(await statusOf(first)).toBe('PACKED')
    expect(await statusOf(second)).toBe('PACKED')
    expect((await listDocument(office, idOf(list))).status).toBe('done')
  })

  test('what is left of a list goes to a new one, with what was picked of its orders', async () => {
    const [done, begun, untouched] = [
      await order({ NEAR: 1 }),
      await order({ NEAR: 2, FAR: 2 }),
      await order({ MID: 4 }),
    ]
    const [old] = await generateLists(office, TOMORROW, 'batch')
    const pickListId = idOf(old)
    const bench = await officeBench(office)
    const { log, nextUnit } = bench.station
    const [cartonA, cartonB] = [nextUnit(), nextUnit()]
    log.act('pick.claim', { pickListId })
    const pick = (lineNo: number, quantity: number, unitId: string) =>
      log.act('pick.confirm', { pickListId, lineNo, quantity, unitId })
    pick(lineOf(old, done, 'NEAR'), 1, cartonA)
    closeAt(bench, cartonA, 1_100)
    pick(lineOf(old, begun, 'NEAR'), 2, cartonB)
    await bench.push()
    expect(codeOf(await reissue(pickListId))).toBe('wrong-state')
    log.act('pick.release', { pickListId })
    await bench.push()

    const issued = await reissue(pickListId)
    expect(issued.status).toBe(201)
    const { pickList, left } = issued.body as { pickList: ListAnswer; left: ListAnswer }
    expect(left).toMatchObject({ orderNumbers: [done], status: 'done' })
    expect(left.lines.map(({ orderNumber }) => orderNumber)).toEqual([done])
    expect(pickList).toMatchObject({ orderNumbers: [begun, untouched], status: 'open' })
    expect(pickList.code).not.toBe(old?.code)
    expect(pickList.lines).toMatchObject([
      { lineNo: 1, orderNumber: begun, sku: 'NEAR', requested: 2, picked: 2 },
      { lineNo: 2, orderNumber: untouched, sku: 'MID', requested: 4, picked: 0 },
      { lineNo: 3, orderNumber: begun, sku: 'FAR', requested: 2, picked: 0 },
    ])
    const document = await listDocument(office, pickList.id)
    expect(document.lines.map(({ version }) => version)).toEqual([2, 2, 2])
    expect(await statusOf(begun)).toBe('IN_PROGRESS')
    expect(await statusOf(untouched)).toBe('CONFIRMED')
    expect(codeOf(await reissue(pickListId))).toBe('wrong-state')
    expect(codeOf(await reissue('nope'))).toBe('not-found')

    // Another bench finishes both, the first order in the carton that was begun.
    const other = await officeBench(office, 'Other')
    other.station.log.act('pick.claim', { pickListId: pickList.id })
    other.station.log.act('pick.confirm', {
      pickListId: pickList.id,
      lineNo: 3,
      quantity: 2,
      unitId: cartonB,
    })
    closeAt(other, cartonB, 4_200)
    const cartonC = other.station.nextUnit()
    other.station.log.act('pick.confirm', {
      pickListId: pickList.id,
      lineNo: 2,
      quantity: 4,
      unitId: cartonC,
    })
    closeAt(other, cartonC, 4_100)
    const { receipts } = await other.push()
    expect(new Set(outcomes(receipts))).toEqual(new Set(['accepted']))
    expect(await statusOf(begun)).toBe('PACKED')
    expect(await statusOf(untouched)).toBe('PACKED')
  })

  test('facts about a list that was issued anew still count, and say that more was taken', async () => {
    const number = await order({ MID: 3 })
    const [old] = await generateLists(office, TOMORROW)
    const pickListId = idOf(old)
    const away = await officeBench(office, 'Away')
    away.station.log.act('pick.claim', { pickListId })
    await away.push()
    clock.set('2026-03-10T21:00:00.000Z')
    const issued = await reissue(pickListId)
    expect(issued.status, 'the lease ended at nine in the evening, UTC').toBe(201)
    const { pickList, left } = issued.body as { pickList: ListAnswer; left: ListAnswer }
    expect(left).toMatchObject({ orderNumbers: [], status: 'cancelled', lines: [] })
    const carton = away.station.nextUnit()
    const late = { pickListId, lineNo: 1, quantity: 2, unitId: carton }
    away.station.log.act('pick.confirm', late)
    expect(outcomes((await away.push()).receipts)).toEqual(['excepted claimed-elsewhere'])
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    expect(JSON.stringify(body)).toContain('over-pick')
    expect((await listDocument(office, pickListId)).lines[0]).toMatchObject({ picked: 2 })
    expect((await listDocument(office, pickList.id)).lines[0]).toMatchObject({ picked: 0 })
    // Put back where they came from, all is as it was.
    away.station.log.act('pick.put-back', late)
    await away.push()
    expect(await statusOf(number)).toBe('CONFIRMED')
  })

  test('a list whose station was heard of less than twelve hours ago is not taken from it', async () => {
    await order({ MID: 3 })
    const [list] = await generateLists(office, TOMORROW)
    const bench = await officeBench(office)
    bench.station.log.act('pick.claim', { pickListId: idOf(list) })
    await bench.push()
    clock.set('2026-03-10T18:00:00.000Z')
    await bench.pull()
    clock.set('2026-03-11T05:59:00.000Z')
    expect(codeOf(await reissue(idOf(list)))).toBe('wrong-state')
    clock.set('2026-03-11T06:01:00.000Z')
    expect((await reissue(idOf(list))).status).toBe(201)
  })

  test('an order cancelled after its list was issued anew is cancelled on both', async () => {
    const number = await order({ MID: 3 })
    const [old] = await generateLists(office, TOMORROW)
    const { pickList } = (await reissue(idOf(old))).body as { pickList: ListAnswer }
    const path = `/v1/orders/${number}/cancel`
    expect((await office.admin('POST', path, { reason: 'customer called' })).status).toBe(200)
    for (const id of [idOf(old), pickList.id]) {
      const list = await listDocument(office, id)
      expect(list).toMatchObject({ status: 'cancelled', orders: [{ status: 'CANCELLED' }] })
    }
  })

  test('an order changed after its list was issued anew is changed on the new one only', async () => {
    const number = await order({ MID: 3, FAR: 1 })
    const [old] = await generateLists(office, TOMORROW)
    const { pickList } = (await reissue(idOf(old))).body as { pickList: ListAnswer }
    const changed = await office.admin('POST', `/v1/orders/${number}/adjust`, {
      version: 1,
      reason: 'customer called',
      changes: { lines: [{ lineNo: 1, quantity: 5 }] },
    })
    expect(changed.status, JSON.stringify(changed.body)).toBe(200)
    const asked = async (id: string) =>
      (await listDocument(office, id)).lines.map(({ sku, requested }) => `${requested} ${sku}`)
    expect(await asked(pickList.id)).toEqual(['5 MID', '1 FAR'])
    expect(await asked(idOf(old))).toEqual(['0 MID', '0 FAR'])
  })

  function reissue(id: string) {
    return office.admin('POST', `/v1/pick-lists/${id}/reissue`)
  }

  async function order(goods: Record<string, number>, changed = {}): Promise<string> {
    const lineItems = Object.entries(goods).map(([sku, quantity]) => ({ sku, quantity }))
    const { body, status } = await postIntent(office, { lineItems, ...changed })
    expect(status, JSON.stringify(body)).toBe(201)
    return (body as { orderNumber: string }).orderNumber
  }

  async function statusOf(orderNumber: string): Promise<string> {
    const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
    return (body as { status: string }).status
  }
})

function idOf(list: ListAnswer | undefined): string {
  if (list === undefined) throw new Error('there is no list')
  return list.id
}

function lineOf(list: ListAnswer | undefined, orderNumber: string, sku: string): number {
  const line = list?.lines.find((one) => one.orderNumber === orderNumber && one.sku === sku)
  if (line === undefined) throw new Error(`no line of ${orderNumber} for ${sku}`)
  return line.lineNo
}
