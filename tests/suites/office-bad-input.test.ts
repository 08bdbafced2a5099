import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice } from '../support/office.ts'

const PRODUCT = {
  name: 'Oak plank',
  barcodes: [{ code: '8712345000011', quantity: 1 }],
  weightGrams: 1_200,
  volumeCm3: 900,
  tracking: 'none',
}

describe.each(databases)('bad input to the office on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  beforeAll(async () => {
    database = await open()
    office = await startOffice({ database })
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  const put = (options: Parameters<TestOffice['call']>[2]) =>
    office.call('PUT', '/v1/products/OAK', { token: ADMIN_TOKEN, ...options })

  test('broken JSON is 400 bad-json and names the request', async () => {
    const answer = await put({ raw: '{"name":' })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'bad-json', status: 400 })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    const { requestId } = answer.body as { requestId: string }
    expect(answer.headers.get('x-request-id')).toBe(requestId)
  })

  test('bytes that are not UTF-8 are 400 bad-json', async () => {
    const answer = await put({ raw: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) })
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-json' } })
  })

  test('a missing body is 400 invalid-request', async () => {
    expect(await put({})).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
  })

  test('every wrong field is named with its path', async () => {
    const answer = await put({
      body: { ...PRODUCT, weightGrams: -1, barcodes: [{ code: 'X', quantity: 1e12 }] },
    })
    expect(answer.status).toBe(400)
    const { code, errors } = answer.body as { code: string; errors: { path: string }[] }
    expect(code).toBe('invalid-request')
    expect(errors.map((error) => error.path).sort()).toEqual([
      'barcodes[0].quantity',
      'weightGrams',
    ])
  })

  test('a 5 MB body is 413, whether or not it says its length', async () => {
    const huge = JSON.stringify({ ...PRODUCT, name: 'x'.repeat(5 * 1024 * 1024) })
    expect(await put({ raw: huge })).toMatchObject({ status: 413, body: { code: 'too-large' } })
    const chunked = await fetch(`${office.url}/v1/products/OAK`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: new Blob([huge]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect(chunked.status).toBe(413)
    await chunked.text()
  })

  test('gzip is read, a gzip bomb is 413, broken gzip is 400, another coding 415', async () => {
    const gzip = (text: string) => Uint8Array.from(gzipSync(text))
    const send = (raw: Uint8Array<ArrayBuffer>, encoding = 'gzip') =>
      put({ raw, headers: { 'content-encoding': encoding } })
    expect((await send(gzip(JSON.stringify(PRODUCT)))).status).toBe(200)
    const bomb = await send(gzip(' '.repeat(50 * 1024 * 1024)))
    expect(bomb).toMatchObject({ status: 413, body: { code: 'too-large' } })
    const broken = await send(gzip(JSON.stringify(PRODUCT)).slice(0, 40))
    expect(broken).toMatchObject({ status: 400, body: { code: 'bad-json' } })
    const other = await send(gzip('{}'), 'br')
    expect(other).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } })
  })

  test('a wrong, missing or malformed token is 401 and reads no body', async () => {
    for (const token of [undefined, 'wrong', `${ADMIN_TOKEN}x`, 'x'.repeat(5_000)]) {
      const answer = await put({ token, body: PRODUCT })
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    const basic = await put({ token: undefined, headers: { authorization: 'Basic YTpi' } })
    expect(basic.status).toBe(401)
  })

  test('a station may not call the office, nor the office a station call', async () => {
    const station = await office.enrol()
    const asStation = await station.call('GET', '/v1/stations')
    expect(asStation).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const asOffice = await office.admin('GET', '/v1/sync/pull')
    expect(asOffice).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })

  test('another content type is 415', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json']) {
      const answer = await put({ raw: '{}', headers: { 'content-type': type } })
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } })
    }
  })

  test('an unknown address is 404, a known one with another method 405 with Allow', async () => {
    const unknown = await office.admin('GET', '/v1/nothing')
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } })
    const method = await office.admin('DELETE', '/v1/products/OAK')
    expect(method).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } })
    expect(method.headers.get('allow')).toBe('PUT, GET')
  })

  test('text that no database can hold is 400, in a body and in an address', async () => {
    const nul = await put({ body: { ...PRODUCT, name: 'a\u0000b' } })
    expect(nul).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    const surrogate = await put({ body: { ...PRODUCT, name: 'a\ud800b' } })
    expect(surrogate).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    const address = await office.admin('GET', '/v1/products/a%00b')
    expect(address).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    const malformed = await office.admin('GET', '/v1/products/%zz')
    expect(malformed.status).toBe(400)
  })

  test('hostile keys change nothing', async () => {
    const answer = await put({
      raw: `{"__proto__":{"admin":true},"constructor":1,${JSON.stringify(PRODUCT).slice(1)}`,
    })
    expect(answer.status).toBe(200)
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  test('after all of it the office is well', async () => {
    expect(await office.call('GET', '/healthz')).toMatchObject({ status: 200 })
    expect(await office.call('GET', '/readyz')).toMatchObject({ status: 200 })
    const description = (await office.call('GET', '/openapi.json')).body as {
      openapi: string
      paths: Record<string, unknown>
    }
    expect(description.openapi).toBe('3.1.0')
    expect(Object.keys(description.paths)).toContain('/v1/products/{sku}')
    const metrics = await office.call('GET', '/metrics')
    expect(metrics.body).toContain('loadline_http_request_seconds_count')
  })
})
