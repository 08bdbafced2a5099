import { afterEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { type Floor, layFloor, listAt, orderAt } from '../support/floor.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { outcomes, syncClient, type SyncClient } from '../support/sync-client.ts'

type Item = { id: string; code: string; status: string; reference: string; choice: string | null }

describe.each(databases)('exceptions on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let floor: Floor
  let client: SyncClient

  async function start(): Promise<void> {
    database = await open()
    office = await startOffice({ database })
    floor = await layFloor(database.store, { orders: 1, lines: 2, quantity: 2 })
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('office').select('epoch').executeTakeFirstOrThrow(),
    )
    client = syncClient(office, await floor.station(), row.epoch)
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function inbox(isOpen = true): Promise<Item[]> {
    const answer = await office.admin('GET', `/v1/exceptions?open=${isOpen}`)
    return (answer.body as { items: Item[] }).items
  }

  const resolve = (id: string, choice: string) =>
    office.admin('POST', `/v1/exceptions/${id}/resolve`, { choice, note: 'seen' })

  /** One line found, the other missing; everything found is packed. */
  async function packShort(): Promise<void> {
    const { log, nextUnit } = client.station
    const unitId = nextUnit()
    const pickListId = listAt(floor, 0).id
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 2, unitId })
    log.act('pick.short', { pickListId, lineNo: 2, quantity: 2, reason: 'OUTOFSTOCK' })
    const weight = { grossGrams: 1_000, expectedGrams: 1_000, toleranceGrams: 20 }
    log.act('pack.weigh', { unitId, ...weight, source: 'scale' })
    log.act('pack.close', { unitId })
    const { receipts } = await client.push()
    expect(outcomes(receipts)).toEqual(receipts.map(() => 'accepted'))
  }

  async function order() {
    const { orderNumber } = orderAt(floor, 0)
    return (await office.admin('GET', `/v1/orders/${orderNumber}`)).body
  }

  test('an exception that is accepted is closed, with who and why, and leaves the benches', async () => {
    await start()
    const { log } = client.station
    const pickListId = listAt(floor, 0).id
    log.act('pick.claim', { pickListId })
    log.act('pick.confirm', { pickListId, lineNo: 1, quantity: 9 })
    const { head } = await client.push()
    const [item] = await inbox()
    const answer = await resolve(item?.id ?? '', 'accept')
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'closed', choice: 'accept', note: 'seen', resolvedBy: 'admin' },
    })
    expect(await inbox()).toEqual([])
    expect(await inbox(false)).toMatchObject([{ id: item?.id, status: 'closed' }])
    const { changes } = await client.pull({ cursor: head })
    expect(changes).toMatchObject([{ kind: 'exception', id: item?.id, doc: null }])
    expect(await resolve(item?.id ?? '', 'accept')).toMatchObject({ status: 409 })
  })

  test('a short order holds; shipping what there is packs it and frees the rest', async () => {
    await start()
    await packShort()
    expect(await order()).toMatchObject({ status: 'ON_HOLD' })
    const [item] = await inbox()
    expect(item).toMatchObject({
      code: 'short-pick',
      reference: orderAt(floor, 0).orderNumber,
    })
    expect(await resolve(item?.id ?? '', 'accept')).toMatchObject({
      status: 422,
      body: { code: 'not-supported' },
    })
    expect(await resolve(item?.id ?? '', 'ship-partial')).toMatchObject({ status: 200 })
    expect(await inbox()).toEqual([])
    expect(await order()).toMatchObject({
      status: 'PACKED',
      lines: [
        { picked: 2, short: 0, packed: 2 },
        { picked: 0, short: 2, packed: 0, reserved: 0 },
      ],
    })
    const list = (await client.pull()).changes.find((change) => change.kind === 'pick-list')
    expect(list?.doc).toMatchObject({ orders: [{ status: 'PACKED', shortDecision: 'ship' }] })
  })

  test('a short order told to hold waits, and can still be shipped later', async () => {
    await start()
    await packShort()
    const [item] = await inbox()
    const id = item?.id ?? ''
    expect(await resolve(id, 'hold')).toMatchObject({ status: 200, body: { status: 'open' } })
    expect(await order()).toMatchObject({ status: 'ON_HOLD' })
    expect(await inbox()).toMatchObject([{ id, choice: 'hold' }])
    await resolve(id, 'ship-partial')
    expect(await order()).toMatchObject({ status: 'PACKED' })
  })

  test('a short taken back closes what was open about it', async () => {
    await start()
    await packShort()
    const pickListId = listAt(floor, 0).id
    client.station.log.act('pick.unshort', { pickListId, lineNo: 2, quantity: 2 })
    await client.push()
    expect(await inbox()).toEqual([])
    expect(await inbox(false)).toMatchObject([{ code: 'short-pick', choice: 'withdrawn' }])
    expect(await order()).toMatchObject({ status: 'IN_PROGRESS' })
  })

  test('an unknown exception is not found', async () => {
    await start()
    expect(await resolve('nothing', 'accept')).toMatchObject({ status: 404 })
  })

  test('the inbox comes in pages, oldest first', async () => {
    await start()
    const { log } = client.station
    for (let n = 0; n < 5; n += 1) log.act('load.claim', { loadId: floor.load.id })
    for (let n = 0; n < 5; n += 1) log.act('stock.count', { sku: `NONE-${n}`, counted: 1 })
    await client.push()
    const first = await office.admin('GET', '/v1/exceptions?limit=3')
    const { items, next } = first.body as { items: Item[]; next: string }
    const second = await office.admin('GET', `/v1/exceptions?limit=3&after=${next}`)
    const rest = second.body as { items: Item[]; next: string | null }
    expect([...items, ...rest.items].map((item) => item.reference)).toEqual(
      [0, 1, 2, 3, 4].map((n) => `NONE-${n}`),
    )
    expect(rest.next).toBeNull()
  })
})
