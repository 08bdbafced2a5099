import { afterEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { codeOf, handClock, MORNING, postIntent, stockOf, TOMORROW } from '../support/wholesaler.ts'

const TODAY = '2026-03-10'
const COLLECT = { fulfilment: 'collect', region: undefined }

describe.each(databases)('orders that customers collect on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  const clock = handClock()

  async function start(): Promise<void> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    shop = await openShop(office)
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const handOver = (orderNumber: string, body: Record<string, unknown> = {}) =>
    office.admin('POST', `/v1/orders/${orderNumber}/hand-over`, { collectedBy: 'J. Smit', ...body })

  test('it needs no region and no room, and is for today or the day asked for', async () => {
    await start()
    const posted = await postIntent(office, COLLECT)
    expect(posted.body).toMatchObject({ status: 'CONFIRMED', deliveryDate: TODAY })
    const { orderNumber } = posted.body as { orderNumber: string }
    const order = await office.admin('GET', `/v1/orders/${orderNumber}`)
    expect(order.body).toMatchObject({ region: null, fulfilment: 'collect', deliveryDate: TODAY })
    const later = await postIntent(office, { ...COLLECT, deliveryDate: '2026-05-01' })
    expect(later.body).toMatchObject({ deliveryDate: '2026-05-01' })
    const past = await postIntent(office, { ...COLLECT, deliveryDate: '2026-03-09' })
    expect([past.status, codeOf(past)]).toEqual([422, 'past-cut-off'])
    const nowhere = await postIntent(office, { ...COLLECT, warehouse: 'NOPE' })
    expect(codeOf(nowhere)).toBe('unknown-warehouse')
    clock.set('2026-03-10T23:30:00.000Z')
    expect((await postIntent(office, COLLECT)).body).toMatchObject({ deliveryDate: TOMORROW })
  })

  test('today’s are listed as they come, tomorrow’s with the lists of the day', async () => {
    await start()
    const today = await shop.take(COLLECT)
    const tomorrow = await shop.take({ ...COLLECT, deliveryDate: TOMORROW })
    await runDueJobs(office.office)
    expect(await shop.list(today)).toMatchObject({ region: null, deliveryDate: TODAY })
    expect(await shop.list(tomorrow)).toBeUndefined()
    clock.set('2026-03-10T15:00:00.000Z')
    await runDueJobs(office.office)
    expect(await shop.list(tomorrow)).toMatchObject({ region: null, deliveryDate: TOMORROW })
  })

  test('a packed order is handed over: its goods leave the books and its units are gone', async () => {
    await start()
    const orderNumber = await shop.take(COLLECT)
    expect(codeOf(await handOver(orderNumber))).toBe('wrong-state')
    await shop.generate(TODAY)
    const unitId = await shop.pack(orderNumber)
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ onHand: 100, reserved: 3 })
    const { version } = await shop.order(orderNumber)
    expect(codeOf(await handOver(orderNumber, { version: version - 1 }))).toBe('version-conflict')
    const handed = await handOver(orderNumber, { version })
    expect(handed.body).toMatchObject({
      status: 'DELIVERED',
      version: version + 1,
      lines: [
        { loaded: 3, reserved: 0 },
        { loaded: 2, reserved: 0 },
      ],
      units: [{ id: unitId, status: 'departed' }],
      shipments: [{ status: 'DELIVERED' }],
    })
    const { history } = handed.body as { history: { status: string; payload: unknown }[] }
    expect(history.slice(-2)).toMatchObject([
      { status: 'delivery:delivered' },
      { status: 'delivery:handed_over', payload: { collectedBy: 'J. Smit' } },
    ])
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 0, available: 97 })
    const again = await handOver(orderNumber)
    expect([again.status, again.body]).toEqual([200, handed.body])
    expect(await shop.list(orderNumber)).toBeUndefined()
  })

  test('goods on a pallet go over the counter with it, shared ones do not', async () => {
    await start()
    const [first, second] = [await shop.take(COLLECT), await shop.take(COLLECT)]
    await shop.generate(TODAY)
    const cartons = [await shop.pack(first), await shop.pack(second)]
    const { log, nextUnit } = shop.client.station
    const pallet = nextUnit()
    for (const [n, unitId] of cartons.entries()) {
      log.act('label.verify', { unitId, copy: 1 })
      if (n === 0) log.act('pack.open', { unitId: pallet, kind: 'pallet' })
      log.act('pack.nest', { unitId, parentId: pallet })
    }
    await shop.client.push()
    const refused = await handOver(first)
    expect([codeOf(refused), (refused.body as { detail: string }).detail]).toEqual([
      'wrong-state',
      expect.stringContaining(pallet),
    ])
    log.act('pack.unnest', { unitId: cartons[1] ?? '' })
    await shop.client.push()
    expect((await handOver(first)).body).toMatchObject({ status: 'DELIVERED' })
    expect((await handOver(second)).body).toMatchObject({ status: 'DELIVERED' })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ onHand: 94, reserved: 0 })
  })

  test('an order for delivery is not handed over', async () => {
    await start()
    const orderNumber = await shop.take()
    await shop.generate()
    await shop.pack(orderNumber)
    expect(codeOf(await handOver(orderNumber))).toBe('wrong-state')
  })

  test('a stopped order is not handed over', async () => {
    await start()
    const orderNumber = await shop.take(COLLECT)
    await shop.generate(TODAY)
    await shop.pack(orderNumber)
    const entry = { status: 'billing:credit_hold', severity: 'blocking', payload: {} }
    await office.admin('POST', `/v1/orders/${orderNumber}/history`, entry)
    expect(codeOf(await handOver(orderNumber))).toBe('wrong-state')
  })
})
