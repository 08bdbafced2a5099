import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EVENTS, EventType } from '#contract/http/events.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { handClock, MORNING, postIntent, TOMORROW } from '../support/wholesaler.ts'

type Told = { type: EventType; subject: string; data: Record<string, unknown> }

/** What the office has to tell, whoever listens. */
describe.each(databases)('events on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    // Nothing goes by itself: dispatching would hide which statement wrote an event.
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    shop = await openShop(office)
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  async function told(): Promise<Told[]> {
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('outbox_event').select(['type', 'subject', 'data']).orderBy('seq').execute(),
    )
    return rows.map(({ type, subject, data }) => ({
      type: EventType.parse(type),
      subject,
      data: data as Record<string, unknown>,
    }))
  }

  async function toldOf(orderNumber: string): Promise<string[]> {
    const events = await told()
    return events
      .filter(({ subject }) => subject === `order/${orderNumber}`)
      .map(({ type, data }) => `${type} ${textOf(data['to']) || textOf(data['template'])}`.trim())
  }

  async function departed(orderNumber: string): Promise<void> {
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    const load = await shop.load([unitId])
    await shop.depart(load.number)
  }

  test('an order is told of from its confirmation to its delivery, in order', async () => {
    const orderNumber = await shop.take({ externalOrderId: 'WEB-7' })
    await departed(orderNumber)
    const { shipments } = await shop.order(orderNumber)
    const path = `/v1/shipments/${shipments[0]?.id}/status`
    await office.admin('POST', path, { status: 'DELIVERED', timestamp: MORNING })
    expect(await toldOf(orderNumber)).toEqual([
      'order.confirmed',
      'order.status-changed IN_PROGRESS',
      'order.status-changed PICKED',
      'order.status-changed PACKED',
      'order.status-changed LOADED',
      'order.status-changed OUT_FOR_DELIVERY',
      'notification.requested order-out-for-delivery',
      'order.status-changed DELIVERED',
      'notification.requested order-delivered',
    ])
    const events = await told()
    const ofShipment = events.filter(({ type }) => type === 'shipment.status-changed')
    expect(ofShipment.map(({ data }) => data['status'])).toEqual([
      'LOADED',
      'IN_TRANSIT',
      'DELIVERED',
    ])
    expect(events.find(({ type }) => type === 'order.confirmed')?.data).toMatchObject({
      orderNumber,
      customerRef: 'C-1',
      fulfilment: 'delivery',
      region: 'NOORD',
      deliveryDate: TOMORROW,
      sourceSystem: 'webshop',
      externalOrderId: 'WEB-7',
    })
    expect(events.find(({ type }) => type === 'pick-list.generated')?.data).toMatchObject({
      orderNumbers: [orderNumber],
    })
    expect(events.find(({ type }) => type === 'load.departed')?.data).toMatchObject({
      region: 'NOORD',
      plate: 'VX-1',
      driver: 'Piet',
      unitIds: [expect.stringMatching(/^\d{18}$/)],
    })
  })

  test('a failed delivery and a cancelled order are told to their customers', async () => {
    const failed = await shop.take()
    await departed(failed)
    await shop.fail(failed, MORNING)
    expect((await toldOf(failed)).slice(-2)).toEqual([
      'order.status-changed DELIVERY_FAILED',
      'notification.requested order-delivery-failed',
    ])
    const cancelled = await shop.take()
    await office.admin('POST', `/v1/orders/${cancelled}/cancel`, { reason: 'changed their mind' })
    const events = await told()
    expect(events.filter(({ subject }) => subject === `order/${cancelled}`).slice(-2)).toEqual([
      {
        type: 'order.status-changed',
        subject: `order/${cancelled}`,
        data: {
          orderNumber: cancelled,
          from: 'CONFIRMED',
          to: 'CANCELLED',
          reason: 'changed their mind',
        },
      },
      {
        type: 'notification.requested',
        subject: `order/${cancelled}`,
        data: { orderNumber: cancelled, customerRef: 'C-1', template: 'order-cancelled' },
      },
    ])
  })

  test('an exception is told of when it opens and when it closes', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.claim(orderNumber)
    shop.client.station.log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 50 })
    await shop.client.push()
    const [opened] = await shop.exceptions()
    await office.admin('POST', `/v1/exceptions/${opened?.id}/resolve`, { choice: 'accept' })
    const events = (await told()).filter(({ subject }) => subject === `exception/${opened?.id}`)
    expect(events).toMatchObject([
      { type: 'exception.opened', data: { code: 'over-pick', sentence: opened?.sentence } },
      {
        type: 'exception.closed',
        data: { code: 'over-pick', choice: 'accept', resolvedBy: 'admin' },
      },
    ])
  })

  test('what the office changes by hand is told of once, however often it is sent', async () => {
    const movement = {
      warehouse: 'MAIN',
      sku: 'OAK-1',
      kind: 'ADJUSTED',
      quantity: -2,
      reason: 'broken',
      idempotencyKey: 'broken-1',
    }
    for (let times = 0; times < 2; times += 1) {
      await office.admin('POST', '/v1/stock-movements', movement)
    }
    const moved = (await told()).filter(({ data }) => data['idempotencyKey'] === 'broken-1')
    expect(moved).toMatchObject([
      { type: 'stock.moved', subject: 'stock/OAK-1', data: { kind: 'ADJUSTED', quantity: -2 } },
    ])
    const orderNumber = await shop.take()
    const { version } = await shop.order(orderNumber)
    const changes = { shipTo: { line1: 'Kade 2' } }
    const change = { version, reason: 'moved', changes }
    await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, change)
    await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, change)
    const adjusted = (await told()).filter(({ type }) => type === 'order.adjusted')
    expect(adjusted).toMatchObject([{ data: { orderNumber, reason: 'moved' } }])
  })

  test('an order that is paid for is confirmed when the money is there, and a refused one never', async () => {
    const prepaid = await shop.take({ contractVersion: '2', payment: 'prepaid' })
    expect(await toldOf(prepaid)).toEqual([])
    const payment = { paymentRef: 'pay-1', amountCents: 1_000 }
    await office.admin('POST', `/v1/orders/${prepaid}/payments`, payment)
    expect((await toldOf(prepaid)).toSorted()).toEqual([
      'order.confirmed',
      'order.status-changed CONFIRMED',
    ])
    const before = await told()
    const refused = await postIntent(office, { lineItems: [{ sku: 'OAK-1', quantity: 9_000 }] })
    expect(refused.status).toBe(422)
    expect(await told()).toEqual(before)
  })

  test('a transaction writes its events in one statement, and no event without a change', async () => {
    const orderNumber = await shop.take()
    await departed(orderNumber)
    const { rows } = await database.store.snapshot((tx) =>
      sql<{ statements: number; events: number }>`
        SELECT count(DISTINCT cmin::text) AS statements, count(*) AS events
        FROM outbox_event GROUP BY xmin::text ORDER BY events DESC`.execute(tx),
    )
    expect(rows.map(({ statements }) => statements)).toEqual(rows.map(() => 1))
    // The truck's departure: the order, its shipment, its customer and the load.
    expect(rows[0]?.events).toBeGreaterThanOrEqual(4)
    const before = await told()
    await shop.generate()
    await shop.client.pull()
    expect(await told()).toEqual(before)
  })

  test('every event is one of the catalogue, with nothing in it that the catalogue does not have', async () => {
    const first = await shop.take()
    await departed(first)
    const second = await shop.take()
    await office.admin('POST', `/v1/orders/${second}/cancel`, { reason: 'no' })
    const events = await told()
    expect(events.length).toBeGreaterThan(10)
    for (const { type, subject, data } of events) {
      expect(EVENTS[type].data.strict().parse(data)).toEqual(data)
      expect(subject.startsWith(`${EVENTS[type].subject}/`)).toBe(true)
    }
  })
})

function textOf(member: unknown): string {
  return typeof member === 'string' ? member : ''
}
