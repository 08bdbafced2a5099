import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerLines, lotsOf, moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { furnish, handClock, stockOf } from '../support/wholesaler.ts'

describe.each(databases)('counts on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    shop = await openShop(office)
    const products = [{ sku: 'GROUT', onHand: 0, tracking: 'lot' }]
    await furnish(office, { products, capacity: { dates: [] } })
    await moveLot(office, { sku: 'GROUT', lot: 'A', quantity: 10 })
    await moveLot(office, { sku: 'GROUT', lot: 'B', quantity: 5 })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function count(payload: { sku: string; counted: number; lot?: string }) {
    shop.client.station.log.act('stock.count', payload)
    const { receipts } = await shop.client.push()
    return outcomes(receipts)
  }

  test('[FACT-2] a count of a lot is compared with that lot', async () => {
    expect(await count({ sku: 'GROUT', counted: 8, lot: 'A' })).toEqual(['accepted'])
    expect(await count({ sku: 'GROUT', counted: 2, lot: 'NEW' })).toEqual(['accepted'])
    const lots = await lotsOf(office, 'GROUT')
    expect(Object.entries(lots).map(([lot, { onHand }]) => [lot, onHand])).toEqual([
      ['A', 8],
      ['B', 5],
      ['NEW', 2],
    ])
    expect((await ledgerLines(office, 'GROUT')).slice(2)).toEqual([
      'ADJUSTED A -2/0',
      'ADJUSTED NEW 2/0',
    ])
  })

  test('[FACT-2] a count without a lot is of the whole product; what differs is of no known lot', async () => {
    expect(await count({ sku: 'GROUT', counted: 17 })).toEqual(['accepted'])
    expect((await lotsOf(office, 'GROUT'))['']).toMatchObject({ onHand: 2 })
    expect((await stockOf(office, 'GROUT')).onHand).toBe(17)
  })

  test('a lot read off goods that have no lots in the book changes nothing about the count', async () => {
    expect(await count({ sku: 'OAK-1', counted: 98, lot: 'X' })).toEqual(['accepted'])
    expect((await ledgerLines(office, 'OAK-1')).at(-1)).toBe('ADJUSTED -2/0')
  })

  test('[FACT-2] a count made offline is compared with the shelf of its moment, whatever left since', async () => {
    const orderNumber = await shop.take({ lineItems: [{ sku: 'GROUT', quantity: 4 }] })
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const { log, nextUnit } = shop.client.station
    const unitId = nextUnit()
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 4, unitId, lot: 'A' })
    // Six of lot A are left on the shelf, and one of them is found broken.
    log.act('stock.count', { sku: 'GROUT', counted: 5, lot: 'A' })
    const { id: loadId } = await shop.makeLoad()
    const weight = { grossGrams: 4_000, expectedGrams: 4_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.confirm', { loadId })
    const { receipts } = await shop.client.push()
    expect(outcomes(receipts)).toEqual(receipts.map(() => 'accepted'))
    expect((await lotsOf(office, 'GROUT'))['A']).toEqual({
      onHand: 5,
      reserved: 0,
      available: 5,
      picked: 0,
    })
    expect((await ledgerLines(office, 'GROUT')).slice(2)).toEqual([
      'RESERVED 0/4',
      'COMMITTED 0/-4',
      'COMMITTED A 0/4',
      'ADJUSTED A -1/0',
      'SHIPPED A -4/-4',
    ])
  })

  test('[FACT-2] a count made offline, its goods shipped by another bench meanwhile, then sent', async () => {
    const orderNumber = await shop.take({ lineItems: [{ sku: 'OAK-1', quantity: 3 }] })
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    // The shelf is counted with the carton packed: 97 of 100 stand there.
    shop.client.station.log.act('stock.count', { sku: 'OAK-1', counted: 97 })
    const { number } = await shop.makeLoad()
    const path = `/v1/loads/${number}`
    const load = (await office.admin('GET', path)).body as { id: string }
    const { log } = shop.client.station
    log.act('load.claim', { loadId: load.id })
    log.act('load.add', { loadId: load.id, unitId })
    log.act('load.confirm', { loadId: load.id })
    await shop.client.push()
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 0, available: 97 })
    expect(await ledgerLines(office, 'OAK-1')).toContain('ADJUSTED 0/0')
  })

  test('a count that leaves less than was promised is recorded, and a person is told', async () => {
    await shop.take({ lineItems: [{ sku: 'GROUT', quantity: 12 }] })
    expect(await count({ sku: 'GROUT', counted: 8, lot: 'A' })).toEqual(['accepted'])
    expect(await count({ sku: 'GROUT', counted: 3, lot: 'A' })).toEqual([
      'excepted stock-below-zero',
    ])
    expect(await stockOf(office, 'GROUT')).toEqual({ onHand: 8, reserved: 12, available: -4 })
    const [exception] = await shop.exceptions()
    expect(exception?.sentence).toMatch(
      /counted 3 × GROUT \(lot A\), but 12 are promised to orders\. Find the rest/,
    )
    expect(await count({ sku: 'GROUT', counted: 9, lot: 'A' })).toEqual(['accepted'])
  })

  test('benches that count, pick and receive the same goods at once never wait in a circle', async () => {
    const { log } = shop.client.station
    for (let round = 0; round < 10; round += 1) {
      const [first, second] = round % 2 === 0 ? ['GROUT', 'OAK-1'] : ['OAK-1', 'GROUT']
      log.act('stock.count', { sku: first, counted: 50 })
      log.act('stock.count', { sku: second, counted: 50, lot: 'A' })
      const [pushed, ...answers] = await Promise.all([
        shop.client.push(),
        moveLot(office, { sku: 'GROUT', lot: `N${round}`, quantity: 1 }),
        moveLot(office, { sku: 'OAK-1', quantity: 1 }),
        moveLot(office, { sku: 'GROUT', lot: 'A', quantity: 1 }),
      ])
      expect(outcomes(pushed.receipts)).not.toContain('refused poison')
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    }
  })
})
