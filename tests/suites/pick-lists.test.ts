import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDailyPickLists } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import {
  codeOf,
  furnish,
  handClock,
  MORNING,
  postIntent,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

type ListAnswer = {
  created: number
  pickLists: { id: string; code: string; orderNumbers: string[]; status: string; lines: object[] }[]
}

describe.each(databases)('pick lists, cancelling and loads on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('a list per order, lines in the order of the way; twice makes nothing new', async () => {
    await furnish(office, {
      products: [
        { sku: 'FAR', onHand: 10, location: 'B-10' },
        { sku: 'NEAR', onHand: 10, location: 'A-2' },
        { sku: 'MID', onHand: 10, location: 'B-9' },
        { sku: 'LOOSE', onHand: 10 },
      ],
    })
    const lineItems = ['LOOSE', 'FAR', 'NEAR', 'MID'].map((sku) => ({ sku, quantity: 2 }))
    const { body } = await postIntent(office, { lineItems })
    await postIntent(office, { lineItems: [{ sku: 'NEAR', quantity: 1 }] })
    const first = await generate()
    expect(first.created).toBe(2)
    expect(first.pickLists[0]).toMatchObject({
      code: expect.stringMatching(/^LLP\d{6}.$/),
      orderNumbers: [(body as { orderNumber: string }).orderNumber],
      region: 'NOORD',
      status: 'open',
      lines: [
        { lineNo: 1, orderLineNo: 3, sku: 'NEAR', location: 'A-2', requested: 2, picked: 0 },
        { lineNo: 2, orderLineNo: 4, sku: 'MID', location: 'B-9' },
        { lineNo: 3, orderLineNo: 2, sku: 'FAR', location: 'B-10' },
        { lineNo: 4, orderLineNo: 1, sku: 'LOOSE', location: '' },
      ],
    })
    const second = await generate()
    expect(second).toEqual({ ...first, created: 0 })
    const read = await office.admin('GET', `/v1/pick-lists?deliveryDate=${TOMORROW}`)
    const asRead = { warehouse: 'MAIN', deliveryDate: TOMORROW, heldBy: null }
    const pickLists = first.pickLists.map((list) => ({ ...list, ...asRead }))
    expect(read.body).toEqual({ pickLists, next: null })
  })

  test('four people who generate at once make one list per order', async () => {
    await furnish(office)
    for (let order = 0; order < 12; order += 1) await postIntent(office)
    const made = await Promise.all([generate(), generate(), generate(), generate()])
    expect(made.reduce((sum, { created }) => sum + created, 0)).toBe(12)
    const { pickLists } = await generate()
    expect(new Set(pickLists.flatMap((list) => list.orderNumbers)).size).toBe(12)
    expect(pickLists).toHaveLength(12)
  })

  test('what cannot be generated says why', async () => {
    await furnish(office)
    const post = (body: object) => office.admin('POST', '/v1/pick-lists/generate', body)
    expect(codeOf(await post({ warehouse: 'X', deliveryDate: TOMORROW }))).toBe('unknown-warehouse')
    const { pickLists } = await generateAfter(1)
    const release = (id: string) => office.admin('POST', `/v1/pick-lists/${id}/release`)
    expect(codeOf(await release(pickLists[0]?.id ?? ''))).toBe('wrong-state')
    expect(codeOf(await release('nope'))).toBe('not-found')
  })

  test('[TIME-2] lists are made at 16:00 once, and a missed 16:00 is made up for', async () => {
    await furnish(office, { capacity: { dates: [TOMORROW, '2026-03-12'] } })
    await runDailyPickLists(office.office)
    await postIntent(office)
    await postIntent(office, { deliveryDate: '2026-03-12' })
    clock.set('2026-03-10T14:59:59.000Z')
    expect(await runDailyPickLists(office.office)).toBe(0)
    clock.set('2026-03-10T15:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
    expect(await runDailyPickLists(office.office)).toBe(0)
    clock.set('2026-03-11T22:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
  })

  test('a region that takes orders until later gets the rest of its lists at its cut-off', async () => {
    await furnish(office, { calendar: { cutOff: '18:00' } })
    await postIntent(office)
    clock.set('2026-03-10T15:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
    await postIntent(office)
    expect(await runDailyPickLists(office.office)).toBe(0)
    clock.set('2026-03-10T17:00:00.000Z')
    expect(await runDailyPickLists(office.office)).toBe(1)
  })

  test('cancelling frees stock and room and cancels the list; once on a truck it is too late', async () => {
    await furnish(office)
    const { body } = await postIntent(office)
    const { orderNumber } = body as { orderNumber: string }
    await generate()
    const path = `/v1/orders/${orderNumber}/cancel`
    const cancelled = await office.admin('POST', path, { reason: 'customer called' })
    expect(cancelled.body).toMatchObject({
      status: 'CANCELLED',
      version: 2,
      shipments: [{ status: 'CANCELLED' }],
      lines: [{ ordered: 3, reserved: 0 }],
    })
    const { history } = cancelled.body as { history: object[] }
    expect(history.at(-1)).toMatchObject({
      status: 'order:cancelled',
      payload: { from: 'CONFIRMED', to: 'CANCELLED', reason: 'customer called' },
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 0, available: 100 })
    const slot = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(slot.body).toMatchObject({ reservedWeightGrams: 0, reservedVolumeCm3: 0 })
    expect((await generate()).pickLists[0]?.status).toBe('cancelled')
    expect(codeOf(await office.admin('POST', path, { reason: 'again' }))).toBe('wrong-state')
    expect(codeOf(await office.admin('POST', '/v1/orders/X/cancel', { reason: 'r' }))).toBe(
      'not-found',
    )
  })

  test('an order sent to another address says so on its list, under its version', async () => {
    await furnish(office)
    const { body } = await postIntent(office)
    const { orderNumber } = body as { orderNumber: string }
    await generate()
    const adjust = (version: number, changes: object) =>
      office.admin('POST', `/v1/orders/${orderNumber}/adjust`, {
        version,
        reason: 'moved',
        changes,
      })
    const adjusted = await adjust(1, { shipTo: { city: 'Utrecht' } })
    expect(adjusted.body).toMatchObject({
      version: 2,
      shipTo: { city: 'Utrecht', postalCode: '1011 AB' },
    })
    expect(codeOf(await adjust(1, { shipTo: { city: 'Delft' } }))).toBe('version-conflict')
    expect(codeOf(await adjust(2, {}))).toBe('invalid-request')
  })

  test('a load is planned, read and departs empty', async () => {
    await furnish(office)
    const plan = {
      warehouse: 'MAIN',
      region: 'NOORD',
      deliveryDate: TOMORROW,
      vehicle: { plate: 'V-123-AB', maxWeightGrams: 9_000_000, maxVolumeCm3: 90_000_000 },
      driver: 'Sanne',
    }
    const planned = await office.admin('POST', '/v1/loads', plan)
    expect(planned.status).toBe(201)
    expect(planned.body).toMatchObject({
      number: expect.stringMatching(/^LD-\d{6}$/),
      code: expect.stringMatching(/^LLD\d{6}.$/),
      status: 'open',
      units: [],
      weightGrams: 0,
    })
    const { number } = planned.body as { number: string }
    expect((await office.admin('GET', `/v1/loads/${number}`)).body).toEqual(planned.body)
    const departed = await office.admin('POST', `/v1/loads/${number}/depart`)
    expect(departed.body).toMatchObject({ number, status: 'departed' })
    // The office may do so by itself; nobody has anything to look at.
    expect((await office.admin('GET', '/v1/exceptions?open=true')).body).toMatchObject({
      items: [],
    })
    expect(codeOf(await office.admin('POST', `/v1/loads/${number}/depart`))).toBe('wrong-state')
    expect(codeOf(await office.admin('GET', '/v1/loads/LD-9'))).toBe('not-found')
    expect(codeOf(await office.admin('POST', '/v1/loads', { ...plan, region: 'X' }))).toBe(
      'unknown-region',
    )
    expect(codeOf(await office.admin('POST', '/v1/loads', { ...plan, warehouse: 'X' }))).toBe(
      'unknown-warehouse',
    )
  })

  async function generate(): Promise<ListAnswer> {
    const body = { warehouse: 'MAIN', deliveryDate: TOMORROW }
    const answer = await office.admin('POST', '/v1/pick-lists/generate', body)
    expect(answer.status).toBe(200)
    return answer.body as ListAnswer
  }

  async function generateAfter(orders: number): Promise<ListAnswer> {
    for (let order = 0; order < orders; order += 1) await postIntent(office)
    return generate()
  }
})
