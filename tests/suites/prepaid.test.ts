import { afterEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import {
  codeOf,
  furnish,
  handClock,
  MORNING,
  postIntent,
  stockOf,
  TOMORROW,
} from '../support/wholesaler.ts'

const DUE = '2026-03-10T08:30:00.000Z'
const PREPAID = { contractVersion: '2', payment: 'prepaid' }

describe.each(databases)('orders paid before they are picked on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  async function start(): Promise<string> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    await furnish(office)
    const posted = await postIntent(office, PREPAID)
    expect(posted.body).toMatchObject({ status: 'PENDING_PAYMENT', deliveryDate: TOMORROW })
    return (posted.body as { orderNumber: string }).orderNumber
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const pay = (orderNumber: string, paymentRef = 'psp-1', amountCents = 12_750) =>
    office.admin('POST', `/v1/orders/${orderNumber}/payments`, { paymentRef, amountCents })

  async function orderOf(orderNumber: string) {
    const { body } = await office.admin('GET', `/v1/orders/${orderNumber}`)
    return body as { status: string; paymentDueAt: string; history: { status: string }[] }
  }

  async function exceptions() {
    const { body } = await office.admin('GET', '/v1/exceptions?open=true')
    return (body as { items: { code: string; sentence: string }[] }).items
  }

  const expiries = () =>
    database.store.snapshot((tx) => tx.selectFrom('reservation').select('expires_at').execute())

  test('goods and room are kept for half an hour, and nobody picks yet', async () => {
    const orderNumber = await start()
    expect(await orderOf(orderNumber)).toMatchObject({
      status: 'PENDING_PAYMENT',
      paymentDueAt: DUE,
      history: [
        { status: 'order:submitted' },
        { status: 'inventory:reservation_confirmed' },
        { status: 'payment:pending' },
      ],
    })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 3 })
    expect(await expiries()).toEqual([{ expires_at: DUE }])
    const day = { warehouse: 'MAIN', deliveryDate: TOMORROW }
    const lists = await office.admin('POST', '/v1/pick-lists/generate', day)
    expect(lists.body).toMatchObject({ created: 0 })
  })

  test('a payment confirms the order once, and the same one again changes nothing', async () => {
    const orderNumber = await start()
    const paid = await pay(orderNumber)
    expect([paid.status, (paid.body as { status: string }).status]).toEqual([200, 'CONFIRMED'])
    expect(await expiries()).toEqual([{ expires_at: null }])
    const again = await pay(orderNumber)
    expect([again.status, again.body]).toEqual([200, paid.body])
    expect(codeOf(await pay(orderNumber, 'psp-1', 1))).toBe('idempotency-conflict')
    clock.set('2026-03-11T08:00:00.000Z')
    await runDueJobs(office.office)
    expect((await orderOf(orderNumber)).status).not.toBe('CANCELLED')
    const rows = await database.store.snapshot((tx) =>
      tx.selectFrom('outbox_event').select('type').orderBy('seq').execute(),
    )
    expect(rows.filter(({ type }) => type === 'order.confirmed')).toHaveLength(1)
  })

  test('what is not paid in time is cancelled, and its goods and room are free', async () => {
    const orderNumber = await start()
    clock.set('2026-03-10T08:29:59.999Z')
    await runDueJobs(office.office)
    expect((await orderOf(orderNumber)).status).toBe('PENDING_PAYMENT')
    clock.set(DUE)
    await runDueJobs(office.office)
    const order = await orderOf(orderNumber)
    expect(order.status).toBe('CANCELLED')
    expect(order.history.at(-1)).toMatchObject({
      status: 'order:cancelled',
      writtenBy: 'office',
      payload: { reason: 'not paid in time' },
    })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 0 })
    const slot = await office.admin('GET', `/v1/capacity/NOORD/${TOMORROW}`)
    expect(slot.body).toMatchObject({ reservedWeightGrams: 0 })
  })

  test('money that comes too late is refused and given to somebody to pay back, once', async () => {
    const orderNumber = await start()
    clock.set(DUE)
    expect(codeOf(await pay(orderNumber))).toBe('wrong-state')
    await runDueJobs(office.office)
    expect((await orderOf(orderNumber)).status).toBe('CANCELLED')
    expect(codeOf(await pay(orderNumber))).toBe('wrong-state')
    expect(await exceptions()).toMatchObject([
      { code: 'paid-too-late', sentence: expect.stringContaining('(psp-1, 127.50)') },
    ])
    expect(codeOf(await pay(orderNumber, 'psp-2'))).toBe('wrong-state')
    expect(await exceptions()).toHaveLength(2)
  })

  test('an order on account takes no payment here', async () => {
    await start()
    const { body } = await postIntent(office)
    const { orderNumber } = body as { orderNumber: string }
    expect(codeOf(await pay(orderNumber))).toBe('wrong-state')
    expect(await exceptions()).toEqual([])
  })

  test('a payment and the end of its time at once: one of them wins, and the books agree', async () => {
    await start()
    for (let n = 0; n < 5; n += 1) {
      clock.set(MORNING)
      const { body } = await postIntent(office, PREPAID)
      const { orderNumber } = body as { orderNumber: string }
      // The job's clock is past the end, the payment's is read in between.
      clock.set(n % 2 === 0 ? DUE : '2026-03-10T08:29:59.999Z')
      const paying = pay(orderNumber)
      clock.set(DUE)
      const [paid] = await Promise.all([paying, runDueJobs(office.office)])
      await runDueJobs(office.office)
      const { status, history } = await orderOf(orderNumber)
      expect(status).toBe(paid.status === 200 ? 'CONFIRMED' : 'CANCELLED')
      const ends = history.filter((entry) =>
        ['order:confirmed', 'order:cancelled'].includes(entry.status),
      )
      expect(ends).toHaveLength(1)
    }
  })

  test('the same payment twice at once is taken once', async () => {
    const orderNumber = await start()
    const answers = await Promise.all([pay(orderNumber), pay(orderNumber), pay(orderNumber)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { history } = await orderOf(orderNumber)
    expect(history.filter(({ status }) => status === 'payment:received')).toHaveLength(1)
  })
})
