import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examples } from '../../contract/http/examples/examples.ts'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { createSetupLink } from '../../sync-server/identity/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { holdSessions } from '../support/hold-sessions.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock } from '../support/wholesaler.ts'

type Example = { body?: Record<string, unknown> }

/** Every call that creates by PUT, with an address of a thing that does not exist. */
const CREATING = Object.entries<RouteDefinition>(routes)
  .filter(([, route]) => route.createsByPut === true)
  .map(([name, { path }]) => {
    const { body = {} }: Example = examples[name as keyof typeof examples] as Example
    // A barcode belongs to one product; the others would be refused for that.
    const { email: _email, barcodes: _codes, ...rest } = body
    const own = {
      ...(name === 'putProduct' ? { barcodes: [] } : {}),
      ...(name === 'putWebhook' ? { url: 'http://127.0.0.1:9/' } : {}),
    }
    const made = name === 'putWebhook' ? 201 : 200
    return {
      name,
      made,
      body: { ...rest, ...own },
      at: (thing: string) => path.replace(/\{\w+\}$/, thing),
    }
  })

const AT_ONCE = 6

describe.each(databases)('creating by PUT on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    database = await open()
    office = await startOffice({
      database,
      webhookAllow: '127.0.0.1',
      deps: { clock: handClock(), every: () => () => undefined },
    })
    await furnish(office)
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const put = (address: string, body: unknown, onlyNew = '*') =>
    office.call('PUT', address, {
      token: ADMIN_TOKEN,
      body,
      ...(onlyNew === '' ? {} : { headers: { 'if-none-match': onlyNew } }),
    })
  const changesOf = async () => {
    const { body } = await office.admin('GET', '/v1/audit?limit=500')
    return (body as { items: { target: string }[] }).items
  }

  test('it is known which calls these are', () => {
    expect(CREATING.map(({ name }) => name).toSorted()).toEqual([
      'putCourier',
      'putOperator',
      'putPackaging',
      'putProduct',
      'putRegion',
      'putUser',
      'putWarehouse',
      'putWebhook',
    ])
  })

  test.each(CREATING)('$name creates once, and then says that there is one', async (call) => {
    const address = call.at('first')
    expect((await put(address, call.body)).status).toBe(call.made)
    const before = await changesOf()
    expect(await put(address, call.body)).toMatchObject({
      status: 412,
      body: { code: 'already-exists', detail: 'first is in use already; nothing was changed' },
    })
    expect(await changesOf()).toEqual(before)
    expect(await put(address, call.body, '')).toMatchObject({ status: 200 })
    expect(await put(address, call.body, '"abc"')).toMatchObject({ status: 400 })
  })

  test.each(CREATING)('of many that call $name at once, one creates', async (call) => {
    const address = call.at('race')
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => put(address, call.body)),
    )
    const states = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(states).toEqual([call.made, ...Array.from({ length: AT_ONCE - 1 }, () => 412)])
    const made = (await changesOf()).filter(({ target }) => target === address)
    expect(made).toHaveLength(1)
  })

  test('a call that replaces at the same time is not written over', async () => {
    const address = '/v1/packagings/both'
    const body = { name: 'made', kind: 'carton', tareGrams: 1 }
    const [made, replaced] = await Promise.all([
      put(address, body),
      put(address, { ...body, name: 'replaced' }, ''),
    ])
    expect(replaced.status).toBe(200)
    expect([200, 412]).toContain(made.status)
    expect(await office.admin('GET', address)).toMatchObject({ body: { name: 'replaced' } })
  })

  test.runIf(kind === 'postgres')(
    'the first administrator is not written over by a PUT that creates at the same time',
    async () => {
      const token = (await createSetupLink(office.store, office.office.deps)) ?? ''
      const password = 'correct horse battery'
      const held = await holdSessions(database.databaseUrl ?? '')
      const setUp = office.call('POST', '/v1/setup', {
        body: { token, name: 'root', displayName: 'Root', password },
      })
      await held.untilWaiting(1)
      const user = { displayName: 'Other', role: 'picker', password: 'another horse battery' }
      const only = put('/v1/users/root', user)
      const late = put('/v1/users/root', user, '')
      await held.untilWaiting(3)
      await held.release()
      expect((await setUp).status).toBe(201)
      expect(await only).toMatchObject({ status: 412, body: { code: 'already-exists' } })
      // Not even one that may replace: nobody else could let others in.
      expect(await late).toMatchObject({ status: 409, body: { code: 'last-super-admin' } })
      const { body } = await office.admin('GET', '/v1/users')
      expect(body).toMatchObject({
        items: expect.arrayContaining([
          expect.objectContaining({ name: 'root', displayName: 'Root', role: 'super-admin' }),
        ]),
      })
      expect(
        (await office.call('POST', '/v1/sessions', { body: { name: 'root', password } })).status,
      ).toBe(201)
    },
  )

  test('a name with letters of an address is said as it was given', async () => {
    const address = `/v1/products/${encodeURIComponent('OAK/14 %')}`
    const { body } = CREATING.find(({ name }) => name === 'putProduct') ?? { body: {} }
    expect(await put(address, body)).toMatchObject({ status: 200 })
    expect(await put(address, body)).toMatchObject({
      body: { detail: 'OAK/14 % is in use already; nothing was changed' },
    })
  })
})
