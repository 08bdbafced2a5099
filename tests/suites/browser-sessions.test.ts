import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { openBrowser, type BrowserCall, type TestBrowser } from '../support/browser.ts'
import { expectGood } from '../support/expect-good.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, handClock } from '../support/wholesaler.ts'

const PASSWORD = 'correct horse battery'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Calls that change something for whoever is signed in. */
const CHANGING = Object.entries(routes as Record<string, RouteDefinition>).filter(
  ([, { method, auth }]) => method !== 'GET' && (auth === 'office' || auth === 'courier'),
)

describe.each(databases)('sessions of browsers on $kind', ({ open }) => {
  const clock = handClock()
  let database: TestDatabase
  let office: TestOffice
  let twin: TestOffice | undefined

  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database, deps: { clock } })
    for (const name of ['ilse', 'karim', 'root']) {
      const made = office.admin('PUT', `/v1/users/${name}`, {
        displayName: name,
        email: `${name}@vloeren.example`,
        role: 'super-admin',
        password: PASSWORD,
      })
      await expectGood(made)
    }
    twin = await startOffice({ database, deps: { clock } })
  })
  afterAll(async () => {
    await twin?.close()
    await office.close()
    await database.close()
  })

  const later = (ms: number) => clock.set(new Date(clock.now() + ms).toISOString())
  const signedIn = async (name = 'ilse'): Promise<TestBrowser> => {
    const browser = openBrowser(office.url)
    expect((await browser.signIn(name, PASSWORD)).status).toBe(201)
    return browser
  }
  const isIn = async (browser: TestBrowser) =>
    (await browser.call('GET', '/v1/session')).status === 200
  const guess = (url: string, login: string, password = 'wrong') =>
    openBrowser(url).call('POST', '/v1/session', { body: { login, password } })

  test('the token is in a cookie that scripts cannot read, and nowhere else', async () => {
    const browser = openBrowser(office.url)
    const answer = await browser.signIn('ilse', PASSWORD)
    const [cookie = ''] = browser.lastCookies
    expect(cookie).toMatch(/^loadline=[\w-]{43}; /)
    for (const part of ['HttpOnly', 'Path=/', 'SameSite=Lax']) expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
    expect(JSON.stringify(answer.body)).not.toContain(browser.cookies.get('loadline') ?? '?')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  describe('a call that somebody else’s page makes', () => {
    /** A body that is no JSON: whoever gets through is told so, and nothing changes. */
    const verdicts = async (call: Pick<BrowserCall, 'headers'>, token?: string | null) => {
      const browser = await signedIn()
      if (token !== undefined) browser.csrfToken = token
      const through: string[] = []
      for (const [name, { method, path }] of CHANGING) {
        const address = path.replaceAll(/\{\w+\}/g, 'none')
        const answer = await browser.call(method, address, { raw: '{', ...call })
        if (codeOf(answer) !== 'bad-csrf-token') through.push(`${name}: ${answer.status}`)
      }
      expect(await isIn(browser)).toBe(true)
      return through
    }
    const trail = async () => {
      const answer = await office.admin('GET', '/v1/audit?limit=500')
      const { items } = answer.body as { items: { operation: string }[] }
      return items.filter(({ operation }) => operation !== 'openBrowserSession').length
    }

    test('there are many of them', () => expect(CHANGING.length).toBeGreaterThan(40))

    test('without the token nothing is let through, and nothing has changed', async () => {
      const before = await trail()
      expect(await verdicts({}, null)).toEqual([])
      expect(await verdicts({}, 'x'.repeat(43))).toEqual([])
      const { csrfToken } = await signedIn('karim')
      expect(await verdicts({}, csrfToken)).toEqual([])
      expect(await trail()).toBe(before)
    })

    test('with the token, but from another site, neither', async () => {
      expect(await verdicts({ headers: { 'sec-fetch-site': 'cross-site' } })).toEqual([])
      expect(await verdicts({ headers: { origin: 'https://evil.example' } })).toEqual([])
    })

    test('with the token, from its own page, every one is', async () => {
      const own = { 'sec-fetch-site': 'same-origin', origin: office.url }
      const through = await verdicts({ headers: own })
      expect(through.length).toBe(CHANGING.length)
    })

    test('nobody is signed in by another site either', async () => {
      const body = { login: 'ilse', password: PASSWORD }
      const browser = openBrowser(office.url)
      const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
      const answer = await browser.call('POST', '/v1/session', { body, headers: foreign })
      expect(codeOf(answer)).toBe('bad-csrf-token')
      expect([...browser.cookies.keys()]).toEqual([])
      const form = await browser.call('POST', '/v1/session', {
        raw: JSON.stringify(body),
        headers: { 'content-type': 'text/plain' },
      })
      expect(codeOf(form)).toBe('unsupported-media-type')
    })
  })

  test('signing in never takes on a session that somebody put there, and ends it', async () => {
    const attacker = await signedIn('karim')
    const planted = attacker.cookies.get('loadline') ?? ''
    const victim = openBrowser(office.url)
    victim.cookies.set('loadline', planted)
    expect((await victim.signIn('ilse', PASSWORD)).status).toBe(201)
    expect(victim.cookies.get('loadline')).not.toBe(planted)
    expect(await isIn(attacker)).toBe(false)
    const { body } = await victim.call('GET', '/v1/session')
    expect(body).toMatchObject({ name: 'ilse' })
    const madeUp = openBrowser(office.url)
    madeUp.cookies.set('loadline', 'a-token-of-my-own-choice-that-is-long-enough')
    expect((await madeUp.signIn('ilse', PASSWORD)).status).toBe(201)
    expect(madeUp.cookies.get('loadline')).not.toContain('my-own-choice')
  })

  test('a token of a program or of the admin in a cookie is nobody', async () => {
    const wish = { name: 'shop', scopes: ['office:read'], expiresInDays: 1 }
    const { token } = (await office.admin('POST', '/v1/tokens', wish)).body as { token: string }
    for (const stolen of [token, 'test-admin-token']) {
      const browser = openBrowser(office.url)
      browser.cookies.set('loadline', stolen)
      expect(await isIn(browser)).toBe(false)
    }
  })

  test('two hours without a call end a session; with one now and then it goes on to twelve', async () => {
    const used = await signedIn()
    const left = await signedIn()
    for (let minutes = 0; minutes < 11 * 60; minutes += 110) {
      later(110 * MINUTE_MS)
      expect(await isIn(used)).toBe(true)
    }
    expect(await isIn(left)).toBe(false)
    later(HOUR_MS)
    expect(await isIn(used)).toBe(false)
  })

  test('signing out ends the session for whoever copied it, and clears the browser', async () => {
    const browser = await signedIn()
    const copy = openBrowser(office.url)
    copy.cookies.set('loadline', browser.cookies.get('loadline') ?? '')
    expect(await isIn(copy)).toBe(true)
    const out = await browser.call('DELETE', '/v1/sessions/current')
    expect(out.status).toBe(204)
    expect(out.headers.get('clear-site-data')).toBe('"cache"')
    expect([...browser.cookies.keys()]).toEqual(['loadline-known'])
    expect(await isIn(copy)).toBe(false)
  })

  test('signing out everywhere ends all sessions, or all others', async () => {
    const [here, there, elsewhere] = [await signedIn('karim'), await signedIn('karim'), 'token']
    const bearer = await office.call('POST', '/v1/sessions', {
      body: { name: 'karim', password: PASSWORD },
    })
    const { token } = bearer.body as { token: string }
    const neighbour = await signedIn('root')
    const listed = (await here.call('GET', '/v1/sessions')).body as {
      items: { isCurrent: boolean }[]
    }
    expect(listed.items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
    expect(listed.items).toHaveLength(3)
    expect((await here.call('DELETE', '/v1/sessions?except=current')).status).toBe(204)
    expect([await isIn(here), await isIn(there)]).toEqual([true, false])
    expect((await office.call('GET', '/v1/session', { token })).status, elsewhere).toBe(401)
    expect((await here.call('DELETE', '/v1/sessions')).status).toBe(204)
    expect([await isIn(here), await isIn(neighbour)]).toEqual([false, true])
    expect(codeOf(await office.admin('DELETE', '/v1/sessions'))).toBe('wrong-state')
  })

  describe('guessing', () => {
    test('name, e-mail address and capitals are one, at both instances', async () => {
      later(HOUR_MS)
      const other = twin?.url ?? ''
      const statuses = [
        await guess(office.url, 'ilse'),
        await guess(other, 'ilse@vloeren.example'),
        await guess(office.url, 'ILSE@Vloeren.example'),
        await guess(other, 'ilse'),
        await guess(office.url, 'ilse@vloeren.example'),
      ].map(({ status }) => status)
      expect(statuses).toEqual([401, 401, 401, 401, 401])
      for (const url of [office.url, other]) {
        for (const login of ['ilse', 'ilse@vloeren.example']) {
          expect((await guess(url, login, PASSWORD)).status).toBe(429)
        }
      }
      const byName = { body: { name: 'ilse', password: PASSWORD } }
      expect((await office.call('POST', '/v1/sessions', byName)).status).toBe(429)
      expect((await guess(office.url, 'karim', PASSWORD)).status).toBe(201)
    })

    test('who does not exist is locked out alike', async () => {
      later(HOUR_MS)
      const answers = []
      for (const login of ['ilse', 'ghost', 'ghost@vloeren.example']) {
        const told = []
        for (let time = 0; time < 6; time += 1) {
          const { status, body, headers } = await guess(office.url, login)
          const { code, detail } = body as { code: string; detail: string }
          told.push([status, code, detail, headers.get('retry-after')])
        }
        answers.push(told)
      }
      expect(answers[1]).toEqual(answers[0])
      expect(answers[2]).toEqual(answers[0])
    })

    test('a thousand guesses a day are five in each quarter of an hour', async () => {
      let tried = 0
      for (let quarter = 0; quarter < 4; quarter += 1) {
        later(15 * MINUTE_MS)
        for (let time = 0; time < 8; time += 1) {
          if ((await guess(office.url, 'root')).status === 401) tried += 1
        }
      }
      expect(tried).toBe(20)
    })

    test('strangers who guess do not lock out a browser that knows its user', async () => {
      later(HOUR_MS)
      const [hers, his] = [await signedIn('ilse'), await signedIn('karim')]
      const onTwin = openBrowser(twin?.url ?? '')
      onTwin.cookies.set('loadline-known', hers.cookies.get('loadline-known') ?? '')
      for (let time = 0; time < 6; time += 1) await guess(office.url, 'ilse')
      expect((await guess(office.url, 'ilse', PASSWORD)).status).toBe(429)
      expect((await his.signIn('ilse', PASSWORD)).status).toBe(429)
      expect((await hers.signIn('ilse', PASSWORD)).status).toBe(201)
      expect((await onTwin.signIn('ilse@vloeren.example', PASSWORD)).status).toBe(201)

      // Whoever sits at her browser has five guesses, wherever they are made.
      const told = []
      for (const browser of [hers, onTwin, hers, onTwin, hers, onTwin]) {
        told.push((await browser.signIn('ilse', 'wrong')).status)
      }
      expect(told).toEqual([401, 401, 401, 401, 401, 429])
      expect((await hers.signIn('ilse', PASSWORD)).status).toBe(429)
      expect((await his.signIn('karim', PASSWORD)).status).toBe(201)
    })

    test('strangers keep nobody who is signed in from a new password, which their browser then knows', async () => {
      later(HOUR_MS)
      const browser = await signedIn('root')
      const before = browser.cookies.get('loadline-known') ?? ''
      for (let time = 0; time < 6; time += 1) await guess(office.url, 'root')
      const change = (current: string, next: string) =>
        browser.call('POST', '/v1/users/root/password', { body: { current, new: next } })
      expect((await change(PASSWORD, 'another horse battery')).status).toBe(204)
      const stale = openBrowser(office.url)
      stale.cookies.set('loadline-known', before)
      expect((await stale.signIn('root', 'another horse battery')).status).toBe(429)
      expect((await browser.signIn('root', 'another horse battery')).status).toBe(201)
      expect((await change('another horse battery', PASSWORD)).status).toBe(204)
    })

    test('what is kept of it names nobody, and goes', async () => {
      later(HOUR_MS)
      await guess(office.url, 'my own password')
      const rows = await office.store.snapshot((tx) =>
        tx.selectFrom('sign_in_failure').selectAll().execute(),
      )
      expect(JSON.stringify(rows)).not.toMatch(/password|ilse|127\.0/)
      expect(rows).toHaveLength(2)
    })
  })

  test('an office of this machine answers to its own names only', async () => {
    const port = new URL(office.url).port
    const asked = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const call = request(`${office.url}/v1/sign-in-ways`, { headers: { host } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
        call.on('error', reject)
        call.end()
      })
    expect(await asked(`localhost:${port}`)).toBe(200)
    expect(await asked(`127.0.0.1:${port}`)).toBe(200)
    expect(await asked(`rebound.evil.example:${port}`)).toBe(421)
    expect(await asked('127.0.0.1.evil.example')).toBe(421)
  })
})

describe('behind a proxy that speaks TLS', () => {
  const PAGE = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'loadline.example' }
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    const [first] = databases
    if (first === undefined) throw new Error('no database')
    database = await first.open()
    office = await startOffice({ database, trustedProxies: '127.0.0.1' })
    const user = { displayName: 'Ilse', role: 'admin', password: PASSWORD }
    await expectGood(office.admin('PUT', '/v1/users/ilse', user))
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  test('the cookie is one that only this host can set, over TLS', async () => {
    const browser = openBrowser(office.url, PAGE)
    expect((await browser.signIn('ilse', PASSWORD)).status).toBe(201)
    const [cookie = ''] = browser.lastCookies
    expect(cookie).toMatch(/^__Host-loadline=/)
    for (const part of ['Secure', 'HttpOnly', 'Path=/']) expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
    expect((await browser.call('GET', '/v1/session')).status).toBe(200)
  })

  test('a cookie that a neighbour under the same domain may have set counts for nothing', async () => {
    const plain = openBrowser(office.url)
    expect((await plain.signIn('ilse', PASSWORD)).status).toBe(201)
    const planted = openBrowser(office.url, PAGE)
    planted.cookies.set('loadline', plain.cookies.get('loadline') ?? '')
    expect((await planted.call('GET', '/v1/session')).status).toBe(401)
  })

  test('browsers are told to come back over TLS, and only there', async () => {
    const secure = await openBrowser(office.url, PAGE).call('GET', '/v1/sign-in-ways')
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000')
    const plain = await openBrowser(office.url).call('GET', '/v1/sign-in-ways')
    expect(plain.headers.get('strict-transport-security')).toBeNull()
  })

  test('the page’s own origin is the one that the proxy was asked for', async () => {
    const browser = openBrowser(office.url, PAGE)
    await browser.signIn('ilse', PASSWORD)
    const out = (origin: string) =>
      browser.call('DELETE', '/v1/sessions?except=current', { headers: { origin } })
    expect(codeOf(await out('https://evil.example'))).toBe('bad-csrf-token')
    expect((await out('https://loadline.example')).status).toBe(204)
  })
})
