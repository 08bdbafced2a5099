import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerLines, ledgerOf, lotsOf, moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, furnish, handClock, postIntent, stockOf } from '../support/wholesaler.ts'

describe.each(databases)('lots on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    shop = await openShop(office)
    const products = [
      { sku: 'TILE', onHand: 0, tracking: 'lot', singleLot: true },
      { sku: 'GROUT', onHand: 0, tracking: 'lot' },
    ]
    await furnish(office, { products, capacity: { dates: [] } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function receive(sku: string, lots: Record<string, number>): Promise<void> {
    for (const [lot, quantity] of Object.entries(lots)) {
      expect((await moveLot(office, { sku, lot, quantity })).status).toBe(201)
    }
  }

  async function order(sku: string, quantity: number): Promise<string> {
    return shop.take({ lineItems: [{ sku, quantity }] })
  }

  test('goods come in, are corrected and come back by lot', async () => {
    const key = 'delivery-1'
    const delivery = { sku: 'GROUT', lot: 'A', quantity: 10, key }
    expect((await moveLot(office, delivery)).status).toBe(201)
    expect((await moveLot(office, delivery)).body).toEqual({ replayed: true })
    expect(codeOf(await moveLot(office, { ...delivery, lot: 'B' }))).toBe('idempotency-conflict')
    await receive('GROUT', { B: 4 })
    expect((await moveLot(office, { sku: 'GROUT', quantity: 1 })).status).toBe(201)
    const down = { sku: 'GROUT', lot: 'B', kind: 'ADJUSTED' }
    expect(codeOf(await moveLot(office, { ...down, quantity: -5 }))).toBe('out-of-stock')
    expect((await moveLot(office, { ...down, quantity: -1 })).status).toBe(201)
    const back = { sku: 'GROUT', lot: 'B', kind: 'RETURNED' }
    expect(codeOf(await moveLot(office, { ...back, quantity: -1 }))).toBe('invalid-request')
    expect((await moveLot(office, { ...back, quantity: 2 })).status).toBe(201)
    expect(await stockOf(office, 'GROUT')).toEqual({ onHand: 16, reserved: 0, available: 16 })
    expect(await lotsOf(office, 'GROUT')).toMatchObject({
      '': { onHand: 1 },
      A: { onHand: 10 },
      B: { onHand: 5 },
    })
    expect(await ledgerOf(office, 'GROUT')).toMatchObject([
      { kind: 'RECEIVED', lot: 'A', onHandDelta: 10 },
      { kind: 'RECEIVED', lot: 'B', onHandDelta: 4 },
      { kind: 'RECEIVED', lot: '', onHandDelta: 1 },
      { kind: 'ADJUSTED', lot: 'B', onHandDelta: -1 },
      { kind: 'RETURNED', lot: 'B', onHandDelta: 2 },
    ])
  })

  test('stock of a product that is not tracked has no lots', async () => {
    const answer = await moveLot(office, { sku: 'OAK-1', lot: 'A', quantity: 1 })
    expect([answer.status, codeOf(answer)]).toEqual([422, 'lot-mismatch'])
    const { body } = await office.admin('GET', '/v1/stock?sku=OAK-1')
    expect((body as { items: object[] }).items[0]).not.toHaveProperty('lots')
  })

  test('an order of one lot takes the smallest that suffices, the oldest of equal ones', async () => {
    await receive('TILE', { NEW: 5, OLD: 8, YOUNG: 8, BIG: 20 })
    const taken: (string | undefined)[] = []
    for (const quantity of [6, 4, 6, 20]) {
      const orderNumber = await order('TILE', quantity)
      await shop.generate()
      taken.push((await shop.list(orderNumber))?.lines[0]?.reservedLot)
    }
    expect(taken).toEqual(['OLD', 'NEW', 'YOUNG', 'BIG'])
    const short = await postIntent(office, { lineItems: [{ sku: 'TILE', quantity: 3 }] })
    expect(short.body).toMatchObject({
      code: 'out-of-stock',
      detail: expect.stringMatching(/TILE: 3 wanted from one lot, 2 available .*(OLD|YOUNG)/),
    })
    expect((await lotsOf(office, 'TILE'))['OLD']).toMatchObject({ reserved: 6, available: 2 })
  })

  test('an order of any lot needs only enough of all together', async () => {
    await receive('GROUT', { A: 6, B: 6 })
    await order('GROUT', 10)
    expect(await stockOf(office, 'GROUT')).toEqual({ onHand: 12, reserved: 10, available: 2 })
    expect((await lotsOf(office, 'GROUT'))['']).toMatchObject({ onHand: 0, reserved: 10 })
    const late = await postIntent(office, { lineItems: [{ sku: 'GROUT', quantity: 3 }] })
    expect(codeOf(late)).toBe('out-of-stock')
  })

  test('many orders at once for the last lots get one each, whole', async () => {
    await receive('TILE', { A: 5, B: 5, C: 4 })
    await receive('GROUT', { A: 6, B: 6 })
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        postIntent(office, {
          lineItems: [
            { sku: 'GROUT', quantity: 4 },
            { sku: 'TILE', quantity: 4 },
          ],
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3)
    expect(answers.filter((answer) => codeOf(answer) === 'out-of-stock')).toHaveLength(5)
    const lots = await lotsOf(office, 'TILE')
    expect(['A', 'B', 'C'].map((lot) => lots[lot]?.reserved)).toEqual([4, 4, 4])
    expect((await stockOf(office, 'GROUT')).available).toBe(0)
  })

  test('a pick takes its reservation to the lot in hand, and the truck takes that lot', async () => {
    await receive('GROUT', { A: 6, B: 6 })
    const orderNumber = await order('GROUT', 5)
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const { log, nextUnit } = shop.client.station
    const unitId = nextUnit()
    const goods = { pickListId: list.id, lineNo: 1, unitId }
    log.act('pick.confirm', { ...goods, quantity: 2, lot: 'A' })
    log.act('pick.confirm', { ...goods, quantity: 3, lot: 'B' })
    log.act('pick.put-back', { ...goods, quantity: 1, lot: 'A' })
    log.act('pick.confirm', { ...goods, quantity: 1, lot: 'B' })
    await shop.client.push()
    expect(await lotsOf(office, 'GROUT')).toEqual({
      A: { onHand: 6, reserved: 1, available: 5, picked: 1 },
      B: { onHand: 6, reserved: 4, available: 2, picked: 4 },
    })
    await requireTrueBooks(database.store)
    const weight = { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
    await shop.client.push()
    await shop.load([unitId])
    expect(await lotsOf(office, 'GROUT')).toEqual({
      A: { onHand: 5, reserved: 0, available: 5, picked: 0 },
      B: { onHand: 2, reserved: 0, available: 2, picked: 0 },
    })
    expect(await ledgerLines(office, 'GROUT')).toEqual([
      'RECEIVED A 6/0',
      'RECEIVED B 6/0',
      'RESERVED 0/5',
      'COMMITTED 0/-2',
      'COMMITTED A 0/2',
      'COMMITTED 0/-3',
      'COMMITTED B 0/3',
      'RETURNED 0/1',
      'RETURNED A 0/-1',
      'COMMITTED 0/-1',
      'COMMITTED B 0/1',
      'SHIPPED A -1/-1',
      'SHIPPED B -4/-4',
    ])
  })

  test('another lot than the reserved one is recorded, excepted, and shipped as what it is', async () => {
    await receive('TILE', { A: 6, B: 9 })
    const orderNumber = await order('TILE', 5)
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const { log, nextUnit } = shop.client.station
    const goods = { pickListId: list.id, lineNo: 1, unitId: nextUnit() }
    log.act('pick.confirm', { ...goods, quantity: 4, lot: 'B' })
    log.act('pick.confirm', { ...goods, quantity: 1 })
    expect(outcomes((await shop.client.push()).receipts)).toEqual([
      'accepted',
      'excepted lot-mix',
      'accepted',
    ])
    expect(await lotsOf(office, 'TILE')).toEqual({
      A: { onHand: 6, reserved: 1, available: 5, picked: 1 },
      B: { onHand: 9, reserved: 4, available: 5, picked: 4 },
    })
    const [mix] = await shop.exceptions()
    expect(mix?.detail).toMatchObject({ lot: 'B', first: 'A' })
  })

  test('cancelling frees the promised lot at once and lots in hand when they are back', async () => {
    await receive('TILE', { A: 6 })
    const orderNumber = await order('TILE', 5)
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const { log } = shop.client.station
    const goods = { pickListId: list.id, lineNo: 1 }
    log.act('pick.confirm', { ...goods, quantity: 2, lot: 'A' })
    await shop.client.push()
    const path = `/v1/orders/${orderNumber}/cancel`
    expect((await office.admin('POST', path, { reason: 'changed their mind' })).status).toBe(200)
    expect((await lotsOf(office, 'TILE'))['A']).toMatchObject({ reserved: 2, available: 4 })
    await requireTrueBooks(database.store)
    log.act('pick.put-back', { ...goods, quantity: 2, lot: 'A' })
    await shop.client.push()
    expect((await lotsOf(office, 'TILE'))['A']).toMatchObject({ reserved: 0, picked: 0 })
  })

  test.runIf(kind === 'postgres')(
    'orders and receipts of one product never wait in a circle',
    async () => {
      await receive('GROUT', { A: 50, B: 50 })
      await receive('TILE', { A: 50 })
      const work = Array.from({ length: 24 }, (_, n) =>
        n % 3 === 0
          ? moveLot(office, { sku: n % 2 === 0 ? 'GROUT' : 'TILE', lot: `N${n}`, quantity: 1 })
          : postIntent(office, {
              lineItems: (n % 2 === 0 ? ['GROUT', 'TILE'] : ['TILE', 'GROUT']).map((sku) => ({
                sku,
                quantity: 1,
              })),
            }),
      )
      expect((await Promise.all(work)).map(({ status }) => status)).toEqual(work.map(() => 201))
    },
  )
})
