import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addDays } from '#contract/orders/local-time.ts'
import { lockSlots } from '../../sync-server/capacity/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { closeAt, generateLists, officeBench, pickAll } from '../support/office-bench.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, furnish, handClock, postIntent, TOMORROW } from '../support/wholesaler.ts'

/** One piece weighs a kilogram and takes two litres. */
const LIMIT_GRAMS = 100_000

describe.each(databases)('what a day can carry on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('a day that turned out heavier than estimated takes less, one that is lighter takes more', async () => {
    await furnishDay()
    await order(90)
    expect(await roomFor(10_000)).toBe(true)
    const bench = await officeBench(office)
    const unitId = await pickOnlyOrder(bench)
    closeAt(bench, unitId, 99_000)
    expect(outcomes((await bench.push()).receipts).at(-1)).toBe('accepted')
    expect(await slot()).toMatchObject({ reservedWeightGrams: 99_000, packedWeightGrams: 99_000 })
    expect(await roomFor(5_000)).toBe(false)
    expect(codeOf(await place(5))).toBe('capacity-full')
    weigh(bench, unitId, 80_000)
    await bench.push()
    expect(await slot()).toMatchObject({ reservedWeightGrams: 80_000, packedWeightGrams: 80_000 })
    expect((await place(15)).status).toBe(201)
    expect(await slot()).toMatchObject({ reservedWeightGrams: 95_000, packedWeightGrams: 80_000 })
  })

  test('[FACT-1] measured weight goes beyond a day all the same, and the action that did it is named once', async () => {
    await furnishDay()
    await order(90)
    const bench = await officeBench(office)
    const unitId = await pickOnlyOrder(bench)
    closeAt(bench, unitId, 99_000)
    weigh(bench, unitId, 100_500)
    weigh(bench, unitId, 100_400)
    const { receipts } = await bench.push()
    expect(outcomes(receipts).slice(-3)).toEqual(['accepted', 'excepted over-capacity', 'accepted'])
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    const { items } = body as { items: { code: string }[] }
    expect(items.map(({ code }) => code)).toEqual(['over-capacity'])
    // What is there may stay as it is and go up, though not down.
    expect((await limit(LIMIT_GRAMS)).status).toBe(200)
    expect((await limit(100_200)).status).toBe(200)
    expect(codeOf(await limit(100_100))).toBe('below-reserved')
  })

  test('goods given up and orders cancelled free what they held, packed or not', async () => {
    await furnishDay()
    const [first, second] = [await order(30), await order(20)]
    const bench = await officeBench(office)
    const [list, other] = await generateLists(office, TOMORROW)
    const units = await pickAll(office, bench, list?.id ?? '')
    closeAt(bench, units.get(first) ?? '', 33_000)
    const pickListId = other?.id ?? ''
    const { log } = bench.station
    log.act('pick.claim', { pickListId })
    log.act('pick.short', { pickListId, lineNo: 1, quantity: 5, reason: 'NOTFOUND' })
    await bench.push()
    expect(await slot()).toMatchObject({ reservedWeightGrams: 48_000, packedWeightGrams: 33_000 })
    await cancel(first)
    expect(await slot()).toMatchObject({ reservedWeightGrams: 15_000, packedWeightGrams: 0 })
    await cancel(second)
    expect(await slot()).toMatchObject({ reservedWeightGrams: 0, reservedVolumeCm3: 0 })
  })

  test('two orders on one pallet, cancelled at once, leave nothing behind', async () => {
    await furnishDay()
    const orders = [await order(3), await order(4)]
    const bench = await officeBench(office)
    const { log, nextUnit } = bench.station
    const pallet = nextUnit()
    log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    for (const list of await generateLists(office, TOMORROW)) {
      for (const unitId of (await pickAll(office, bench, list.id)).values()) {
        closeAt(bench, unitId, 5_000)
        log.act('pack.nest', { unitId, parentId: pallet })
      }
    }
    closeAt(bench, pallet, 35_000)
    await bench.push()
    expect(await slot()).toMatchObject({ reservedWeightGrams: 35_000, packedWeightGrams: 35_000 })
    await Promise.all(orders.map((orderNumber) => cancel(orderNumber)))
    expect(await slot()).toMatchObject({ reservedWeightGrams: 0, packedWeightGrams: 0 })
  })

  test('a weight corrected between order and list moves the day with it', async () => {
    await furnishDay()
    await order(10)
    await office.admin('PUT', '/v1/products/OAK-1', {
      name: 'OAK-1',
      barcodes: [],
      weightGrams: 1_500,
      volumeCm3: 1_000,
      tracking: 'none',
    })
    expect(await slot()).toMatchObject({ reservedWeightGrams: 10_000, reservedVolumeCm3: 20_000 })
    await generateLists(office, TOMORROW)
    expect(await slot()).toMatchObject({ reservedWeightGrams: 15_000, reservedVolumeCm3: 10_000 })
  })

  test('a slot that is to shrink too far says which orders are in the way, the newest first', async () => {
    await furnishDay()
    const packed = await order(10)
    const bench = await officeBench(office)
    closeAt(bench, await pickOnlyOrder(bench), 12_000)
    await bench.push()
    const [waiting, gone] = [await order(7), await order(5)]
    await cancel(gone)
    const refused = await limit(18_999)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'below-reserved',
      orders: [
        { orderNumber: waiting, weightGrams: 7_000, volumeCm3: 14_000, status: 'CONFIRMED' },
        { orderNumber: packed, weightGrams: 12_000, volumeCm3: 20_000, status: 'PACKED' },
      ],
    })
    expect((await limit(19_000)).status).toBe(200)
    expect((await limit(1_000_000)).status).toBe(200)
  })

  test('slots are listed by region and day', async () => {
    const dates = ['2026-03-11', '2026-03-12', '2026-03-13']
    await furnish(office, { capacity: { dates } })
    await furnish(office, { region: 'ZUID', products: [], capacity: { dates } })
    const list = async (query: string) => {
      const { body } = await office.admin('GET', `/v1/capacity${query}`)
      const { items } = body as { items: { region: string; deliveryDate: string }[] }
      return items.map(({ region, deliveryDate }) => `${deliveryDate} ${region}`)
    }
    expect(await list('?region=NOORD&from=2026-03-12&to=2026-03-12')).toEqual(['2026-03-12 NOORD'])
    expect(await list('?from=2026-03-12')).toEqual([
      '2026-03-12 NOORD',
      '2026-03-12 ZUID',
      '2026-03-13 NOORD',
      '2026-03-13 ZUID',
    ])
    expect(codeOf(await office.admin('GET', '/v1/capacity?region=NOPE'))).toBe('unknown-region')
  })

  test('days that can be ordered for are told with their cut-off and what is left of them', async () => {
    await furnish(office, {
      capacity: { dates: [TOMORROW, '2026-03-16'], maxWeightGrams: 10_000 },
      calendar: { deliveryWeekdays: [1, 2, 3, 4, 5], closedDates: ['2026-03-13'] },
    })
    await order(8)
    const { body } = await office.admin(
      'GET',
      '/v1/delivery-days?region=NOORD&weightGrams=3000&limit=3',
    )
    expect(body).toEqual({
      items: [
        {
          deliveryDate: '2026-03-11',
          cutOffAt: '2026-03-10T13:00:00.000Z',
          hasRoom: false,
          weightGramsLeft: 2_000,
          volumeCm3Left: 1_000_000_000 - 16_000,
        },
        {
          deliveryDate: '2026-03-12',
          cutOffAt: '2026-03-11T13:00:00.000Z',
          hasRoom: false,
          weightGramsLeft: 0,
          volumeCm3Left: 0,
        },
        {
          deliveryDate: '2026-03-16',
          cutOffAt: '2026-03-15T13:00:00.000Z',
          hasRoom: true,
          weightGramsLeft: 10_000,
          volumeCm3Left: 1_000_000_000,
        },
      ],
    })
    const unknown = await office.admin('GET', '/v1/delivery-days?region=NOPE')
    expect(codeOf(unknown)).toBe('unknown-region')
  })

  test('an order without a day passes over full days and waits for none of them', async () => {
    const dates = Array.from({ length: 61 }, (_, day) => addDays(TOMORROW, day))
    await furnish(office, { capacity: { dates, maxWeightGrams: 1_000 } })
    const full = await place(2)
    expect(full).toMatchObject({ status: 422, body: { code: 'capacity-full' } })
    expect((full.body as { detail: string }).detail).toContain(`from ${TOMORROW} to 2026-05-10`)
    await office.admin('PUT', `/v1/capacity/NOORD/2026-05-10`, {
      maxWeightGrams: 2_000,
      maxVolumeCm3: 1_000_000,
    })
    // Whoever changes the full days holds up nobody who passes over them.
    const isShared = database.store.kind === 'postgres'
    const held = isShared ? holdSlots(dates.slice(0, 60)) : null
    await held?.isHeld
    expect((await place(2)).body).toMatchObject({ deliveryDate: '2026-05-10' })
    await held?.letGo()
  })

  function holdSlots(dates: readonly string[]) {
    const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>()
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
    const held = database.store.transaction(async (tx) => {
      const keys = dates.map((deliveryDate) => ({ region: 'NOORD', deliveryDate }))
      await lockSlots(tx, 'MAIN', keys)
      hold()
      await isOver
    })
    const letGo = () => {
      end()
      return held
    }
    return { isHeld, letGo }
  }

  function furnishDay() {
    return furnish(office, {
      products: [{ sku: 'OAK-1', onHand: 500 }],
      capacity: { dates: [TOMORROW], maxWeightGrams: LIMIT_GRAMS },
    })
  }

  function place(quantity: number) {
    return postIntent(office, { lineItems: [{ sku: 'OAK-1', quantity }] })
  }

  async function order(quantity: number): Promise<string> {
    const { body, status } = await place(quantity)
    expect(status).toBe(201)
    return (body as { orderNumber: string }).orderNumber
  }

  async function cancel(orderNumber: string): Promise<void> {
    const path = `/v1/orders/${orderNumber}/cancel`
    const { status, body } = await office.admin('POST', path, { reason: 'customer called' })
    expect(status, JSON.stringify(body)).toBe(200)
  }

  async function pickOnlyOrder(bench: Awaited<ReturnType<typeof officeBench>>): Promise<string> {
    const [list] = await generateLists(office, TOMORROW)
    const [unitId = ''] = (await pickAll(office, bench, list?.id ?? '')).values()
    return unitId
  }

  function weigh(bench: Awaited<ReturnType<typeof officeBench>>, unitId: string, grams: number) {
    const figures = { grossGrams: grams, expectedGrams: grams, toleranceGrams: 20 }
    bench.station.log.act('pack.weigh', { unitId, ...figures, source: 'scale' })
  }

  function limit(maxWeightGrams: number) {
    const body = { maxWeightGrams, maxVolumeCm3: 1_000_000_000 }
    return office.admin('PUT', `/v1/capacity/NOORD/${TOMORROW}`, body)
  }

  async function slot(): Promise<unknown> {
    return (await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)).body
  }

  async function roomFor(weightGrams: number): Promise<boolean> {
    const path = `/v1/delivery-days?region=NOORD&weightGrams=${weightGrams}&limit=1`
    const { body } = await office.admin('GET', path)
    return (body as { items: { hasRoom: boolean }[] }).items[0]?.hasRoom === true
  }
})
