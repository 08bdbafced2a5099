import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { type ReplayLine, replayIntents } from '../../sync-server/replay/replay-intents.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, MORNING, postIntent, receive } from '../support/wholesaler.ts'

const LINE_WITH_REF = { sku: 'LAM-1', quantity: 1, lineRef: 'shelf 3' }

describe.each(databases)('replaying order intents on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  const clock = handClock()

  afterEach(async () => {
    await office.close()
    await database.close()
  })

  /** Orders of every kind, changed, cancelled, filled and refused; answers with their numbers. */
  async function tellStory(): Promise<string[]> {
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
    const lineItems = [
      { sku: 'OAK-1', quantity: 2, unitPriceCents: 4_250 },
      { sku: 'LAM-1', quantity: 23.5, unit: 'm2' },
    ]
    const first = await number({ lineItems, totals: { net: 12.5, currency: 'EUR' } })
    const second = await number({ lineItems: [{ sku: 'OAK-1', quantity: 1 }] })
    const collected = await number({ fulfilment: 'collect', region: undefined })
    const prepaid = { contractVersion: '2', payment: 'prepaid', lineItems: [LINE_WITH_REF] }
    const paid = await number(prepaid)
    await adjust(first, 1, { shipTo: { line1: 'Kade 99' } })
    await adjust(first, 2, { lines: [{ lineNo: 1, quantity: 4 }] })
    await adjust(first, 3, { lines: [{ lineNo: 1, quantity: 0 }], shipTo: { city: 'Hoorn' } })
    await office.admin('POST', `/v1/orders/${second}/cancel`, { reason: 'no' })
    const goods = { lineItems: [{ sku: 'OAK-1', quantity: 99 }] }
    expect((await postIntent(office, goods)).status).toBe(422)
    const waiting = await number({ ...goods, allowBackorder: true })
    await adjust(waiting, 1, { lines: [{ lineNo: 1, quantity: 12 }] })
    const numbers = [first, second, collected, paid, waiting]
    await receive(office, 'OAK-1', 20)
    return numbers
  }

  async function number(changed: Record<string, unknown>): Promise<string> {
    const { body } = await postIntent(office, changed)
    return (body as { orderNumber: string }).orderNumber
  }

  async function adjust(orderNumber: string, version: number, changes: unknown): Promise<void> {
    const body = { version, reason: 'customer called', changes }
    const answer = await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, body)
    expect(answer.status).toBe(200)
  }

  async function replay() {
    const lines: ReplayLine[] = []
    const summary = await database.store.snapshot((tx) =>
      replayIntents(tx, (line) => lines.push(line)),
    )
    return { lines, summary, different: lines.filter((line) => !line.equal) }
  }

  const tamper = (statement: ReturnType<typeof sql>) =>
    database.store.transaction((tx) => statement.execute(tx))

  test('after a story of every kind all orders are what their intents made of them', async () => {
    const numbers = await tellStory()
    const { lines, summary } = await replay()
    expect(summary).toEqual({ intents: 5, equal: 5, different: 0 })
    expect(lines.map(({ orderNumber }) => orderNumber)).toEqual(numbers)
  })

  test('a product that is packed otherwise today is named, and is no difference', async () => {
    const [first] = await tellStory()
    const salesUnits = [{ code: 'm2', numerator: 1, denominator: 3 }]
    const fields = { weightGrams: 1_000, volumeCm3: 2_000, tracking: 'none', barcodes: [] }
    const product = { name: 'LAM-1', ...fields, salesUnits }
    expect((await office.admin('PUT', '/v1/products/LAM-1', product)).status).toBe(200)
    const { lines, summary } = await replay()
    expect(summary.different).toBe(0)
    const changed = lines.filter((line) => line.productsChanged !== undefined)
    expect(changed).toMatchObject([{ orderNumber: first, productsChanged: ['LAM-1'] }])
  })

  test.each([
    [
      'a quantity',
      'lines',
      sql`UPDATE order_line SET ordered = ordered + 1 WHERE sku = 'LAM-1'
      AND order_id = (SELECT min(id) FROM customer_order)`,
    ],
    [
      'a customer',
      'customerRef',
      sql`UPDATE customer_order SET customer_ref = 'C-9'
      WHERE id = (SELECT min(id) FROM customer_order)`,
    ],
    [
      'an address',
      'shipTo',
      sql`UPDATE customer_order
      SET ship_to = jsonb_set(ship_to, '{city}', '"Breda"')
      WHERE id = (SELECT min(id) FROM customer_order)`,
    ],
    [
      'a region',
      'region',
      sql`UPDATE customer_order SET region = NULL
      WHERE id = (SELECT min(id) FROM customer_order)`,
    ],
    [
      'what was posted',
      'payloadHash',
      sql`UPDATE order_intent
      SET payload = jsonb_set(payload, '{totals,net}', '1')
      WHERE order_id = (SELECT min(id) FROM customer_order)`,
    ],
    [
      'an adjustment',
      'history',
      sql`UPDATE order_status_history
      SET payload = jsonb_set(payload, '{before,quantity}', '77')
      WHERE id = (SELECT min(id) FROM order_status_history
        WHERE status = 'order:manually_adjusted' AND payload ->> 'change' = 'line')`,
    ],
  ])('%s changed behind the office’s back is found and named', async (_what, field, statement) => {
    const [first] = await tellStory()
    await tamper(statement)
    const { summary, different } = await replay()
    expect(summary).toEqual({ intents: 5, equal: 4, different: 1 })
    expect(different).toMatchObject([{ orderNumber: first, differences: [{ field }] }])
  })

  test('an order that no intent explains is found', async () => {
    const numbers = await tellStory()
    await tamper(sql`DELETE FROM order_intent
      WHERE order_id = (SELECT max(id) FROM customer_order)`)
    const { summary, different } = await replay()
    expect(summary).toEqual({ intents: 4, equal: 4, different: 1 })
    expect(different).toMatchObject([{ orderNumber: numbers.at(-1) }])
  })

  test.runIf(kind === 'postgres')(
    'the command says so line by line, and by how it exits',
    async () => {
      await tellStory()
      const env = { DATABASE_URL: database.databaseUrl ?? '' }
      const good = await command([], env)
      expect(good).toMatchObject({ code: 0, lines: 6, last: { intents: 5, different: 0 } })
      expect(good.last).toHaveProperty('seconds')
      await tamper(sql`UPDATE customer_order SET customer_ref = 'C-9'`)
      expect(await command([], env)).toMatchObject({ code: 1, last: { different: 5 } })
    },
  )
})

test('the command reads a folder too, and never makes one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'))
  try {
    const empty = await command(['--data', folder], {})
    expect(empty).toMatchObject({ code: 0, last: { intents: 0, equal: 0, different: 0 } })
    expect(await command(['--data', join(folder, 'nowhere')], {})).toMatchObject({ code: 2 })
    expect(existsSync(join(folder, 'nowhere'))).toBe(false)
    expect(await command([], {})).toMatchObject({ code: 2 })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

type Exited = { code: number; lines: number; last: Record<string, unknown> | null }

function command(args: string[], env: Record<string, string>): Promise<Exited> {
  const script = join(import.meta.dirname, '../../sync-server/replay/start.ts')
  const { DATABASE_URL: _none, ...rest } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: { ...rest, ...env } }, (error, stdout) => {
      const lines = stdout.trim().split('\n').filter(Boolean)
      const last = lines.at(-1)
      const code = typeof error?.code === 'number' ? error.code : 0
      const parsed = last === undefined ? null : (JSON.parse(last) as Exited['last'])
      resolve({ code, lines: lines.length, last: parsed })
    })
  })
}
