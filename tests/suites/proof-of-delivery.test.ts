import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  at,
  type CourierDay,
  NEXT_DAY,
  openCourierDay,
  placesWith,
} from '../support/courier-day.ts'
import { databases } from '../support/databases.ts'
import { codeOf, handClock } from '../support/wholesaler.ts'

/** One pixel, as any PNG library writes it. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

describe.each(databases)('proof of delivery on $kind', ({ open }) => {
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

  test('a signature at the door delivers, once, and is kept as it was drawn', async () => {
    const path = `/v1/shipments/${gone.shipmentId}/proof`
    const proof = {
      signedBy: 'J. de Vries',
      signature: PNG,
      signedAt: at('11:40'),
      location: { lat: 52.1, lng: 4.9 },
      status: 'DELIVERED',
    }
    const raw = JSON.stringify(proof)
    const first = await dhl.send(path, raw, dhl.sign(raw))
    expect(first).toMatchObject({
      status: 201,
      body: {
        status: 'DELIVERED',
        became: 'applied',
        proof: { signedBy: 'J. de Vries', signedAt: at('11:40'), mediaType: 'image/png' },
      },
    })
    const again = await office.admin('POST', path, proof)
    expect(again).toMatchObject({ status: 200, body: { replayed: true, became: 'applied' } })
    expect(codeOf(await office.admin('POST', path, { ...proof, signedBy: 'Me' }))).toBe(
      'proof-exists',
    )
    expect(codeOf(await office.admin('POST', path, { ...proof, location: undefined }))).toBe(
      'proof-exists',
    )
    const read = await shipment()
    expect(read).toMatchObject({
      orderStatus: 'DELIVERED',
      proof: { location: { lat: 52.1, lng: 4.9 }, writtenBy: 'courier:dhl' },
    })
    expect(read.events).toHaveLength(1)
    expect(JSON.stringify(read)).not.toContain(PNG)
    const headers = { authorization: 'Bearer test-admin-token' }
    const picture = await fetch(`${office.url}${path}/signature`, { headers })
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe(PNG)
  })

  test('ten of the same proof at once are one, and of ten different ones the first stays', async () => {
    const path = `/v1/shipments/${gone.shipmentId}/proof`
    const proof = { signedBy: 'J. de Vries', signature: PNG, signedAt: at('11:40') }
    const same = await Promise.all(
      Array.from({ length: 10 }, () => office.admin('POST', path, proof)),
    )
    expect(statusesOf(same)).toEqual([...Array<number>(9).fill(200), 201])
    const other = await day.packedInTime()
    const load = await dispatch.plan()
    await dispatch.fill(load, [other.unitId])
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    const different = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        office.admin('POST', `/v1/shipments/${other.shipmentId}/proof`, {
          ...proof,
          signedBy: `Signer ${n}`,
        }),
      ),
    )
    expect(statusesOf(different)).toEqual([201, ...Array<number>(9).fill(409)])
  })

  test('a signature that comes after a report of failure is kept, and a person looks', async () => {
    await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('11:50') })
    const proof = { signedBy: 'J. de Vries', signature: PNG, signedAt: at('11:40') }
    const answer = await office.admin('POST', `/v1/shipments/${gone.shipmentId}/proof`, proof)
    expect(answer).toMatchObject({ status: 201, body: { status: 'FAILED', became: 'conflict' } })
    expect(await conflicts()).toBe(1)
  })

  test('a signature for a delivery that failed keeps none from the next one', async () => {
    await dhl.says(gone.shipmentId, { status: 'FAILED', timestamp: at('11:30') })
    const path = `/v1/shipments/${gone.shipmentId}/proof`
    const first = { signedBy: 'A neighbour', signature: PNG, signedAt: at('11:40') }
    expect((await office.admin('POST', path, first)).body).toMatchObject({ became: 'conflict' })
    const limits = { maxWeightGrams: 1_000_000_000, maxVolumeCm3: 1_000_000_000 }
    await office.admin('PUT', `/v1/capacity/NOORD/${NEXT_DAY}`, limits)
    const again = { deliveryDate: NEXT_DAY, reason: 'the neighbour brought it back' }
    const moved = await office.admin('POST', `/v1/orders/${gone.orderNumber}/reschedule`, again)
    expect(moved.status).toBe(200)
    const load = await dispatch.plan({ deliveryDate: NEXT_DAY })
    await dispatch.fill(load, [gone.unitId])
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    clock.set(`${NEXT_DAY}T12:00:00.000Z`)
    const second = { signedBy: 'J. de Vries', signature: PNG, signedAt: `${NEXT_DAY}T11:40:00Z` }
    const delivered = await office.admin('POST', path, second)
    expect(delivered).toMatchObject({ status: 201, body: { became: 'applied' } })
    expect(await shipment()).toMatchObject({
      orderStatus: 'DELIVERED',
      proof: { signedBy: 'J. de Vries' },
    })
  })

  test('what is no picture, or too large a one, is refused by name', async () => {
    const path = `/v1/shipments/${gone.shipmentId}/proof`
    const proof = { signedBy: 'J. de Vries', signature: PNG, signedAt: at('11:40') }
    const filler = (bytes: number) =>
      Buffer.concat([Buffer.from(PNG, 'base64'), Buffer.alloc(bytes - 70)]).toString('base64')
    for (const signature of [
      Buffer.from('<svg/>').toString('base64'),
      `${PNG}?`,
      PNG.slice(0, -2),
      filler(200 * 1024 + 3),
    ]) {
      const answer = await office.admin('POST', path, { ...proof, signature })
      expect(answer).toMatchObject({ status: 400, body: { errors: placesWith('signature') } })
    }
    const late = { ...proof, signedAt: at('13:00') }
    expect(codeOf(await office.admin('POST', path, late))).toBe('future-timestamp')
    expect(codeOf(await office.admin('POST', '/v1/shipments/x/proof', proof))).toBe('not-found')
    expect((await shipment()).proof).toBeNull()
    expect(codeOf(await office.admin('GET', `${path}/signature`))).toBe('not-found')
    const largest = { ...proof, signature: filler(200 * 1024) }
    expect((await office.admin('POST', path, largest)).status).toBe(201)
  })

  test('a label scanned at the stop says whose it is', async () => {
    const found = await office.admin('GET', `/v1/shipments/by-unit/${gone.unitId}`)
    expect(found.body).toMatchObject({
      unitId: gone.unitId,
      status: 'departed',
      grossGrams: 3_000,
      shipments: [
        {
          id: gone.shipmentId,
          orderNumber: gone.orderNumber,
          status: 'IN_TRANSIT',
          shipTo: { city: 'Amsterdam' },
        },
      ],
    })
    expect(codeOf(await office.admin('GET', '/v1/shipments/by-unit/000000000000000000'))).toBe(
      'not-found',
    )
    expect(codeOf(await office.admin('GET', '/v1/shipments/nobody'))).toBe('not-found')
  })

  async function shipment() {
    const { body } = await office.admin('GET', `/v1/shipments/${gone.shipmentId}`)
    return body as { events: object[]; proof: object | null }
  }

  async function conflicts(): Promise<number> {
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    const { items } = body as { items: { code: string }[] }
    return items.filter(({ code }) => code === 'courier-conflict').length
  }
})

function statusesOf(answers: readonly { status: number }[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b)
}
