import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import {
  generateLists,
  type ListAnswer,
  listDocument,
  officeBench,
} from '../support/office-bench.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes } from '../support/sync-client.ts'
import type { Item } from '../support/troubles.ts'
import {
  furnish,
  handClock,
  MORNING,
  postIntent,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

const SKU = 'TILE'

describe.each(databases)('goods that are written off on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    await furnish(office, { products: [{ sku: SKU, onHand: 5 }] })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function order(quantity: number): Promise<string> {
    const { body, status } = await postIntent(office, { lineItems: [{ sku: SKU, quantity }] })
    expect(status, JSON.stringify(body)).toBe(201)
    return (body as { orderNumber: string }).orderNumber
  }

  async function cancel(orderNumber: string): Promise<void> {
    const reason = { reason: 'changed mind' }
    const { status } = await office.admin('POST', `/v1/orders/${orderNumber}/cancel`, reason)
    expect(status).toBe(200)
  }

  async function inbox(code: string): Promise<Item[]> {
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    return (body as { items: Item[] }).items.filter((item) => item.code === code)
  }

  async function accept(): Promise<void> {
    const [task] = await inbox('order-cancelled')
    const path = `/v1/exceptions/${task?.id}/resolve`
    const { status, body } = await office.admin('POST', path, { choice: 'accept', note: 'wet' })
    expect(status, JSON.stringify(body)).toBe(200)
  }

  async function claimedBench(): Promise<{
    bench: Awaited<ReturnType<typeof officeBench>>
    pickListId: string
  }> {
    const [list] = await generateLists(office, TOMORROW)
    const pickListId = list?.id ?? ''
    const bench = await officeBench(office)
    bench.station.log.act('pick.claim', { pickListId })
    await bench.push()
    return { bench, pickListId }
  }

  test('what others were promised of them opens an exception', async () => {
    const cancelled = await order(3)
    const { bench, pickListId } = await claimedBench()
    await cancel(cancelled)
    await order(5)
    bench.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 3 })
    expect(outcomes((await bench.push()).receipts)).toEqual(['excepted order-cancelled'])
    await accept()
    expect(await stockOf(office, SKU)).toEqual({ onHand: 2, reserved: 5, available: -3 })
    const short = await inbox('stock-below-zero')
    expect(short).toMatchObject([{ reference: SKU, detail: { sku: SKU, left: 2, reserved: 5 } }])
    expect(short[0]?.sentence).toContain('5 are promised to orders')
  })

  test('nothing is opened where enough is left', async () => {
    const cancelled = await order(3)
    const { bench, pickListId } = await claimedBench()
    bench.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 3 })
    await bench.push()
    await cancel(cancelled)
    await order(2)
    await accept()
    expect(await stockOf(office, SKU)).toEqual({ onHand: 2, reserved: 2, available: 0 })
    expect(await inbox('stock-below-zero')).toEqual([])
  })

  test('those taken late on a list that the order had left are among them', async () => {
    const cancelled = await order(3)
    const { bench, pickListId } = await claimedBench()
    clock.set('2026-03-10T21:00:00.000Z')
    const issued = await office.admin('POST', `/v1/pick-lists/${pickListId}/reissue`)
    expect(issued.status).toBe(201)
    const { pickList } = issued.body as { pickList: ListAnswer }
    bench.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2 })
    await bench.push()
    await cancel(cancelled)
    expect(await inbox('order-cancelled')).toMatchObject([{ detail: { goods: `2 × ${SKU}` } }])
    await accept()
    for (const id of [pickListId, pickList.id]) {
      expect((await listDocument(office, id)).lines).toMatchObject([{ picked: 0 }])
    }
    expect(await stockOf(office, SKU)).toEqual({ onHand: 3, reserved: 0, available: 3 })
  })

  test('put back instead, they are free again and nothing stays reserved', async () => {
    const cancelled = await order(3)
    const { bench, pickListId } = await claimedBench()
    clock.set('2026-03-10T21:00:00.000Z')
    await office.admin('POST', `/v1/pick-lists/${pickListId}/reissue`)
    bench.station.log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2 })
    await bench.push()
    await cancel(cancelled)
    bench.station.log.act('pick.put-back', { pickListId, lineNo: 1, quantity: 2 })
    expect(outcomes((await bench.push()).receipts)).toEqual(['accepted'])
    expect(await stockOf(office, SKU)).toEqual({ onHand: 5, reserved: 0, available: 5 })
    expect(await inbox('order-cancelled')).toEqual([])
  })
})
