import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerOf, moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { furnish, handClock, MORNING } from '../support/wholesaler.ts'

/** The quantity that docs/LEDGER.md calls q. */
const Q = 2
const OAK = 'OAK-1'
const TILE = 'TILE'

type Row = { kind: string; onHand: number; reserved: number }

/** Rows of the table by their case, in order. */
function readTable(): Map<string, Row[]> {
  const text = readFileSync(new URL('../../docs/LEDGER.md', import.meta.url), 'utf8')
  const table = new Map<string, Row[]>()
  for (const line of text.split('\n')) {
    const [, name, , kind = '', onHand = '', reserved = ''] = line.split('|').map((c) => c.trim())
    if (name === undefined || !/^`[A-Z]+`$/.test(kind)) continue
    const row = { kind: kind.slice(1, -1), onHand: deltaOf(onHand), reserved: deltaOf(reserved) }
    table.set(name, [...(table.get(name) ?? []), row])
  }
  return table
}

function deltaOf(cell: string): number {
  const deltas: Record<string, number> = { '+q': Q, '−q': -Q, '': 0 }
  const delta = deltas[cell]
  if (delta === undefined) throw new Error(`docs/LEDGER.md says ${cell}`)
  return delta
}

const table = readTable()

describe.each(databases)('each row of docs/LEDGER.md on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  const clock = handClock()

  beforeEach(async () => {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    shop = await openShop(office)
    const products = [{ sku: TILE, onHand: 0, tracking: 'lot', singleLot: true }]
    await furnish(office, { products, capacity: { dates: [] } })
    await moveLot(office, { sku: TILE, lot: 'A', quantity: Q })
    await moveLot(office, { sku: TILE, lot: 'B', quantity: Q + 1 })
  })

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  /** An order of q, on a list that the bench holds. */
  async function claimed(sku = OAK) {
    const orderNumber = await shop.take({ lineItems: [{ sku, quantity: Q }] })
    await shop.generate()
    const { id: pickListId } = await shop.claim(orderNumber)
    return { orderNumber, goods: { pickListId, lineNo: 1, quantity: Q } }
  }

  async function cancel(orderNumber: string): Promise<void> {
    const path = `/v1/orders/${orderNumber}/cancel`
    expect((await office.admin('POST', path, { reason: 'no longer wanted' })).status).toBe(200)
  }

  async function loaded() {
    const orderNumber = await shop.take({ lineItems: [{ sku: OAK, quantity: Q }] })
    await shop.generate()
    const unitId = await shop.pack(orderNumber)
    return { unitId, load: () => shop.load([unitId]) }
  }

  async function prepaid(): Promise<void> {
    const payment = { contractVersion: '2', payment: 'prepaid' }
    await shop.take({ ...payment, lineItems: [{ sku: OAK, quantity: Q }] })
  }

  async function move(kind: string, quantity: number): Promise<void> {
    expect((await moveLot(office, { sku: OAK, kind, quantity })).status).toBe(201)
  }

  type Case = {
    sku?: string
    /** What must have happened before; answers with the step whose rows the table has. */
    begin: () => Promise<() => Promise<unknown>>
  }

  const log = () => shop.client.station.log
  const push = () => shop.client.push()

  const CASES: Record<string, Case> = {
    receipt: { begin: async () => () => move('RECEIVED', Q) },
    order: { begin: async () => () => shop.take({ lineItems: [{ sku: OAK, quantity: Q }] }) },
    'prepaid-order': { begin: async () => prepaid },
    pick: {
      begin: async () => {
        const { goods } = await claimed()
        return () => (log().act('pick.confirm', goods), push())
      },
    },
    'pick-of-a-lot': {
      sku: TILE,
      begin: async () => {
        const { goods } = await claimed(TILE)
        return () => (log().act('pick.confirm', { ...goods, lot: 'B' }), push())
      },
    },
    short: {
      begin: async () => {
        const { goods } = await claimed()
        return () => (log().act('pick.short', { ...goods, reason: 'DAMAGED' }), push())
      },
    },
    unshort: {
      begin: async () => {
        const { goods } = await claimed()
        log().act('pick.short', { ...goods, reason: 'DAMAGED' })
        await push()
        return () => (log().act('pick.unshort', goods), push())
      },
    },
    'put-back': {
      begin: async () => {
        const { goods } = await claimed()
        log().act('pick.confirm', goods)
        await push()
        return () => (log().act('pick.put-back', goods), push())
      },
    },
    'cancelled-put-back': {
      begin: async () => {
        const { goods, orderNumber } = await claimed()
        log().act('pick.confirm', goods)
        await push()
        await cancel(orderNumber)
        return () => (log().act('pick.put-back', goods), push())
      },
    },
    cancellation: {
      begin: async () => {
        const { orderNumber } = await claimed()
        return () => cancel(orderNumber)
      },
    },
    'payment-expired': {
      begin: async () => {
        await prepaid()
        clock.set('2026-03-10T08:31:00.000Z')
        return () => runDueJobs(office.office)
      },
    },
    shipment: { begin: async () => (await loaded()).load },
    unload: {
      begin: async () => {
        const { unitId, load } = await loaded()
        const { id: loadId } = await load()
        return () => (log().act('load.remove', { loadId, unitId, reason: 'DAMAGED' }), push())
      },
    },
    'customer-return': { begin: async () => () => move('RETURNED', Q) },
    adjustment: { begin: async () => () => move('ADJUSTED', -Q) },
    count: {
      begin: async () => () => (log().act('stock.count', { sku: OAK, counted: 100 - Q }), push()),
    },
  }

  test('every case of the table is tried, and no other', () => {
    expect([...table.keys()].toSorted()).toEqual(Object.keys(CASES).toSorted())
  })

  test.each(Object.keys(CASES))('%s', async (name) => {
    const { sku = OAK, begin } = CASES[name] ?? { begin: async () => async () => undefined }
    const step = await begin()
    const before = await ledgerOf(office, sku)
    await step()
    const rows = (await ledgerOf(office, sku)).slice(before.length)
    expect(rows.map(({ quantity }) => quantity)).toEqual(rows.map(() => Q))
    const written = rows.map(({ kind, onHandDelta, reservedDelta }): Row => ({
      kind,
      onHand: onHandDelta,
      reserved: reservedDelta,
    }))
    expect(written).toEqual(table.get(name))
  })
})
