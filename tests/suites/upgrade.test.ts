import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocumentOf } from '#contract/documents/document.ts'
import { buildSscc } from '#contract/barcode/sscc.ts'
import type { TestDatabase } from '../support/databases.ts'
import type { FloorStation } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { OLD, OLD_VERSIONS, openOldDatabase } from '../support/old-database.ts'
import { createStationLog } from '../support/station-log.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'
import { handClock, postIntent } from '../support/wholesaler.ts'
import type { Item } from '../support/troubles.ts'

const SERIAL_NEXT = 6

const LEFT = (['pglite', 'postgres'] as const).flatMap((kind) =>
  OLD_VERSIONS.map((version) => ({ kind, version })),
)

describe.each(LEFT)('an office that $version left, on $kind', ({ kind, version }) => {
  let database: TestDatabase
  let office: TestOffice
  let bench: SyncClient

  beforeEach(async () => {
    database = await openOldDatabase(kind, version)
    const clock = handClock('2026-03-10T10:00:00.000Z')
    office = await startOffice({ database, deps: { clock } })
    bench = await oldBench()
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  /** The station goes on with the log that it had. */
  async function oldBench(): Promise<SyncClient> {
    const { station, epoch, actions } = await database.store.snapshot(async (tx) => ({
      station: await tx.selectFrom('station').selectAll().executeTakeFirstOrThrow(),
      epoch: (await tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow()).epoch,
      actions: await tx
        .selectFrom('station_action')
        .select(['seq', 'id', 'body', 'hash'])
        .where('id', '<>', OLD.refused)
        .orderBy('seq')
        .execute(),
    }))
    const log = createStationLog({ incarnation: station.incarnation })
    log.actions.push(...actions)
    let serial = SERIAL_NEXT
    const own: FloorStation = {
      stationId: station.id,
      token: OLD.token,
      log,
      nextUnit: () => buildSscc('38712345', serial++),
    }
    return syncClient(office, own, epoch)
  }

  async function listOf(orderNumber: string): Promise<DocumentOf<'pick-list'>> {
    const { changes } = await bench.pull()
    const lists = changes
      .filter((change) => change.kind === 'pick-list' && change.doc !== null)
      .map(({ doc }) => doc as DocumentOf<'pick-list'>)
    const list = lists.find(({ orders }) => orders.some((one) => one.orderNumber === orderNumber))
    if (list === undefined) throw new Error(`benches know no list of ${orderNumber}`)
    return list
  }

  async function pushNew(): Promise<string[]> {
    const { receipts } = await bench.push({ fromSeq: 1 })
    return outcomes(receipts.filter(({ replayed }) => replayed !== true))
  }

  async function openExceptions(): Promise<Item[]> {
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    return (body as { items: Item[] }).items
  }

  function weighAndClose(unitId: string, grossGrams: number): void {
    const { log } = bench.station
    const weight = { grossGrams, expectedGrams: grossGrams, toleranceGrams: 100 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    log.act('label.print', { unitId, copy: 1, printerId: 'p', outcome: 'printed' })
  }

  test('its books agree, those of delivery days too', async () => {
    await expect(requireTrueBooks(database.store)).resolves.toBeUndefined()
    const again = await startOffice({ database })
    await again.close()
    await requireTrueBooks(database.store)
  })

  test('everything that was in it can be read', async () => {
    const { packed, departed, short } = OLD.orders
    for (const path of [
      `/v1/orders/${packed}`,
      `/v1/orders/${departed}`,
      `/v1/orders/${short}/history`,
      `/v1/orders?deliveryDate=${OLD.day}`,
      `/v1/pick-lists?deliveryDate=${OLD.day}`,
      '/v1/exceptions?open=true',
      '/v1/stock?sku=TILE-1',
      '/v1/ledger?sku=TILE-1',
      '/v1/loads',
      '/v1/loads/LD-000001',
      `/v1/capacity?from=${OLD.day}&to=2026-03-12`,
      '/v1/operators',
      '/v1/stations',
      '/v1/station-actions?open=true',
      '/v1/station-actions?open=false',
    ]) {
      const { status, body } = await office.admin('GET', path)
      expect(status, `${path}: ${JSON.stringify(body)}`).toBe(200)
    }
  })

  test('[PUSH-3] a bench that was never answered is answered as it was then', async () => {
    const before = await openExceptions()
    const { receipts } = await bench.push({ fromSeq: 1 })
    expect(receipts.every(({ replayed }) => replayed === true)).toBe(true)
    expect(outcomes(receipts.slice(-3))).toEqual([
      'excepted order-cancelled',
      'excepted over-pick',
      'accepted',
    ])
    expect(await openExceptions()).toEqual(before)
  })

  test('[I11] what was refused is open, and the office can close it', async () => {
    const refused = async () => {
      const { body } = await office.admin('GET', '/v1/station-actions?open=true')
      return (body as { items: { actionId: string }[] }).items.map(({ actionId }) => actionId)
    }
    const isOfSecond = version !== OLD_VERSIONS[0]
    expect((await refused()).includes(OLD.refused)).toBe(isOfSecond)
    const path = `/v1/station-actions/${OLD.refused}/close`
    const { status } = await office.admin('POST', path, { reason: 'was read by nobody' })
    expect(status).toBe(isOfSecond ? 204 : 404)
    expect((await refused()).includes(OLD.refused)).toBe(false)
  })

  test('a code that was used stays used, also of a station that was never heard', async () => {
    const body = { code: OLD.code, incarnation: bench.station.log.incarnation, appVersion: '1.0.0' }
    const answer = await office.call('POST', '/v1/stations/enrol', { body })
    expect(answer).toMatchObject({ status: 409, body: { code: 'code-used' } })
    expect((await bench.pull()).changes.length).toBeGreaterThan(0)
  })

  test('benches finish what they had begun', async () => {
    const { log, nextUnit } = bench.station
    const half = await listOf(OLD.orders.half)
    const { id: pickListId } = half
    log.act('pick.confirm', {
      pickListId,
      lineNo: 2,
      quantity: 3,
      unitId: OLD.units.half,
      lot: 'L-7',
    })
    weighAndClose(OLD.units.half, 9_400)
    const untouched = await listOf(OLD.orders.untouched)
    const unitId = nextUnit()
    log.act('pick.claim', { pickListId: untouched.id })
    for (const { lineNo, requested } of untouched.lines) {
      log.act('pick.confirm', { pickListId: untouched.id, lineNo, quantity: requested, unitId })
    }
    weighAndClose(unitId, 8_300)
    expect(new Set(await pushNew())).toEqual(new Set(['accepted']))
    for (const orderNumber of [OLD.orders.half, OLD.orders.untouched]) {
      const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
      expect(body).toMatchObject({ orderNumber, status: 'PACKED' })
    }
    await requireTrueBooks(database.store)
  })

  test('tasks that were open close by what they ask for', async () => {
    const { log } = bench.station
    expect((await openExceptions()).map(({ code }) => code).toSorted()).toEqual([
      'order-cancelled',
      'over-pick',
      'short-pick',
    ])
    const cancelled = await listOf(OLD.orders.cancelled)
    const packed = await listOf(OLD.orders.packed)
    log.act('pick.put-back', { pickListId: packed.id, lineNo: 1, quantity: 2 })
    log.act('pack.reopen', { unitId: '387123450000000043', reason: 'PUTBACK' })
    const back = { pickListId: cancelled.id, lineNo: 1 }
    log.act('pick.put-back', { ...back, quantity: 2, unitId: '387123450000000043' })
    log.act('pick.put-back', { ...back, quantity: 1 })
    expect(await pushNew()).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
    // What the version before opened about an over-pick names no line, so a person closes it.
    const left = await openExceptions()
    expect(left.map(({ code }) => code).toSorted()).toEqual(['over-pick', 'short-pick'])
    for (const { id, code } of left) {
      const choice = code === 'over-pick' ? 'accept' : 'ship-partial'
      const { status } = await office.admin('POST', `/v1/exceptions/${id}/resolve`, { choice })
      expect(status, code).toBe(200)
    }
    expect(await openExceptions()).toEqual([])
    await requireTrueBooks(database.store)
  })

  test('the office goes on: cancels, delivers, takes orders and makes lists', async () => {
    const { unlisted, packed, departed } = OLD.orders
    for (const orderNumber of [unlisted, packed]) {
      const answer = await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, { reason: 'x' })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    }
    const { body } = await office.admin('GET', `/v1/orders/${departed}`)
    expect(body).toMatchObject({ status: 'OUT_FOR_DELIVERY' })
    const taken = await postIntent(office, { deliveryDate: OLD.day })
    expect(taken.status, JSON.stringify(taken.body)).toBe(201)
    const made = { warehouse: 'MAIN', deliveryDate: OLD.day }
    const lists = await office.admin('POST', '/v1/pick-lists/generate', made)
    expect(lists.status, JSON.stringify(lists.body)).toBeLessThan(300)
    await requireTrueBooks(database.store)
  })
})
