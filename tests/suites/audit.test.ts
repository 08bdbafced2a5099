import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSetupLink } from '../../sync-server/identity/index.ts'
import { CHANGING_ROUTES, listenTo, type MadeCall } from '../support/audited-calls.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { importFile, newStationKey, writeLogFile } from '../support/log-file.ts'
import { ADMIN_TOKEN, type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { openShop, type Shop } from '../support/order-story.ts'
import { createStationLog } from '../support/station-log.ts'
import { handClock, postIntent } from '../support/wholesaler.ts'

const TODAY = '2026-03-10'
const BATCH_DAY = '2026-03-12'
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const SECRETS = {
  password: 'correct horse battery',
  newPassword: 'another horse battery',
  pin: '4829155',
  courier: 'a-courier-secret-of-length',
  webhook: 'a-webhook-secret-of-length',
}

type Entry = {
  id: number
  who: string
  operation: string
  target: string
  detail: unknown
  requestId: string
}

/** Everything that can be changed over HTTP, changed once, by the people who would. */
describe.each(databases)('the audit trail on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let calls: MadeCall[]
  let shop: Shop
  const shown: string[] = []

  beforeAll(async () => {
    database = await open()
    const plain = await startOffice({
      database,
      deps: { clock, every: () => () => undefined },
      webhookAllow: '127.0.0.1',
    })
    const heard = listenTo(plain)
    office = heard.office
    calls = heard.calls
    shop = await openShop(office)
    await changeMasterData()
    await changePeople()
    await changeOrders()
    await changeLists()
    await changeLoads()
    await changeWebhooks()
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function good<T>(answer: Answer | Promise<Answer>): Promise<T> {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body as T
  }
  const put = <T>(path: string, body: object) => good<T>(office.admin('PUT', path, body))
  const post = <T>(path: string, body?: object) => good<T>(office.admin('POST', path, body))
  const remove = (path: string) => good(office.admin('DELETE', path))

  async function changeMasterData(): Promise<void> {
    await put('/v1/warehouses/SOUTH', {
      name: 'South',
      timezone: 'Europe/Amsterdam',
      gs1CompanyPrefix: '8712346',
      address: 'Dam 1',
    })
    await put('/v1/packagings/BOX-1', { name: 'Box', kind: 'carton', tareGrams: 300 })
    await post('/v1/reconciliations')
    await post('/v1/station-codes', { warehouse: 'MAIN', name: 'Pack 2', mode: 'pack' })
    const station = await office.enrol({ name: 'To be revoked' })
    await put(`/v1/stations/${station.stationId}`, { name: 'To be gone' })
    await post(`/v1/stations/${station.stationId}/support-files`)
    await post(`/v1/stations/${station.stationId}/revoke`)
    await post(`/v1/stations/${station.stationId}/drain`, { hours: 8, reason: 'a full log' })
    await carryLog()
    await put('/v1/couriers/fast', { secret: SECRETS.courier })
  }

  async function carryLog(): Promise<void> {
    const key = newStationKey()
    const { stationId, incarnation, epoch } = await office.enrol({ publicKey: key.public })
    const log = createStationLog({ incarnation })
    for (let n = 0; n < 3; n += 1) log.act('session.sign-in', {})
    const { id } = log.act('load.confirm', { loadId: 'none' })
    await good(importFile(office, await writeLogFile(log, { stationId, key, epoch })))
    await post(`/v1/station-actions/${id}/close`, { reason: 'the bench is no more' })
  }

  async function changePeople(): Promise<void> {
    await put('/v1/operators/karim', { name: 'Karim', roles: ['supervisor'], pin: SECRETS.pin })
    await post('/v1/operators/karim/new-badge')
    await post('/v1/badge-sheets', { refs: ['karim'] })
    const token = { name: 'shop', scopes: ['orders:read'], expiresInDays: 9 }
    const issued = await post<{ id: string; token: string }>('/v1/tokens', token)
    await post(`/v1/tokens/${issued.id}/revoke`)
    const { password, newPassword } = SECRETS
    await put('/v1/users/ilse', { displayName: 'Ilse', role: 'supervisor', password })
    const body = { name: 'ilse', password }
    const session = await good<{ token: string }>(office.call('POST', '/v1/sessions', { body }))
    const change = { token: session.token, body: { current: password, new: newPassword } }
    await good(office.call('POST', '/v1/users/ilse/password', change))
    await good(office.call('DELETE', '/v1/sessions/current', { token: session.token }))
    const again = { body: { name: 'ilse', password: newPassword } }
    const { token: last } = await good<{ token: string }>(
      office.call('POST', '/v1/sessions', again),
    )
    await good(office.call('DELETE', '/v1/sessions', { token: last }))
    shown.push(last)
    const opened = { body: { login: 'ilse', password: newPassword } }
    await good(office.call('POST', '/v1/session', opened))
    const link = (await createSetupLink(office.store, office.office.deps)) ?? ''
    const first = { token: link, name: 'root', displayName: 'Root', password }
    await good(office.call('POST', '/v1/setup', { body: first }))
    shown.push(link)
    await post('/v1/users/ilse/disable')
    shown.push(issued.token, session.token)
  }

  async function changeOrders(): Promise<void> {
    const cancelled = await shop.take()
    await post(`/v1/orders/${cancelled}/cancel`, { reason: 'customer asked' })
    const forgotten = await shop.take({ customerRef: 'C-9' })
    await post(`/v1/orders/${forgotten}/cancel`, { reason: 'customer asked' })
    await post('/v1/customers/C-9/erase', { reason: 'customer asked' })
    const adjusted = await shop.take()
    const { version } = await shop.order(adjusted)
    await post(`/v1/orders/${adjusted}/adjust`, {
      version,
      reason: 'moved',
      changes: { shipTo: { line1: 'Dam 2' } },
    })
    const entry = await post<{ id: number }>(`/v1/orders/${adjusted}/history`, {
      status: 'credit:hold',
      severity: 'blocking',
    })
    await post(`/v1/orders/${adjusted}/history/${entry.id}/close`, { note: 'paid' })
    await post(`/v1/orders/${adjusted}/cancel`, { reason: 'customer asked' })
    const collected = await shop.take({ fulfilment: 'collect', region: undefined })
    await shop.generate(TODAY)
    await shop.pack(collected)
    await post(`/v1/orders/${collected}/hand-over`, { collectedBy: 'J. Smit' })
    const prepaid = { contractVersion: '2', payment: 'prepaid' }
    const { orderNumber } = await good<{ orderNumber: string }>(postIntent(office, prepaid))
    // Every order of a file is a change by itself; this file holds one.
    const file = [
      'sourceSystem,orderIntentId,customerRef,name,line1,postalCode,city,country,region,sku,quantity',
      'erp,f-1,C-1,Vloeren,Kade 1,1011 AB,Amsterdam,NL,NOORD,OAK-1,1',
    ]
    const csv = { raw: file.join('\n'), headers: { 'content-type': 'text/csv' } }
    const path = '/v1/order-intents/import'
    const imported = office.call('POST', path, { token: ADMIN_TOKEN, ...csv })
    expect(await good(imported)).toMatchObject({ orders: 1 })
    const paid = { paymentRef: 'psp-1', amountCents: 12_750 }
    await post(`/v1/orders/${orderNumber}/payments`, paid)
  }

  async function changeLists(): Promise<void> {
    const { log, nextUnit } = shop.client.station
    const claimed = await shop.take()
    await shop.generate()
    const list = await shop.claim(claimed)
    await shop.client.push()
    await post(`/v1/pick-lists/${list.id}/release`, { reason: 'the bench is broken' })
    const [begun] = [
      await shop.take({ deliveryDate: BATCH_DAY }),
      await shop.take({ deliveryDate: BATCH_DAY }),
    ]
    const day = { warehouse: 'MAIN', deliveryDate: BATCH_DAY, mode: 'batch' }
    const made = await post<{ pickLists: { id: string }[] }>('/v1/pick-lists/generate', day)
    const pickListId = made.pickLists[0]?.id ?? ''
    const batch = await shop.claim(begun)
    const unitId = nextUnit()
    log.act('pick.confirm', {
      pickListId,
      lineNo: batch.lines[0]?.lineNo ?? 1,
      quantity: 1,
      unitId,
    })
    log.act('pick.release', { pickListId })
    await shop.client.push()
    await post(`/v1/pick-lists/${pickListId}/reissue`)
  }

  async function changeLoads(): Promise<void> {
    const { log } = shop.client.station
    const orders = [await shop.take(), await shop.take(), await shop.take()]
    await shop.generate()
    const units: string[] = []
    for (const one of orders) units.push(await shop.pack(one))
    const [failedOne = '', movedUnit = '', lateUnit = ''] = [orders[0], units[1], units[2]]
    const [truck, spare] = [await shop.makeLoad(), await shop.makeLoad()]
    await put(`/v1/loads/${truck.number}`, { driver: 'Anna' })
    log.act('load.claim', { loadId: truck.id })
    for (const unitId of units) log.act('load.add', { loadId: truck.id, unitId, copy: 1 })
    log.act('load.release', { loadId: truck.id })
    await shop.client.push()
    const move = (unitId: string) => ({ to: spare.number, unitIds: [unitId], reason: 'BREAKDOWN' })
    await post(`/v1/loads/${truck.number}/transfer`, move(movedUnit))
    await post(`/v1/loads/${spare.number}/depart`)
    const late = await post<{ exceptionId: string }>(
      `/v1/loads/${truck.number}/transfer`,
      move(lateUnit),
    )
    await post(`/v1/exceptions/${late.exceptionId}/resolve`, { choice: 'accept', note: 'seen' })
    await post(`/v1/loads/${truck.number}/confirm`, { seal: 'NL-1' })
    await shop.depart(truck.number)
    const timestamp = '2026-03-11T11:00:00.000Z'
    clock.set(timestamp)
    await shop.fail(failedOne, timestamp)
    await post(`/v1/orders/${failedOne}/reschedule`, { reason: 'not at home' })
    const [shipment] = (await shop.order(orders[1] ?? '')).shipments
    await post(`/v1/shipments/${shipment?.id}/proof`, {
      signedBy: 'J. de Vries',
      signature: PNG,
      signedAt: timestamp,
    })
    await remove('/v1/couriers/fast')
  }

  async function changeWebhooks(): Promise<void> {
    const path = '/v1/webhooks/erp'
    await put(path, { url: 'http://127.0.0.1:9/hook', secret: SECRETS.webhook })
    const { eventId } = await post<{ eventId: string }>(`${path}/test`)
    await post(`${path}/deliveries/${eventId}/redeliver`)
    await database.store.transaction((tx) =>
      tx
        .updateTable('webhook_delivery')
        .set({ status: 'parked' })
        .where('event_id', '=', eventId)
        .execute(),
    )
    await post(`${path}/deliveries/${eventId}/drop`)
    await post(`${path}/redeliver`)
    await remove(path)
  }

  async function trail(query = ''): Promise<Entry[]> {
    const entries: Entry[] = []
    for (let after: number | null = 0; after !== null;) {
      const path = `/v1/audit?limit=50&after=${after}${query}`
      const page: { items: Entry[]; next: number | null } = await good(office.admin('GET', path))
      entries.push(...page.items)
      after = page.next
    }
    return entries
  }

  test('the story made every call there is that changes something', () => {
    const made = new Set(calls.filter(({ status }) => status < 300).map((call) => call.operation))
    const missing = CHANGING_ROUTES.map(({ name }) => name).filter((name) => !made.has(name))
    expect(missing).toEqual([])
  })

  test('each of them left exactly one entry: who, what, and of which thing', async () => {
    const entries = await trail()
    const wrong: unknown[] = []
    const changing = new Set(CHANGING_ROUTES.map(({ name }) => name))
    for (const { requestId, operation, path, status } of calls) {
      if (!changing.has(operation) || status >= 300) continue
      const found = entries.filter((entry) => entry.requestId === requestId)
      const [entry] = found
      const isRight = found.length === 1 && entry?.operation === operation && entry.target === path
      if (!isRight || entry.who === 'nobody') wrong.push({ operation, path, found })
    }
    expect(wrong).toEqual([])
  })

  test('whoever signed in stands under their own name, the office’s token under admin', async () => {
    const byIlse = await trail('&who=ilse')
    expect(byIlse.map(({ operation }) => operation)).toEqual([
      'signIn',
      'changePassword',
      'signOut',
      'signIn',
      'endSessions',
      'openBrowserSession',
    ])
    const disabled = await trail('&operation=disableUser')
    expect(disabled).toMatchObject([{ who: 'admin', target: '/v1/users/ilse/disable' }])
  })

  test('no password, PIN, token or secret stands in it, and no picture of a signature', async () => {
    const text = JSON.stringify(await trail())
    for (const secret of [...Object.values(SECRETS), ...shown, PNG])
      expect(text).not.toContain(secret)
    expect(text).toContain('•••')
    const [operator] = await trail('&target=/v1/operators/karim')
    expect(operator?.detail).toEqual({ name: 'Karim', roles: ['supervisor'], pin: '•••' })
  })

  test('members that the call does not know are not kept either', async () => {
    const body = { displayName: 'Ilse', role: 'picker', passwort: SECRETS.password }
    await put('/v1/users/ilse', body)
    const entries = await trail('&target=/v1/users/ilse')
    expect(entries.at(-1)?.detail).toEqual({ displayName: 'Ilse', role: 'picker' })
  })

  test('a bench that is enrolled stands in it as itself', async () => {
    const { stationId } = await office.enrol({ name: 'Pack 3' })
    const [entry, ...more] = await trail(`&who=station:${stationId}`)
    expect(entry).toMatchObject({ operation: 'enrol', target: '/v1/stations/enrol' })
    expect(more).toEqual([])
  })

  test('an address that is written in another way is the same thing', async () => {
    await put('/v1/users/%69ls%65', { displayName: 'Ilse B.', role: 'picker' })
    const entries = await trail('&target=/v1/users/ilse')
    expect(entries.at(-1)?.detail).toEqual({ displayName: 'Ilse B.', role: 'picker' })
  })

  test('a call that was refused leaves nothing', async () => {
    const before = (await trail()).length
    const refused = [
      await office.admin('POST', '/v1/orders/NOPE/cancel', { reason: 'x' }),
      await office.admin('POST', '/v1/tokens/nope/revoke'),
      await office.admin('PUT', '/v1/products/X', {}),
      await office.call('POST', '/v1/sessions', { body: { name: 'ilse', password: 'wrong' } }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 400, 401])
    expect(await trail()).toHaveLength(before)
  })

  test('a page ends where it says, and a limit beyond the longest page is 400', async () => {
    const first = await good<{ items: Entry[]; next: number }>(
      office.admin('GET', '/v1/audit?limit=2'),
    )
    expect(first.items).toHaveLength(2)
    expect(first.next).toBe(first.items[1]?.id)
    expect((await office.admin('GET', '/v1/audit?limit=501')).status).toBe(400)
  })
})
