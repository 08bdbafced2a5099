import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDocuments } from '../../sync-server/sync/documents.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { closeAt, generateLists, listDocument, officeBench } from '../support/office-bench.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, type SyncClient } from '../support/sync-client.ts'
import {
  furnish,
  handClock,
  MORNING,
  postIntent,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

/** Another bench has picked them; the packer gives up two of three. */
const [PLANKS, GLUE] = ['PLANK', 'GLUE']

describe.each(databases)('goods that are missing when they are packed, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let orderNumber: string
  let pickListId: string
  let packing: SyncClient
  const clock = handClock()

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const products = [PLANKS, GLUE].map((sku) => ({ sku, onHand: 50 }))
    await furnish(office, { products })
    const lineItems = [
      { sku: PLANKS, quantity: 3 },
      { sku: GLUE, quantity: 1 },
    ]
    const { body } = await postIntent(office, { lineItems })
    orderNumber = (body as { orderNumber: string }).orderNumber
    pickListId = (await generateLists(office, TOMORROW))[0]?.id ?? ''
    await pickElsewhere()
    packing = await officeBench(office, 'Pack')
    packing.station.log.act('pick.claim', { pickListId })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  test('they are back in the books and free for others, and the order waits for a supervisor', async () => {
    expect(await stockOf(office, PLANKS)).toMatchObject({ onHand: 50, reserved: 3 })
    await giveUp(2)
    await packRest(1)
    const { receipts } = await packing.push()
    expect(new Set(outcomes(receipts))).toEqual(new Set(['accepted']))
    expect(await stockOf(office, PLANKS)).toMatchObject({ onHand: 50, reserved: 1 })
    const line = await lineOf(PLANKS)
    expect(line).toMatchObject({ picked: 1, short: 2, packed: 1, shortReason: 'DAMAGED' })
    expect(await order()).toMatchObject({ status: 'ON_HOLD' })
    const { body } = await office.admin('GET', `/v1/ledger?sku=${PLANKS}`)
    const { items } = body as { items: { kind: string; quantity: number }[] }
    expect(items.slice(-2)).toMatchObject([
      { kind: 'RETURNED', quantity: 2, onHandDelta: 0 },
      { kind: 'RELEASED', quantity: 2, reservedDelta: -2, onHandDelta: 0 },
    ])
    const told = await office.admin('GET', '/v1/exceptions?open=true')
    expect(JSON.stringify(told.body)).toContain('short-pick')
  })

  test('taken back, stock and order are as they were', async () => {
    await packing.push()
    const before = { stock: await stockOf(office, PLANKS), line: await lineOf(PLANKS) }
    await giveUp(2)
    const { log } = packing.station
    log.act('pick.unshort', { pickListId, lineNo: await noOf(PLANKS), quantity: 2 })
    log.act('pick.confirm', { pickListId, lineNo: await noOf(PLANKS), quantity: 2 })
    const { receipts } = await packing.push()
    expect(new Set(outcomes(receipts))).toEqual(new Set(['accepted']))
    expect({ stock: await stockOf(office, PLANKS), line: await lineOf(PLANKS) }).toEqual(before)
    await packRest(3)
    await packing.push()
    expect(await order()).toMatchObject({ status: 'PACKED' })
  })

  test('a bench that does not hold the list is told so, and the books are right all the same', async () => {
    await packing.push()
    const other = await officeBench(office, 'Other')
    const lineNo = await noOf(PLANKS)
    const given = { pickListId, lineNo, quantity: 2 }
    other.station.log.act('pick.put-back', given)
    other.station.log.act('pick.short', { ...given, reason: 'NOTFOUND' })
    expect(outcomes((await other.push()).receipts)).toContain('excepted claimed-elsewhere')
    expect(await stockOf(office, PLANKS)).toMatchObject({ onHand: 50, reserved: 1 })
  })

  test('a carton closed where no printer is says that its label is owed, until it is opened again', async () => {
    const { log, nextUnit } = packing.station
    const unitId = nextUnit()
    log.act('pack.open', { unitId, kind: 'carton', orderNumber })
    const lineNo = await noOf(GLUE)
    log.act('pack.add', { unitId, pickListId, lineNo, quantity: 1 })
    const weight = { grossGrams: 1_000, expectedGrams: 1_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'declared' })
    log.act('pack.close', { unitId, isUnlabelled: true })
    await packing.push()
    expect((await unitOf(unitId))?.label).toEqual({
      lastCopy: 0,
      verifiedCopy: 0,
      voidedThrough: 0,
      isOwed: true,
    })
    log.act('pack.reopen', { unitId, reason: 'UNDO' })
    closeAt(packing, unitId, 1_000)
    await packing.push()
    expect((await unitOf(unitId))?.label.isOwed).toBeUndefined()
  })

  async function pickElsewhere(): Promise<void> {
    const picking = await officeBench(office, 'Pick')
    const { log } = picking.station
    log.act('pick.claim', { pickListId })
    for (const { lineNo, requested } of (await listDocument(office, pickListId)).lines) {
      log.act('pick.confirm', { pickListId, lineNo, quantity: requested })
    }
    log.act('pick.release', { pickListId })
    await picking.push()
  }

  async function giveUp(quantity: number): Promise<void> {
    const given = { pickListId, lineNo: await noOf(PLANKS), quantity }
    packing.station.log.act('pick.put-back', given)
    packing.station.log.act('pick.short', { ...given, reason: 'DAMAGED' })
  }

  async function packRest(planks: number): Promise<void> {
    const { log, nextUnit } = packing.station
    const unitId = nextUnit()
    log.act('pack.open', { unitId, kind: 'carton', orderNumber })
    const add = (lineNo: number, quantity: number) =>
      log.act('pack.add', { unitId, pickListId, lineNo, quantity })
    add(await noOf(PLANKS), planks)
    add(await noOf(GLUE), 1)
    closeAt(packing, unitId, 1_000 * planks + 1_000)
  }

  async function lineOf(sku: string) {
    return (await listDocument(office, pickListId)).lines.find((line) => line.sku === sku)
  }

  async function noOf(sku: string): Promise<number> {
    return (await lineOf(sku))?.lineNo ?? 0
  }

  async function order(): Promise<unknown> {
    return (await office.admin('GET', `/v1/orders/${orderNumber}`)).body
  }

  function unitOf(id: string) {
    return database.store.snapshot(async (tx) =>
      (await readDocuments(tx, 'MAIN', [{ kind: 'unit', id }])).get('unit', id),
    )
  }
})
