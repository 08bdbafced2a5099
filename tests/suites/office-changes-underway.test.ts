import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { PushAnswer } from '#contract/sync/envelope.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { createStationLog, type StationLog } from '../support/station-log.ts'
import { codeOf, furnish, handClock, postIntent, stockOf, TOMORROW } from '../support/wholesaler.ts'

describe.each(databases)('what the office changes while a bench works, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let station: TestStation
  let log: StationLog
  let orderNumber: string
  let pickListId: string
  let unitId: string

  beforeEach(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    await furnish(office)
    const posted = await postIntent(office, { lineItems: [{ sku: 'OAK-1', quantity: 5 }] })
    orderNumber = (posted.body as { orderNumber: string }).orderNumber
    const day = { warehouse: 'MAIN', deliveryDate: TOMORROW }
    const made = await office.admin('POST', '/v1/pick-lists/generate', day)
    pickListId = (made.body as { pickLists: { id: string }[] }).pickLists[0]?.id ?? ''
    const emma = { name: 'Emma', roles: ['picker', 'loader'] }
    await office.admin('PUT', '/v1/operators/emma', emma)
    station = await office.enrol()
    log = createStationLog({ incarnation: station.incarnation })
    unitId = buildSscc(station.numberRange.prefix, station.numberRange.from)
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('every step of an order is in its history once, with counters to match', async () => {
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 5, unitId })
    packUnit(5_000)
    expect(await pushed()).toEqual(Array(5).fill('accepted'))
    const order = await readOrder()
    expect(order).toMatchObject({
      status: 'PACKED',
      lines: [{ ordered: 5, reserved: 5, picked: 5, packed: 5, loaded: 0 }],
      shipments: [{ unitIds: [unitId] }],
      units: [{ id: unitId, status: 'closed' }],
    })
    const steps = order.history.map(({ status }) => status)
    expect(steps.slice(2)).toEqual([
      'picking:listed',
      'picking:started',
      'picking:picked',
      'packing:packed',
    ])
    expect(order.version).toBe(4)
    const slot = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(slot.body).toMatchObject({ packedWeightGrams: 5_000, packedVolumeCm3: 10_000 })
  })

  test('a cancelled order frees what nobody took, voids its labels, and the rest at the put-back', async () => {
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId })
    packUnit(2_000)
    await pushed()
    const cancelled = await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, {
      reason: 'bankrupt',
    })
    expect(cancelled.body).toMatchObject({
      status: 'CANCELLED',
      lines: [{ reserved: 2, picked: 2 }],
      units: [{ label: { lastCopy: 1, voidedThrough: 1 } }],
    })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 2, available: 98 })
    log.act('pick.put-back', { pickListId, lineNo: 1, quantity: 2, unitId })
    await pushed()
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 0, available: 100 })
    expect(await readOrder()).toMatchObject({ status: 'CANCELLED', lines: [{ reserved: 0 }] })
  })

  test('[FACT-1] goods picked after the office cancelled are recorded and excepted', async () => {
    log.act('pick.claim', { pickListId })
    await pushed()
    await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'changed mind' })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId })
    expect(await pushed()).toEqual(['accepted', 'excepted'])
    expect(await readOrder()).toMatchObject({ status: 'CANCELLED', lines: [{ picked: 2 }] })
  })

  test('another address voids the labels printed with the old one', async () => {
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 5, unitId })
    packUnit(5_000)
    await pushed()
    const adjusted = await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, {
      version: 4,
      reason: 'wrong street',
      changes: { shipTo: { line1: 'Dam 2' } },
    })
    expect(adjusted.body).toMatchObject({
      version: 5,
      units: [{ shipTo: { line1: 'Dam 2' }, label: { lastCopy: 1, voidedThrough: 1 } }],
    })
  })

  test('a list the office takes away is free, and its unbegun order CONFIRMED again', async () => {
    log.act('pick.claim', { pickListId })
    await pushed()
    const released = await office.admin('POST', `/v1/pick-lists/${pickListId}/release`)
    expect(released.body).toMatchObject({ id: pickListId, status: 'open' })
    expect((await readOrder()).status).toBe('CONFIRMED')
    const other = await office.enrol({ name: 'Bench 2' })
    const otherLog = createStationLog({ incarnation: other.incarnation })
    otherLog.act('pick.claim', { pickListId })
    const request = otherLog.request({ epoch: other.epoch })
    const answer = await other.call('POST', '/v1/sync/push', request)
    expect((answer.body as PushAnswer).receipts[0]?.outcome).toBe('accepted')
  })

  test('a truck that is loaded and leaves takes stock, reservation and order with it', async () => {
    const load = await planLoad()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 4, unitId })
    log.act('pick.short', { pickListId, lineNo: 1, quantity: 1, reason: 'DAMAGED' })
    packUnit(4_000)
    await pushed()
    expect((await readOrder()).status).toBe('ON_HOLD')
    log.act('load.claim', { loadId: load.id })
    log.act('load.add', { loadId: load.id, unitId, copy: 1 })
    await pushed()
    const before = await office.admin('GET', `/v1/loads/${load.number}`)
    expect(before.body).toMatchObject({ weightGrams: 4_000, units: [{ unitId }] })
    const departed = await office.admin('POST', `/v1/loads/${load.number}/depart`)
    expect(departed.body).toMatchObject({ status: 'departed', weightGrams: 4_000 })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 96, reserved: 0, available: 96 })
    expect(await readOrder()).toMatchObject({
      lines: [{ ordered: 5, reserved: 0, picked: 4, short: 1, packed: 4, loaded: 4 }],
      units: [{ status: 'departed' }],
    })
  })

  test('an order on a truck cannot be cancelled any more', async () => {
    const load = await planLoad()
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 5, unitId })
    packUnit(5_000)
    log.act('label.verify', { unitId, copy: 1 })
    log.act('load.claim', { loadId: load.id })
    log.act('load.add', { loadId: load.id, unitId, copy: 1 })
    log.act('load.confirm', { loadId: load.id })
    expect(await pushed()).toEqual(Array(9).fill('accepted'))
    expect(await readOrder()).toMatchObject({ status: 'LOADED', shipments: [{ status: 'LOADED' }] })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 95, reserved: 0, available: 95 })
    const path = `/v1/orders/${orderNumber}/cancel`
    expect(codeOf(await office.admin('POST', path, { reason: 'late' }))).toBe('wrong-state')
    await office.admin('POST', `/v1/loads/${load.number}/depart`)
    expect(await readOrder()).toMatchObject({
      status: 'OUT_FOR_DELIVERY',
      shipments: [{ status: 'IN_TRANSIT' }],
    })
  })

  function packUnit(grossGrams: number): void {
    const weight = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p1', outcome: 'printed' })
  }

  async function pushed(): Promise<string[]> {
    const answer = await station.call(
      'POST',
      '/v1/sync/push',
      log.request({ epoch: station.epoch }),
    )
    expect(answer.status).toBe(200)
    return (answer.body as PushAnswer).receipts.map(({ outcome }) => outcome)
  }

  async function readOrder() {
    const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
    return body as { status: string; version: number; history: { status: string }[] }
  }

  async function planLoad(): Promise<{ id: string; number: string }> {
    const { body } = await office.admin('POST', '/v1/loads', {
      warehouse: 'MAIN',
      region: 'NOORD',
      deliveryDate: TOMORROW,
      vehicle: { plate: 'V-123-AB', maxWeightGrams: 9_000_000, maxVolumeCm3: 90_000_000 },
      driver: 'Sanne',
    })
    return body as { id: string; number: string }
  }
})
