import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'

type Entry = { detail: unknown; before: unknown }

/** What is changed twice: the second entry knows what the first one made. */
const CHANGES: {
  operation: string
  path: string
  first: object
  second: object
  before: object
}[] = [
  {
    operation: 'putWarehouse',
    path: '/v1/warehouses/SOUTH',
    first: warehouse('South'),
    second: warehouse('South 2'),
    before: { code: 'SOUTH', name: 'South' },
  },
  {
    operation: 'putRegion',
    path: '/v1/regions/NH',
    first: { name: 'North', cutOff: '14:00', deliveryWeekdays: [1, 2] },
    second: { name: 'North', cutOff: '15:00', deliveryWeekdays: [1, 2] },
    before: { code: 'NH', cutOff: '14:00' },
  },
  {
    operation: 'putPackaging',
    path: '/v1/packagings/BOX',
    first: { name: 'Box', kind: 'carton', tareGrams: 300 },
    second: { name: 'Box', kind: 'carton', tareGrams: 400 },
    before: { code: 'BOX', tareGrams: 300 },
  },
  {
    operation: 'putCapacity',
    path: '/v1/capacity/NH/2026-05-04',
    first: { maxWeightGrams: 1_000, maxVolumeCm3: 1_000 },
    second: { maxWeightGrams: 2_000, maxVolumeCm3: 1_000 },
    before: { maxWeightGrams: 1_000, maxVolumeCm3: 1_000 },
  },
  {
    operation: 'putOperator',
    path: '/v1/operators/karim',
    first: { name: 'Karim', roles: ['picker'], pin: '4829155' },
    second: { name: 'Karim', roles: ['picker', 'supervisor'] },
    before: { name: 'Karim', roles: ['picker'], hasPin: true },
  },
  {
    operation: 'putUser',
    path: '/v1/users/ilse',
    first: { displayName: 'Ilse', role: 'picker', password: 'correct horse battery' },
    second: { displayName: 'Ilse', role: 'supervisor' },
    before: { displayName: 'Ilse', role: 'picker' },
  },
  {
    operation: 'putWebhook',
    path: '/v1/webhooks/erp',
    first: { url: 'http://127.0.0.1:9/one', secret: 'a-webhook-secret-of-length' },
    second: { url: 'http://127.0.0.1:9/two' },
    before: { url: 'http://127.0.0.1:9/one' },
  },
  {
    operation: 'putCourier',
    path: '/v1/couriers/fast',
    first: { secret: 'a-courier-secret-of-length' },
    second: {},
    before: { name: 'fast' },
  },
]

function warehouse(name: string) {
  return { name, timezone: 'Europe/Amsterdam', gs1CompanyPrefix: '8712346', address: 'Dam 1' }
}

describe.each(databases)('what stood there before a change on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, webhookAllow: '127.0.0.1' })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const trail = async (operation: string) => {
    const path = `/v1/audit?operation=${operation}&order=newest`
    return ((await office.admin('GET', path)).body as { items: Entry[] }).items
  }

  test.each(CHANGES)('$operation tells it', async ({ operation, path, first, second, before }) => {
    expect((await office.admin('PUT', path, first)).status).toBeLessThan(300)
    expect((await office.admin('PUT', path, second)).status).toBeLessThan(300)
    const [latest, made] = await trail(operation)
    expect(made?.before).toBeNull()
    expect(latest?.before).toMatchObject(before)
  })

  test('what is ended tells what it was', async () => {
    const token = { name: 'shop', scopes: ['orders:read'], expiresInDays: 9 }
    const issued = (await office.admin('POST', '/v1/tokens', token)).body as { id: string }
    await office.admin('POST', `/v1/tokens/${issued.id}/revoke`)
    expect((await trail('revokeToken'))[0]?.before).toMatchObject({ name: 'shop', revokedAt: null })
    await office.admin('POST', '/v1/users/ilse/disable')
    expect((await trail('disableUser'))[0]?.before).toMatchObject({ disabledAt: null })
    await office.admin('DELETE', '/v1/webhooks/erp')
    expect((await trail('deleteWebhook'))[0]?.before).toMatchObject({ id: 'erp' })
    const { stationId } = await office.enrol({ name: 'Pack 1' })
    await office.admin('POST', `/v1/stations/${stationId}/revoke`)
    expect((await trail('revokeStation'))[0]?.before).toMatchObject({
      name: 'Pack 1',
      revoked: false,
    })
  })

  test('it holds no secret, no key and no badge', async () => {
    const { items } = (await office.admin('GET', '/v1/audit?limit=500')).body as { items: Entry[] }
    const text = JSON.stringify(items.map(({ before }) => before))
    expect(text).toContain('Karim')
    for (const word of ['argon2', 'qrKey', 'badge', 'secret-of-length', 'hash']) {
      expect(text).not.toContain(word)
    }
  })

  test('the newest come first where that is asked, and pages lead back', async () => {
    type Page = { items: { id: number }[]; next: number | null }
    const seen: number[] = []
    for (let after: number | null = 0; after !== null;) {
      const path = `/v1/audit?order=newest&limit=7&after=${after}`
      const page = (await office.admin('GET', path)).body as Page
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(seen).toEqual(seen.toSorted((a, b) => b - a))
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.at(-1)).toBe(1)
  })
})
