import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { CustomerData } from '#contract/http/privacy-routes.ts'
import { eraseOldCustomers } from '../../sync-server/privacy/index.ts'
import { replayIntents, type ReplayLine } from '../../sync-server/replay/replay-intents.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { codeOf, handClock, intent } from '../support/wholesaler.ts'

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg=='

const CUSTOMER = {
  name: 'Jacoba Vermeulen-Geheimschrijver',
  line1: 'Verborgenlaan 77',
  postalCode: '9999 ZZ',
  city: 'Onvindbaarde',
  country: 'NL',
}
const MOVED_TO = 'Schuilplaatsweg 5'
const SIGNED_BY = 'Buurman Pietersen'
const WHO = [CUSTOMER.name, CUSTOMER.line1, CUSTOMER.postalCode, CUSTOMER.city, MOVED_TO, SIGNED_BY]

/** What a customer is known by goes, and nothing that the books are made of. */
describe.each(databases)('personal data on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  let orderNumber: string
  let shipmentId: string
  const own = intent({ customerRef: 'C-77', shipTo: CUSTOMER })
  let unitId: string

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock, every: () => () => undefined } })
    shop = await openShop(office)
    ;({ orderNumber } = await good<{ orderNumber: string }>('POST', '/v1/order-intents', own))
    const { version } = await shop.order(orderNumber)
    const changes = { shipTo: { line1: MOVED_TO } }
    const reason = `${CUSTOMER.name} called: other door, mail jacoba@geheim-voorbeeld.nl`
    await good('POST', `/v1/orders/${orderNumber}/adjust`, { version, reason, changes })
    await shop.generate()
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function good<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await office.admin(method, path, body)
    if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer.body as T
  }

  /** Packs, loads and delivers it, with a signature. */
  async function deliver(): Promise<void> {
    unitId = await shop.pack(orderNumber)
    const { number } = await shop.load([unitId])
    await shop.depart(number)
    const { shipments } = await shop.order(orderNumber)
    shipmentId = shipments[0]?.id ?? ''
    await good('POST', `/v1/shipments/${shipmentId}/proof`, {
      signedBy: SIGNED_BY,
      signature: PNG,
      signedAt: new Date(clock.now()).toISOString(),
      location: { lat: 52.1234567, lng: 4.7654321 },
    })
  }

  /** Every row of every table as text. */
  async function everything(tables?: readonly string[]): Promise<string> {
    const { rows: names } = await sql<{ name: string }>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`.execute(
      await reader(),
    )
    const texts: string[] = []
    for (const { name } of names.filter((row) => tables?.includes(row.name) ?? true)) {
      const { rows } = await sql<{ text: string }>`
        SELECT r::text AS text FROM ${sql.id(name)} r ORDER BY 1`.execute(await reader())
      texts.push(...rows.map(({ text }) => `${name}: ${text}`))
    }
    return texts.join('\n')
  }
  const reader = () => database.store.read((db) => Promise.resolve(db))

  const traces = (text: string) =>
    text.split('\n').filter((line) => WHO.some((word) => line.includes(word)))

  test('while an order is open nothing is erased', async () => {
    const answer = await office.admin('POST', '/v1/customers/C-77/erase', { reason: 'asked' })
    expect(codeOf(answer)).toBe('wrong-state')
    expect((answer.body as { detail: string }).detail).toContain(orderNumber)
    expect((await shop.order(orderNumber)) as unknown).toMatchObject({
      shipTo: { name: CUSTOMER.name },
    })
  })

  test('everything about a customer is handed out, and that is noted', async () => {
    await deliver()
    const data = await good<CustomerData>('GET', '/v1/customers/C-77/data')
    expect(data).toMatchObject({
      customerRef: 'C-77',
      next: null,
      orders: [
        {
          orderNumber,
          shipTo: { ...CUSTOMER, line1: MOVED_TO },
          intent: { payload: { shipTo: CUSTOMER } },
          shipments: [{ proofs: [{ signedBy: SIGNED_BY, signature: PNG, latitude: 52.1234567 }] }],
          units: [{ unitId, shipTo: { name: CUSTOMER.name }, printedCopies: 1 }],
        },
      ],
    })
    const none = await good<CustomerData>('GET', '/v1/customers/C-78/data')
    expect(none.orders).toEqual([])
    const target = encodeURIComponent('/v1/customers/C-77/data')
    const { items } = await good<{ items: unknown[] }>('GET', `/v1/audit?target=${target}`)
    expect(items).toMatchObject([{ who: 'admin', operation: 'exportCustomer' }])
  })

  test('what benches sent holds nothing of customers, by design', async () => {
    const sent = await everything(['station_action', 'forked_push', 'stock_ledger'])
    expect(sent).toContain('label.print')
    expect(traces(sent)).toEqual([])
  })

  test('the audit trail holds no address of an intent or of a change', async () => {
    const entries = (await everything(['audit_entry'])).split('\n')
    const told = entries.filter((line) => line.includes(CUSTOMER.line1) || line.includes(MOVED_TO))
    expect(told).toEqual([])
  })

  test('after an erase no table knows who it was, and ledger, receipts and numbers are as before', async () => {
    expect(traces(await everything()).length).toBeGreaterThan(3)
    const kept = [
      'stock_ledger',
      'station_action',
      'order_line',
      'stock',
      'capacity_slot',
      'number_series',
    ]
    const before = await everything(kept)
    const erased = await good('POST', '/v1/customers/C-77/erase', { reason: 'asked by letter' })
    expect(erased).toEqual({ customerRef: 'C-77', orders: 1 })
    const after = await everything()
    expect(traces(after)).toEqual([])
    for (const gone of ['jacoba@', PNG, '52.1234567']) expect(after).not.toContain(gone)
    expect(await everything(kept)).toBe(before)
    const data = await good<CustomerData>('GET', '/v1/customers/C-77/data')
    expect(data.orders).toMatchObject([
      { orderNumber, shipTo: { name: 'erased', country: 'NL' }, erasedAt: expect.any(String) },
    ])
    expect(await shop.order(orderNumber)).toMatchObject({
      status: 'DELIVERED',
      lines: [{ loaded: 3 }],
    })
  })

  test('benches get it masked with their next pull', async () => {
    const { changes } = await shop.client.pull()
    expect(JSON.stringify(changes)).not.toContain(CUSTOMER.name)
  })

  test('the same again changes nothing, and the trail says who asked and why', async () => {
    const again = await good('POST', '/v1/customers/C-77/erase', { reason: 'once more' })
    expect(again).toEqual({ customerRef: 'C-77', orders: 0 })
    const target = encodeURIComponent('/v1/customers/C-77/erase')
    const { items } = await good<{ items: { detail: unknown }[] }>(
      'GET',
      `/v1/audit?target=${target}`,
    )
    expect(items.map(({ detail }) => detail)).toEqual([
      { reason: 'asked by letter' },
      { reason: 'once more' },
    ])
  })

  test('the same intent is answered as before, another under its id is refused, and its replay is equal', async () => {
    const again = await office.admin('POST', '/v1/order-intents', own)
    expect(again).toMatchObject({ status: 200, body: { orderNumber, replayed: true } })
    const other = { ...own, shipTo: { ...CUSTOMER, name: 'erased' } }
    expect(codeOf(await office.admin('POST', '/v1/order-intents', other))).toBe('intent-conflict')
    const lines: ReplayLine[] = []
    const summary = await database.store.snapshot((tx) =>
      replayIntents(tx, (line) => lines.push(line)),
    )
    expect(lines.filter(({ equal }) => !equal)).toEqual([])
    expect(summary.different).toBe(0)
    const { differences } = await good<{ differences: unknown[] }>('POST', '/v1/reconciliations')
    expect(differences).toEqual([])
  })

  test('who finished orders were for is forgotten after the days the house keeps it, and not before', async () => {
    const late = await shop.take({ customerRef: 'C-79', shipTo: { ...CUSTOMER, city: 'Elders' } })
    await good('POST', `/v1/orders/${late}/cancel`, { reason: 'no' })
    const open79 = await shop.take({ customerRef: 'C-79', shipTo: CUSTOMER })
    clock.set('2026-04-08T08:00:00.000Z')
    expect(await eraseOldCustomers({ ...office.office, customerDays: null })).toBe(0)
    expect(await eraseOldCustomers({ ...office.office, customerDays: 30 })).toBe(0)
    clock.set('2026-04-10T08:00:00.000Z')
    expect(await eraseOldCustomers({ ...office.office, customerDays: 30 })).toBe(1)
    expect(await shop.order(late)).toMatchObject({ shipTo: { name: 'erased', city: 'erased' } })
    expect(await shop.order(open79)).toMatchObject({ shipTo: { name: CUSTOMER.name } })
    expect(await eraseOldCustomers({ ...office.office, customerDays: 30 })).toBe(0)
  })
})
