import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ledgerOf } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { getInto, openStage, type Stage } from '../support/troubles.ts'
import { handClock, stockOf, TOMORROW } from '../support/wholesaler.ts'

type Unit = {
  status: string
  loadId: string | null
  label: { lastCopy: number; voidedThrough: number }
}

describe.each(databases)('choices about exceptions on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let stage: Stage

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    stage = await openStage(office)
  })

  afterAll(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  async function unitOf(unitId: unknown): Promise<Unit> {
    const row = await database.store.snapshot((tx) =>
      tx.selectFrom('document').select('body').where('id', '=', String(unitId)).executeTakeFirst(),
    )
    return row?.body as Unit
  }

  async function historyOf(orderNumber: unknown) {
    return (await stage.shop.order(String(orderNumber))).history
  }

  async function auditOf(id: string) {
    return database.store.snapshot((tx) =>
      tx.selectFrom('audit_entry').selectAll().where('target', 'like', `%${id}%`).execute(),
    )
  }

  /** Someone in the office who may decide about exceptions, and nothing that takes an admin. */
  async function supervisor(): Promise<string> {
    const scopes = ['exceptions:read', 'exceptions:write', 'orders:withdraw']
    const name = `ilse-${crypto.randomUUID().slice(0, 8)}`
    const { body } = await office.admin('POST', '/v1/tokens', { name, scopes, expiresInDays: 1 })
    const { token } = body as { token?: string }
    if (token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`)
    return token
  }

  test('put-back of a cancelled order stays open until the last goods are back, and is audited', async () => {
    const item = await getInto(stage, 'order-cancelled')
    const { orderNumber } = item.detail
    const list = await stage.shop.list(String(orderNumber))
    expect(list?.status, 'benches still see it').toBe('cancelled')
    const before = await stockOf(office, 'OAK-1')
    const started = await stage.resolve(item.id, 'put-back')
    expect(started).toMatchObject({
      status: 200,
      body: { status: 'open', choice: 'put-back', note: 'seen', resolvedBy: 'admin' },
    })
    expect(await historyOf(orderNumber)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ status: 'picking:put_back_asked', writtenBy: 'admin' }),
      ]),
    )
    expect(await auditOf(item.id)).toMatchObject([{ who: 'admin', operation: 'resolveException' }])
    const back = { pickListId: list?.id ?? '', lineNo: 1, quantity: 1 }
    const { log } = stage.bench.station
    log.act('pick.put-back', back)
    await stage.push()
    expect(await stage.item(item.id)).toMatchObject({
      status: 'open',
      had: expect.stringContaining('still in hand: 1 × OAK-1.'),
    })
    log.act('pick.put-back', back)
    await stage.push()
    expect(await stage.item(item.id)).toMatchObject({
      status: 'closed',
      choice: 'put-back',
      resolvedBy: expect.stringContaining('station:'),
    })
    const after = await stockOf(office, 'OAK-1')
    expect(after).toEqual({
      onHand: before.onHand,
      reserved: before.reserved - 2,
      available: before.available + 2,
    })
    expect(await stage.shop.list(String(orderNumber)), 'no bench needs it').toBeUndefined()
    expect(await stage.resolve(item.id, 'put-back')).toMatchObject({ status: 409 })
  })

  test('goods of a cancelled order are written off by an admin only, and leave books, lists and cartons', async () => {
    const { list, unitId, item } = await cancelPacked(stage)
    const refused = await stage.resolve(item.id, 'accept', { token: await supervisor() })
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const before = await stockOf(office, 'OAK-1')
    const done = await stage.resolve(item.id, 'accept', { note: 'wet in the rain' })
    expect(done).toMatchObject({ status: 200, body: { status: 'closed', choice: 'accept' } })
    expect(await stockOf(office, 'OAK-1')).toEqual({
      onHand: before.onHand - 3,
      reserved: before.reserved - 3,
      available: before.available,
    })
    const rows = (await ledgerOf(office, 'OAK-1')).slice(-2)
    expect(rows).toMatchObject([
      { kind: 'RELEASED', reservedDelta: -3, reference: list.orderNumber },
      { kind: 'ADJUSTED', quantity: 3, onHandDelta: -3, reason: 'wet in the rain' },
    ])
    expect(await unitOf(unitId)).toMatchObject({ status: 'dropped' })
    expect(await historyOf(list.orderNumber)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({
          status: 'inventory:written_off',
          payload: expect.objectContaining({ goods: '3 × OAK-1, 2 × GLUE-1' }),
        }),
      ]),
    )
    expect(await stage.resolve(item.id, 'accept')).toMatchObject({ status: 409 })
  })

  test('a surplus can be left to the customer, or asked back and then closes by itself', async () => {
    const kept = await getInto(stage, 'over-pick')
    await stage.resolve(kept.id, 'accept')
    expect(await stage.item(kept.id)).toMatchObject({ status: 'closed', choice: 'accept' })
    expect(await historyOf(kept.detail['orderNumber'])).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ status: 'picking:over_pick_accepted' })]),
    )
    const asked = await getInto(stage, 'over-pick')
    await stage.resolve(asked.id, 'put-back')
    const { pickListId, lineNo } = asked.detail
    const back = { pickListId: String(pickListId), lineNo: Number(lineNo) }
    const { log } = stage.bench.station
    log.act('pick.put-back', { ...back, quantity: 5 })
    await stage.push()
    expect(await stage.item(asked.id)).toMatchObject({ status: 'open', choice: 'put-back' })
    log.act('pick.put-back', { ...back, quantity: 1 })
    await stage.push()
    expect(await stage.item(asked.id)).toMatchObject({ status: 'closed', choice: 'put-back' })
  })

  test('a recount needs its figure, and mends the counter in the ledger', async () => {
    const item = await getInto(stage, 'stock-below-zero')
    const sku = String(item.detail['sku'])
    expect((await stockOf(office, sku)).onHand).toBe(-3)
    expect(await stage.resolve(item.id, 'recount')).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ path: 'input.counted' }] },
    })
    await stage.resolve(item.id, 'recount', { input: { counted: 1 } })
    expect((await stockOf(office, sku)).onHand).toBe(1)
    expect((await ledgerOf(office, sku)).at(-1)).toMatchObject({
      kind: 'ADJUSTED',
      onHandDelta: 4,
      reason: 'count',
    })
    expect(await stage.item(item.id)).toMatchObject({ status: 'closed', choice: 'recount' })
    const again = await stage.resolve(item.id, 'recount', { input: { counted: 9 } })
    expect(again).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
    expect((await stockOf(office, sku)).onHand).toBe(1)
  })

  test.each(['left-behind', 'wrong-load'] as const)(
    'what was %s goes on the load that is named, with its label',
    async (code) => {
      const item = await getInto(stage, code)
      const { id, number } = await stage.shop.makeLoad()
      expect(await stage.resolve(item.id, 'move-to-load')).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'input.load' }] },
      })
      const nowhere = await stage.resolve(item.id, 'move-to-load', { input: { load: 'L-NONE' } })
      expect(nowhere).toMatchObject({ status: 404 })
      const moved = await stage.resolve(item.id, 'move-to-load', { input: { load: number } })
      expect(moved).toMatchObject({ status: 200, body: { status: 'closed' } })
      expect(await unitOf(item.detail['unitId'])).toMatchObject({ loadId: id, status: 'closed' })
      expect(await stage.inbox()).not.toContainEqual(
        expect.objectContaining({ code: 'claimed-elsewhere', reference: number }),
      )
    },
  )

  test('a unit is not put on a truck that has left: nothing is done, and it is said why', async () => {
    const item = await getInto(stage, 'left-behind')
    const { number } = await stage.shop.makeLoad()
    await stage.shop.depart(number)
    const answer = await stage.resolve(item.id, 'move-to-load', { input: { load: number } })
    expect(answer).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
    expect(await stage.item(item.id)).toMatchObject({ status: 'open', choice: null })
    expect(await unitOf(item.detail['unitId'])).toMatchObject({ loadId: null })
  })

  test('a day takes what it has promised once its limit is raised', async () => {
    const item = await getInto(stage, 'over-capacity')
    const denied = await stage.resolve(item.id, 'raise-limit', { token: await supervisor() })
    expect(denied).toMatchObject({ status: 403 })
    await stage.resolve(item.id, 'raise-limit')
    const { body } = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    const slot = body as { maxWeightGrams: number; reservedWeightGrams: number }
    expect(slot.maxWeightGrams).toBe(slot.reservedWeightGrams)
    expect(await stage.item(item.id)).toMatchObject({ status: 'closed' })
  })

  test('labels are made void, once', async () => {
    const item = await getInto(stage, 'superseded-copy')
    await stage.resolve(item.id, 'void-label')
    const { label } = await unitOf(item.detail['unitId'])
    expect(label).toMatchObject({ lastCopy: 2, voidedThrough: 2 })
    const none = await getInto(stage, 'number-out-of-range')
    expect(await stage.resolve(none.id, 'void-label')).toMatchObject({
      status: 409,
      body: { code: 'wrong-state' },
    })
  })

  test.each(['unit-closed', 'weight-out-of-tolerance', 'override-not-allowed'] as const)(
    'a unit is opened again after %s, and a shipped one is not',
    async (code) => {
      const item = await getInto(stage, code)
      await stage.resolve(item.id, 'reopen-unit')
      expect(await unitOf(item.detail['unitId'])).toMatchObject({ status: 'open', weight: null })
      const other = await getInto(stage, code)
      const { id: loadId } = await stage.shop.makeLoad()
      const { log } = stage.bench.station
      log.act('load.claim', { loadId })
      log.act('load.add', { loadId, unitId: String(other.detail['unitId']) })
      log.act('load.depart', { loadId, leftBehind: [] })
      await stage.push()
      expect(await stage.resolve(other.id, 'reopen-unit')).toMatchObject({ status: 409 })
    },
  )

  test('a short order is cancelled, what was found becomes a task to put back', async () => {
    const item = await getInto(stage, 'short-pick')
    expect(await stage.resolve(item.id, 'hold')).toMatchObject({ body: { status: 'open' } })
    const denied = await stage.resolve(item.id, 'cancel', { token: await supervisor() })
    expect(denied).toMatchObject({ status: 403 })
    await stage.resolve(item.id, 'cancel')
    expect(await stage.shop.order(item.reference)).toMatchObject({ status: 'CANCELLED' })
    expect(await stage.item(item.id)).toMatchObject({ status: 'closed', choice: 'cancel' })
    const inbox = await stage.inbox()
    expect(inbox.filter(({ reference }) => reference === item.reference)).toMatchObject([
      { code: 'order-cancelled', task: 'put-back', detail: { goods: '3 × OAK-1' }, said: null },
    ])
  })

  test('the world moved on: an order cancelled meanwhile is not shipped in part', async () => {
    const item = await getInto(stage, 'short-pick')
    const path = `/v1/orders/${item.reference}/cancel`
    await office.admin('POST', path, { reason: 'changed mind' })
    expect(await stage.item(item.id)).toMatchObject({ status: 'closed', choice: 'withdrawn' })
    expect(await stage.resolve(item.id, 'ship-partial')).toMatchObject({ status: 409 })
  })

  test('two people decide at once: one does, the other is told', async () => {
    const item = await getInto(stage, 'stock-below-zero')
    const sku = String(item.detail['sku'])
    const answers = await Promise.all(
      [4, 7].map((counted) => stage.resolve(item.id, 'recount', { input: { counted } })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    const rows = (await ledgerOf(office, sku)).filter(({ reason }) => reason === 'count')
    expect(rows).toHaveLength(1)
  })
})

/** An order that is packed, and then cancelled by the office. */
async function cancelPacked(stage: Stage) {
  const packed = await stage.packed()
  const { orderNumber, unitId } = packed
  const reason = { reason: 'changed mind' }
  await stage.office.admin('POST', `/v1/orders/${orderNumber}/cancel`, reason)
  const item = (await stage.inbox()).find(({ reference }) => reference === orderNumber)
  if (item === undefined) throw new Error('nobody was told')
  return { list: packed, unitId, item }
}
