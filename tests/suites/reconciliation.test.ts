import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { runDueJobs } from '../../sync-server/jobs/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { moveLot } from '../support/lots.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { type ExceptionView, openShop, type Shop } from '../support/order-story.ts'
import { codeOf, furnish, handClock, postIntent, stockOf, TOMORROW } from '../support/wholesaler.ts'

/** Two in the morning in Amsterdam, winter time, and a minute before. */
const NIGHT = '2026-03-11T01:00:00.000Z'
const BEFORE_NIGHT = '2026-03-11T00:59:00.000Z'
const NEXT_NIGHT = '2026-03-12T01:00:00.000Z'

type Reconciled = {
  checked: number
  differences: {
    what: string
    key: string
    book: number
    found: number
    about: Record<string, string | number>
    exceptionId: string
  }[]
}

describe.each(databases)('the books are compared on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  const clock = handClock()

  beforeEach(async () => {
    clock.set('2026-03-10T08:00:00.000Z')
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    shop = await openShop(office)
    const products = [{ sku: 'TILE', onHand: 0, tracking: 'lot', singleLot: true }]
    await furnish(office, { products, capacity: { dates: [] } })
    await moveLot(office, { sku: 'TILE', lot: 'A', quantity: 20 })
  })

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  async function reconcile(query = ''): Promise<Reconciled> {
    const answer = await office.admin('POST', `/v1/reconciliations${query}`)
    expect(answer.status).toBe(200)
    return answer.body as Reconciled
  }

  /** An order half picked: something in every book. */
  async function story(): Promise<string> {
    const lineItems = [
      { sku: 'OAK-1', quantity: 3 },
      { sku: 'TILE', quantity: 4 },
    ]
    const orderNumber = await shop.take({ lineItems })
    await shop.generate()
    const list = await shop.claim(orderNumber)
    const tile = list.lines.find(({ sku }) => sku === 'TILE')
    const { log } = shop.client.station
    const goods = { pickListId: list.id, lineNo: tile?.lineNo ?? 0 }
    log.act('pick.confirm', { ...goods, quantity: 2, lot: 'A' })
    await shop.client.push()
    return orderNumber
  }

  const TAMPERED: [string, string, Partial<Reconciled['differences'][number]>][] = [
    [
      `UPDATE stock SET on_hand = on_hand + 2 WHERE sku = 'TILE' AND lot = 'A'`,
      'The counter of TILE (lot A) says 22 on hand, its ledger 20.',
      { what: 'on-hand', key: 'TILE/A', book: 22, found: 20 },
    ],
    [
      `UPDATE stock SET picked = 0 WHERE sku = 'TILE' AND lot = 'A'`,
      'The counter of TILE (lot A) says 0 picked and not shipped, the pick lists 2.',
      { what: 'picked', book: 0, found: 2 },
    ],
    [
      `UPDATE order_line SET reserved = 9 WHERE sku = 'OAK-1'`,
      'of order LL-000001 says 9 × OAK-1 reserved, its reservations 3.',
      { what: 'order-line', book: 9, found: 3 },
    ],
    [
      `UPDATE capacity_slot SET reserved_weight_grams = 1 WHERE delivery_date = '${TOMORROW}'`,
      'Region NOORD on 2026-03-11 counts 1 for reservedGrams, its orders come to 7000.',
      { what: 'slot', book: 1, found: 7_000 },
    ],
  ]

  test.each(TAMPERED)('%s is found, named and left alone', async (statement, said, expected) => {
    await story()
    const before = await reconcile()
    expect(before.differences).toEqual([])
    expect(before.checked).toBeGreaterThan(4)
    await run(statement)
    const { differences } = await reconcile()
    expect(differences).toHaveLength(1)
    expect(differences[0]).toMatchObject(expected)
    const [exception] = await shop.exceptions()
    expect(exception).toMatchObject({
      id: differences[0]?.exceptionId,
      code: 'book-difference',
      sentence: expect.stringContaining(said),
    })
    expect((await reconcile()).differences).toEqual(differences)
  })

  test('a reserved counter that moved disagrees with the ledger and with the orders', async () => {
    await story()
    await run(`UPDATE stock SET reserved = 0 WHERE sku = 'OAK-1'`)
    const { differences } = await reconcile()
    expect(differences).toMatchObject([
      { what: 'reserved', book: 0, found: 3 },
      { what: 'reservation', book: 0, found: 3 },
    ])
  })

  test('a reservation of an order that vanished is found', async () => {
    await run(`INSERT INTO reservation (order_id, line_no, warehouse, sku, quantity)
      VALUES ('gone', 1, 'MAIN', 'OAK-1', 2)`)
    const { differences } = await reconcile()
    expect(
      differences.map(({ what, about }) => [what, about['orderNumber'] ?? '', about['sku']]),
    ).toEqual([
      ['reservation', '', 'OAK-1'],
      ['order-line', 'gone', 'OAK-1'],
    ])
  })

  test('the office compares at two in the morning, once; the next night counts, and doubles nothing', async () => {
    await runDueJobs(office.office)
    await run(`UPDATE stock SET on_hand = 99 WHERE sku = 'OAK-1'`)
    clock.set(BEFORE_NIGHT)
    await runDueJobs(office.office)
    expect(await found()).toEqual([])
    clock.set(NIGHT)
    await Promise.all([runDueJobs(office.office), runDueJobs(office.office)])
    await runDueJobs(office.office)
    const [first, ...others] = await found()
    expect(others).toEqual([])
    expect(first).toMatchObject({ reference: 'OAK-1', occurrences: 1 })
    clock.set(NEXT_NIGHT)
    await runDueJobs(office.office)
    expect(await found()).toMatchObject([{ id: first?.id, occurrences: 2 }])
    expect((await stockOf(office, 'OAK-1')).onHand).toBe(99)
    const runs = await database.store.snapshot((tx) =>
      tx.selectFrom('job_run').selectAll().where('name', '=', 'reconciliation/MAIN').execute(),
    )
    expect(runs.map(({ due_at: dueAt, result }) => [dueAt, result])).toEqual([
      ['2026-03-10T01:00:00.000Z', { checked: expect.any(Number), differences: 0 }],
      [NIGHT, { checked: expect.any(Number), differences: 1 }],
      [NEXT_NIGHT, { checked: expect.any(Number), differences: 1 }],
    ])
  })

  test('an accepted difference that is still there the next night is a new task', async () => {
    await run(`UPDATE stock SET on_hand = 99 WHERE sku = 'OAK-1'`)
    await reconcile()
    const [first] = await found()
    const path = `/v1/exceptions/${first?.id}/resolve`
    await office.admin('POST', path, { choice: 'accept', note: 'looked at it' })
    await reconcile()
    const [second] = await found()
    expect(second?.id).not.toBe(first?.id)
  })

  test('a confirmed order keeps its goods, however much time passes', async () => {
    await story()
    clock.set('2027-03-10T08:00:00.000Z')
    await runDueJobs(office.office)
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(3)
    expect(await found()).toEqual([])
  })

  test('a reservation that outlived its payment is reported once, and freed by nobody', async () => {
    await run(`INSERT INTO reservation (order_id, line_no, warehouse, sku, quantity, expires_at)
      VALUES ('gone', 1, 'MAIN', 'OAK-1', 2, '2026-03-10T07:59:00Z')`)
    await Promise.all([runDueJobs(office.office), runDueJobs(office.office)])
    await runDueJobs(office.office)
    const expired = (await found()).filter(({ detail }) => detail['what'] === 'expired-reservation')
    expect(expired).toMatchObject([
      {
        sentence: expect.stringContaining('2 × OAK-1 are reserved for order gone'),
        occurrences: 1,
      },
    ])
    const left = await database.store.snapshot((tx) =>
      tx.selectFrom('reservation').selectAll().where('order_id', '=', 'gone').execute(),
    )
    expect(left).toMatchObject([{ quantity: 2 }])
  })

  test('only the cancellation of an unpaid order frees its goods', async () => {
    const prepaid = { contractVersion: '2', payment: 'prepaid' }
    const posted = await postIntent(office, {
      ...prepaid,
      lineItems: [{ sku: 'OAK-1', quantity: 3 }],
    })
    expect(posted.body).toMatchObject({ status: 'PENDING_PAYMENT' })
    clock.set('2026-03-10T08:31:00.000Z')
    expect((await reconcile()).differences).toEqual([])
    await runDueJobs(office.office)
    expect((await stockOf(office, 'OAK-1')).reserved).toBe(0)
    expect((await reconcile()).differences).toEqual([])
  })

  test('one warehouse can be asked for; an unknown one is a problem', async () => {
    const other = { name: 'Zuid', timezone: 'Europe/Amsterdam', gs1CompanyPrefix: '8799999' }
    await office.admin('PUT', '/v1/warehouses/ZUID', { ...other, address: 'Kade 2' })
    await run(`UPDATE stock SET on_hand = 99 WHERE sku = 'OAK-1'`)
    expect((await reconcile('?warehouse=ZUID')).differences).toEqual([])
    expect((await reconcile('?warehouse=MAIN')).differences).toHaveLength(1)
    const unknown = await office.admin('POST', '/v1/reconciliations?warehouse=NONE')
    expect(codeOf(unknown)).toBe('unknown-warehouse')
  })

  async function found(): Promise<(ExceptionView & { occurrences: number })[]> {
    const all = (await shop.exceptions()) as (ExceptionView & { occurrences: number })[]
    return all.filter(({ code }) => code === 'book-difference')
  }

  async function run(statement: string): Promise<void> {
    await database.store.transaction((tx) => sql.raw(statement).execute(tx))
  }
})
