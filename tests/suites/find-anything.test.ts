import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FOUND_PER_KIND_MAX } from '#contract/http/found-kinds.ts'
import type { Found } from '#contract/http/search-routes.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { codeOf, handClock } from '../support/wholesaler.ts'

type Answer = { items: Found[]; more: string[] }

const MANY = 20_000

describe.each(databases)('finding anything on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  let unitId: string
  let load: { number: string }

  const shipTo = { line1: 'Kade 1', postalCode: '2011 CD', city: 'Haarlem', country: 'NL' }

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock: handClock() } })
    shop = await openShop(office)
    await office.admin('PUT', '/v1/products/GLUE-1', {
      name: 'Glue for parquet',
      barcodes: [{ code: '8712345000073', quantity: 1 }],
      weightGrams: 5_000,
      volumeCm3: 4_000,
      tracking: 'none',
    })
    const orderNumber = await shop.take({
      customerRef: 'KL-77',
      shipTo: { ...shipTo, name: 'Parket Huys' },
    })
    if (orderNumber !== 'LL-000001') throw new Error(orderNumber)
    await shop.generate()
    unitId = await shop.pack(orderNumber)
    load = await shop.makeLoad()
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function ask(q: string, token?: string): Promise<Answer> {
    const path = `/v1/console/search?${new URLSearchParams({ q }).toString()}`
    const asked =
      token === undefined ? office.admin('GET', path) : office.call('GET', path, { token })
    const { status, body } = await asked
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as Answer
  }

  const found = async (q: string, token?: string) =>
    (await ask(q, token)).items.map((one) => {
      if (one.kind === 'order') return one.orderNumber
      if (one.kind === 'unit') return one.unitId
      if (one.kind === 'product') return one.sku
      if (one.kind === 'pick-list') return one.code
      if (one.kind === 'load') return one.number
      return one.name
    })

  test('each thing is found by what people call it, and by what a scanner reads of it', async () => {
    const day = await office.admin('GET', '/v1/pick-lists?deliveryDate=2026-03-11')
    const { code = '' } = (day.body as { pickLists: { code: string }[] }).pickLists[0] ?? {}
    const expected: [string, string[]][] = [
      ['LL-000001', ['LL-000001']],
      ['kl-77', ['LL-000001']],
      ['huys', ['LL-000001']],
      [unitId, [unitId]],
      [`(00) ${unitId.slice(0, 1)} ${unitId.slice(1, 8)} ${unitId.slice(8)}`, [unitId]],
      [`00${unitId}`, [unitId]],
      [unitId.slice(-6), [unitId]],
      [`…${unitId.slice(-8)}`, [unitId]],
      ['parq', ['GLUE-1']],
      ['glue-', ['GLUE-1']],
      ['8712345000073', ['GLUE-1']],
      [code, [code]],
      [code.toLowerCase().slice(0, -1), [code]],
      [load.number, [load.number]],
      [load.number.toLowerCase(), [load.number]],
      ['01', ['LL-000001', code, load.number]],
      ['benc', ['Bench']],
      ['nothing of this', []],
      ["x' OR true --", []],
    ]
    const all = await Promise.all(expected.map(async ([q]) => [q, await found(q)]))
    expect(all).toEqual(expected)
  })

  test('one finds only what one may open', async () => {
    const password = 'vier kratten eikenhout'
    await office.admin('PUT', '/v1/users/pim', { displayName: 'Pim', role: 'picker', password })
    const signedIn = await office.call('POST', '/v1/sessions', {
      body: { name: 'pim', password },
    })
    const { token } = signedIn.body as { token: string }
    expect(await found('LL-000001', token)).toEqual(['LL-000001'])
    expect(await found(load.number, token)).toEqual([load.number])
    expect(await found('parq', token)).toEqual([])
    expect(await found('benc', token)).toEqual([])
  })

  test('one character, and what no text can hold, are refused', async () => {
    for (const q of ['x', '%00%00', 'x'.repeat(601)]) {
      const answer = await office.admin('GET', `/v1/console/search?q=${q}`)
      expect(codeOf(answer)).toBe('invalid-request')
    }
  })

  test(`of ${MANY} orders that fit a few come, that there are more is said, and the table is not read through`, async () => {
    await database.store.transaction(async (tx) => {
      await sql`INSERT INTO customer_order SELECT (jsonb_populate_record(o, jsonb_build_object(
          'id', 'many-' || n, 'order_number', 'LL-9' || n, 'customer_ref', 'MANY-' || n))).*
        FROM customer_order AS o, generate_series(1, ${MANY}::integer) AS n
        WHERE o.order_number = 'LL-000001'
        `.execute(tx)
    })
    const answer = await ask('many-')
    expect(answer.items).toHaveLength(FOUND_PER_KIND_MAX)
    expect(answer.more).toEqual(['order'])
    expect((await ask('huys')).more).toEqual(['order'])
    expect((await ask('MANY-19999')).items).toHaveLength(1)
    const { rows } = await database.store.transaction(async (tx) => {
      await sql`SELECT pg_stat_force_next_flush()`.execute(tx)
      return sql<{ read: number; found: number }>`SELECT seq_tup_read AS read, idx_scan AS found
        FROM pg_stat_user_tables WHERE relname = 'customer_order'`.execute(tx)
    })
    expect(rows[0]?.read).toBeLessThan(MANY)
    expect(rows[0]?.found).toBeGreaterThan(0)
  })
})
