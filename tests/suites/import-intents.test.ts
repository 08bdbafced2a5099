import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { requireTrueBooks } from '../support/ledger-sums.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, furnish, handClock, intent, MORNING, stockOf } from '../support/wholesaler.ts'

const HEADER =
  'sourceSystem;orderIntentId;customerRef;name;line1;postalCode;city;country;region;sku;quantity;unit;allowBackorder'

describe.each(databases)('files of order intents on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  async function start(): Promise<void> {
    clock.set(MORNING)
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    const salesUnits = [{ code: 'm2', numerator: 50, denominator: 111 }]
    await furnish(office, {
      products: [
        { sku: 'OAK-1', onHand: 10 },
        { sku: 'LAM-1', onHand: 100, salesUnits },
      ],
    })
  }

  afterEach(async () => {
    await requireTrueBooks(database.store)
    await office.close()
    await database.close()
  })

  const row = (id: string, goods: string, customer = 'C-1') =>
    `webshop;${id};${customer};Vloeren;Kade 1;1011 AB;Amsterdam;NL;NOORD;${goods}`

  function send(raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    return office.call('POST', '/v1/order-intents/import', {
      token: ADMIN_TOKEN,
      raw,
      headers: { 'content-type': 'text/csv; charset=utf-8', ...headers },
    })
  }

  test('each order is taken on or refused by itself, and the answer says so row by row', async () => {
    await start()
    const text = [
      HEADER,
      row('i-1', 'OAK-1;3;;'),
      row('i-2', 'OAK-1;99;;'),
      row('i-1', 'LAM-1;23,5;m2;'),
      row('i-3', 'OAK-1;9;;true'),
      row('i-4', 'OAK-1;x;;'),
      row('i-5', 'NOPE;1;;'),
    ].join('\n')
    const answer = await send(`\uFEFF${text}\n`)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({
      rows: 6,
      orders: 2,
      replayed: 0,
      refused: 3,
      ignoredColumns: [],
      report: [
        { row: 2, orderIntentId: 'i-1', outcome: 'confirmed', orderNumber: 'LL-000001' },
        {
          row: 3,
          orderIntentId: 'i-2',
          outcome: 'refused',
          code: 'out-of-stock',
          detail: 'OAK-1: 99 wanted, 7 available',
        },
        { row: 4, orderIntentId: 'i-1', outcome: 'confirmed', orderNumber: 'LL-000001' },
        {
          row: 5,
          orderIntentId: 'i-3',
          outcome: 'backordered',
          orderNumber: expect.stringMatching(/^LL-/),
        },
        {
          row: 6,
          orderIntentId: 'i-4',
          outcome: 'refused',
          code: 'invalid-request',
          detail: expect.stringContaining('row 6, quantity'),
        },
        {
          row: 7,
          orderIntentId: 'i-5',
          outcome: 'refused',
          code: 'unknown-sku',
          detail: 'no product NOPE',
        },
      ],
    })
    expect(await stockOf(office, 'LAM-1')).toMatchObject({ reserved: 11 })
    const metrics = await office.call('GET', '/metrics')
    expect(metrics.body).toContain('loadline_order_intents_total{outcome="confirmed"} 2')
    expect(metrics.body).toContain('loadline_order_intents_total{outcome="refused"} 3')
  })

  test('the same file again changes nothing, and a mended one takes on the rest', async () => {
    await start()
    const text = [HEADER, row('i-1', 'OAK-1;3;;'), row('i-2', 'OAK-1;99;;')].join('\n')
    await send(text)
    const again = await send(text.replace('99', '2'))
    expect(again.body).toMatchObject({ orders: 1, replayed: 1, refused: 0 })
    const changed = await send(text.replace('OAK-1;3', 'OAK-1;4'))
    expect(changed.body).toMatchObject({ report: [{ code: 'intent-conflict' }, {}] })
    expect(await stockOf(office, 'OAK-1')).toMatchObject({ reserved: 5 })
  })

  test('a file in parts is reported by the lines of the whole, also within an order', async () => {
    await start()
    const part = [
      `reportRow;${HEADER}`,
      `362;${row('i-1', 'OAK-1;3;;')}`,
      `4977;${row('i-1', 'LAM-1;x;m2;')}`,
      `x;${row('i-2', 'OAK-1;1;;')}`,
    ]
    const { body } = await send(part.join('\n'))
    expect(body).toMatchObject({
      rows: 3,
      ignoredColumns: [],
      report: [
        { row: 4, outcome: 'confirmed' },
        { row: 362, outcome: 'refused', detail: expect.stringContaining('row 4977, quantity') },
        { row: 4977, outcome: 'refused' },
      ],
    })
  })

  test('a row is the same intent as its JSON', async () => {
    await start()
    const lineItems = [{ sku: 'OAK-1', quantity: 3 }]
    const { shipTo } = intent()
    const body = intent({ orderIntentId: 'i-1', lineItems, shipTo: { ...shipTo, name: 'Vloeren' } })
    await office.admin('POST', '/v1/order-intents', body)
    const answer = await send([HEADER, row('i-1', 'OAK-1;3;;')].join('\n'))
    expect(answer.body).toMatchObject({ report: [{ outcome: 'replayed' }] })
  })

  test('who imported is in the audit trail, once for each order', async () => {
    await start()
    await send([HEADER, row('i-1', 'OAK-1;3;;'), row('i-2', 'OAK-1;1;;')].join('\n'))
    const rows = await database.store.snapshot((tx) =>
      tx
        .selectFrom('audit_entry')
        .select(['who', 'target'])
        .where('operation', '=', 'importOrderIntents')
        .execute(),
    )
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({ target: '/v1/order-intents/import' })
  })

  test('gzip is read; a wrong header, no UTF-8, JSON and too much are refused', async () => {
    await start()
    const text = [HEADER, row('i-1', 'OAK-1;3;;')].join('\n')
    const zipped = await send(new Uint8Array(gzipSync(text)), { 'content-encoding': 'gzip' })
    expect(zipped.body).toMatchObject({ orders: 1 })
    const wrong = await send('a;b\n1;2')
    expect([wrong.status, codeOf(wrong)]).toEqual([400, 'invalid-request'])
    expect(wrong.body).toMatchObject({
      detail: expect.stringContaining('there is no column orderIntentId'),
    })
    const latin = await send(new Uint8Array([...Buffer.from(text), 0xe9]))
    expect(codeOf(latin)).toBe('invalid-request')
    const json = await send('{}', { 'content-type': 'application/json' })
    expect([json.status, codeOf(json)]).toEqual([415, 'unsupported-media-type'])
    const huge = await send(`${text}\n${' '.repeat(5 * 1024 * 1024)}`)
    expect([huge.status, codeOf(huge)]).toEqual([413, 'too-large'])
    const csvAsJson = await office.call('POST', '/v1/order-intents', {
      token: ADMIN_TOKEN,
      raw: text,
      headers: { 'content-type': 'text/csv' },
    })
    expect([csvAsJson.status, codeOf(csvAsJson)]).toEqual([415, 'unsupported-media-type'])
  })
})
