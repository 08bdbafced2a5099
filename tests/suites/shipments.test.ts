import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  at,
  type CourierDay,
  NEXT_DAY,
  openCourierDay,
  placesWith,
  SECRET,
} from '../support/courier-day.ts'
import { databases } from '../support/databases.ts'
import { courierCalls } from '../support/dispatch.ts'
import type { Answer } from '../support/office.ts'
import { pullAll } from '../support/pull-all.ts'
import { codeOf, handClock, TOMORROW } from '../support/wholesaler.ts'

type ShipmentAnswer = {
  status: string
  statusAt: string | null
  orderStatus: string
  unitIds: string[]
  events: { status: string; became: string; writtenBy: string; location: object | null }[]
  proof: Record<string, unknown> | null
}

describe.each(databases)('what couriers say, on $kind', ({ open }) => {
  let day: CourierDay
  let office: CourierDay['office']
  let dispatch: CourierDay['dispatch']
  let gone: CourierDay['gone']
  let dhl: CourierDay['dhl']
  const clock = handClock()

  beforeEach(async () => {
    day = await openCourierDay(open, clock)
    office = day.office
    dispatch = day.dispatch
    gone = day.gone
    dhl = day.dhl
  })

  afterEach(() => day.close())

  test('a signed report delivers the order, its shipment and what benches know of it', async () => {
    const location = { lat: 52.37, lng: 4.89 }
    const body = { status: 'DELIVERED', timestamp: `${TOMORROW}T12:30:00+01:00`, location }
    const answer = await dhl.says(gone.shipmentId, body)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        message: 'Status Updated & Notification Sent',
        orderNumber: gone.orderNumber,
        status: 'DELIVERED',
        became: 'applied',
        replayed: false,
      },
    })
    expect(await shipment()).toMatchObject({
      status: 'DELIVERED',
      statusAt: at('11:30'),
      orderStatus: 'DELIVERED',
      unitIds: [gone.unitId],
      events: [{ status: 'DELIVERED', became: 'applied', writtenBy: 'courier:dhl', location }],
    })
    const order = await office.admin('GET', `/v1/orders/${gone.orderNumber}`)
    const { history } = order.body as { history: { status: string; writtenBy: string }[] }
    expect(history.at(-1)).toMatchObject({
      status: 'delivery:delivered',
      writtenBy: 'courier:dhl',
    })
    expect(await listedStatus()).toBe('DELIVERED')
    const told = await events()
    expect(told).toContainEqual(['order.status-changed', 'DELIVERED'])
    expect(told).toContainEqual(['shipment.status-changed', 'DELIVERED'])
  })

  test('the same twice is once: the second changes nothing and says so', async () => {
    const body = { status: 'DELIVERED', timestamp: at('11:30') }
    await dhl.says(gone.shipmentId, body)
    const before = await rowsWritten()
    const again = await dhl.says(gone.shipmentId, body)
    expect(again).toMatchObject({ status: 200, body: { became: 'applied', replayed: true } })
    expect(await rowsWritten()).toEqual(before)
  })

  test('ten of the same at once are one', async () => {
    const body = { status: 'DELIVERED', timestamp: at('11:30') }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => dhl.says(gone.shipmentId, body)),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    const fresh = answers.filter(({ body: got }) => !(got as { replayed: boolean }).replayed)
    expect(fresh).toHaveLength(1)
    expect((await shipment()).events).toHaveLength(1)
    const steps = (await events()).filter(([, to]) => to === 'DELIVERED')
    expect(steps).toHaveLength(2)
  })

  test('different reports at once end where the newest says', async () => {
    const times = ['11:01', '11:02', '11:03', '11:04', '11:05', '11:06']
    const reports = times.map((time) =>
      dhl.says(gone.shipmentId, { status: 'IN_TRANSIT', timestamp: at(time) }),
    )
    reports.push(dhl.says(gone.shipmentId, { status: 'DELIVERED', timestamp: at('11:30') }))
    const answers = await Promise.all(reports)
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(200))
    expect(await shipment()).toMatchObject({ status: 'DELIVERED', statusAt: at('11:30') })
    expect((await shipment()).events).toHaveLength(7)
  })

  test('what comes late or out of order is kept and moves nothing back', async () => {
    await dhl.says(gone.shipmentId, { status: 'DELIVERED', timestamp: at('11:30') })
    const late = await dhl.says(gone.shipmentId, { status: 'IN_TRANSIT', timestamp: at('08:00') })
    expect(late.body).toMatchObject({ status: 'DELIVERED', became: 'late', replayed: false })
    const older = await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('11:29') })
    expect(older.body).toMatchObject({ status: 'DELIVERED', became: 'late' })
    expect(await shipment()).toMatchObject({
      orderStatus: 'DELIVERED',
      statusAt: at('11:30'),
      events: [{ became: 'applied' }, { became: 'late' }, { became: 'late' }],
    })
    expect(await openConflicts()).toEqual([])
  })

  test('delivered before it was last seen on the road is for a person, not lost', async () => {
    await dhl.says(gone.shipmentId, { status: 'IN_TRANSIT', timestamp: at('11:33') })
    const body = { status: 'DELIVERED', timestamp: at('11:31') }
    const answer = await dhl.says(gone.shipmentId, body)
    expect(answer.body).toMatchObject({ status: 'IN_TRANSIT', became: 'conflict' })
    expect(await openConflicts()).toMatchObject([{ reference: gone.orderNumber }])
    const failed = { status: 'FAILED', timestamp: at('11:30') }
    expect((await dhl.says(gone.shipmentId, failed)).body).toMatchObject({ became: 'late' })
  })

  test('a day later than it happened it still counts', async () => {
    clock.set('2026-03-14T09:00:00.000Z')
    const answer = await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('11:30') })
    expect(answer.body).toMatchObject({ status: 'FAILED', became: 'applied' })
    expect(await shipment()).toMatchObject({ orderStatus: 'DELIVERY_FAILED' })
    expect(await listedStatus()).toBe('DELIVERY_FAILED')
    // Benches have no part in it until the office sends it out again.
    const { documents } = await pullAll(dispatch.station)
    expect(documents.has(`pick-list/${gone.pickListId}`)).toBe(false)
  })

  test('delivered after it had failed is for a person, in plain words and once', async () => {
    await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('10:00') })
    for (const timestamp of [at('11:00'), at('11:05')]) {
      const answer = await dhl.says(gone.shipmentId, { status: 'DELIVERED', timestamp })
      expect(answer.body).toMatchObject({ status: 'FAILED', became: 'conflict' })
    }
    expect(await shipment()).toMatchObject({
      orderStatus: 'DELIVERY_FAILED',
      statusAt: at('10:00'),
    })
    expect(await openConflicts()).toMatchObject([
      {
        reference: gone.orderNumber,
        sentence: `dhl said that order ${gone.orderNumber} was delivered, but here it is not delivered. Find out where the goods are.`,
        stationId: null,
      },
    ])
  })

  test('what was said of a delivery that failed says nothing of the next one', async () => {
    await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('10:00') })
    const again = { deliveryDate: NEXT_DAY, reason: 'nobody at home' }
    const path = `/v1/orders/${gone.orderNumber}/reschedule`
    expect((await office.admin('POST', path, again)).status).toBe(200)
    expect(await shipment()).toMatchObject({ status: 'PENDING', orderStatus: 'PACKED' })
    const late = await dhl.says(gone.shipmentId, { status: 'DELIVERED', timestamp: at('10:30') })
    expect(late.body).toMatchObject({ status: 'PENDING', became: 'late' })
    const load = await dispatch.plan({ deliveryDate: NEXT_DAY })
    expect(load.stops).toEqual([gone.shipmentId])
    await dispatch.fill(load, [gone.unitId])
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    clock.set(`${NEXT_DAY}T12:00:00.000Z`)
    const delivered = { status: 'DELIVERED', timestamp: `${NEXT_DAY}T11:30:00Z` }
    expect((await dhl.says(gone.shipmentId, delivered)).body).toMatchObject({ became: 'applied' })
    expect(await openConflicts()).toEqual([])
  })

  test('what stands packed on the floor cannot be on its way; what is loaded can', async () => {
    const packed = await day.packedInTime()
    const load = await dispatch.plan()
    const report = { status: 'IN_TRANSIT', timestamp: at('11:00') }
    const early = await dhl.says(packed.shipmentId, report)
    expect(early.body).toMatchObject({ status: 'PENDING', became: 'conflict' })
    expect(await openConflicts()).toHaveLength(1)
    await dispatch.fill(load, [packed.unitId])
    dispatch.log.act('load.confirm', { loadId: load.id })
    await dispatch.push()
    const moved = await dhl.says(packed.shipmentId, { ...report, timestamp: at('11:01') })
    expect(moved.body).toMatchObject({ status: 'IN_TRANSIT', became: 'applied' })
    // The bench's departure comes after: nothing left to move, and nothing to look at.
    dispatch.log.act('load.depart', { loadId: load.id, leftBehind: [] })
    expect(await dispatch.push()).toEqual(['accepted'])
    const delivered = { status: 'DELIVERED', timestamp: at('11:30') }
    expect((await dhl.says(packed.shipmentId, delivered)).body).toMatchObject({
      status: 'DELIVERED',
    })
  })

  test('what is delivered before any bench said that it left takes both steps', async () => {
    const packed = await day.packedInTime()
    const load = await dispatch.plan()
    await dispatch.fill(load, [packed.unitId])
    dispatch.log.act('load.confirm', { loadId: load.id })
    await dispatch.push()
    await dhl.says(packed.shipmentId, { status: 'DELIVERED', timestamp: at('11:30') })
    const order = await office.admin('GET', `/v1/orders/${packed.orderNumber}`)
    const { history } = order.body as { history: { status: string }[] }
    expect(history.slice(-2).map(({ status }) => status)).toEqual([
      'delivery:departed',
      'delivery:delivered',
    ])
  })

  test('a wrong signature is refused before anything is read, whatever is wrong with it', async () => {
    const path = `/v1/shipments/${gone.shipmentId}/status`
    const raw = JSON.stringify({ status: 'DELIVERED', timestamp: at('11:30') })
    const good = dhl.sign(raw)
    const t = Math.floor(clock.now() / 1_000)
    const wrong: [string, string, Record<string, string>][] = [
      ['another secret', raw, dhl.sign(raw, clock.now(), 'another-secret-altogether')],
      ['a body changed by one byte', raw.replace('11:30', '11:31'), good],
      ['a blank more at the end', `${raw} `, good],
      ['a byte that breaks the JSON', raw.replace('}', ']'), good],
      ['a courier nobody knows', raw, { ...good, 'loadline-courier': 'dpd' }],
      ['no courier', raw, { 'loadline-signature': good['loadline-signature'] }],
      ['no signature in it', raw, { ...good, 'loadline-signature': `t=${t},v1=` }],
      ['not a signature', raw, { ...good, 'loadline-signature': 'yes' }],
      [
        'another time',
        raw,
        {
          ...good,
          'loadline-signature': good['loadline-signature'].replace(`${t}`, `${t + 1}`),
        },
      ],
      ['six minutes ago', raw, dhl.sign(raw, clock.now() - 6 * 60_000)],
      ['six minutes from now', raw, dhl.sign(raw, clock.now() + 6 * 60_000)],
    ]
    const answers: Answer[] = []
    for (const [, body, headers] of wrong) answers.push(await dhl.send(path, body, headers))
    for (const [index, answer] of answers.entries()) {
      expect([answer.status, codeOf(answer)], wrong[index]?.[0]).toEqual([401, 'bad-signature'])
    }
    const told = answers.map(({ body }) => (body as { detail: string }).detail)
    expect(new Set(told).size).toBe(1)
    expect((await shipment()).events).toEqual([])
    expect((await dhl.send(path, raw, good)).status).toBe(200)
  })

  test('a good call that is played again after six minutes is refused', async () => {
    const path = `/v1/shipments/${gone.shipmentId}/status`
    const raw = JSON.stringify({ status: 'DELIVERED', timestamp: at('11:30') })
    const good = dhl.sign(raw)
    expect((await dhl.send(path, raw, good)).status).toBe(200)
    clock.set(`${TOMORROW}T12:05:00.000Z`)
    expect((await dhl.send(path, raw, good)).body).toMatchObject({ replayed: true })
    clock.set(`${TOMORROW}T12:06:00.000Z`)
    expect(codeOf(await dhl.send(path, raw, good))).toBe('bad-signature')
  })

  test('a right token does not make up for a wrong signature', async () => {
    const body = { status: 'DELIVERED', timestamp: at('11:30') }
    const path = `/v1/shipments/${gone.shipmentId}/status`
    const headers = { 'loadline-courier': 'dhl', 'loadline-signature': `t=1,v1=${'0'.repeat(64)}` }
    const answer = await office.call('POST', path, { token: 'test-admin-token', body, headers })
    expect(codeOf(answer)).toBe('bad-signature')
    expect(codeOf(await office.call('POST', path, { body }))).toBe('unauthorized')
    const station = await dispatch.station.call('POST', path, body)
    expect(codeOf(station)).toBe('forbidden')
    expect((await office.admin('POST', path, body)).body).toMatchObject({ became: 'applied' })
    expect((await shipment()).events).toMatchObject([{ writtenBy: 'admin' }])
  })

  test('a secret is made, shown once, replaced and taken away', async () => {
    const made = await office.admin('PUT', '/v1/couriers/postnl')
    const { secret } = made.body as { secret: string }
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    const postnl = courierCalls(office, { name: 'postnl', secret, now: clock.now })
    const say = (timestamp: string) =>
      postnl.says(gone.shipmentId, { status: 'IN_TRANSIT', timestamp })
    expect((await say(at('11:00'))).status).toBe(200)
    const listed = await office.admin('GET', '/v1/couriers')
    expect(listed.body).toMatchObject({ items: [{ name: 'dhl' }, { name: 'postnl' }] })
    expect(JSON.stringify(listed.body)).not.toContain(secret)
    await office.admin('PUT', '/v1/couriers/postnl', { secret: SECRET })
    expect(codeOf(await say(at('11:01')))).toBe('bad-signature')
    expect((await office.admin('DELETE', '/v1/couriers/dhl')).status).toBe(204)
    expect(
      codeOf(await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('11:02') })),
    ).toBe('bad-signature')
    expect(codeOf(await office.admin('DELETE', '/v1/couriers/dhl'))).toBe('not-found')
    const kept = await office.store.snapshot((tx) =>
      tx.selectFrom('audit_entry').select('detail').execute(),
    )
    expect(JSON.stringify(kept)).not.toContain(SECRET)
  })

  test('a status nobody knows, a bad time or place is named, and nothing is recorded', async () => {
    const good = { status: 'DELIVERED', timestamp: at('11:30') }
    const wrong: [object, string][] = [
      [{ ...good, status: 'TELEPORTED' }, 'status'],
      [{ ...good, status: 'delivered' }, 'status'],
      [{ status: 'DELIVERED' }, 'timestamp'],
      [{ ...good, timestamp: 'yesterday' }, 'timestamp'],
      [{ ...good, timestamp: '0000-01-01T00:00:00Z' }, 'timestamp'],
      [{ ...good, location: { lat: 91, lng: 0 } }, 'location.lat'],
      [{ ...good, location: { lat: 0, lng: '4' } }, 'location.lng'],
    ]
    for (const [body, path] of wrong) {
      const answer = await dhl.says(gone.shipmentId, body)
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid-request', errors: placesWith(path) },
      })
    }
    const future = { ...good, timestamp: at('12:06') }
    expect(codeOf(await dhl.says(gone.shipmentId, future))).toBe('future-timestamp')
    expect(codeOf(await dhl.says('nobody', good))).toBe('not-found')
    expect((await shipment()).events).toEqual([])
    const ahead = { ...good, timestamp: at('12:04') }
    expect((await dhl.says(gone.shipmentId, ahead)).status).toBe(200)
  })

  async function shipment(id = gone.shipmentId): Promise<ShipmentAnswer> {
    const { body } = await office.admin('GET', `/v1/shipments/${id}`)
    return body as ShipmentAnswer
  }

  async function openConflicts() {
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    const { items } = body as { items: { code: string; sentence: string }[] }
    return items.filter(({ code }) => code === 'courier-conflict')
  }

  /** The order's state as benches hold it, in its list. */
  async function listedStatus(): Promise<unknown> {
    const row = await office.store.snapshot((tx) =>
      tx
        .selectFrom('document')
        .select('body')
        .where('kind', '=', 'pick-list')
        .where('id', '=', gone.pickListId)
        .executeTakeFirstOrThrow(),
    )
    return (row.body as { orders: { status: string }[] }).orders[0]?.status
  }

  /** Events that anybody is told, by type and the state they tell of. */
  async function events(): Promise<unknown[][]> {
    const rows = await office.store.snapshot((tx) =>
      tx.selectFrom('outbox_event').select(['type', 'data']).orderBy('seq').execute(),
    )
    return rows.map(({ type, data }) => {
      const { to, status } = data as { to?: string; status?: string }
      return [type, to ?? status]
    })
  }

  /** How much stands in every table that a report could write to. */
  function rowsWritten() {
    return office.store.snapshot(async (tx) => {
      const tables = [
        'shipment_event',
        'order_status_history',
        'outbox_event',
        'audit_entry',
        'exception',
      ] as const
      const counts: number[] = []
      for (const table of tables) {
        const { count } = await tx
          .selectFrom(table)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        counts.push(count)
      }
      const { head } = await tx
        .selectFrom('warehouse_head')
        .select('head')
        .executeTakeFirstOrThrow()
      return [...counts, head]
    })
  }
})
