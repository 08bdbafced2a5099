import { afterEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import {
  codeOf,
  handClock,
  MORNING,
  postIntent,
  receive,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

type Changes = { lines?: { lineNo: number; quantity: number }[]; shipTo?: Record<string, string> }

describe.each(databases)('orders that a person changes on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  const clock = handClock()

  async function start(): Promise<string> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    shop = await openShop(office)
    return shop.take()
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function adjust(orderNumber: string, changes: Changes) {
    const { version } = await shop.order(orderNumber)
    const body = { version, reason: 'customer called', changes }
    return office.admin('POST', `/v1/orders/${orderNumber}/adjust`, body)
  }

  const line = (lineNo: number, quantity: number): Changes => ({ lines: [{ lineNo, quantity }] })

  const slot = async () => {
    const { body } = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    return (body as { reservedWeightGrams: number }).reservedWeightGrams
  }

  test('less gives goods and room back, more takes them, and each change is told with before and after', async () => {
    const orderNumber = await start()
    expect((await adjust(orderNumber, line(1, 1))).body).toMatchObject({
      version: 2,
      lines: [{ ordered: 1, reserved: 1 }, { ordered: 2 }],
    })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 1 })
    expect(await slot()).toBe(3_000)
    expect((await adjust(orderNumber, line(1, 7))).status).toBe(200)
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 7 })
    expect(await slot()).toBe(9_000)
    const { history } = await shop.order(orderNumber)
    const told = history.filter(({ status }) => status === 'order:manually_adjusted')
    const what = { reason: 'customer called', change: 'line', lineNo: 1, sku: 'OAK-1' }
    expect(told.map(({ payload }) => payload)).toEqual([
      { ...what, before: { quantity: 3 }, after: { quantity: 1 } },
      { ...what, before: { quantity: 1 }, after: { quantity: 7 } },
    ])
  })

  test('a line may go, but not the last one', async () => {
    const orderNumber = await start()
    const gone = await adjust(orderNumber, line(1, 0))
    expect(gone.body).toMatchObject({ lines: [{ lineNo: 2, sku: 'GLUE-1' }] })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 0 })
    expect(codeOf(await adjust(orderNumber, line(2, 0)))).toBe('wrong-state')
    expect(codeOf(await adjust(orderNumber, line(1, 4)))).toBe('invalid-request')
    const reason = { reason: 'changed my mind' }
    await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, reason)
    expect(await slot()).toBe(0)
  })

  test('more than there is, or than the day has room for, is refused and changes nothing', async () => {
    const orderNumber = await start()
    expect(codeOf(await adjust(orderNumber, line(1, 101)))).toBe('out-of-stock')
    expect(codeOf(await adjust(orderNumber, line(1, 60)))).toBe('capacity-full')
    const both = { lines: [...(line(1, 90).lines ?? []), ...(line(2, 1).lines ?? [])] }
    expect(codeOf(await adjust(orderNumber, both))).toBe('capacity-full')
    expect(await shop.order(orderNumber)).toMatchObject({ version: 1, lines: [{ ordered: 3 }, {}] })
    expect(await stockOf(office, 'GLUE-1')).toMatchObject({ reserved: 2 })
    const twice = { lines: [1, 2].map((quantity) => ({ lineNo: 1, quantity })) }
    expect(codeOf(await adjust(orderNumber, twice))).toBe('invalid-request')
  })

  test('the list follows, a line of it counts its versions, and one that goes is on it no more', async () => {
    const orderNumber = await start()
    await shop.generate()
    await adjust(orderNumber, line(1, 5))
    expect((await shop.list(orderNumber))?.lines).toMatchObject([
      { sku: 'OAK-1', requested: 5, version: 2 },
      { sku: 'GLUE-1', requested: 2 },
    ])
    expect(await slot()).toBe(7_000)
    await adjust(orderNumber, line(1, 2))
    expect((await shop.list(orderNumber))?.lines[0]).toMatchObject({ requested: 2, version: 3 })
    await adjust(orderNumber, line(2, 0))
    const list = await shop.list(orderNumber)
    expect(list?.lines.map(({ sku }) => sku)).toEqual(['OAK-1'])
    expect(await slot()).toBe(2_000)
    await shop.pack(orderNumber)
    expect(await shop.order(orderNumber)).toMatchObject({ status: 'PACKED' })
  })

  test('a line that hands have begun stays as it is; the rest may still change', async () => {
    const orderNumber = await start()
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const { log, nextUnit } = shop.client.station
    const picked = { pickListId: list.id, lineNo: 1, quantity: 3, unitId: nextUnit() }
    log.act('pick.confirm', picked)
    await shop.client.push()
    const refused = await adjust(orderNumber, line(1, 1))
    expect([codeOf(refused), (refused.body as { detail: string }).detail]).toEqual([
      'wrong-state',
      `hands have begun line 1 of order ${orderNumber}`,
    ])
    expect((await shop.order(orderNumber)).status).toBe('IN_PROGRESS')
    expect((await adjust(orderNumber, line(2, 0))).body).toMatchObject({ status: 'PICKED' })
  })

  test('an order that waits for goods may want more or less of them', async () => {
    await start()
    const lineItems = [{ sku: 'OAK-1', quantity: 120 }]
    const posted = await postIntent(office, { lineItems, allowBackorder: true })
    const { orderNumber } = posted.body as { orderNumber: string }
    await adjust(orderNumber, line(1, 130))
    expect(await shop.order(orderNumber)).toMatchObject({ lines: [{ ordered: 130, reserved: 97 }] })
    await adjust(orderNumber, line(1, 40))
    expect(await shop.order(orderNumber)).toMatchObject({ lines: [{ ordered: 40, reserved: 40 }] })
    await receive(office, 'OAK-1', 1)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 101, reserved: 43, available: 58 })
  })

  test('address and lines change together, and an old version is refused', async () => {
    const orderNumber = await start()
    const changed = await adjust(orderNumber, { ...line(2, 1), shipTo: { line1: 'Kade 2' } })
    expect(changed.body).toMatchObject({
      version: 2,
      shipTo: { line1: 'Kade 2', city: 'Amsterdam' },
      lines: [{ ordered: 3 }, { ordered: 1 }],
    })
    const stale = { version: 1, reason: 'late', changes: line(1, 1) }
    const answer = await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, stale)
    expect(codeOf(answer)).toBe('version-conflict')
    expect(codeOf(await adjust(orderNumber, {}))).toBe('invalid-request')
  })

  test('adjustments, cancellations and intents at once leave true books', async () => {
    const numbers = [await start(), await shop.take(), await shop.take(), await shop.take()]
    const work = numbers.flatMap((orderNumber, n) => [
      adjust(orderNumber, line(1, n * 2)),
      adjust(orderNumber, line(2, 5)),
      shop.take(),
      ...(n === 3
        ? [office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'no' })]
        : []),
    ])
    const answers = await Promise.all(work)
    const statuses = answers.flatMap((answer) =>
      typeof answer === 'string' ? [] : [answer.status],
    )
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([])
  })
})
