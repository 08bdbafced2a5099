import { afterEach, describe, expect, test } from 'vitest'
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
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

describe.each(databases)('order intake on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  async function start(): Promise<TestOffice> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    return office
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('an intent becomes a confirmed order with stock, capacity, ledger and history', async () => {
    await furnish(await start())
    const posted = await postIntent(office)
    expect(posted.status).toBe(201)
    expect(posted.body).toMatchObject({
      orderNumber: expect.stringMatching(/^LL-\d{6}$/),
      status: 'CONFIRMED',
      deliveryDate: TOMORROW,
      replayed: false,
    })
    const { orderNumber } = posted.body as { orderNumber: string }
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 3, available: 97 })
    const slot = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(slot.body).toMatchObject({ reservedWeightGrams: 3_000, reservedVolumeCm3: 6_000 })
    const ledger = await office.admin('GET', '/v1/ledger?sku=OAK-1')
    expect(ledger.body).toMatchObject({
      items: [
        { kind: 'RECEIVED', onHandDelta: 100, reservedDelta: 0 },
        { kind: 'RESERVED', onHandDelta: 0, reservedDelta: 3, reference: orderNumber },
      ],
      next: null,
    })
    const order = await office.admin('GET', `/v1/orders/${orderNumber}`)
    expect(order.body).toMatchObject({
      orderNumber,
      version: 1,
      status: 'CONFIRMED',
      region: 'NOORD',
      deliveryDate: TOMORROW,
      shipments: [{ status: 'PENDING', unitIds: [] }],
      lines: [{ lineNo: 1, sku: 'OAK-1', ordered: 3, reserved: 3, picked: 0, short: 0 }],
      units: [],
      history: [{ status: 'order:submitted' }, { status: 'inventory:reservation_confirmed' }],
    })
  })

  test('the same intent again answers the same order, also with another submittedAt', async () => {
    await furnish(await start())
    const body = intent()
    const first = await office.admin('POST', '/v1/order-intents', body)
    const second = await office.admin('POST', '/v1/order-intents', {
      ...Object.fromEntries(Object.entries(body).reverse()),
      submittedAt: '2026-03-10T09:59:00.000Z',
    })
    expect(second.status).toBe(200)
    expect(second.body).toEqual({ ...(first.body as object), replayed: true })
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(3)
  })

  test('another content under the same id is a conflict and changes nothing', async () => {
    await furnish(await start())
    const body = intent()
    await office.admin('POST', '/v1/order-intents', body)
    const other = { ...body, lineItems: [{ sku: 'OAK-1', quantity: 4 }] }
    const answer = await office.admin('POST', '/v1/order-intents', other)
    expect([answer.status, codeOf(answer)]).toEqual([409, 'intent-conflict'])
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(3)
  })

  test('two posts of one intent at once are one order', async () => {
    await furnish(await start())
    const body = intent()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => office.admin('POST', '/v1/order-intents', body)),
    )
    const numbers = answers.map(({ body: b }) => (b as { orderNumber: string }).orderNumber)
    expect(new Set(numbers).size).toBe(1)
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 200, 200, 200, 201,
    ])
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(3)
  })

  test('a refused intent changes nothing and does not burn its id', async () => {
    await furnish(await start(), { products: [{ sku: 'OAK-1', onHand: 2 }] })
    const body = intent()
    const refused = await office.admin('POST', '/v1/order-intents', body)
    expect([refused.status, codeOf(refused)]).toEqual([422, 'out-of-stock'])
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(0)
    await furnish(office, { products: [{ sku: 'OAK-1', onHand: 1 }] })
    const again = await office.admin('POST', '/v1/order-intents', body)
    expect(again.status).toBe(201)
  })

  test.each([
    ['an unknown product', { lineItems: [{ sku: 'NOPE', quantity: 1 }] }, 422, 'unknown-sku'],
    ['an unknown region', { region: 'NOPE' }, 422, 'unknown-region'],
    ['a day without a slot', { deliveryDate: '2026-03-20' }, 422, 'capacity-full'],
    ['today', { deliveryDate: '2026-03-10' }, 422, 'past-cut-off'],
    ['a closed day', { deliveryDate: '2026-03-12' }, 422, 'past-cut-off'],
    ['more than there is', { lineItems: [{ sku: 'OAK-1', quantity: 101 }] }, 422, 'out-of-stock'],
    [
      'more than there is on two lines',
      {
        lineItems: [
          { sku: 'OAK-1', quantity: 60 },
          { sku: 'OAK-1', quantity: 60 },
        ],
      },
      422,
      'out-of-stock',
    ],
    [
      'a sales unit it has not',
      { lineItems: [{ sku: 'OAK-1', quantity: 1, unit: 'm2' }] },
      422,
      'unit-mismatch',
    ],
    [
      'a negative quantity',
      { lineItems: [{ sku: 'OAK-1', quantity: -3 }] },
      400,
      'invalid-request',
    ],
    ['a version nobody wrote', { contractVersion: '3' }, 422, 'unsupported-version'],
    ['a delivery without a region', { region: undefined }, 400, 'invalid-request'],
    ['a huge quantity', { lineItems: [{ sku: 'OAK-1', quantity: 1e15 }] }, 400, 'invalid-request'],
  ])('%s is refused', async (_what, changed, status, code) => {
    await furnish(await start(), { calendar: { closedDates: ['2026-03-12'] } })
    const answer = await postIntent(office, changed)
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(0)
  })

  test('square metres become whole packs and the answer says so', async () => {
    const salesUnits = [{ code: 'm2', numerator: 50, denominator: 111 }]
    await furnish(await start(), { products: [{ sku: 'LAM-1', onHand: 100, salesUnits }] })
    const lineItems = [{ sku: 'LAM-1', quantity: 23.5, unit: 'm2' }]
    const body = intent({ lineItems })
    const posted = await office.admin('POST', '/v1/order-intents', body)
    const lines = [
      { lineNo: 1, sku: 'LAM-1', unit: 'm2', asked: 23.5, quantity: 11, roundedUp: true },
    ]
    expect(posted.body).toMatchObject({ lines })
    expect((await stockOf(office, 'LAM-1')).reserved).toBe(11)
    const replay = await office.admin('POST', '/v1/order-intents', body)
    expect(replay.body).toMatchObject({ lines, replayed: true })
  })

  test('an order goes to the first day with room, and a full day is refused', async () => {
    const dates = [TOMORROW, '2026-03-12', '2026-03-13']
    await furnish(await start(), { capacity: { dates, maxWeightGrams: 5_000 } })
    const days: string[] = []
    while (days.length < dates.length) {
      const { body } = await postIntent(office)
      days.push((body as { deliveryDate: string }).deliveryDate)
    }
    expect(days).toEqual(dates)
    expect(codeOf(await postIntent(office))).toBe('capacity-full')
    expect(codeOf(await postIntent(office, { deliveryDate: TOMORROW }))).toBe('capacity-full')
    const two = { lineItems: [{ sku: 'OAK-1', quantity: 2 }], deliveryDate: '2026-03-12' }
    expect((await postIntent(office, two)).body).toMatchObject({ deliveryDate: '2026-03-12' })
  })

  test('[TIME-1] the cut-off counts in the region’s own zone, also across midnight', async () => {
    const dates = ['2026-03-11', '2026-03-12', '2026-03-13']
    await furnish(await start(), { capacity: { dates } })
    await furnish(office, {
      region: 'AUCKLAND',
      calendar: { timezone: 'Pacific/Auckland' },
      capacity: { dates },
      products: [],
    })
    const dayAt = async (now: string, region: string) => {
      clock.set(now)
      const { body } = await postIntent(office, { region })
      return (body as { deliveryDate: string }).deliveryDate
    }
    expect(await dayAt('2026-03-10T12:59:59.999Z', 'NOORD')).toBe('2026-03-11')
    expect(await dayAt('2026-03-10T13:00:00.000Z', 'NOORD')).toBe('2026-03-12')
    expect(await dayAt('2026-03-10T23:30:00.000Z', 'NOORD')).toBe('2026-03-12')
    expect(await dayAt('2026-03-10T12:00:00.000Z', 'AUCKLAND')).toBe('2026-03-12')
    clock.set('2026-03-10T13:00:00.000Z')
    const late = await postIntent(office, { region: 'NOORD', deliveryDate: '2026-03-11' })
    expect(codeOf(late)).toBe('past-cut-off')
  })

  test('orders are listed by what they have in common, page by page', async () => {
    await furnish(await start())
    for (const customerRef of ['C-1', 'C-2', 'C-1', 'C-1'])
      await postIntent(office, { customerRef })
    const first = await office.admin('GET', '/v1/orders?customerRef=C-1&limit=2&status=CONFIRMED')
    const page = first.body as { items: { orderNumber: string }[]; next: string }
    expect(page.items).toHaveLength(2)
    const rest = await office.admin('GET', `/v1/orders?customerRef=C-1&after=${page.next}`)
    expect(rest.body).toMatchObject({ items: [{ customerRef: 'C-1' }], next: null })
    const none = await office.admin('GET', '/v1/orders?region=NOORD&deliveryDate=2026-03-12')
    expect(none.body).toEqual({ items: [], next: null })
    expect((await office.admin('GET', '/v1/orders/LL-999999')).status).toBe(404)
  })
})
