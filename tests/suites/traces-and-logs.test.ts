import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Trace } from '#contract/http/trace-routes.ts'
import type { Store } from '../../sync-server/store/index.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { handClock, intent, TOMORROW } from '../support/wholesaler.ts'

type Line = Record<string, unknown>

const CUSTOMER = {
  name: 'Jacoba Vermeulen-Geheimschrijver',
  line1: 'Verborgenlaan 77',
  postalCode: '9999 ZZ',
  city: 'Onvindbaarde',
  country: 'NL',
}

const SECRETS = {
  password: 'correct horse battery staple',
  pin: '4829155',
  email: 'jacoba.vermeulen@geheim-voorbeeld.nl',
}

describe.each(databases)('what is told of a scan on $kind', ({ open }) => {
  const clock = handClock()
  const lines: string[] = []
  let database: TestDatabase
  let office: TestOffice
  let shop: Shop
  let orderNumber: string

  beforeAll(async () => {
    database = await open()
    office = await startOffice({
      database,
      deps: { clock, every: () => () => undefined },
      logLevel: 'trace',
      logStream: { write: (line: string) => void lines.push(line) },
    })
    shop = await openShop(office)
    const posted = await office.admin('POST', '/v1/order-intents', {
      ...intent({ shipTo: CUSTOMER }),
      lineItems: [{ sku: 'OAK-1', quantity: 3 }],
    })
    ;({ orderNumber } = posted.body as { orderNumber: string })
    await shop.generate()
    await shop.pack(orderNumber)
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const logged = () => lines.map((line) => JSON.parse(line) as Line)
  const confirm = () => {
    const action = shop.client.station.log.actions.find(({ body }) => body.includes('pick.confirm'))
    if (action === undefined) throw new Error('nothing was picked')
    return action
  }

  test('one call follows it from the bench to the ledger, the order and the events', async () => {
    const { id, seq } = confirm()
    const { status, body } = await office.admin('GET', `/v1/traces/${id}`)
    expect(status).toBe(200)
    const trace = body as Trace
    expect(trace).toMatchObject({
      actionId: id,
      type: 'pick.confirm',
      scan: { stationId: shop.client.station.stationId, seq, payload: { quantity: 3 } },
      push: { requestId: expect.any(String), receivedAt: expect.any(String) },
      receipt: { outcome: 'accepted', code: null },
      orderNumbers: [orderNumber],
      ledger: [{ sku: 'OAK-1' }],
    })
    expect(trace.documents.map(({ kind }) => kind)).toEqual(['pick-list', 'unit'])
    expect(trace.history.map((entry) => entry.orderNumber)).toContain(orderNumber)
    expect(trace.events).toContainEqual(
      expect.objectContaining({ type: 'order.status-changed', subject: `order/${orderNumber}` }),
    )
  })

  test('the request that the trace names finds the lines of that call, the push and the action', async () => {
    const { id } = confirm()
    const { body } = await office.admin('GET', `/v1/traces/${id}`)
    const { requestId } = (body as Trace).push
    const own = logged().filter((line) => line['requestId'] === requestId)
    const { stationId } = shop.client.station
    expect(own).toContainEqual(
      expect.objectContaining({ level: 'info', msg: 'took a push', stationId, module: 'sync' }),
    )
    expect(own).toContainEqual(
      expect.objectContaining({ level: 'debug', actionId: id, outcome: 'accepted' }),
    )
    expect(own).toContainEqual(
      expect.objectContaining({ operation: 'push', status: 200, msg: 'answered' }),
    )
  })

  test('an action with an exception leads to it, and one that nobody sent is not known', async () => {
    const { log } = shop.client.station
    const listed = await shop.take({ lineItems: [{ sku: 'GLUE-1', quantity: 2 }] })
    await shop.generate()
    const list = await shop.claim(listed)
    const over = {
      pickListId: list.id,
      lineNo: 1,
      quantity: 5,
      unitId: shop.client.station.nextUnit(),
    }
    const action = log.act('pick.confirm', over)
    await shop.client.push()
    const { body } = await office.admin('GET', `/v1/traces/${action.id}`)
    expect(body).toMatchObject({
      receipt: { outcome: 'excepted', code: 'over-pick' },
      exceptions: [{ code: 'over-pick', status: 'open' }],
    })
    const unknown = await office.admin('GET', `/v1/traces/${crypto.randomUUID()}`)
    expect(unknown.status).toBe(404)
  })

  test('an error is logged with the request that the caller was told', async () => {
    const before = lines.length
    const broken = { snapshot: () => Promise.reject(new Error('all broken')) }
    Object.assign(office.office.store, broken)
    const answer = await office.admin('GET', `/v1/orders/${orderNumber}`)
    const { store } = database
    const mended: Pick<Store, 'snapshot'> = { snapshot: (work) => store.snapshot(work) }
    Object.assign(office.office.store, mended)
    expect(answer.status).toBe(500)
    const errors = logged()
      .slice(before)
      .filter(({ level }) => level === 'error')
    expect(errors.length).toBeGreaterThan(0)
    for (const line of errors) expect(line['requestId']).toBe(answer.headers.get('x-request-id'))
  })

  test('a whole story at trace level names no customer, no secret and no address', async () => {
    const user = { displayName: 'Ilse Naamgenoot', role: 'supervisor', password: SECRETS.password }
    await office.admin('PUT', '/v1/users/ilse', { ...user, email: SECRETS.email })
    await office.call('POST', '/v1/sessions', {
      body: { name: 'ilse', password: 'wrong wrong wrong' },
    })
    const signedIn = await office.call('POST', '/v1/sessions', {
      body: { name: 'ilse', password: SECRETS.password },
    })
    const { token } = signedIn.body as { token: string }
    const operator = { name: 'Kees Naamgenoot', roles: ['supervisor'], pin: SECRETS.pin }
    const made = await office.admin('PUT', '/v1/operators/kees', operator)
    const { badgeCode } = made.body as { badgeCode: string }
    const { version } = await shop.order(orderNumber)
    const changes = { shipTo: { ...CUSTOMER, line1: 'Verborgenlaan 78' } }
    await office.admin('POST', `/v1/orders/${orderNumber}/adjust`, {
      version,
      reason: 'moved',
      changes,
    })
    await office.admin('GET', `/v1/orders?q=${encodeURIComponent(CUSTOMER.name)}`)
    await office.admin('POST', '/v1/order-intents', {
      ...intent({ shipTo: CUSTOMER }),
      lineItems: 'none',
    })
    await office.admin('POST', '/v1/order-intents', {
      ...intent({ shipTo: CUSTOMER }),
      region: 'NOWHERE',
    })
    await office.admin('POST', '/v1/order-intents', {
      ...intent({ shipTo: { ...CUSTOMER, name: `${CUSTOMER.name}\u0000` } }),
      deliveryDate: TOMORROW,
    })
    const text = lines.join('')
    expect(text).toContain('took a push')
    const { token: stationToken } = shop.client.station
    const hidden = [
      ...Object.values(CUSTOMER).filter((part) => part !== 'NL'),
      ...Object.values(SECRETS),
    ]
    for (const secret of [...hidden, 'Naamgenoot', token, badgeCode, stationToken, ADMIN_TOKEN]) {
      expect(text, 'a log line').not.toContain(secret)
    }
  })
})
