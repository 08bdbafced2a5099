import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, handClock } from '../support/wholesaler.ts'

type Issued = { id: string; token: string; expiresAt: string }
type Listed = { id: string; name: string; createdBy: string; revokedAt: string | null }

const DAY_MS = 24 * 60 * 60 * 1_000

describe.each(databases)('API tokens on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock } })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const issue = async (changed: object = {}, token?: string) => {
    const body = { name: 'web shop', scopes: ['orders:read'], expiresInDays: 30, ...changed }
    return token === undefined
      ? office.admin('POST', '/v1/tokens', body)
      : office.call('POST', '/v1/tokens', { token, body })
  }
  const issued = async (changed: object = {}) => (await issue(changed)).body as Issued
  const listed = async () => {
    const { body } = await office.admin('GET', '/v1/tokens')
    return (body as { items: Listed[] }).items
  }
  const orders = (token: string, at = office) => at.call('GET', '/v1/orders', { token })

  test('a token opens what its scopes name and nothing else', async () => {
    const { token, expiresAt } = await issued()
    expect(token).toMatch(/^ll_[\w-]{43}$/)
    expect(Date.parse(expiresAt) - clock.now()).toBe(30 * DAY_MS)
    expect((await orders(token)).status).toBe(200)
    const stock = await office.call('GET', '/v1/stock', { token })
    expect(stock).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('the database and the list hold no token', async () => {
    const { id, token } = await issued({ name: 'nightly script' })
    const rows = await office.store.snapshot((tx) =>
      tx.selectFrom('api_token').selectAll().execute(),
    )
    expect(JSON.stringify(rows)).not.toContain(token)
    const answer = await office.admin('GET', '/v1/tokens')
    expect(JSON.stringify(answer.body)).not.toContain(token)
    expect(JSON.stringify(answer.body)).not.toMatch(/hash/i)
    const entry = (await listed()).find((one) => one.id === id)
    expect(entry).toMatchObject({ name: 'nightly script', createdBy: 'admin', revokedAt: null })
  })

  test('the list comes in pages, whole and once', async () => {
    const { id } = await issued({ name: 'last of all' })
    const all = await listed()
    const seen: Listed[] = []
    let after: string | null = ''
    while (after !== null) {
      const { body } = await office.admin('GET', `/v1/tokens?limit=2&after=${after}`)
      const page = body as { items: Listed[]; next: string | null }
      expect(page.items.length).toBeLessThanOrEqual(2)
      seen.push(...page.items)
      after = page.next
    }
    expect(seen).toEqual(all)
    expect(seen.at(-1)?.id).toBe(id)
  })

  test('nobody can give a scope they do not have', async () => {
    const { token } = await issued({ name: 'giver', scopes: ['tokens:write', 'orders:read'] })
    const more = await issue({ scopes: ['orders:read', 'stock:write', 'users:write'] }, token)
    expect(more).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((more.body as { detail: string }).detail).toContain('stock:write, users:write')
    expect((await issue({ scopes: ['orders:read', 'orders:read'] }, token)).status).toBe(201)
    expect((await listed()).at(-1)).toMatchObject({
      createdBy: 'token:giver',
      scopes: ['orders:read'],
    })
  })

  test('a revoked token is out at once, at another instance within five seconds', async () => {
    const other = await startOffice({ database, deps: { clock } })
    try {
      const { id, token } = await issued()
      expect([(await orders(token)).status, (await orders(token, other)).status]).toEqual([
        200, 200,
      ])
      expect((await office.admin('POST', `/v1/tokens/${id}/revoke`)).status).toBe(204)
      expect((await orders(token)).status).toBe(401)
      clock.set(new Date(clock.now() + 5_000).toISOString())
      expect((await orders(token, other)).status).toBe(401)
    } finally {
      await other.close()
    }
  })

  test('revoking twice keeps the first instant; an unknown token is 404', async () => {
    const { id } = await issued()
    await office.admin('POST', `/v1/tokens/${id}/revoke`)
    const first = (await listed()).find((one) => one.id === id)?.revokedAt
    clock.set(new Date(clock.now() + 60_000).toISOString())
    expect((await office.admin('POST', `/v1/tokens/${id}/revoke`)).status).toBe(204)
    expect((await listed()).find((one) => one.id === id)?.revokedAt).toBe(first)
    expect(first).not.toBeNull()
    expect(codeOf(await office.admin('POST', '/v1/tokens/nobody/revoke'))).toBe('not-found')
  })

  test('a token ends to the millisecond by the clock of the office, cached or not', async () => {
    const { token, expiresAt } = await issued({ expiresInDays: 1 })
    clock.set(new Date(Date.parse(expiresAt) - 1).toISOString())
    expect((await orders(token)).status).toBe(200)
    clock.set(expiresAt)
    expect((await orders(token)).status).toBe(401)
  })

  test('no scope, an unknown one, no name, and too long a life are 400', async () => {
    const bad = [
      { scopes: [] },
      { scopes: ['orders:everything'] },
      { name: ' ' },
      { expiresInDays: 0 },
      { expiresInDays: 401 },
      { expiresInDays: 1.5 },
    ]
    for (const changed of bad) expect((await issue(changed)).status).toBe(400)
  })
})
