import { afterEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import {
  codeOf,
  furnish,
  handClock,
  intent,
  MORNING,
  postIntent,
  receive,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

describe.each(databases)('orders that wait for goods on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  async function start(): Promise<void> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    await furnish(office, {
      products: [
        { sku: 'OAK-1', onHand: 2 },
        { sku: 'GLUE-1', onHand: 10 },
      ],
      capacity: { dates: [TOMORROW, '2026-03-12'], maxWeightGrams: 10_000 },
    })
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function wait(oak: number, changed: Record<string, unknown> = {}): Promise<string> {
    const lineItems = [
      { sku: 'OAK-1', quantity: oak },
      { sku: 'GLUE-1', quantity: 1 },
    ]
    const posted = await postIntent(office, { lineItems, allowBackorder: true, ...changed })
    expect([posted.status, (posted.body as { status: string }).status]).toEqual([201, 'ON_HOLD'])
    return (posted.body as { orderNumber: string }).orderNumber
  }

  async function orderOf(orderNumber: string) {
    const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
    return body as {
      status: string
      deliveryDate: string | null
      isBackordered: boolean
      lines: { reserved: number }[]
      history: { status: string; payload: Record<string, unknown> }[]
    }
  }

  const slot = async (date = TOMORROW) => {
    const { body } = await office.admin('GET', `/v1/capacity/NOORD/${date}`)
    return (body as { reservedWeightGrams: number }).reservedWeightGrams
  }

  test('what there is is reserved, no day is taken, and the history says what is missing', async () => {
    await start()
    const body = intent({ lineItems: [{ sku: 'OAK-1', quantity: 5 }], allowBackorder: true })
    const posted = await office.admin('POST', '/v1/order-intents', body)
    expect(posted.body).toMatchObject({ status: 'ON_HOLD', deliveryDate: null, replayed: false })
    const { orderNumber } = posted.body as { orderNumber: string }
    const order = await orderOf(orderNumber)
    expect(order).toMatchObject({ isBackordered: true, lines: [{ reserved: 2 }] })
    expect(order.history.map(({ status, payload }) => [status, payload])).toEqual([
      ['order:submitted', expect.anything()],
      [
        'inventory:reservation_backordered',
        { missing: [{ lineNo: 1, sku: 'OAK-1', quantity: 3 }] },
      ],
    ])
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 2, reserved: 2, available: 0 })
    expect(await slot()).toBe(0)
    const again = await office.admin('POST', '/v1/order-intents', body)
    expect(again.body).toMatchObject({ orderNumber, status: 'ON_HOLD', deliveryDate: null })
  })

  test('an order with enough stock is confirmed as any other, and still refused when there is no room', async () => {
    await start()
    const lineItems = [{ sku: 'OAK-1', quantity: 1 }]
    const posted = await postIntent(office, { lineItems, allowBackorder: true })
    expect(posted.body).toMatchObject({ status: 'CONFIRMED', deliveryDate: TOMORROW })
    const heavy = { lineItems: [{ sku: 'GLUE-1', quantity: 10 }], deliveryDate: TOMORROW }
    expect(codeOf(await postIntent(office, { ...heavy, allowBackorder: true }))).toBe(
      'capacity-full',
    )
  })

  test('a prepaid order does not wait for goods', async () => {
    await start()
    const lineItems = [{ sku: 'OAK-1', quantity: 5 }]
    const prepaid = { lineItems, allowBackorder: true, contractVersion: '2', payment: 'prepaid' }
    expect(codeOf(await postIntent(office, prepaid))).toBe('out-of-stock')
  })

  test('goods that come go to the oldest order first, which gets its day once it has all', async () => {
    await start()
    const first = await wait(4)
    const second = await wait(3)
    await receive(office, 'OAK-1', 3)
    expect(await orderOf(first)).toMatchObject({
      status: 'CONFIRMED',
      deliveryDate: TOMORROW,
      isBackordered: false,
      history: [
        { status: 'order:submitted' },
        { status: 'inventory:reservation_backordered' },
        { status: 'inventory:reservation_confirmed' },
        { status: 'order:confirmed' },
      ],
    })
    expect(await slot()).toBe(5_000)
    expect(await orderOf(second)).toMatchObject({
      status: 'ON_HOLD',
      lines: [{ reserved: 1 }, { reserved: 1 }],
    })
    await receive(office, 'OAK-1', 2)
    expect(await orderOf(second)).toMatchObject({ status: 'CONFIRMED', deliveryDate: TOMORROW })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 7, reserved: 7, available: 0 })
    const { rows } = await confirmedEvents()
    expect(rows).toEqual([`order/${first}`, `order/${second}`])
  })

  test('an order that has its goods waits for room, and takes it when there is some', async () => {
    await start()
    const orderNumber = await wait(11)
    await receive(office, 'OAK-1', 9)
    const waiting = await orderOf(orderNumber)
    expect(waiting).toMatchObject({ status: 'ON_HOLD', lines: [{ reserved: 11 }, { reserved: 1 }] })
    const limits = { maxWeightGrams: 20_000, maxVolumeCm3: 1_000_000_000 }
    await office.admin('PUT', '/v1/capacity/NOORD/2026-03-12', limits)
    await runDueJobs(office.office)
    expect(await orderOf(orderNumber)).toMatchObject({
      status: 'CONFIRMED',
      deliveryDate: '2026-03-12',
    })
    expect(await slot('2026-03-12')).toBe(12_000)
  })

  test('the day asked for is taken while it can be had, later the first one', async () => {
    await start()
    const asked = await wait(3, { deliveryDate: '2026-03-12' })
    await receive(office, 'OAK-1', 1)
    expect(await orderOf(asked)).toMatchObject({ status: 'CONFIRMED', deliveryDate: '2026-03-12' })
    const late = await wait(1, { deliveryDate: TOMORROW })
    clock.set('2026-03-10T20:00:00.000Z')
    await receive(office, 'OAK-1', 1)
    expect(await orderOf(late)).toMatchObject({ status: 'CONFIRMED', deliveryDate: '2026-03-12' })
  })

  test('goods that a cancelled order held go to the next that waits, by the job', async () => {
    await start()
    const first = await wait(5)
    const second = await wait(2)
    const reason = { reason: 'changed my mind' }
    expect((await office.admin('POST', `/v1/orders/${first}/cancel`, reason)).status).toBe(200)
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 0, available: 2 })
    await runDueJobs(office.office)
    expect(await orderOf(second)).toMatchObject({ status: 'CONFIRMED' })
    expect(await orderOf(first)).toMatchObject({ status: 'CANCELLED', isBackordered: false })
    await receive(office, 'OAK-1', 9)
    expect((await orderOf(first)).status).toBe('CANCELLED')
  })

  test('a line that must come from one lot waits for a lot that holds all of it', async () => {
    await start()
    await furnish(office, {
      products: [{ sku: 'TILE-1', onHand: 0, tracking: 'lot', singleLot: true }],
      capacity: { dates: [] },
    })
    const lineItems = [{ sku: 'TILE-1', quantity: 4 }]
    const posted = await postIntent(office, { lineItems, allowBackorder: true })
    const { orderNumber } = posted.body as { orderNumber: string }
    const lot = async (name: string, quantity: number) => {
      const movement = { warehouse: 'MAIN', sku: 'TILE-1', kind: 'RECEIVED', reason: 'came' }
      const body = { ...movement, quantity, lot: name, idempotencyKey: crypto.randomUUID() }
      expect((await office.admin('POST', '/v1/stock-movements', body)).status).toBe(201)
    }
    await lot('A', 3)
    expect(await orderOf(orderNumber)).toMatchObject({
      status: 'ON_HOLD',
      lines: [{ reserved: 0 }],
    })
    await lot('B', 4)
    expect(await orderOf(orderNumber)).toMatchObject({ status: 'CONFIRMED' })
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('order_line').select(['reserved', 'reserved_lot']).executeTakeFirst(),
    )
    expect(row).toEqual({ reserved: 4, reserved_lot: 'B' })
  })

  test('many waiting orders, goods in parts and all at once: nothing is promised twice', async () => {
    await start()
    const numbers: string[] = []
    for (let n = 0; n < 6; n += 1) numbers.push(await wait(n === 0 ? 4 : 1))
    await Promise.all([1, 1, 2, 3].map((quantity) => receive(office, 'OAK-1', quantity)))
    await runDueJobs(office.office)
    const statuses = await Promise.all(numbers.map(async (n) => (await orderOf(n)).status))
    expect(statuses).toEqual(numbers.map(() => 'CONFIRMED'))
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 9, reserved: 9, available: 0 })
  })

  async function confirmedEvents() {
    const rows = await database.store.snapshot((tx) =>
      tx
        .selectFrom('outbox_event')
        .select('subject')
        .where('type', '=', 'order.confirmed')
        .orderBy('seq')
        .execute(),
    )
    return { rows: rows.map((row) => row.subject) }
  }
})
