import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canTransition, OrderStatus } from '#contract/orders/order-status.ts'
import type { Scope } from '#contract/http/scopes.ts'
import { applyOrderEffects } from '../../sync-server/orders/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { outcomes } from '../support/sync-client.ts'
import { codeOf, handClock, MORNING, postIntent, stockOf } from '../support/wholesaler.ts'

describe.each(databases)('states of an order on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  let areBooksWhole = true

  beforeEach(async () => {
    areBooksWhole = true
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    shop = await openShop(office)
  })

  afterEach(async () => {
    if (areBooksWhole) await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const cancel = (orderNumber: string, body: Record<string, unknown> = {}, token?: string) => {
    const path = `/v1/orders/${orderNumber}/cancel`
    const asked = { reason: 'changed mind', ...body }
    return token === undefined
      ? office.admin('POST', path, asked)
      : office.call('POST', path, { token, body: asked })
  }

  async function tokenFor(...scopes: Scope[]): Promise<string> {
    const asked = { name: scopes.join(' '), scopes, expiresInDays: 1 }
    const { body } = await office.admin('POST', '/v1/tokens', asked)
    return (body as { token: string }).token
  }

  const detailOf = (answer: Answer) => (answer.body as { detail?: string }).detail ?? ''

  test('every step of the table leaves one entry and one version more, every other only says so', async () => {
    areBooksWhole = false
    const orderNumber = await shop.take()
    const stand = (status: string) =>
      database.store.transaction(async (tx) => {
        await sql`UPDATE customer_order SET status = ${status}, version = 7`.execute(tx)
        await sql`DELETE FROM order_status_history`.execute(tx)
      })
    for (const from of OrderStatus.options) {
      for (const to of OrderStatus.options) {
        await stand(from)
        await database.store.transaction((tx) =>
          applyOrderEffects(tx, {
            warehouse: 'MAIN',
            at: MORNING,
            writtenBy: 'test',
            deps: office.office.deps,
            effects: [{ kind: 'order-status', orderNumber, from, to }],
          }),
        )
        const { status, version, history } = await shop.order(orderNumber)
        const isAllowed = canTransition(from, to)
        const step = `${from} > ${to}`
        expect([step, status, version]).toEqual([step, isAllowed ? to : from, isAllowed ? 8 : 7])
        expect([step, history.length]).toEqual([step, 1])
        expect([step, history[0]?.status === 'order:step_skipped']).toEqual([step, !isAllowed])
        expect(history[0]?.payload).toEqual({ from, to })
      }
    }
  })

  test('steps that do not follow each other are left out together', async () => {
    const orderNumber = await shop.take()
    const step = (from: OrderStatus, to: OrderStatus) => ({
      kind: 'order-status' as const,
      orderNumber,
      from,
      to,
    })
    await database.store.transaction((tx) =>
      applyOrderEffects(tx, {
        warehouse: 'MAIN',
        at: MORNING,
        writtenBy: 'test',
        deps: office.office.deps,
        effects: [step('CONFIRMED', 'IN_PROGRESS'), step('PICKED', 'PACKED')],
      }),
    )
    const { status, history } = await shop.order(orderNumber)
    expect(status).toBe('CONFIRMED')
    expect(history.slice(2).map((entry) => entry.status)).toEqual([
      'order:step_skipped',
      'order:step_skipped',
    ])
  })

  test('whoever cancels a version that is not there any more is told so', async () => {
    const orderNumber = await shop.take()
    const { version } = await shop.order(orderNumber)
    expect(codeOf(await cancel(orderNumber, { version: version + 1 }))).toBe('version-conflict')
    expect(await cancel(orderNumber, { version })).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED', version: version + 1 },
    })
    expect(codeOf(await cancel(orderNumber))).toBe('wrong-state')
  })

  test('who may only withdraw can do so until somebody begins to pick', async () => {
    const token = await tokenFor('orders:withdraw')
    const confirmed = await shop.take()
    expect(await cancel(confirmed, {}, token)).toMatchObject({ status: 200 })
    const prepaid = await shop.take({ contractVersion: '2', payment: 'prepaid' })
    expect(await shop.order(prepaid)).toMatchObject({ status: 'PENDING_PAYMENT' })
    expect(await cancel(prepaid, {}, token)).toMatchObject({ status: 200 })
    const begun = await shop.take()
    await shop.generate()
    await shop.claim(begun)
    await shop.client.push()
    const refused = await cancel(begun, {}, token)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(detailOf(refused)).toContain('it is being picked')
    expect(await shop.order(begun)).toMatchObject({ status: 'IN_PROGRESS' })
    expect(await cancel(begun)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } })
  })

  test('a held order can be withdrawn as long as nothing of it was picked', async () => {
    const token = await tokenFor('orders:withdraw')
    const [empty, partly] = [await shop.take(), await shop.take()]
    await shop.generate()
    const { log, nextUnit } = shop.client.station
    const none = await shop.claim(empty)
    for (const { lineNo, requested: quantity } of none.lines) {
      log.act('pick.short', { pickListId: none.id, lineNo, quantity, reason: 'OUTOFSTOCK' })
    }
    const some = await shop.claim(partly)
    const [pickListId, unitId] = [some.id, nextUnit()]
    log.act('pick.confirm', {
      pickListId,
      lineNo: 1,
      quantity: some.lines[0]?.requested ?? 0,
      unitId,
    })
    const missing = some.lines[1]?.requested ?? 0
    log.act('pick.short', { pickListId, lineNo: 2, quantity: missing, reason: 'OUTOFSTOCK' })
    log.act('pack.close', { unitId })
    await shop.client.push()
    for (const one of [empty, partly]) expect((await shop.order(one)).status).toBe('ON_HOLD')
    expect(await cancel(partly, {}, token)).toMatchObject({ status: 403 })
    expect(await cancel(empty, {}, token)).toMatchObject({ status: 200 })
    const about = (await shop.exceptions(false)).filter(({ reference }) => reference === empty)
    expect(about).toMatchObject([{ code: 'short-pick', choice: 'withdrawn' }])
    expect((await shop.exceptions()).map(({ reference }) => reference)).not.toContain(empty)
  })

  test('goods in hand of a cancelled order are one task, and stay reserved until they are back', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    const list = await shop.list(orderNumber)
    const unitId = await shop.pick(orderNumber)
    await cancel(orderNumber)
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 3, available: 97 })
    const [task, ...others] = await shop.exceptions()
    expect(others).toEqual([])
    expect(task).toMatchObject({ code: 'order-cancelled', reference: orderNumber })
    expect(task?.detail).toMatchObject({ orderNumber, goods: expect.stringContaining('3 × OAK-1') })
    expect(task?.sentence).toContain(`Order ${orderNumber} was cancelled with`)
    const { changes } = await shop.client.pull()
    expect(changes.filter((change) => change.kind === 'exception')).toMatchObject([
      { id: task?.id, doc: { status: 'open', code: 'order-cancelled' } },
    ])
    const { log } = shop.client.station
    for (const { lineNo, requested: quantity } of list?.lines ?? []) {
      log.act('pick.put-back', { pickListId: list?.id ?? '', lineNo, quantity, unitId })
    }
    expect(outcomes((await shop.client.push()).receipts)).toEqual(['accepted', 'accepted'])
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 0, available: 100 })
    expect(await shop.exceptions()).toEqual([])
  })

  test('an order nobody took anything of leaves no task', async () => {
    const orderNumber = await shop.take()
    await shop.generate()
    await cancel(orderNumber)
    expect(await shop.exceptions()).toEqual([])
    expect((await shop.order(orderNumber)).history.at(-2)).toMatchObject({
      status: 'inventory:reservation_cancelled',
      payload: {
        lines: [
          { sku: 'OAK-1', quantity: 3 },
          { sku: 'GLUE-1', quantity: 2 },
        ],
      },
    })
  })

  test.each(['LOADED', 'OUT_FOR_DELIVERY'])(
    'goods that are %s are cancelled by force only, by whoever may; then they are put back',
    async (state) => {
      const orderNumber = await shop.take()
      const other = await shop.take()
      await shop.generate()
      const unitIds = [await shop.pack(orderNumber), await shop.pack(other)]
      const { number } = await shop.load(unitIds)
      if (state === 'OUT_FOR_DELIVERY') await shop.depart(number)
      expect(await shop.order(orderNumber)).toMatchObject({ status: state })
      expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 94, reserved: 0, available: 94 })
      const office2 = await tokenFor('orders:withdraw', 'orders:cancel')
      const unforced = await cancel(orderNumber)
      expect(unforced).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
      expect(detailOf(unforced)).toContain('by force')
      const refused = await cancel(orderNumber, { force: true }, office2)
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
      const answer = await cancel(orderNumber, { force: true, reason: 'recall' })
      expect(answer).toMatchObject({
        status: 200,
        body: {
          status: 'CANCELLED',
          shipments: [{ status: 'CANCELLED' }],
          units: [{ id: unitIds[0], status: 'closed', loadId: null }],
          lines: [
            { picked: 3, packed: 3, loaded: 0, reserved: 3 },
            { picked: 2, packed: 2, loaded: 0, reserved: 2 },
          ],
        },
      })
      expect((await shop.order(orderNumber)).history.at(-1)).toMatchObject({
        status: 'order:cancelled',
        payload: { from: state, to: 'CANCELLED', reason: 'recall' },
      })
      expect(await shop.order(other)).toMatchObject({ status: state })
      expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 97, reserved: 3, available: 94 })
      expect(await shop.exceptions()).toMatchObject([
        { code: 'order-cancelled', reference: orderNumber },
      ])
      const { body } = await office.admin('GET', `/v1/loads/${number}`)
      expect(JSON.stringify(body)).not.toContain(unitIds[0])
      expect(JSON.stringify(body)).toContain(unitIds[1])
    },
  )

  test('cancelling while benches pick, from many sides, ends in one cancelled order and whole books', async () => {
    const orders = await Promise.all([1, 2, 3, 4].map(() => shop.take()))
    await shop.generate()
    const { log } = shop.client.station
    for (const orderNumber of orders) {
      const list = await shop.claim(orderNumber)
      log.act('pick.confirm', { pickListId: list.id, lineNo: 1, quantity: 2 })
    }
    const cancels = orders.flatMap((orderNumber) => [cancel(orderNumber), cancel(orderNumber)])
    const [, ...answers] = await Promise.all([shop.client.push(), ...cancels])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 409, 409, 409, 409,
    ])
    for (const orderNumber of orders) {
      const { status, history } = await shop.order(orderNumber)
      expect(status).toBe('CANCELLED')
      expect(history.filter((entry) => entry.status === 'order:cancelled')).toHaveLength(1)
    }
    const tasks = (await shop.exceptions()).filter(({ code }) => code === 'order-cancelled')
    expect(tasks.map(({ reference }) => reference).toSorted()).toEqual(orders.toSorted())
  })

  test('an order waiting for goods gives back what it holds', async () => {
    const lineItems = [{ sku: 'OAK-1', quantity: 150 }]
    const { body } = await postIntent(office, { lineItems, allowBackorder: true })
    const { orderNumber, status } = body as { orderNumber: string; status: string }
    expect(status).toBe('ON_HOLD')
    const token = await tokenFor('orders:withdraw')
    expect(await cancel(orderNumber, {}, token)).toMatchObject({ status: 200 })
    expect(await stockOf(office, 'OAK-1')).toEqual({ onHand: 100, reserved: 0, available: 100 })
  })
})
