import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { type HistoryView, openShop, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, handClock, intent, MORNING } from '../support/wholesaler.ts'

const PASSWORD = 'vier kratten eikenhout'

describe.each(databases)("an order's history on $kind", ({ open }) => {
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
    await office.close()
    await database.close()
  })

  const write = (orderNumber: string, body: Record<string, unknown>): Promise<Answer> =>
    office.admin('POST', `/v1/orders/${orderNumber}/history`, body)

  const close = (orderNumber: string, id: number | string): Promise<Answer> =>
    office.admin('POST', `/v1/orders/${orderNumber}/history/${id}/close`, { note: 'all clear' })

  async function view(orderNumber: string, name: string) {
    const answer = await office.admin('GET', `/v1/orders/${orderNumber}/history?view=${name}`)
    return answer.body as { isBlocked: boolean; entries: HistoryView[] }
  }

  async function stop(orderNumber: string, note = 'Credit limit'): Promise<number> {
    const body = { status: 'billing:overdue', severity: 'blocking', note }
    const answer = await write(orderNumber, body)
    expect(answer.status).toBe(201)
    return (answer.body as HistoryView).id
  }

  test('modules outside and people write their own statuses, and nobody those of the office', async () => {
    const orderNumber = await shop.take()
    const written = await write(orderNumber, {
      status: 'crm:case_opened',
      payload: { case: 'C-77' },
      note: 'asked for the morning',
    })
    expect(written).toMatchObject({
      status: 201,
      body: {
        status: 'crm:case_opened',
        module: 'crm',
        severity: 'info',
        writtenBy: 'admin',
        payload: { case: 'C-77', note: 'asked for the morning' },
        closedAt: null,
        closes: null,
      },
    })
    for (const module of [
      'order',
      'inventory',
      'payment',
      'picking',
      'packing',
      'loading',
      'delivery',
    ]) {
      expect(await write(orderNumber, { status: `${module}:made_up` })).toMatchObject({
        status: 403,
      })
    }
    for (const status of ['crm', 'CRM:open', 'crm:case opened', 'crm:', ':x', 'crm:a:b', 'crm:é']) {
      expect(codeOf(await write(orderNumber, { status }))).toBe('invalid-request')
    }
    const tooMuch = { status: 'crm:note', payload: { text: 'x'.repeat(5_000) } }
    expect(codeOf(await write(orderNumber, tooMuch))).toBe('invalid-request')
    const unkeepable = { status: 'crm:note', payload: { text: 'a\u0000b' } }
    expect(codeOf(await write(orderNumber, unkeepable))).toBe('invalid-request')
    expect(await write('LL-999999', { status: 'crm:note' })).toMatchObject({ status: 404 })
    const { entries } = await view(orderNumber, 'timeline')
    expect(entries.map((entry) => entry.status)).toEqual([
      'order:submitted',
      'inventory:reservation_confirmed',
      'crm:case_opened',
    ])
  })

  test('the timeline is by time, the latest view has one entry per module', async () => {
    const orderNumber = await shop.take()
    clock.set('2026-03-10T08:01:00.000Z')
    await write(orderNumber, { status: 'crm:case_opened' })
    clock.set('2026-03-10T08:02:00.000Z')
    await write(orderNumber, { status: 'billing:invoice_posted' })
    clock.set('2026-03-10T08:03:00.000Z')
    await write(orderNumber, { status: 'crm:case_solved' })
    const latest = (await view(orderNumber, 'latest')).entries.map((entry) => entry.status)
    expect(latest).toEqual([
      'billing:invoice_posted',
      'crm:case_solved',
      'inventory:reservation_confirmed',
      'order:submitted',
    ])
    const timeline = await view(orderNumber, 'timeline')
    expect(timeline.entries.map((entry) => entry.status).slice(2)).toEqual([
      'crm:case_opened',
      'billing:invoice_posted',
      'crm:case_solved',
    ])
    expect(timeline.isBlocked).toBe(false)
    expect(codeOf(await office.admin('GET', `/v1/orders/${orderNumber}/history?view=x`))).toBe(
      'invalid-request',
    )
    expect((await office.admin('GET', '/v1/orders/LL-9/history')).status).toBe(404)
  })

  test('closing is an entry of its own, once; the closed one says when and is not changed', async () => {
    const orderNumber = await shop.take()
    const id = await stop(orderNumber)
    const other = await shop.take()
    expect((await close(other, id)).status).toBe(404)
    clock.set('2026-03-10T09:00:00.000Z')
    const closed = await close(orderNumber, id)
    expect(closed).toMatchObject({
      status: 200,
      body: { id, status: 'billing:overdue', closedAt: '2026-03-10T09:00:00.000Z' },
    })
    expect(await close(orderNumber, id)).toMatchObject({ status: 409 })
    const { entries, isBlocked } = await view(orderNumber, 'timeline')
    expect(isBlocked).toBe(false)
    const closing = entries.at(-1)
    expect(closing).toMatchObject({
      status: 'billing:overdue_closed',
      severity: 'info',
      closes: id,
      payload: { note: 'all clear' },
    })
    expect(await close(orderNumber, closing?.id ?? 0)).toMatchObject({ status: 409 })
    const submitted = entries[0]?.id ?? 0
    expect(await close(orderNumber, submitted)).toMatchObject({ status: 403 })
  })

  test('the same block is one entry while it is open, however many ask at once', async () => {
    const orderNumber = await shop.take()
    const id = await stop(orderNumber)
    const body = { status: 'billing:overdue', severity: 'blocking', note: 'again' }
    const again = await Promise.all([1, 2, 3, 4].map(() => write(orderNumber, body)))
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(again.map((answer) => (answer.body as HistoryView).id)).toEqual([id, id, id, id])
    expect((await view(orderNumber, 'blockers')).entries).toHaveLength(1)
    const closings = await Promise.all([1, 2, 3].map(() => close(orderNumber, id)))
    expect(closings.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409])
    expect((await write(orderNumber, body)).status).toBe(201)
  })

  test('a stopped order is not listed until it is let go', async () => {
    const stopped = await shop.take()
    const free = await shop.take()
    const id = await stop(stopped)
    expect(await shop.generate()).toBe(1)
    expect(await shop.list(stopped)).toBeUndefined()
    expect(await shop.list(free)).toBeDefined()
    expect(await shop.order(stopped)).toMatchObject({ isBlocked: true, status: 'CONFIRMED' })
    await close(stopped, id)
    expect(await shop.generate()).toBe(1)
    expect((await shop.list(stopped))?.orders[0]).not.toHaveProperty('isBlocked')
    expect(await shop.order(stopped)).toMatchObject({ isBlocked: false })
  })

  test('a stop and the list makers at once: either the list says so, or there is no list', async () => {
    const orders = await Promise.all([1, 2, 3, 4, 5, 6].map(() => shop.take()))
    await Promise.all([...orders.map((orderNumber) => stop(orderNumber)), shop.generate()])
    for (const orderNumber of orders) {
      const list = await shop.list(orderNumber)
      expect(list === undefined || list.orders[0]?.isBlocked === true).toBe(true)
    }
  })

  test('benches are told why; no claim is given, and picking on is an exception', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.claim(orderNumber)
    await shop.client.push()
    const first = await stop(orderNumber, 'Credit limit')
    const second = await write(orderNumber, { status: 'manual:recall', severity: 'blocking' })
    expect((await shop.list(orderNumber))?.orders[0]).toMatchObject({
      isBlocked: true,
      blockedBecause: 'Credit limit',
    })
    const { log } = shop.client.station
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 1 })
    log.act('pick.claim', { pickListId: list.id })
    expect(outcomes((await shop.client.push()).receipts)).toEqual([
      'excepted order-blocked',
      'refused wrong-state',
    ])
    expect(await shop.exceptions()).toMatchObject([
      { code: 'order-blocked', reference: orderNumber, status: 'open' },
    ])
    await close(orderNumber, first)
    const still = (await shop.list(orderNumber))?.orders[0]
    expect(still).toMatchObject({ isBlocked: true })
    expect(still).not.toHaveProperty('blockedBecause')
    await close(orderNumber, (second.body as HistoryView).id)
    log.act('pick.claim', { pickListId: list.id })
    log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 1 })
    expect(outcomes((await shop.client.push()).receipts)).toEqual(['accepted', 'accepted'])
  })

  test('no door closes on a stopped order', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    const { id: loadId } = await shop.makeLoad()
    const id = await stop(orderNumber)
    const { log } = shop.client.station
    log.act('load.claim', { loadId })
    log.act('load.add', { loadId, unitId })
    log.act('load.confirm', { loadId })
    expect(outcomes((await shop.client.push()).receipts)).toEqual([
      'accepted',
      'excepted order-blocked',
      'refused wrong-state',
    ])
    await close(orderNumber, id)
    log.act('load.confirm', { loadId })
    expect(outcomes((await shop.client.push()).receipts)).toEqual(['accepted'])
    expect(await shop.order(orderNumber)).toMatchObject({ status: 'LOADED' })
  })

  test('an order that a person submits names the person; one of a program names its system', async () => {
    const user = { displayName: 'Ilse de Groot', role: 'admin', password: PASSWORD }
    expect((await office.admin('PUT', '/v1/users/ilse', user)).status).toBe(200)
    const signedIn = await office.call('POST', '/v1/sessions', {
      body: { name: 'ilse', password: PASSWORD },
    })
    const { token } = signedIn.body as { token: string }
    const typed = intent({ sourceSystem: 'office', orderIntentId: 'typed-1' })
    const taken = await office.call('POST', '/v1/order-intents', { body: typed, token })
    expect(taken.status, JSON.stringify(taken.body)).toBe(201)
    const { orderNumber } = taken.body as { orderNumber: string }
    const { entries } = await view(orderNumber, 'timeline')
    expect(entries.map(({ status }) => status)).toContain('order:submitted')
    for (const entry of entries) {
      expect(entry).toMatchObject({ writtenBy: 'ilse', writtenByName: 'Ilse de Groot' })
    }
    // Posted again by a program it is the same order, and its history says still who typed it.
    const again = await office.admin('POST', '/v1/order-intents', typed)
    expect(again.body).toMatchObject({ orderNumber, replayed: true })
    expect((await view(orderNumber, 'timeline')).entries).toEqual(entries)
    const ofShop = intent({ orderIntentId: 'shop-1' })
    const posted = (await office.admin('POST', '/v1/order-intents', ofShop)).body
    const [first] = (await view((posted as { orderNumber: string }).orderNumber, 'timeline'))
      .entries
    expect(first).toMatchObject({ writtenBy: ofShop.sourceSystem, writtenByName: null })
  })
})
