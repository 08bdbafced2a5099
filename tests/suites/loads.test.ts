import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Dispatch, openDispatch, type PlannedLoad } from '../support/dispatch.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, furnish, handClock, stockOf, TOMORROW } from '../support/wholesaler.ts'

type ListAnswer = {
  units: { unitId: string; stop: number | null; onBoard: boolean }[]
  missing: string[]
  totals: Record<string, unknown>
}

describe.each(databases)('loads and what goes on them, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let dispatch: Dispatch

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    dispatch = await openDispatch(office)
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('stops are all shipments of the day by postal code, once over all loads', async () => {
    const far = await dispatch.order({ shipTo: { postalCode: '9712 AB' }, packed: false })
    const near = await dispatch.order({ shipTo: { postalCode: '1011 AB' } })
    const first = await dispatch.plan()
    expect(first.stops).toEqual([near.shipmentId, far.shipmentId])
    expect((await dispatch.plan()).stops).toEqual([])
    const later = await dispatch.order({ shipTo: { postalCode: '1012 AB' } })
    expect((await dispatch.plan()).stops).toEqual([later.shipmentId])
  })

  test('a stop must be a shipment of that region and day', async () => {
    const { shipmentId } = await dispatch.order({ packed: false })
    await furnish(office, { region: 'ZUID', products: [] })
    const tour = { vehicle: truck(9_000_000), driver: 'Sanne', warehouse: 'MAIN' }
    const post = (changed: object) => office.admin('POST', '/v1/loads', { ...tour, ...changed })
    const here = { region: 'NOORD', deliveryDate: TOMORROW }
    const unknown = await post({ ...here, stops: [shipmentId, 'nobody'] })
    expect(unknown).toMatchObject({
      status: 422,
      body: { code: 'unknown-shipment', errors: [{ path: 'stops[1]' }] },
    })
    const elsewhere = { ...here, region: 'ZUID', stops: [shipmentId] }
    expect(codeOf(await post(elsewhere))).toBe('unknown-shipment')
    const otherDay = { ...here, deliveryDate: '2026-03-12', stops: [shipmentId] }
    expect(codeOf(await post(otherDay))).toBe('unknown-shipment')
    const twice = { ...here, stops: [shipmentId, shipmentId] }
    expect(codeOf(await post(twice))).toBe('invalid-request')
    expect((await post({ ...here, stops: [shipmentId] })).body).toMatchObject({
      stops: [shipmentId],
    })
  })

  test('loads are listed by day, region and state, a page at a time', async () => {
    const [a, b, c] = [await dispatch.plan(), await dispatch.plan(), await dispatch.plan()]
    await office.admin('POST', `/v1/loads/${b.number}/depart`)
    expect(await listed(`deliveryDate=${TOMORROW}&region=NOORD`)).toEqual([
      a.number,
      b.number,
      c.number,
    ])
    expect(await listed('status=departed')).toEqual([b.number])
    expect(await listed('status=open')).toEqual([a.number, c.number])
    expect(await listed('region=ZUID')).toEqual([])
    expect(await listed('deliveryDate=2026-03-12')).toEqual([])
    const page = await office.admin('GET', '/v1/loads?limit=2')
    expect((page.body as { next: string }).next).toBe(b.number)
    expect(await listed(`limit=2&after=${b.number}`)).toEqual([c.number])
  })

  test('the loading list has every packed unit, the last stop first, and what is missing', async () => {
    const first = await dispatch.order({ quantity: 2 })
    const last = await dispatch.order({ quantity: 4 })
    const unpacked = await dispatch.order({ packed: false })
    const load = await dispatch.plan({
      stops: [first.shipmentId, last.shipmentId, unpacked.shipmentId],
      vehicle: truck(5_000),
    })
    const unplanned = await dispatch.order({ quantity: 1 })
    expect(await loadingList(load)).toMatchObject({
      units: [
        {
          unitId: last.unitId,
          stop: 2,
          shipmentId: last.shipmentId,
          orderNumbers: [last.orderNumber],
          grossGrams: 4_000,
          volumeCm3: 8_000,
          onBoard: false,
          labelVerified: true,
        },
        { unitId: first.unitId, stop: 1 },
        { unitId: unplanned.unitId, stop: null },
      ],
      missing: [last.unitId, first.unitId, unplanned.unitId],
      totals: { units: 3, grossGrams: 7_000, onBoardUnits: 0, onBoardGrams: 0, fits: false },
    })
    await dispatch.fill(load, [last.unitId])
    expect(await loadingList(load)).toMatchObject({
      units: [{ unitId: last.unitId, onBoard: true }, { onBoard: false }, { onBoard: false }],
      missing: [first.unitId, unplanned.unitId],
      totals: { units: 3, onBoardUnits: 1, onBoardGrams: 4_000, onBoardCm3: 8_000 },
    })
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    expect(await loadingList(load)).toMatchObject({
      units: [{ unitId: last.unitId, onBoard: true }],
      missing: [],
    })
  })

  test('what a load will carry is known before any of it is packed, and measured as it comes', async () => {
    const packed = await dispatch.order({ quantity: 4 })
    const ordered = await dispatch.order({ packed: false })
    const load = await dispatch.plan({ stops: [packed.shipmentId, ordered.shipmentId] })
    const stops = (await loadingList(load)) as unknown as { stops: { weightGrams: number }[] }
    const onFloor = stops.stops[1]?.weightGrams ?? 0
    expect(onFloor).toBeGreaterThan(0)
    const everywhere = async () => {
      const { totals } = await loadingList(load)
      const loads = await office.admin('GET', '/v1/loads?progress=true')
      const today = await office.admin('GET', '/v1/console/today')
      const [inList] = (loads.body as { items: { progress: object }[] }).items
      const [shown] = (today.body as { loads: object[] }).loads
      return [totals, inList?.progress, shown]
    }
    // Today is held for a moment.
    const isShown = (expectedGrams: number) =>
      vi.waitFor(
        async () => {
          const expectedCm3 = expect.any(Number) as number
          for (const figures of await everywhere()) {
            expect(figures).toMatchObject({ expectedGrams, expectedCm3 })
          }
        },
        { timeout: 20_000 },
      )
    await isShown(4_000 + onFloor)
    await dispatch.fill(load, [packed.unitId])
    await isShown(4_000 + onFloor)
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    await isShown(4_000)
  })

  test('a carton on a pallet that is still built is among what a load will carry', async () => {
    const packed = await dispatch.order({ quantity: 4 })
    const load = await dispatch.plan({ stops: [packed.shipmentId] })
    const pallet = dispatch.nextUnit()
    dispatch.log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    dispatch.log.act('pack.nest', { unitId: packed.unitId, parentId: pallet })
    expect(await dispatch.push()).not.toContain('refused')
    expect((await loadingList(load)).totals).toMatchObject({ expectedGrams: 4_000 })
  })

  test('what stands on another load, on a pallet, or is planned elsewhere is not missing here', async () => {
    const [here, there, planned] = [
      await dispatch.order(),
      await dispatch.order(),
      await dispatch.order(),
    ]
    const pallet = dispatch.nextUnit()
    dispatch.log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    dispatch.log.act('pack.nest', { unitId: here.unitId, parentId: pallet })
    dispatch.log.act('pack.close', { unitId: pallet })
    expect(await dispatch.push()).not.toContain('refused')
    const load = await dispatch.plan({ stops: [here.shipmentId] })
    const other = await dispatch.plan({ stops: [planned.shipmentId] })
    await dispatch.fill(other, [there.unitId])
    expect((await loadingList(load)).missing).toEqual([pallet])
    expect((await loadingList(other)).missing).toEqual([planned.unitId])
  })

  test('what is expected is counted and weighed over the same goods', async () => {
    const figures = async (load: PlannedLoad) => {
      const { body } = await office.admin('GET', '/v1/loads?progress=true')
      const { items } = body as { items: { number: string; progress: object }[] }
      const { totals, missing } = await loadingList(load)
      const { progress } = items.find(({ number }) => number === load.number) ?? {}
      return { ...progress, listed: missing.length, listedGrams: totals['expectedGrams'] }
    }
    const expected = (units: number, grams: number, ordersNotPacked = 0) => ({
      expectedUnits: units,
      missingUnits: units,
      onBoardUnits: 0,
      listed: units,
      expectedGrams: grams,
      listedGrams: grams,
      ordersNotPacked,
    })
    const [own, others] = [
      await dispatch.order({ quantity: 1 }),
      await dispatch.order({ quantity: 2 }),
    ]
    const load = await dispatch.plan({ stops: [own.shipmentId] })
    const other = await dispatch.plan({ stops: [others.shipmentId] })
    expect(await figures(load)).toMatchObject(expected(1, 1_000))
    expect(await figures(other)).toMatchObject(expected(1, 2_000))

    // Nobody planned it, so it may go along with either.
    const late = await dispatch.order({ quantity: 4 })
    expect(await figures(load)).toMatchObject(expected(2, 5_000))
    expect(await figures(other)).toMatchObject(expected(2, 6_000))

    // A pallet that is being built is what stands on it; a closed one is one unit of its own weight.
    const pallet = dispatch.nextUnit()
    dispatch.log.act('pack.open', { unitId: pallet, kind: 'pallet' })
    for (const { unitId } of [own, late]) {
      dispatch.log.act('pack.nest', { unitId, parentId: pallet })
    }
    expect(await dispatch.push()).not.toContain('refused')
    expect(await figures(load)).toMatchObject(expected(2, 5_000))
    const weight = { grossGrams: 25_000, expectedGrams: 25_000, toleranceGrams: 20 }
    dispatch.log.act('pack.weigh', { unitId: pallet, ...weight, source: 'scale' })
    dispatch.log.act('pack.close', { unitId: pallet })
    expect(await dispatch.push()).not.toContain('refused')
    expect(await figures(load)).toMatchObject(expected(1, 25_000))

    // Only its own stops are waited for while they are on the floor.
    const ordered = await dispatch.order({ packed: false })
    expect(await figures(load)).toMatchObject(expected(1, 25_000))
    const stops = [own.shipmentId, ordered.shipmentId]
    const { body } = await office.admin('PUT', `/v1/loads/${load.number}`, { stops })
    expect(body).toMatchObject({ stops })
    expect(await figures(load)).toMatchObject({ expectedUnits: 1, ordersNotPacked: 1, listed: 1 })
    await office.admin('POST', `/v1/loads/${other.number}/depart`)
    expect(await figures(other)).toMatchObject(expected(0, 0))
  })

  test('vehicle, driver and stops change until the truck has left, as long as all fits', async () => {
    const packed = await dispatch.order({ quantity: 5 })
    const load = await dispatch.plan()
    await dispatch.fill(load, [packed.unitId])
    const path = `/v1/loads/${load.number}`
    const small = { vehicle: truck(4_999) }
    expect(await office.admin('PUT', path, small)).toMatchObject({
      status: 409,
      body: { code: 'over-capacity', detail: expect.stringContaining('5000 g') },
    })
    const changed = { vehicle: truck(5_000), driver: 'Joris', stops: [] }
    expect((await office.admin('PUT', path, changed)).body).toMatchObject({
      ...changed,
      status: 'claimed',
      units: [{ unitId: packed.unitId }],
    })
    expect((await office.admin('PUT', path, { driver: 'Anna' })).body).toMatchObject({
      driver: 'Anna',
      vehicle: truck(5_000),
    })
    expect(codeOf(await office.admin('PUT', path, { stops: ['nobody'] }))).toBe('unknown-shipment')
    await office.admin('POST', `${path}/depart`)
    expect(codeOf(await office.admin('PUT', path, changed))).toBe('wrong-state')
    expect(codeOf(await office.admin('PUT', '/v1/loads/LD-9', changed))).toBe('not-found')
  })

  test('a new vehicle and a unit loaded at the same moment never leave a truck too heavy unsaid', async () => {
    const packed = await dispatch.order({ quantity: 5 })
    const load = await dispatch.plan()
    dispatch.log.act('load.claim', { loadId: load.id })
    dispatch.log.act('load.add', { loadId: load.id, unitId: packed.unitId, copy: 1 })
    const small = { vehicle: truck(4_999) }
    const [changed] = await Promise.all([
      office.admin('PUT', `/v1/loads/${load.number}`, small),
      dispatch.push(),
    ])
    const now = await office.admin('GET', `/v1/loads/${load.number}`)
    expect(now.body).toMatchObject({ units: [{ unitId: packed.unitId }], weightGrams: 5_000 })
    const { maxWeightGrams } = (now.body as { vehicle: { maxWeightGrams: number } }).vehicle
    expect(maxWeightGrams).toBe(changed.status === 200 ? 4_999 : 9_000_000)
    dispatch.log.act('load.confirm', { loadId: load.id })
    expect(await dispatch.push()).toEqual([changed.status === 200 ? 'refused' : 'accepted'])
  })

  test('the office closes the door with a seal, when no bench is filling the load', async () => {
    const packed = await dispatch.order()
    const load = await dispatch.plan()
    const confirm = (body?: object) =>
      office.admin('POST', `/v1/loads/${load.number}/confirm`, body)
    expect(await confirm()).toMatchObject({
      status: 409,
      body: { code: 'wrong-state', detail: `nothing is on board of load ${load.number}` },
    })
    await dispatch.fill(load, [packed.unitId])
    expect(await confirm()).toMatchObject({
      status: 409,
      body: { code: 'already-claimed', detail: expect.stringMatching(/^Bench is filling load/) },
    })
    dispatch.log.act('load.release', { loadId: load.id })
    await dispatch.push()
    expect(await confirm({ seal: 'NL-77' })).toMatchObject({
      status: 200,
      body: { status: 'confirmed', seal: 'NL-77' },
    })
    const order = await office.admin('GET', `/v1/orders/${packed.orderNumber}`)
    expect(order.body).toMatchObject({ status: 'LOADED', shipments: [{ status: 'LOADED' }] })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 0, available: 97 })
    expect((await confirm()).body).toMatchObject({ detail: expect.stringContaining('before') })
  })

  test('a load that is too heavy, or has something opened again on it, is not confirmed', async () => {
    const packed = await dispatch.order({ quantity: 5 })
    const heavy = await dispatch.plan({ vehicle: truck(4_000) })
    await dispatch.fill(heavy, [packed.unitId])
    dispatch.log.act('load.release', { loadId: heavy.id })
    await dispatch.push()
    const path = `/v1/loads/${heavy.number}`
    const refused = await office.admin('POST', `${path}/confirm`)
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'over-capacity', detail: expect.stringContaining('5000 g of 4000 g') },
    })
    // What was tried left no trace: the load is still nobody's.
    expect((await office.admin('GET', path)).body).toMatchObject({ status: 'open' })
    await office.admin('PUT', path, { vehicle: truck(9_000) })
    dispatch.log.act('pack.reopen', { unitId: packed.unitId, reason: 'WRONG_GOODS' })
    await dispatch.push()
    const opened = await office.admin('POST', `${path}/confirm`)
    expect(opened.status).toBe(409)
  })

  test('a truck leaves without what stayed behind, which gets a task and the next truck', async () => {
    const [gone, stayed] = [await dispatch.order(), await dispatch.order()]
    const load = await dispatch.plan()
    await dispatch.fill(load, [gone.unitId, stayed.unitId])
    const departed = await office.admin('POST', `/v1/loads/${load.number}/depart`, {
      leftBehind: [stayed.unitId],
    })
    expect(departed.body).toMatchObject({ status: 'departed', units: [{ unitId: gone.unitId }] })
    const statuses = await Promise.all([gone, stayed].map(statusOf))
    expect(statuses).toEqual(['OUT_FOR_DELIVERY', 'PACKED'])
    const { body } = await office.admin('GET', '/v1/exceptions?open=true&code=left-behind')
    expect(body).toMatchObject({ items: [{ code: 'left-behind', reference: stayed.unitId }] })
    const next = await dispatch.plan()
    expect(next.stops).toEqual([stayed.shipmentId])
    expect((await loadingList(next)).missing).toEqual([stayed.unitId])
  })

  test('after a breakdown units go on with another truck, and a truck that left takes them too', async () => {
    const [one, two] = [await dispatch.order(), await dispatch.order()]
    const broken = await dispatch.plan()
    const spare = await dispatch.plan()
    await dispatch.fill(broken, [one.unitId, two.unitId])
    const transfer = (unitIds: string[], to = spare.number) =>
      office.admin('POST', `/v1/loads/${broken.number}/transfer`, {
        to,
        unitIds,
        reason: 'BREAKDOWN',
      })
    expect((await transfer([one.unitId])).body).toMatchObject({
      from: { units: [{ unitId: two.unitId }] },
      to: { units: [{ unitId: one.unitId }] },
      exceptionId: null,
    })
    expect(codeOf(await transfer([one.unitId]))).toBe('wrong-state')
    expect(codeOf(await transfer([two.unitId], broken.number))).toBe('invalid-request')
    expect(codeOf(await transfer([two.unitId], 'LD-9'))).toBe('not-found')
    await office.admin('POST', `/v1/loads/${spare.number}/depart`)
    const late = await transfer([two.unitId])
    expect(late.body).toMatchObject({
      from: { units: [] },
      to: { status: 'departed', units: [{ unitId: one.unitId }, { unitId: two.unitId }] },
      exceptionId: expect.any(String),
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 94, reserved: 0, available: 94 })
  })

  test('everybody who may not plan is refused, and who did is written down', async () => {
    const load = await dispatch.plan()
    const path = `/v1/loads/${load.number}`
    for (const [method, address, body] of [
      ['PUT', path, { driver: 'X' }],
      ['POST', `${path}/confirm`, {}],
      ['POST', `${path}/transfer`, { to: 'LD-1', unitIds: ['0'.repeat(18)], reason: 'X' }],
      ['GET', `${path}/loading-list`, undefined],
      ['GET', '/v1/loads', undefined],
    ] as const) {
      const answer = await dispatch.station.call(method, address, body)
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
    }
    await office.admin('PUT', path, { driver: 'Anna' })
    const audit = await office.store.snapshot((tx) =>
      tx
        .selectFrom('audit_entry')
        .select(['who', 'target'])
        .where('operation', '=', 'putLoad')
        .execute(),
    )
    expect(audit).toEqual([{ who: 'admin', target: path }])
  })

  async function listed(query: string): Promise<string[]> {
    const { body } = await office.admin('GET', `/v1/loads?${query}`)
    return (body as { items: { number: string }[] }).items.map(({ number }) => number)
  }

  async function loadingList({ number }: PlannedLoad): Promise<ListAnswer> {
    const { body } = await office.admin('GET', `/v1/loads/${number}/loading-list`)
    return body as ListAnswer
  }

  async function statusOf({ orderNumber }: { orderNumber: string }): Promise<string> {
    const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
    return (body as { status: string }).status
  }
})

function truck(maxWeightGrams: number) {
  return { plate: 'V-123-AB', maxWeightGrams, maxVolumeCm3: 90_000_000 }
}
