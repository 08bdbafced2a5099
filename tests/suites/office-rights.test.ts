import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { OfficeRole, ROLE_SCOPES, type Scope, SCOPES } from '../../contract/http/scopes.ts'
import { type CallerColumn, neededFor, readAccessFile } from '../../scripts/access-table.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { codeOf } from '../support/wholesaler.ts'

const ALL = Object.entries(routes as Record<string, RouteDefinition>)
const PASSWORD = 'correct horse battery'

/** An open stream has no end to wait for; the calls around it show its rights. */
const isStream = ({ answers }: RouteDefinition): boolean =>
  Object.values(answers).some(({ contentType }) => contentType === 'text/event-stream')

describe.each(databases)('who may do what, on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let station: TestStation
  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database })
    station = await office.enrol()
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  /**
   * Calls a route with a body that is no JSON: whoever may call it is told so, and nothing changes;
   * whoever may not is refused before anybody reads it. Reads are made as they are, of nothing.
   */
  async function verdict(route: RouteDefinition, token?: string): Promise<string> {
    const path = route.path.replaceAll(/\{\w+\}/g, 'none')
    const options = route.method === 'GET' ? { token } : { token, raw: '{' }
    const answer = await office.call(route.method, path, options)
    if (answer.status === 401 || answer.status === 403) return String(answer.status)
    const isBodyRefused = ['bad-json', 'unsupported-media-type'].includes(codeOf(answer) ?? '')
    if (route.method !== 'GET') return isBodyRefused ? 'open' : `changed: ${answer.status}`
    return answer.status < 500 ? 'open' : `failed: ${answer.status}`
  }

  async function differences(
    token: string | undefined,
    expected: (route: RouteDefinition) => string,
  ): Promise<string[]> {
    const found: string[] = []
    for (const [name, route] of ALL) {
      if (isStream(route) && expected(route) === 'open') continue
      const actual = await verdict(route, token)
      if (actual !== expected(route)) found.push(`${name}: ${actual}, not ${expected(route)}`)
    }
    return found
  }

  const byScopes = (scopes: readonly Scope[]) => (route: RouteDefinition) => {
    if (route.auth === 'public') return 'open'
    const needed = neededFor(route)
    return needed !== undefined && scopes.includes(needed) ? 'open' : '403'
  }

  /** What docs/ACCESS.md says of a caller, as a call would find it. */
  const byFile = (caller: CallerColumn, refusal: string) => {
    const access = readAccessFile()
    return ({ method, path }: RouteDefinition) =>
      access.get(`${method} ${path}`)?.has(caller) ? 'open' : refusal
  }

  test('the table holds something to walk', () => {
    expect(ALL.length).toBeGreaterThan(60)
    expect(ALL.filter(([, route]) => route.auth === 'office').length).toBeGreaterThan(50)
  })

  test.each(OfficeRole.options)('a %s may call exactly what the role names', async (role) => {
    const user = { displayName: role, role, password: PASSWORD }
    expect((await office.admin('PUT', `/v1/users/${role}-1`, user)).status).toBe(200)
    const body = { name: `${role}-1`, password: PASSWORD }
    const { body: session } = await office.call('POST', '/v1/sessions', { body })
    const { token } = session as { token: string }
    expect(await differences(token, byScopes(ROLE_SCOPES[role]))).toEqual([])
    expect(await differences(token, byFile(role, '403'))).toEqual([])
  })

  test.each(SCOPES)('a token for %s opens what names it and nothing else', async (scope) => {
    const wish = { name: scope, scopes: [scope], expiresInDays: 1 }
    const { body } = await office.admin('POST', '/v1/tokens', wish)
    const { token } = body as { token: string }
    expect(await differences(token, byScopes([scope]))).toEqual([])
  })

  test('without a token, or with one that nobody gave, only public calls are open', async () => {
    const publicOnly = (route: RouteDefinition) => (route.auth === 'public' ? 'open' : '401')
    expect(await differences(undefined, publicOnly)).toEqual([])
    expect(await differences(undefined, byFile('nobody', '401'))).toEqual([])
    expect(await differences('ll_nobody-gave-this', publicOnly)).toEqual([])
  })

  test('a station may sync and nothing of the office', async () => {
    const stationOnly = ({ auth }: RouteDefinition) =>
      auth === 'public' || auth === 'station' ? 'open' : '403'
    expect(await differences(station.token, stationOnly)).toEqual([])
    expect(await differences(station.token, byFile('station', '403'))).toEqual([])
  })
})
