import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerLines, lotsOf, moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, furnish, handClock, TOMORROW } from '../support/wholesaler.ts'

const SKU = 'GROUT'
/** Twelve hours and some: whoever held a list then holds it no more. */
const AFTER_LEASE = '2026-03-10T22:30:00.000Z'

describe.each(databases)('lots that expire on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  const clock = handClock()

  beforeEach(async () => {
    clock.set('2026-03-10T08:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    shop = await openShop(office)
    const products = [
      { sku: SKU, onHand: 0, tracking: 'lot' },
      { sku: 'TILE', onHand: 0, tracking: 'lot', singleLot: true },
    ]
    await furnish(office, { products, capacity: { dates: [] } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function receive(
    lot: string,
    { quantity = 10, ends, kind, sku = SKU }: Received = {},
  ): Promise<string> {
    const expiry = ends === undefined ? {} : { expiryDate: ends }
    const type = kind === undefined ? {} : { kind }
    const answer = await moveLot(office, { sku, lot, quantity, ...type, ...expiry })
    return answer.status === 201 ? 'received' : String(codeOf(answer))
  }

  async function listed(quantity: number, sku = SKU) {
    const orderNumber = await shop.take({ lineItems: [{ sku, quantity }] })
    await shop.generate()
    const list = await shop.list(orderNumber)
    if (list === undefined) throw new Error(`${orderNumber} is on no list`)
    return { orderNumber, list, advice: adviceOf(list) }
  }

  test('a lot is known by its first day, another is refused, and an adjustment corrects it', async () => {
    expect(await receive('A', { ends: '2027-03-12' })).toBe('received')
    expect(await receive('B')).toBe('received')
    expect(await receive('A', { ends: '2027-06-01' })).toBe('wrong-state')
    expect(await receive('A', { ends: '2027-03-12' })).toBe('received')
    const lots = await lotsOf(office, SKU)
    expect(lots['A']).toMatchObject({ onHand: 20, expiryDate: '2027-03-12' })
    expect(lots['B']).not.toHaveProperty('expiryDate')
    expect(await receive('A', { ends: '2027-06-01', kind: 'ADJUSTED', quantity: -1 })).toBe(
      'received',
    )
    expect((await lotsOf(office, SKU))['A']).toMatchObject({
      onHand: 19,
      expiryDate: '2027-06-01',
    })
    const body = { sku: SKU, quantity: 1, expiryDate: '2027-06-01' }
    expect(codeOf(await moveLot(office, body))).toBe('invalid-request')
  })

  test('lists say which lots to take, the first to expire first, and name no goods twice', async () => {
    await receive('UNDATED', { quantity: 4 })
    await receive('LATE', { quantity: 6, ends: '2027-06-01' })
    await receive('SOON', { quantity: 5, ends: '2027-03-12' })
    await receive('GONE', { quantity: 9, ends: '2026-03-10' })
    expect((await listed(4)).advice).toEqual(['SOON 4 2027-03-12'])
    expect((await listed(3)).advice).toEqual(['SOON 1 2027-03-12', 'LATE 2 2027-06-01'])
    expect((await listed(7)).advice).toEqual(['LATE 4 2027-06-01', 'UNDATED 3'])
    expect((await listed(5)).advice).toEqual(['UNDATED 1'])
  })

  test('a lot may be taken on the day it ends, and not for a day after it', async () => {
    await receive('A', { ends: TOMORROW, quantity: 5 })
    await receive('B', { ends: '2026-03-12', quantity: 5 })
    expect((await listed(6)).advice).toEqual([`A 5 ${TOMORROW}`, 'B 1 2026-03-12'])
  })

  test('two orders on one batch list are told different goods', async () => {
    await receive('A', { quantity: 3, ends: '2027-03-12' })
    await receive('B', { quantity: 3, ends: '2027-06-01' })
    const lineItems = [{ sku: SKU, quantity: 3 }]
    const numbers = [await shop.take({ lineItems }), await shop.take({ lineItems })]
    const asked = { warehouse: 'MAIN', deliveryDate: TOMORROW, mode: 'batch' }
    expect((await office.admin('POST', '/v1/pick-lists/generate', asked)).status).toBe(200)
    const list = await shop.list(numbers[0] ?? '')
    expect(list?.orders).toHaveLength(2)
    const told = list?.lines.map(({ advisedLots = [] }) => advisedLots.map(({ lot }) => lot))
    expect(told).toEqual([['A'], ['B']])
  })

  test('a line of one lot is told the day of the lot it is promised', async () => {
    await receive('T1', { sku: 'TILE', ends: '2027-03-12' })
    const { list } = await listed(4, 'TILE')
    expect(list.lines[0]).toMatchObject({
      reservedLot: 'T1',
      advisedLots: [{ lot: 'T1', quantity: 4, expiryDate: '2027-03-12' }],
    })
  })

  test('a bench that leaves the older lot says why: its order knows, the ledger follows the goods', async () => {
    await receive('A', { quantity: 6, ends: '2027-03-12' })
    await receive('B', { quantity: 6, ends: '2027-06-01' })
    const { orderNumber, advice } = await listed(5)
    expect(advice).toEqual(['A 5 2027-03-12'])
    const list = await shop.claim(orderNumber)
    const { log, nextUnit } = shop.client.station
    const unitId = nextUnit()
    const goods = { pickListId: list.id, lineNo: 1, unitId }
    const deviation = { reason: 'UNREACHABLE', instead: 'A' }
    log.act('pick.confirm', { ...goods, quantity: 3, lot: 'B', deviation })
    log.act('pick.confirm', { ...goods, quantity: 1, lot: 'B' })
    log.act('pick.confirm', { ...goods, quantity: 1, lot: 'A' })
    const { receipts } = await shop.client.push()
    expect(new Set(outcomes(receipts))).toEqual(new Set(['accepted']))
    const { history, lines } = await shop.order(orderNumber)
    expect(lines).toMatchObject([
      {
        picked: 5,
        lots: [
          { lot: 'A', picked: 1, loaded: 0 },
          { lot: 'B', picked: 4, loaded: 0 },
        ],
      },
    ])
    expect(history.filter(({ status }) => status === 'picking:lot_deviation')).toMatchObject([
      {
        severity: 'info',
        payload: {
          pickListId: list.id,
          sku: SKU,
          lot: 'B',
          quantity: 3,
          reason: 'UNREACHABLE',
          instead: 'A',
        },
      },
    ])
    expect(await lotsOf(office, SKU)).toMatchObject({
      A: { onHand: 6, reserved: 1, available: 5, picked: 1 },
      B: { onHand: 6, reserved: 4, available: 2, picked: 4 },
    })
    // What was left of the older lot is free for the next list; nothing is promised twice.
    expect((await listed(7)).advice).toEqual(['A 5 2027-03-12', 'B 2 2027-06-01'])
    const weight = { grossGrams: 5_000, expectedGrams: 5_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
    await shop.client.push()
    await shop.load([unitId])
    const shipped = (await ledgerLines(office, SKU)).filter((row) => row.startsWith('SHIPPED'))
    expect(shipped.toSorted()).toEqual(['SHIPPED A -1/-1', 'SHIPPED B -4/-4'])
    expect(await shop.exceptions()).toEqual([])
  })

  test('the code on the goods teaches the office a day it did not know, and only that', async () => {
    await receive('A', { quantity: 6 })
    await receive('B', { quantity: 6, ends: '2027-06-01' })
    const { orderNumber } = await listed(5)
    const list = await shop.claim(orderNumber)
    const { log } = shop.client.station
    const goods = { pickListId: list.id, lineNo: 1, quantity: 1 }
    log.act('pick.confirm', { ...goods, lot: 'A', expiryDate: '2027-03-12' })
    log.act('pick.confirm', { ...goods, lot: 'A', expiryDate: '2027-04-30' })
    log.act('pick.confirm', { ...goods, lot: 'A', expiryDate: '2027-04-30' })
    log.act('pick.confirm', { ...goods, lot: 'B', expiryDate: '2027-06-01' })
    log.act('pick.confirm', { ...goods, lot: 'NEW', expiryDate: '2028-01-01' })
    await shop.client.push()
    expect(await lotsOf(office, SKU)).toMatchObject({
      A: { expiryDate: '2027-03-12' },
      B: { expiryDate: '2027-06-01' },
      NEW: { expiryDate: '2028-01-01' },
    })
    const { history } = await shop.order(orderNumber)
    expect(history.filter(({ status }) => status === 'picking:other_expiry')).toMatchObject([
      {
        severity: 'warning',
        payload: { sku: SKU, lot: 'A', known: '2027-03-12', stated: '2027-04-30' },
      },
    ])
    expect((await listed(2)).advice).toEqual(['A 2 2027-03-12'])
  })

  test('a list made anew is advised anew, and what is in hand stays as it is', async () => {
    await receive('A', { quantity: 6, ends: '2027-03-12' })
    await receive('B', { quantity: 6, ends: '2027-06-01' })
    const { orderNumber } = await listed(8)
    const list = await shop.claim(orderNumber)
    const { log } = shop.client.station
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 2, lot: 'A' })
    await shop.client.push()
    await receive('A', { quantity: -3, kind: 'ADJUSTED' })
    await receive('FRESH', { quantity: 2, ends: '2027-01-31' })
    clock.set(AFTER_LEASE)
    const path = `/v1/pick-lists/${list.id}`
    const released = await office.admin('POST', `${path}/release`, {})
    expect([200, 409]).toContain(released.status)
    const answer = await office.admin('POST', `${path}/reissue`, {})
    expect(answer.status).toBe(201)
    const { pickList } = answer.body as { pickList: { id: string } }
    const anew = await shop.list(orderNumber)
    expect(anew?.id).toBe(pickList.id)
    // Six are open: two that came in fresh, one that is left of the first lot, three of the next.
    expect(anew === undefined ? [] : adviceOf(anew)).toEqual([
      'FRESH 2 2027-01-31',
      'A 3 2027-03-12',
      'B 3 2027-06-01',
    ])
    expect(anew?.lines[0]).toMatchObject({ picked: 2, lots: [{ lot: 'A', picked: 2 }] })
  })

  test('goods of a cancelled order are advised again', async () => {
    await receive('A', { quantity: 4, ends: '2027-03-12' })
    await receive('B', { quantity: 4, ends: '2027-06-01' })
    const { orderNumber } = await listed(4)
    expect((await listed(2)).advice).toEqual(['B 2 2027-06-01'])
    const path = `/v1/orders/${orderNumber}/cancel`
    expect((await office.admin('POST', path, { reason: 'changed their mind' })).status).toBe(200)
    expect((await listed(5)).advice).toEqual(['A 4 2027-03-12', 'B 1 2027-06-01'])
  })

  test('lists made at once are told different goods', async () => {
    await receive('A', { quantity: 4, ends: '2027-03-12' })
    await receive('B', { quantity: 8, ends: '2027-06-01' })
    const lineItems = [{ sku: SKU, quantity: 2 }]
    const numbers: string[] = []
    for (let n = 0; n < 6; n += 1) numbers.push(await shop.take({ lineItems }))
    await Promise.all([shop.generate(), shop.generate(), shop.generate()])
    const told: string[] = []
    const { changes } = await shop.client.pull()
    for (const { kind, doc } of changes) {
      if (kind === 'pick-list' && doc !== null) told.push(...adviceOf(doc as ListDoc))
    }
    expect(told.toSorted()).toEqual([
      'A 2 2027-03-12',
      'A 2 2027-03-12',
      'B 2 2027-06-01',
      'B 2 2027-06-01',
      'B 2 2027-06-01',
      'B 2 2027-06-01',
    ])
  })
})

type ListDoc = NonNullable<Awaited<ReturnType<Shop['list']>>>

type Received = { quantity?: number; ends?: string; kind?: string; sku?: string }

/** `LOT quantity day` of a list's first line. */
function adviceOf(list: ListDoc): string[] {
  const { advisedLots = [] } = list.lines[0] ?? {}
  return advisedLots.map(({ lot, quantity, expiryDate = '' }) =>
    `${lot} ${quantity} ${expiryDate}`.trim(),
  )
}
