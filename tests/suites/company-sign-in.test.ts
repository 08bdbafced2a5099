import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompanyConfig } from '../../sync-server/identity/index.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { type CompanyLogin, startCompanyLogin } from '../support/company-login.ts'
import { expectGood } from '../support/expect-good.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { holdSessions } from '../support/hold-sessions.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'

const PASSWORD = 'correct horse battery'
const ILSE = { email: 'Ilse@Vloeren.example', email_verified: true, name: 'Ilse de Groot' }
const START = '/v1/company-sign-in'

describe.each(databases)('the company’s own log-in on $kind', ({ kind, open }) => {
  let database: TestDatabase
  let company: CompanyLogin
  let office: TestOffice
  let nowMs = Date.now()

  const startWith = async (more: Partial<CompanyConfig> = {}) => {
    const { issuer, clientId, clientSecret } = company
    const started = await startOffice({
      database,
      deps: { clock: { now: () => nowMs } },
      company: {
        issuer,
        clientId,
        clientSecret,
        name: 'Vloeren BV',
        domains: null,
        defaultRole: null,
        isEmailVerified: false,
        ...more,
      },
    })
    return started
  }

  beforeAll(async () => {
    database = await open()
    company = await startCompanyLogin()
    office = await startWith()
    for (const name of ['ilse', 'karim']) {
      const made = office.admin('PUT', `/v1/users/${name}`, {
        displayName: name,
        email: `${name}@vloeren.example`,
        role: 'supervisor',
        password: PASSWORD,
      })
      await expectGood(made)
    }
  })
  afterAll(async () => {
    await office.close()
    await company.close()
    await database.close()
  })

  /** Walks to the company and back, up to the call that comes back; answers its address. */
  async function walk(browser: TestBrowser, start = START): Promise<string> {
    const away = await browser.call('GET', start)
    expect(away.status).toBe(303)
    const jar = openBrowser(company.issuer)
    let address = new URL(away.headers.get('location') ?? '')
    for (let step = 0; step < 6 && address.origin === company.issuer; step += 1) {
      const answer = await jar.call('GET', address.pathname + address.search)
      address = new URL(answer.headers.get('location') ?? '', company.issuer)
    }
    return address.pathname + address.search
  }

  async function comeBack(person: CompanyLogin['person'], start = START) {
    company.person = person
    const browser = openBrowser(office.url)
    const answer = await browser.call('GET', await walk(browser, start))
    const session = await browser.call('GET', '/v1/session')
    const name = session.status === 200 ? (session.body as { name: string }).name : null
    return { status: answer.status, location: answer.headers.get('location'), name, browser }
  }

  test('while it does not answer the office works, and its page says so', async () => {
    expect((await office.call('GET', '/readyz')).status).toBe(200)
    const ways = await office.call('GET', '/v1/sign-in-ways')
    expect(ways.body).toEqual({ company: { name: 'Vloeren BV' } })
    const answer = await openBrowser(office.url).call('GET', `${START}?to=/orders?state=PICKED`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/orders?state=PICKED&sign-in=company-away')
    expect((await openBrowser(office.url).signIn('ilse', PASSWORD)).status).toBe(201)
  })

  test('it is not asked by every press of the button, and is found when it is back', async () => {
    const before = company.asked.length
    for (let time = 0; time < 5; time += 1) await office.call('GET', '/v1/sign-in-ways')
    await openBrowser(office.url).call('GET', START)
    expect(company.asked).toHaveLength(before)
    company.open(office.url)
    nowMs += 5_000
    const { name, location } = await comeBack(ILSE, `${START}?to=/capacity`)
    expect({ name, location }).toEqual({ name: 'ilse', location: '/capacity' })
  })

  test('the session is like any other: cookie, token against foreign pages, audit', async () => {
    const { browser } = await comeBack(ILSE)
    expect(browser.lastCookies.join()).toMatch(/loadline=[\w-]{43};.*HttpOnly.*SameSite=Lax/)
    expect([...browser.cookies.keys()]).toEqual(['loadline'])
    expect((await browser.call('DELETE', '/v1/sessions/current')).status).toBe(403)
    const { body } = await office.admin('GET', '/v1/audit?operation=finishCompanySignIn')
    const { items } = body as { items: { who: string }[] }
    expect(new Set(items.map(({ who }) => who))).toEqual(new Set(['ilse']))
  })

  test('who is nobody here, disabled, unverified or says no is told, and not let in', async () => {
    await office.admin('POST', '/v1/users/karim/disable')
    const told = async (person: CompanyLogin['person']) => {
      const { name, location } = await comeBack(person)
      expect(name).toBeNull()
      return location
    }
    expect(await told({ ...ILSE, email: 'mallory@evil.example' })).toBe('/?sign-in=no-account')
    expect(await told({ ...ILSE, email: 'karim@vloeren.example' })).toBe('/?sign-in=no-account')
    expect(await told({ ...ILSE, email_verified: false })).toBe('/?sign-in=not-verified')
    expect(await told({ email: ILSE.email })).toBe('/?sign-in=not-verified')
    expect(await told({ name: 'Ilse' })).toBe('/?sign-in=no-address')
    // The Kelvin sign is a k when it is made small.
    expect(await told({ ...ILSE, email: '\u212Aarim@vloeren.example' })).toBe(
      '/?sign-in=no-address',
    )
    expect(await told(null)).toBe('/?sign-in=company-refused')
    const users = (await office.admin('GET', '/v1/users')).body as { items: unknown[] }
    expect(users.items).toHaveLength(2)
  })

  test('what came back is good for the browser that went, once, and for ten minutes', async () => {
    company.person = ILSE
    const browser = openBrowser(office.url)
    const back = await walk(browser)
    const stranger = await openBrowser(office.url).call('GET', back)
    expect(stranger.headers.get('location')).toBe('/?sign-in=too-late')
    const other = openBrowser(office.url)
    await walk(other)
    const mixed = await other.call('GET', back)
    expect(mixed.headers.get('location')).toBe('/?sign-in=company-failed')
    const forged = await browser.call('GET', back.replace(/state=[^&]+/, 'state=forged'))
    expect(forged.headers.get('location')).toBe('/?sign-in=company-failed')
    expect((await browser.call('GET', back)).headers.get('location')).toBe('/?sign-in=too-late')

    const slow = openBrowser(office.url)
    const late = await walk(slow)
    nowMs += 10 * 60_000
    expect((await slow.call('GET', late)).headers.get('location')).toBe('/?sign-in=too-late')
    nowMs -= 10 * 60_000
  })

  test('a code that was used before opens nothing', async () => {
    company.person = ILSE
    const browser = openBrowser(office.url)
    const back = await walk(browser)
    const kept = new Map(browser.cookies)
    expect((await browser.call('GET', back)).headers.get('location')).toBe('/')
    const thief = openBrowser(office.url)
    thief.cookies = kept
    expect((await thief.call('GET', back)).headers.get('location')).toBe('/?sign-in=company-failed')
    expect((await thief.call('GET', '/v1/session')).status).toBe(401)
  })

  test('the page to show afterwards is one of this office', async () => {
    for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'orders', '']) {
      const answer = await office.call('GET', `${START}?to=${encodeURIComponent(to)}`)
      expect(answer.status).toBe(400)
    }
  })

  test('a session that the browser brought along ends', async () => {
    const before = openBrowser(office.url)
    await before.signIn('ilse', PASSWORD)
    const victim = openBrowser(office.url)
    victim.cookies.set('loadline', before.cookies.get('loadline') ?? '')
    company.person = ILSE
    await victim.call('GET', await walk(victim))
    expect((await victim.call('GET', '/v1/session')).status).toBe(200)
    expect((await before.call('GET', '/v1/session')).status).toBe(401)
  })

  test('with a role for new people, those of the company’s domains are made, and nobody else', async () => {
    await office.close()
    office = await startWith({
      domains: ['vloeren.example', 'tegels.example'],
      defaultRole: 'picker',
    })
    company.open(office.url)
    const noor = { email: 'Noor+Floor@vloeren.example', email_verified: true, name: 'Noor' }
    expect((await comeBack(noor)).name).toBe('noor-floor')
    expect((await comeBack(noor)).name).toBe('noor-floor')
    const stranger = { ...noor, email: 'noor@evil.example' }
    expect((await comeBack(stranger)).location).toBe('/?sign-in=no-account')
    expect((await comeBack({ ...noor, email: 'ilse@tegels.example' })).name).toBe('ilse-2')
    expect((await comeBack({ ...noor, email: 'admin@vloeren.example' })).name).toBe('admin-2')
    const karim = { ...noor, email: 'karim@vloeren.example' }
    expect((await comeBack(karim)).location).toBe('/?sign-in=no-account')
    const { items } = (await office.admin('GET', '/v1/users')).body as {
      items: { name: string; role: string }[]
    }
    expect(items.find(({ name }) => name === 'noor-floor')?.role).toBe('picker')
    expect((await openBrowser(office.url).signIn('noor-floor', '')).status).toBe(400)
  })

  test.runIf(kind === 'postgres')(
    'who comes for the first time is not written over by a PUT that creates at the same time',
    async () => {
      company.person = { email: 'sanne@vloeren.example', email_verified: true, name: 'Sanne' }
      const browser = openBrowser(office.url)
      const back = await walk(browser)
      const held = await holdSessions(database.databaseUrl ?? '')
      const comes = browser.call('GET', back)
      await held.untilWaiting(1)
      const user = { displayName: 'Other', role: 'supervisor', password: PASSWORD }
      const create = (name: string, more: object) =>
        office.call('PUT', `/v1/users/${name}`, {
          token: ADMIN_TOKEN,
          body: { ...user, ...more },
          headers: { 'if-none-match': '*' },
        })
      const sameName = create('sanne', {})
      const sameAddress = create('s.visser', { email: 'Sanne@vloeren.example' })
      await held.untilWaiting(3)
      await held.release()
      expect((await comes).status).toBe(303)
      expect(await sameName).toMatchObject({ status: 412, body: { code: 'already-exists' } })
      expect(await sameAddress).toMatchObject({ status: 409, body: { code: 'email-taken' } })
      expect((await browser.call('GET', '/v1/session')).body).toMatchObject({
        name: 'sanne',
        displayName: 'Sanne',
        role: 'picker',
      })
    },
  )
})

test('without a company’s log-in there is no button, and its addresses are nothing', async () => {
  const [first] = databases
  if (first === undefined) throw new Error('no database')
  const database = await first.open()
  const office = await startOffice({ database })
  expect((await office.call('GET', '/v1/sign-in-ways')).body).toEqual({ company: null })
  expect((await office.call('GET', START)).status).toBe(404)
  expect((await office.call('GET', `${START}/done?code=x&state=y`)).status).toBe(404)
  await office.close()
  await database.close()
})
