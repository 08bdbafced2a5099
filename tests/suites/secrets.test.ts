import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { createSetupLink } from '../../sync-server/identity/index.ts'
import { openBrowser } from '../support/browser.ts'
import { type CompanyLogin, startCompanyLogin } from '../support/company-login.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, type Answer, startOffice, type TestOffice } from '../support/office.ts'
import { furnish, handClock, postIntent } from '../support/wholesaler.ts'

const GIVEN = {
  password: 'zes kratten esdoornhout',
  newPassword: 'vijf kratten beukenhout',
  wrongPassword: 'mijn wachtwoord van thuis',
  pin: '48291550',
  courier: 'a-courier-secret-of-length',
  webhook: 'a-webhook-secret-of-length',
  madeUpToken: 'll_a-token-that-nobody-ever-gave-anybody',
}

/** Every secret that an office is given or gives, in one day; nothing that is written down has any. */
describe.each(databases)('secrets on $kind', ({ open }) => {
  let database: TestDatabase
  let company: CompanyLogin
  let office: TestOffice
  let log = ''
  const secrets = new Map<string, string>(Object.entries(GIVEN))

  const keep = (name: string, answer: Answer, member: string) => {
    const value = (answer.body as Record<string, unknown>)[member]
    if (typeof value !== 'string') throw new Error(`${name}: ${JSON.stringify(answer.body)}`)
    secrets.set(name, value)
    return value
  }

  beforeAll(async () => {
    database = await open()
    company = await startCompanyLogin()
    const { issuer, clientId, clientSecret } = company
    const clock = handClock(new Date().toISOString())
    office = await startOffice({
      database,
      deps: { clock, every: () => () => undefined },
      webhookAllow: '127.0.0.1:9',
      logLevel: 'trace',
      logStream: { write: (line: string) => (log += line) },
      company: {
        issuer,
        clientId,
        clientSecret,
        name: 'Vloeren BV',
        domains: null,
        defaultRole: null,
        isEmailVerified: false,
      },
    })
    secrets.set('clientSecret', clientSecret)
    secrets.set('adminToken', ADMIN_TOKEN)
    await people()
    await programs()
    await trouble()
  })
  afterAll(async () => {
    await office.close()
    await company.close()
    await database.close()
  })

  async function people(): Promise<void> {
    const { password, newPassword } = GIVEN
    const link = (await createSetupLink(office.store, office.office.deps)) ?? ''
    secrets.set('setupLink', link)
    const first = { token: link, name: 'root', displayName: 'Root', password }
    const browser = openBrowser(office.url)
    const setUp = await browser.call('POST', '/v1/setup', { body: first })
    expect(setUp.status).toBe(201)
    secrets.set('setupCookie', browser.cookies.get('loadline') ?? '')
    secrets.set('csrfToken', keep('csrfToken', setUp, 'csrfToken'))
    await browser.call('POST', '/v1/session', { body: { login: 'root', password } })
    secrets.set('cookie', browser.cookies.get('loadline') ?? '')
    const user = { displayName: 'Ilse', role: 'admin', password, email: 'ilse@vloeren.example' }
    expect((await office.admin('PUT', '/v1/users/ilse', user)).status).toBe(200)
    const session = await office.call('POST', '/v1/sessions', { body: { name: 'ilse', password } })
    const token = keep('sessionToken', session, 'token')
    const change = { token, body: { current: password, new: newPassword } }
    expect((await office.call('POST', '/v1/users/ilse/password', change)).status).toBe(204)
    const karim = { name: 'Karim', roles: ['supervisor'], pin: GIVEN.pin }
    const operator = await office.admin('PUT', '/v1/operators/karim', karim)
    keep('badgeCode', operator, 'badgeCode')
    keep('newBadge', await office.admin('POST', '/v1/operators/karim/new-badge'), 'badgeCode')
    await byCompany()
  }

  async function byCompany(): Promise<void> {
    company.open(office.url)
    company.person = { email: 'ilse@vloeren.example', email_verified: true }
    const browser = openBrowser(office.url)
    const away = await browser.call('GET', '/v1/company-sign-in')
    const jar = openBrowser(company.issuer)
    let address = new URL(away.headers.get('location') ?? '')
    secrets.set('state', address.searchParams.get('state') ?? '')
    secrets.set('nonce', address.searchParams.get('nonce') ?? '')
    for (let step = 0; step < 6 && address.origin === company.issuer; step += 1) {
      const answer = await jar.call('GET', address.pathname + address.search)
      address = new URL(answer.headers.get('location') ?? '', company.issuer)
    }
    secrets.set('code', address.searchParams.get('code') ?? '')
    await browser.call('GET', address.pathname + address.search)
    secrets.set('companyCookie', browser.cookies.get('loadline') ?? '')
    // Once more: what is refused is written down as a warning.
    const thief = openBrowser(office.url)
    await thief.call('GET', '/v1/company-sign-in')
    await thief.call('GET', address.pathname + address.search)
  }

  async function programs(): Promise<void> {
    const wish = { name: 'shop', scopes: ['orders:read'], expiresInDays: 9 }
    keep('apiToken', await office.admin('POST', '/v1/tokens', wish), 'token')
    const plan = { warehouse: 'MAIN', name: 'Pack 2', mode: 'pack' }
    keep('stationCode', await office.admin('POST', '/v1/station-codes', plan), 'code')
    secrets.set('stationToken', (await office.enrol()).token)
    await office.admin('PUT', '/v1/couriers/fast', { secret: GIVEN.courier })
    const hook = { url: 'http://127.0.0.1:9/in', secret: GIVEN.webhook }
    expect((await office.admin('PUT', '/v1/webhooks/erp', hook)).status).toBe(201)
    await office.admin('POST', '/v1/webhooks/erp/test')
    await furnish(office)
    await postIntent(office)
  }

  /** What is refused is written down with more words than what is not. */
  async function trouble(): Promise<void> {
    const { wrongPassword, madeUpToken, password, pin, webhook } = GIVEN
    const post = (path: string, body: unknown, token = ADMIN_TOKEN) =>
      office.call('POST', path, { token, body })
    await post('/v1/sessions', { name: 'ilse', password: wrongPassword })
    await post('/v1/session', { login: wrongPassword, password: wrongPassword })
    await post('/v1/session', { login: 'ilse', password: [password] })
    await post('/v1/setup', { token: secrets.get('setupLink'), password: 'short' })
    await office.call('GET', '/v1/orders', { token: madeUpToken })
    await office.call('GET', `/v1/orders?token=${madeUpToken}`)
    await office.call('POST', '/v1/sessions', { raw: `{"password":"${password}` })
    await office.admin('PUT', '/v1/operators/karim', { name: '', roles: [], pin: `${pin}x` })
    await office.admin('PUT', '/v1/operators/nul', { name: '\u0000', roles: ['picker'], pin })
    await office.admin('PUT', '/v1/webhooks/own', { url: 'http://127.0.0.1/', secret: webhook })
    await office.call('POST', '/v1/stations/enrol', {
      body: { code: secrets.get('stationCode'), incarnation: 'short', appVersion: '' },
    })
  }

  const found = (text: string, except: readonly string[] = []) =>
    [...secrets].flatMap(([name, value]) =>
      value !== '' && text.includes(value) && !except.includes(name) ? [name] : [],
    )

  test('there are many kinds of them, and none is empty', () => {
    expect(secrets.size).toBeGreaterThan(20)
    expect([...secrets].filter(([, value]) => value.length < 8)).toEqual([])
  })

  test('none stands in the log, however much it says', () => {
    expect(log.split('\n').length).toBeGreaterThan(30)
    expect(log).toContain('"operation":"openBrowserSession"')
    expect(found(log)).toEqual([])
  })

  test('none stands in the database as it is, but what has to be shown or sent again', async () => {
    const rows = await office.store.snapshot(async (tx) => [
      await tx.selectFrom('office_user').selectAll().execute(),
      await tx.selectFrom('office_session').selectAll().execute(),
      await tx.selectFrom('setup_link').selectAll().execute(),
      await tx.selectFrom('sign_in_failure').selectAll().execute(),
      await tx.selectFrom('api_token').selectAll().execute(),
      await tx.selectFrom('station').selectAll().execute(),
      await tx.selectFrom('audit_entry').selectAll().execute(),
    ])
    expect(found(JSON.stringify(rows))).toEqual([])
  })

  test('none is ever answered again', async () => {
    const texts: string[] = []
    for (const [name, route] of Object.entries(routes as Record<string, RouteDefinition>)) {
      const hasNoEnd = Object.entries(route.answers).some(
        ([status, { contentType }]) => status === '303' || contentType === 'text/event-stream',
      )
      if (route.method !== 'GET' || route.auth === 'station' || hasNoEnd) continue
      const path = route.path
        .replace('{ref}', 'karim')
        .replace('{name}', 'ilse')
        .replaceAll(/\{\w+\}/g, 'none')
      const { body } = await office.admin('GET', path)
      texts.push(`${name} ${typeof body === 'string' ? body : JSON.stringify(body)}`)
    }
    expect(texts.length).toBeGreaterThan(30)
    // An enrolment code that was not used yet is shown to whoever may make one.
    const told = texts.flatMap((text) => {
      const names = found(text, ['stationCode'])
      return names.length === 0 ? [] : [`${text.split(' ')[0] ?? ''}: ${names.join()}`]
    })
    expect(told).toEqual([])
  })
})
