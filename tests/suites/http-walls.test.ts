import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type ConnectionOptions } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { startOffice, type TestOffice } from '../support/office.ts'

const [first] = databases
let folder: string
let database: TestDatabase
beforeAll(async () => {
  if (first === undefined) throw new Error('no database')
  database = await first.open()
  folder = mkdtempSync(join(tmpdir(), 'loadline-walls-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.close()
})

describe('what every answer says to a browser', () => {
  let office: TestOffice
  beforeAll(async () => {
    const built = join(folder, 'console')
    mkdirSync(join(built, 'assets'), { recursive: true })
    writeFileSync(join(built, 'index.html'), '<!doctype html><script src="/assets/a.js"></script>')
    writeFileSync(join(built, 'assets/a.js'), 'export {}')
    office = await startOffice({ database, consoleFolder: built })
  })
  afterAll(() => office.close())

  const COMMON = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
  const pick = (headers: Headers, names: string[]) =>
    Object.fromEntries(names.map((name) => [name, headers.get(name)]))

  test('pages, files, answers, refusals and what is not there have the common headers', async () => {
    const html = { headers: { accept: 'text/html' } }
    const answers = [
      await office.call('GET', '/', html),
      await office.call('GET', '/orders/anything', html),
      await office.call('GET', '/assets/a.js'),
      await office.admin('GET', '/v1/orders'),
      await office.call('GET', '/v1/orders'),
      await office.call('GET', '/v1/nothing'),
      await office.call('PUT', '/v1/session'),
      await office.call('GET', '/v1/orders/%zz'),
    ]
    for (const { headers } of answers) {
      expect(pick(headers, Object.keys(COMMON))).toEqual(COMMON)
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('server')).toBeNull()
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('a page runs nothing but its own files, and none of it stands in the page', async () => {
    const { headers } = await office.call('GET', '/today', { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    const parts = Object.fromEntries(
      policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )
    expect(parts).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'none'",
    })
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('an answer that is opened by itself may do nothing, and is kept nowhere', async () => {
    for (const path of ['/v1/orders', '/openapi.json', '/v1/nothing']) {
      const { headers } = await office.admin('GET', path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
    }
    const file = await office.call('GET', '/assets/a.js')
    expect(file.headers.get('cache-control')).toContain('immutable')
  })

  test('no other site may ask from a browser, and is not told why', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const asked = await office.call('OPTIONS', '/v1/session', { headers })
    expect(asked.status).toBeGreaterThanOrEqual(400)
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('an office that speaks TLS itself', () => {
  let office: TestOffice
  const timers: (() => void)[] = []
  const file = (name: string) => join(folder, name)

  /** A certificate of this machine, as `openssl` makes one. */
  const make = (name: string) =>
    execFileSync(
      'openssl',
      [
        'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2',
        `-subj /CN=${name} -addext subjectAltName=IP:127.0.0.1,DNS:localhost`,
      ]
        .join(' ')
        .split(' ')
        .concat('-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)),
      { stdio: 'ignore' },
    )
  const use = (name: string) => {
    copyFileSync(file(`${name}.pem`), file('cert.pem'))
    copyFileSync(file(`${name}.key`), file('key.pem'))
  }
  const nameShown = () =>
    new Promise<unknown>((resolve, reject) => {
      const { port } = new URL(office.url)
      const socket = connect({ port: Number(port), rejectUnauthorized: false }, () => {
        const { CN } = socket.getPeerCertificate().subject
        socket.destroy()
        resolve(CN)
      })
      socket.on('error', reject)
    })

  beforeAll(async () => {
    make('before')
    make('after')
    use('before')
    office = await startOffice({
      database,
      tls: { certFile: file('cert.pem'), keyFile: file('key.pem') },
      deps: {
        every: (_ms, work) => {
          timers.push(work)
          return () => undefined
        },
      },
    })
  })
  afterAll(() => office.close())

  test('is reached over https only, and says that browsers shall come back so', async () => {
    expect(office.url).toMatch(/^https:/)
    const ca = readFileSync(file('before.pem'))
    const answer = await new Promise<{ status: number | undefined; hsts: unknown }>(
      (resolve, reject) => {
        get(`${office.url}/v1/sign-in-ways`, { ca }, ({ statusCode, headers }) => {
          resolve({ status: statusCode, hsts: headers['strict-transport-security'] })
        }).on('error', reject)
      },
    )
    expect(answer).toEqual({ status: 200, hsts: 'max-age=31536000' })
    await expect(fetch(office.url.replace('https', 'http'))).rejects.toThrow('fetch failed')
  })

  test('a certificate that was renewed is taken on; a broken one is not', async () => {
    expect(await nameShown()).toBe('before')
    const fire = () => {
      for (const work of timers) work()
    }
    writeFileSync(file('cert.pem'), 'no certificate')
    fire()
    expect(await nameShown()).toBe('before')
    use('after')
    fire()
    expect(await nameShown()).toBe('after')
  })

  test('old protocols are refused', async () => {
    const { port } = new URL(office.url)
    const refused = await new Promise<boolean>((resolve) => {
      const options = {
        port: Number(port),
        rejectUnauthorized: false,
        maxVersion: 'TLSv1.1',
      } satisfies ConnectionOptions
      const socket = connect(options, () => resolve(false))
      socket.on('error', () => resolve(true))
    })
    expect(refused).toBe(true)
  })
})
