import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { requireTrueSlots } from '../support/slot-sums.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { handClock, MORNING } from '../support/wholesaler.ts'

/** Every step of an order's way and the one that takes it back: after both, the books are as before. */
describe.each(databases)('a step and its inverse on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    shop = await openShop(office)
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await requireTrueSlots(database.store)
    await office.close()
    await database.close()
  })

  /** Stock, slots, lines and reservations, and the sums that the ledger comes to. */
  function books() {
    return database.store.snapshot(async (tx) => {
      const all = async (query: ReturnType<typeof sql>) => (await query.execute(tx)).rows
      return {
        stock: await all(sql`SELECT * FROM stock ORDER BY sku, lot`),
        ledger: await all(sql`
          SELECT sku, lot, sum(on_hand_delta) AS on_hand, sum(reserved_delta) AS reserved
          FROM stock_ledger GROUP BY sku, lot ORDER BY sku, lot`),
        slots: await all(sql`SELECT * FROM capacity_slot ORDER BY region, delivery_date`),
        lines: await all(sql`
          SELECT order_id, line_no, ordered, reserved, picked, short, packed, loaded
          FROM order_line ORDER BY order_id, line_no`),
        reservations: await all(sql`
          SELECT order_id, line_no, lot, quantity FROM reservation WHERE quantity <> 0
          ORDER BY order_id, line_no, lot`),
        orders: await all(sql`SELECT order_number, status FROM customer_order ORDER BY id`),
        shipments: await all(sql`SELECT id, status FROM shipment ORDER BY id`),
      }
    })
  }

  type Books = Awaited<ReturnType<typeof books>>

  /** Takes the step, sees that it moved something, takes it back, and compares. */
  async function expectThereAndBack(
    step: () => Promise<unknown>,
    inverse: () => Promise<unknown>,
    parts: (books: Books) => unknown = (all) => all,
  ): Promise<void> {
    const before = await books()
    await step()
    expect(parts(await books())).not.toEqual(parts(before))
    await inverse()
    expect(parts(await books())).toEqual(parts(before))
  }

  const post = async (path: string, body: Record<string, unknown>): Promise<Answer> => {
    const answer = await office.admin('POST', path, body)
    expect(answer.status).toBeLessThan(300)
    return answer
  }

  /** A cancelled order and its lines stay where they are, holding nothing. */
  const withoutOrders = ({ stock, slots, reservations, ledger }: Books) => {
    return { stock, slots, reservations, ledger }
  }

  test('reserve and release', async () => {
    let orderNumber = ''
    await shop.take()
    await expectThereAndBack(
      async () => {
        orderNumber = await shop.take()
      },
      () => post(`/v1/orders/${orderNumber}/cancel`, { reason: 'no' }),
      withoutOrders,
    )
  })

  test('claim and release', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.list(orderNumber)
    const pickListId = list?.id ?? ''
    const { log } = shop.client.station
    await expectThereAndBack(
      () => {
        log.act('pick.claim', { pickListId })
        return shop.client.push()
      },
      () => {
        log.act('pick.release', { pickListId })
        return shop.client.push()
      },
    )
  })

  /** A list that this bench has claimed, and a unit to put its goods in. */
  async function claimed() {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.claim(orderNumber)
    await shop.client.push()
    return { orderNumber, list, pickListId: list.id, unitId: shop.client.station.nextUnit() }
  }

  test('pick and put back, loose and in a carton', async () => {
    const { pickListId, unitId } = await claimed()
    const { log } = shop.client.station
    for (const into of [{}, { unitId }]) {
      const goods = { pickListId, lineNo: 1, quantity: 2, ...into }
      await expectThereAndBack(
        () => {
          log.act('pick.confirm', goods)
          return shop.client.push()
        },
        () => {
          log.act('pick.put-back', goods)
          return shop.client.push()
        },
      )
    }
  })

  test('short and found after all', async () => {
    const { pickListId } = await claimed()
    const { log } = shop.client.station
    await expectThereAndBack(
      () => {
        log.act('pick.short', { pickListId, lineNo: 1, quantity: 1, reason: 'OUTOFSTOCK' })
        return shop.client.push()
      },
      () => {
        log.act('pick.unshort', { pickListId, lineNo: 1, quantity: 1 })
        return shop.client.push()
      },
    )
  })

  test('pack and reopen', async () => {
    const { list, pickListId, unitId } = await claimed()
    const { log } = shop.client.station
    for (const { lineNo, requested: quantity } of list.lines) {
      log.act('pick.confirm', { pickListId, lineNo, quantity, unitId })
    }
    await shop.client.push()
    const weight = { grossGrams: 5_321, expectedGrams: 5_000, toleranceGrams: 400 }
    await expectThereAndBack(
      () => {
        log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
        log.act('pack.close', { unitId })
        return shop.client.push()
      },
      () => {
        log.act('pack.reopen', { unitId, reason: 'UNDO' })
        return shop.client.push()
      },
    )
  })

  test('load and unload', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    const { log } = shop.client.station
    let loadId = ''
    await expectThereAndBack(
      async () => {
        loadId = (await shop.load([unitId])).id
      },
      () => {
        log.act('load.remove', { loadId, unitId, reason: 'UNDO' })
        return shop.client.push()
      },
    )
  })

  test('depart and stay behind', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    let number = ''
    await expectThereAndBack(
      async () => {
        number = (await shop.load([unitId])).number
      },
      () => post(`/v1/loads/${number}/depart`, { leftBehind: [unitId] }),
    )
  })

  test.each([false, true])(
    'deliver and reschedule for the same day, picked anew: %s',
    async (repick) => {
      const orderNumber = await shop.take()
      await shop.generate()
      // Picked anew it goes back to before it was packed, else to after.
      const before = repick ? null : await shop.pack(orderNumber)
      await expectThereAndBack(
        async () => {
          const { number } = await shop.load([before ?? (await shop.pack(orderNumber))])
          await shop.depart(number)
          await shop.fail(orderNumber, MORNING)
        },
        () => {
          const asked = { reason: 'not at home', deliveryDate: '2026-03-11', repick }
          return post(`/v1/orders/${orderNumber}/reschedule`, asked)
        },
      )
    },
  )
})
