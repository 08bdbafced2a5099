import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROLE_SCOPES } from '#contract/http/scopes.ts'
import { createCheckPassword } from '../../sync-server/identity/sessions.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'
import { codeOf, handClock } from '../support/wholesaler.ts'

const PASSWORD = 'correct horse battery'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

type Session = { token: string; expiresAt: string; role: string; scopes: string[] }

describe.each(databases)('users of the office on $kind', ({ open }) => {
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

  const put = (name: string, changed: object = {}) =>
    office.admin('PUT', `/v1/users/${name}`, {
      displayName: name,
      role: 'supervisor',
      password: PASSWORD,
      ...changed,
    })
  const signIn = (name: string, password = PASSWORD) =>
    office.call('POST', '/v1/sessions', { body: { name, password } })
  const session = async (name: string, password = PASSWORD) =>
    (await signIn(name, password)).body as Session
  const later = (ms: number) => clock.set(new Date(clock.now() + ms).toISOString())
  const look = (token: string) => office.call('GET', '/v1/orders', { token })

  test('the first start has no user: the token of the office is the way in', async () => {
    expect((await office.admin('GET', '/v1/users')).body).toEqual({ items: [] })
    expect((await put('root', { role: 'super-admin' })).status).toBe(200)
  })

  test('a user signs in, works by the role, and signs out', async () => {
    await put('ilse', { displayName: 'Ilse de Wit' })
    const signedIn = await signIn('ilse')
    expect(signedIn).toMatchObject({
      status: 201,
      body: { name: 'ilse', displayName: 'Ilse de Wit', role: 'supervisor' },
    })
    const { token, scopes, expiresAt } = signedIn.body as Session
    expect(scopes).toEqual(ROLE_SCOPES.supervisor)
    expect(Date.parse(expiresAt) - clock.now()).toBe(12 * HOUR_MS)
    expect((await look(token)).status).toBe(200)
    expect((await office.call('GET', '/v1/users', { token })).status).toBe(403)
    expect((await office.call('DELETE', '/v1/sessions/current', { token })).status).toBe(204)
    expect((await look(token)).status).toBe(401)
  })

  test('a session ends after twelve hours to the millisecond, however much it is used', async () => {
    const { token, expiresAt } = await session('ilse')
    for (let hour = 1; hour < 12; hour += 1) {
      later(HOUR_MS)
      expect((await look(token)).status).toBe(200)
    }
    clock.set(new Date(Date.parse(expiresAt) - 1).toISOString())
    expect((await look(token)).status).toBe(200)
    clock.set(expiresAt)
    expect((await look(token)).status).toBe(401)
  })

  test('a token of a program has no session to end', async () => {
    const answer = await office.admin('DELETE', '/v1/sessions/current')
    expect(answer).toMatchObject({ status: 409, body: { code: 'wrong-state' } })
  })

  test('no password and no token of a session stands in the database', async () => {
    const { token } = await session('ilse')
    const everything = await office.store.snapshot(async (tx) => [
      await tx.selectFrom('office_user').selectAll().execute(),
      await tx.selectFrom('office_session').selectAll().execute(),
      await tx.selectFrom('audit_entry').selectAll().execute(),
    ])
    const text = JSON.stringify(everything)
    expect(text).toContain('$argon2id$')
    expect(text).not.toContain(PASSWORD)
    expect(text).not.toContain(token)
  })

  test('a short password, the name itself, a reserved or odd name and no password are refused', async () => {
    const bad = [
      await put('anna', { password: 'eleven char' }),
      await put('anna-the-administrator', { password: 'Anna-The-Administrator' }),
      await put('anna', { password: undefined }),
      await put('anna', { role: 'emperor' }),
      await put('admin'),
      await put('token:anna'),
      await put('Anna'),
    ]
    expect(bad.map((answer) => [answer.status, codeOf(answer)])).toEqual(
      bad.map(() => [400, 'invalid-request']),
    )
    const { items } = (await office.admin('GET', '/v1/users')).body as { items: { name: string }[] }
    expect(items.map(({ name }) => name)).toEqual(['ilse', 'root'])
  })

  test('the last super-admin can neither be demoted nor disabled', async () => {
    for (const answer of [
      await put('root', { role: 'admin' }),
      await office.admin('POST', '/v1/users/root/disable'),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-super-admin' } })
    }
    expect((await put('root', { role: 'super-admin', password: undefined })).status).toBe(200)
    await put('root2', { role: 'super-admin' })
    expect((await office.admin('POST', '/v1/users/root2/disable')).status).toBe(200)
    expect((await put('root', { role: 'picker' })).status).toBe(409)
  })

  test('two super-admins who demote each other at once leave one', async () => {
    await put('root2', { role: 'super-admin' })
    const demote = (name: string) => put(name, { role: 'admin', password: undefined })
    const answers = await Promise.all([demote('root'), demote('root2')])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]))
    const survivor = answers[0]?.status === 200 ? 'root2' : 'root'
    expect((await demote(survivor)).status).toBe(409)
    await put('root', { role: 'super-admin' })
    await put('root2', { role: 'admin' })
  })

  test('a disabled user is out at once; a new password lets them in again', async () => {
    await put('karim')
    const { token } = await session('karim')
    expect((await look(token)).status).toBe(200)
    const disabled = await office.admin('POST', '/v1/users/karim/disable')
    expect(disabled).toMatchObject({ status: 200, body: { name: 'karim' } })
    expect((disabled.body as { disabledAt: string | null }).disabledAt).not.toBeNull()
    expect((await look(token)).status).toBe(401)
    expect(codeOf(await signIn('karim'))).toBe('bad-credentials')
    await put('karim', { password: undefined, displayName: 'Karim B' })
    expect(codeOf(await signIn('karim'))).toBe('bad-credentials')
    await put('karim', { password: 'another horse battery' })
    expect((await look(token)).status).toBe(401)
    expect((await signIn('karim', 'another horse battery')).status).toBe(201)
    expect((await office.admin('POST', '/v1/users/nobody-here/disable')).status).toBe(404)
  })

  test('a new role counts from the next call on', async () => {
    await put('lars', { role: 'admin' })
    const { token } = await session('lars')
    const tokens = () => office.call('GET', '/v1/tokens', { token })
    expect((await tokens()).status).toBe(200)
    await put('lars', { role: 'picker', password: undefined })
    expect((await tokens()).status).toBe(403)
  })

  test('users change their own password only, knowing the old one; other sessions end', async () => {
    await put('emma')
    const here = await session('emma')
    const elsewhere = await session('emma')
    const change = (name: string, body: object, token = here.token) =>
      office.call('POST', `/v1/users/${name}/password`, { token, body })
    const body = { current: PASSWORD, new: 'a wholly new password' }
    expect((await change('ilse', body)).status).toBe(403)
    expect(codeOf(await change('emma', { ...body, current: 'not the old one' }))).toBe(
      'bad-credentials',
    )
    expect((await change('emma', { ...body, new: 'short' })).status).toBe(400)
    expect((await change('emma', body)).status).toBe(204)
    expect((await look(here.token)).status).toBe(200)
    expect((await look(elsewhere.token)).status).toBe(401)
    expect(codeOf(await signIn('emma'))).toBe('bad-credentials')
    expect((await signIn('emma', body.new)).status).toBe(201)
    const asAdmin = await office.admin('POST', '/v1/users/emma/password', body)
    expect(asAdmin.status).toBe(403)
  })

  test('more than twenty sessions at once: the oldest makes room', async () => {
    await put('saar')
    const first = await session('saar')
    for (let more = 0; more < 20; more += 1) {
      later(1_000)
      expect((await signIn('saar')).status).toBe(201)
    }
    later(5_000)
    expect((await look(first.token)).status).toBe(401)
    const count = await office.store.snapshot((tx) =>
      tx
        .selectFrom('office_session')
        .select('token_hash')
        .where('user_name', '=', 'saar')
        .execute(),
    )
    expect(count).toHaveLength(20)
  })

  test('an unknown name is refused like a wrong password, after the same work', async () => {
    later(HOUR_MS)
    const costs: string[] = []
    const check = createCheckPassword(office.office, (_password, kept) => {
      costs.push(kept.split('$').slice(0, 4).join('$'))
      return Promise.resolve(false)
    })
    for (const name of ['ilse', 'ghost']) {
      const given = { name, password: 'not the password', remoteAddress: '127.0.0.1' }
      await expect(check(given)).rejects.toMatchObject({ code: 'bad-credentials' })
      expect((await signIn(name, 'not the password')).body).toMatchObject({
        code: 'bad-credentials',
      })
    }
    expect(costs).toEqual([costs[0], costs[0]])
    expect(costs[0]).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d,p=\d$/)
  })

  test('five wrong passwords lock a name for a quarter of an hour, right or wrong', async () => {
    later(HOUR_MS)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await signIn('ilse', 'wrong')).status).toBe(401)
    }
    const locked = await signIn('ilse')
    expect(locked).toMatchObject({ status: 429, body: { code: 'rate-limited' } })
    expect(Number(locked.headers.get('retry-after'))).toBe(15 * 60)
    expect((await signIn('root')).status).toBe(201)
    later(15 * MINUTE_MS)
    expect((await signIn('ilse')).status).toBe(201)
  })

  test('fifty guesses at once are no more than five', async () => {
    later(HOUR_MS)
    const answers = await Promise.all(Array.from({ length: 50 }, () => signIn('ilse', 'wrong')))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(45)
  })

  test('twenty failures from one address stop it, whatever the names', async () => {
    later(HOUR_MS)
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect((await signIn(`guess-${attempt}`, 'wrong')).status).toBe(401)
    }
    expect((await signIn('root')).status).toBe(429)
    later(15 * MINUTE_MS)
    expect((await signIn('root')).status).toBe(201)
  })

  test('signing in often and rightly is no failure', async () => {
    later(HOUR_MS)
    for (let time = 0; time < 25; time += 1) expect((await signIn('root')).status).toBe(201)
  })
})
