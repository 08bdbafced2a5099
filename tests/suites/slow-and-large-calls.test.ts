import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { BODY_BYTES_MAX } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'
import { codeOf } from '../support/wholesaler.ts'

/** Short enough to be waited for; the office’s own are longer. */
const LIMITS = { headersTimeoutMs: 1_000, requestTimeoutMs: 2_500, checkEveryMs: 100 }
const SLOW_CALLERS = 50
const CONNECTIONS_MAX = 80

const [first] = databases

describe('calls that are slow or large', () => {
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    if (first === undefined) throw new Error('no database')
    database = await first.open()
    office = await startOffice({
      database,
      callLimits: { ...LIMITS, connectionsPerAddressMax: CONNECTIONS_MAX },
    })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const dial = (): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const { port, hostname } = new URL(office.url)
      const socket = connect(Number(port), hostname, () => resolve(socket))
      socket.on('error', reject)
    })
  /** What came back before the office hung up. */
  const untilClosed = (socket: Socket): Promise<string> =>
    new Promise((resolve) => {
      let text = ''
      socket.on('data', (bytes: Buffer) => {
        text += bytes.toString('latin1')
      })
      socket.on('close', () => resolve(text))
    })
  const isServed = async () => (await office.call('GET', '/v1/sign-in-ways')).status === 200

  test('headers that come by drops are cut off, and others are served meanwhile', async () => {
    const callers = await Promise.all(Array.from({ length: SLOW_CALLERS }, dial))
    const answers = callers.map(untilClosed)
    for (const socket of callers) {
      socket.on('error', () => undefined)
      socket.write('POST /v1/session HTTP/1.1\r\nhost: localhost\r\n')
      const drip = setInterval(() => socket.write('x-slow: 1\r\n'), 50)
      socket.on('close', () => clearInterval(drip))
    }
    expect(await isServed()).toBe(true)
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^(HTTP\/1\.1 408|$)/)
    }
    expect(await isServed()).toBe(true)
  })

  test('so are connections that say nothing, and bodies that never end', async () => {
    const silent = await dial()
    const body = await dial()
    body.on('error', () => undefined)
    const answers = [untilClosed(silent), untilClosed(body)]
    body.write('POST /v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n')
    body.write('content-length: 100000\r\n\r\n{')
    const drip = setInterval(() => body.write(' '), 50)
    body.on('close', () => clearInterval(drip))
    expect(await isServed()).toBe(true)
    expect(await answers[1]).toContain(' 408 ')
    expect(await answers[0]).toMatch(/^(HTTP\/1\.1 408|$)/)
  })

  test('one address gets so many connections, and a new one when one ends', async () => {
    const open = await Promise.all(Array.from({ length: CONNECTIONS_MAX + 20 }, dial))
    const ends = open.map((socket) => {
      socket.on('error', () => undefined)
      return untilClosed(socket)
    })
    const [one] = await Promise.all(ends)
    expect(one).toBeDefined()
    expect(await isServed()).toBe(true)
  })

  /** The status, or `cut` where the office hung up before all was sent. */
  const send = (headers: Record<string, string>, path = '/v1/sign-in-ways') =>
    new Promise<number | 'cut'>((resolve) => {
      const call = request(office.url + path, { headers, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      call.on('error', () => resolve('cut'))
      call.end()
    })

  test('headers and addresses beyond 16 KiB are refused before anybody reads them', async () => {
    expect(await send({ 'x-long': 'x'.repeat(12_000) })).toBe(200)
    const refused = [431, 'cut']
    expect(refused).toContain(await send({ 'x-long': 'x'.repeat(20_000) }))
    expect(refused).toContain(await send({}, `/v1/orders?q=${'x'.repeat(20_000)}`))
    const many = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, index) => [`x-${index}`, 'abcdefgh']),
    )
    expect(refused).toContain(await send(many))
    expect(await isServed()).toBe(true)
  })

  test('a long query that is read is refused by its own limit, not by a failure', async () => {
    const queries: string[] = []
    for (const [name, { method, path, query }] of Object.entries(
      routes as Record<string, RouteDefinition>,
    )) {
      if (method !== 'GET' || query === undefined) continue
      for (const member of Object.keys(query.shape)) {
        const address = path.replaceAll(/\{\w+\}/g, 'none')
        const call = `${address}?${member}=${'x'.repeat(8_000)}`
        const answer = await office.admin('GET', call)
        if (answer.status >= 500) queries.push(`${name} ${member}: ${answer.status}`)
      }
    }
    expect(queries).toEqual([])
  })

  test('every call that reads a body says how much of it', async () => {
    const station = await office.enrol()
    const wrong: string[] = []
    for (const [name, route] of Object.entries(routes as Record<string, RouteDefinition>)) {
      if (route.method === 'GET') continue
      const { bodyBytesMax = BODY_BYTES_MAX, bodyType = 'application/json' } = route
      // What reads many megabytes has a test of its own that fills them.
      if (bodyBytesMax > 4 * BODY_BYTES_MAX) continue
      const answer = await office.call(route.method, route.path.replaceAll(/\{\w+\}/g, 'none'), {
        token: route.auth === 'station' ? station.token : ADMIN_TOKEN,
        raw: ' '.repeat(bodyBytesMax + 1),
        headers: { 'content-type': bodyType },
      })
      if (codeOf(answer) !== 'too-large') wrong.push(`${name}: ${answer.status}`)
    }
    expect(wrong).toEqual([])
  })
})
