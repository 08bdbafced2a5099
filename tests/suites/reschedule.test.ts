import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { requireTrueSlots } from '../support/slot-sums.ts'
import { openShop, type OrderView, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, handClock, MORNING, stockOf, TOMORROW } from '../support/wholesaler.ts'

/** The day of the delivery, after the door stayed shut. */
const NOON = '2026-03-11T11:00:00.000Z'
const NEXT_DAY = '2026-03-12'

describe.each(databases)('an order that could not be delivered, on $kind', ({ open }) => {
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

  const reschedule = (orderNumber: string, body: Record<string, unknown> = {}): Promise<Answer> =>
    office.admin('POST', `/v1/orders/${orderNumber}/reschedule`, { reason: 'not at home', ...body })

  /** Orders on one truck; the first of them came back. */
  async function failed(
    others = 0,
  ): Promise<{ orderNumber: string; unitId: string; load: string }> {
    const orders = await Promise.all(Array.from({ length: others + 1 }, () => shop.take()))
    await shop.generate()
    const unitIds: string[] = []
    for (const one of orders) unitIds.push(await shop.pack(one))
    const { number } = await shop.load(unitIds)
    await shop.depart(number)
    clock.set(NOON)
    const [orderNumber = '', unitId = ''] = [orders[0], unitIds[0]]
    await shop.fail(orderNumber, NOON)
    expect(await shop.order(orderNumber)).toMatchObject({ status: 'DELIVERY_FAILED' })
    return { orderNumber, unitId, load: number }
  }

  test('it is planned for the next day with room, still packed, and goes out again', async () => {
    const { orderNumber, unitId, load } = await failed(1)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 94, reserved: 0, available: 94 })
    const answer = await reschedule(orderNumber)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'PACKED',
        deliveryDate: NEXT_DAY,
        shipments: [{ status: 'PENDING' }],
        units: [{ id: unitId, status: 'closed', loadId: null, deliveryDate: NEXT_DAY }],
        lines: [
          { picked: 3, packed: 3, loaded: 0, reserved: 3 },
          { picked: 2, packed: 2, loaded: 0, reserved: 2 },
        ],
      },
    })
    const { history } = answer.body as OrderView
    expect(history.slice(-5).map(({ status }) => status)).toEqual([
      'delivery:rescheduled',
      'order:confirmed',
      'picking:started',
      'picking:picked',
      'packing:packed',
    ])
    expect(history.at(-5)?.payload).toEqual({
      reason: 'not at home',
      before: TOMORROW,
      after: NEXT_DAY,
      repick: false,
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 3, available: 94 })
    expect(JSON.stringify((await office.admin('GET', `/v1/loads/${load}`)).body)).not.toContain(
      unitId,
    )
    expect(await shop.list(orderNumber)).toMatchObject({
      deliveryDate: NEXT_DAY,
      status: 'done',
      orders: [{ status: 'PACKED' }],
    })
    // The old day stands on the label that is on it, so a new one is printed before it is loaded.
    const { log } = shop.client.station
    const again = await shop.makeLoad(NEXT_DAY)
    log.act('load.claim', { loadId: again.id })
    log.act('load.add', { loadId: again.id, unitId })
    log.act('label.print', { unitId, copy: 2, printerId: 'p1', outcome: 'printed' })
    log.act('load.add', { loadId: again.id, unitId, copy: 2 })
    log.act('load.confirm', { loadId: again.id })
    expect(outcomes((await shop.client.push()).receipts)).toEqual([
      'accepted',
      'excepted superseded-copy',
      'accepted',
      'accepted',
      'accepted',
    ])
    await shop.depart(again.number)
    expect(await shop.order(orderNumber)).toMatchObject({ status: 'OUT_FOR_DELIVERY' })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 94, reserved: 0, available: 94 })
  })

  test('a day can be asked for; one that is full, past or closed is refused and nothing moves', async () => {
    const { orderNumber } = await failed()
    const before = await shop.order(orderNumber)
    expect(codeOf(await reschedule(orderNumber, { deliveryDate: TOMORROW }))).toBe('past-cut-off')
    await office.admin('PUT', `/v1/capacity/NOORD/${NEXT_DAY}`, {
      maxWeightGrams: 4_999,
      maxVolumeCm3: 1_000_000,
    })
    // Its five kilos are what the scale said, not the products' own figures.
    expect(codeOf(await reschedule(orderNumber, { deliveryDate: NEXT_DAY }))).toBe('capacity-full')
    expect(await shop.order(orderNumber)).toEqual(before)
    expect(await reschedule(orderNumber)).toMatchObject({
      status: 200,
      body: { deliveryDate: '2026-03-13' },
    })
    expect(codeOf(await reschedule(orderNumber))).toBe('wrong-state')
  })

  test('whoever has seen another version, or calls too early, is told so', async () => {
    const orderNumber = await shop.take()
    expect(codeOf(await reschedule(orderNumber))).toBe('wrong-state')
    expect((await reschedule('LL-999999')).status).toBe(404)
    const back = await failed()
    expect(codeOf(await reschedule(back.orderNumber, { version: 1 }))).toBe('version-conflict')
    const both = await Promise.all([reschedule(back.orderNumber), reschedule(back.orderNumber)])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('to be picked anew its goods are back on the shelf and its list is open', async () => {
    const { orderNumber, unitId } = await failed(1)
    const answer = await reschedule(orderNumber, { repick: true })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        status: 'CONFIRMED',
        deliveryDate: NEXT_DAY,
        lines: [
          { ordered: 3, picked: 0, packed: 0, loaded: 0, reserved: 3 },
          { ordered: 2, picked: 0, packed: 0, loaded: 0, reserved: 2 },
        ],
      },
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 3, available: 94 })
    expect(await shop.list(orderNumber)).toMatchObject({
      status: 'open',
      claim: null,
      deliveryDate: NEXT_DAY,
    })
    const again = await shop.pack(orderNumber)
    expect(again).not.toBe(unitId)
    const { number } = await shop.load([again], NEXT_DAY)
    await shop.depart(number)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 94, reserved: 0, available: 94 })
  })

  test('it can fail and be planned again as often as it takes', async () => {
    const { orderNumber, unitId } = await failed()
    for (const [copy, day, noon] of [
      [2, NEXT_DAY, '2026-03-12T11:00:00.000Z'],
      [3, '2026-03-13', '2026-03-13T11:00:00.000Z'],
    ] as const) {
      expect(await reschedule(orderNumber)).toMatchObject({ body: { deliveryDate: day } })
      const { log } = shop.client.station
      log.act('label.print', { unitId, copy, printerId: 'p1', outcome: 'printed' })
      const { number } = await shop.load([unitId], day)
      await shop.depart(number)
      clock.set(noon)
      await shop.fail(orderNumber, noon)
    }
    expect(await shop.order(orderNumber)).toMatchObject({
      status: 'DELIVERY_FAILED',
      shipments: [{ status: 'FAILED' }],
    })
  })

  test('cancelled instead, its goods come back and wait to be put back', async () => {
    const { orderNumber, unitId } = await failed(1)
    const path = `/v1/orders/${orderNumber}/cancel`
    expect(await office.admin('POST', path, { reason: 'never at home' })).toMatchObject({
      status: 200,
      body: {
        status: 'CANCELLED',
        shipments: [{ status: 'CANCELLED' }],
        units: [{ id: unitId, status: 'closed', loadId: null }],
      },
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 3, available: 94 })
    expect(await shop.exceptions()).toMatchObject([
      { code: 'order-cancelled', reference: orderNumber },
    ])
  })

  test('a carton on a pallet that others share leaves the pallet', async () => {
    const [first, second] = [await shop.take(), await shop.take()]
    await shop.generate()
    const cartons = [await shop.pack(first), await shop.pack(second)]
    const { log, nextUnit } = shop.client.station
    const pallet = nextUnit()
    log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    for (const unitId of cartons) log.act('pack.nest', { unitId, parentId: pallet })
    log.act('pack.close', { unitId: pallet })
    log.act('label.print', { unitId: pallet, copy: 1, printerId: 'p1', outcome: 'printed' })
    const { number } = await shop.load([pallet])
    await shop.depart(number)
    clock.set(NOON)
    await shop.fail(first, NOON)
    expect(await reschedule(first)).toMatchObject({ status: 200, body: { status: 'PACKED' } })
    const { units } = (await office.admin('GET', `/v1/orders/${second}`)).body as {
      units: { id: string; status: string; children: string[] }[]
    }
    const left = units.find(({ id }) => id === pallet)
    expect(left).toMatchObject({ status: 'departed', children: [cartons[1]] })
    expect(await shop.order(second)).toMatchObject({ status: 'OUT_FOR_DELIVERY' })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 3, available: 94 })
  })

  test('goods loose on a pallet that others share come off it and are packed again', async () => {
    const [first, second] = [await shop.take(), await shop.take()]
    await shop.generate()
    const { log, nextUnit } = shop.client.station
    const pallet = nextUnit()
    for (const orderNumber of [first, second]) {
      const list = await shop.claim(orderNumber)
      if (orderNumber === first) log.act('pack.open', { unitId: pallet, kind: 'pallet' })
      for (const { lineNo, requested: quantity } of list.lines) {
        log.act('pick.confirm', { pickListId: list.id, lineNo, quantity, unitId: pallet })
      }
    }
    const weight = { grossGrams: 10_000, expectedGrams: 10_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId: pallet, ...weight, source: 'scale' })
    log.act('pack.close', { unitId: pallet })
    log.act('label.print', { unitId: pallet, copy: 1, printerId: 'p1', outcome: 'printed' })
    await shop.client.push()
    const { number } = await shop.load([pallet])
    await shop.depart(number)
    clock.set(NOON)
    await shop.fail(first, NOON)
    expect(await reschedule(first)).toMatchObject({
      status: 200,
      body: {
        status: 'PICKED',
        lines: [
          { picked: 3, packed: 0, loaded: 0, reserved: 3 },
          { picked: 2, packed: 0, loaded: 0, reserved: 2 },
        ],
      },
    })
    expect(await shop.order(second)).toMatchObject({
      status: 'OUT_FOR_DELIVERY',
      lines: [{ loaded: 3 }, { loaded: 2 }],
    })
  })

  test('an order of a batch gets a list of its own; the others keep theirs', async () => {
    const orders = [await shop.take(), await shop.take()]
    const [first = '', second = ''] = orders
    const asked = { warehouse: 'MAIN', deliveryDate: TOMORROW, mode: 'batch' }
    expect((await office.admin('POST', '/v1/pick-lists/generate', asked)).status).toBe(200)
    const batch = await shop.claim(first)
    const { log, nextUnit } = shop.client.station
    const unitIds = orders.map((orderNumber, n) => {
      const unitId = nextUnit()
      for (const line of batch.lines.filter((one) => one.orderNumber === orderNumber)) {
        const { lineNo, requested: quantity } = line
        log.act('pick.confirm', { pickListId: batch.id, lineNo, quantity, unitId })
      }
      const weight = { grossGrams: 5_000 + n, expectedGrams: 5_000, toleranceGrams: 20 }
      log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
      log.act('pack.close', { unitId })
      log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
      return unitId
    })
    await shop.client.push()
    const { number } = await shop.load(unitIds)
    await shop.depart(number)
    clock.set(NOON)
    await shop.fail(first, NOON)
    expect(await reschedule(first)).toMatchObject({ status: 200, body: { status: 'PACKED' } })
    const own = await shop.list(first)
    expect(own).toMatchObject({ deliveryDate: NEXT_DAY, mode: 'order', status: 'done' })
    expect(own?.id).not.toBe(batch.id)
    expect(own?.orders.map(({ orderNumber }) => orderNumber)).toEqual([first])
    const [unit] = (await office.admin('GET', `/v1/orders/${first}`).then(({ body }) => {
      return (body as { units: { contents: { pickListId: string }[] }[] }).units
    })) as { contents: { pickListId: string }[] }[]
    expect(unit?.contents.map(({ pickListId }) => pickListId)).toEqual([own?.id, own?.id])
    expect(await shop.order(second)).toMatchObject({ status: 'OUT_FOR_DELIVERY' })
  })
})
