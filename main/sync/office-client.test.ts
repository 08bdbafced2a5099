import { expect, test } from 'vitest'
import { type CallFailure, httpOfficeClient } from './office-client.ts'
import { readLive } from './live-stream.ts'

const JSON_TYPE = { 'content-type': 'application/problem+json' }

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = JSON.stringify({ status, code, detail: 'why' })
  return new Response(body, { status, headers: { ...JSON_TYPE, ...headers } })
}

/** What a pull comes to when this is what answers. */
async function failureFrom(response: Response): Promise<CallFailure | null> {
  const client = httpOfficeClient({
    url: 'http://office.invalid',
    token: () => 'secret',
    fetch: () => Promise.resolve(response),
  })
  const result = await client.pull({ cursor: 0, epoch: '', limit: 1 })
  return result.ok ? null : result.failure
}

const LOGIN_PAGE = '<!doctype html><p>Accept the terms to go online.</p>'

test('[PUSH-4] Retry-After is read in seconds and as a date, held against the sender’s own clock', async () => {
  const busy = (headers: Record<string, string>) =>
    failureFrom(problem(429, 'rate-limited', headers))
  expect(await busy({ 'retry-after': '7' })).toEqual({ kind: 'busy', retryAfterMs: 7_000 })
  const date = { date: 'Mon, 02 Mar 2026 08:00:00 GMT' }
  const retryAt = { 'retry-after': 'Mon, 02 Mar 2026 08:01:30 GMT' }
  expect(await busy({ ...date, ...retryAt })).toEqual({ kind: 'busy', retryAfterMs: 90_000 })
  expect(await busy(retryAt)).toEqual({ kind: 'busy', retryAfterMs: null })
  expect(await busy({ 'retry-after': 'soon' })).toEqual({ kind: 'busy', retryAfterMs: null })
  expect(await failureFrom(new Response('<h1>503</h1>', { status: 503 }))).toMatchObject({
    kind: 'busy',
  })
})

test('[PUSH-4] a login page, a redirect to one and a bare refusal are not the office', async () => {
  const strangers = [
    new Response(LOGIN_PAGE),
    new Response(null, { status: 302, headers: { location: 'http://login.invalid/' } }),
    new Response(LOGIN_PAGE, { status: 401 }),
    new Response(LOGIN_PAGE, { status: 511 }),
    new Response('{"epoch":"e1","head":'),
  ]
  for (const stranger of strangers) {
    expect(await failureFrom(stranger)).toMatchObject({ kind: 'not-the-office' })
  }
})

test('[VER-1] an office that answers in a shape of its own is told apart from one that is away', async () => {
  const newer = new Response(JSON.stringify({ epoch: 'e1', pages: [] }))
  expect(await failureFrom(newer)).toMatchObject({ kind: 'not-understood' })
  expect(await failureFrom(problem(400, 'bad-json'))).toMatchObject({ kind: 'unreachable' })
  expect(await failureFrom(new Response('', { status: 502 }))).toMatchObject({
    kind: 'unreachable',
  })
})

test('[PUSH-2] what the office answers has a kind each', async () => {
  expect(await failureFrom(problem(401, 'revoked'))).toEqual({
    kind: 'unauthorized',
    code: 'revoked',
  })
  expect(await failureFrom(problem(426, 'upgrade'))).toEqual({ kind: 'upgrade' })
  expect(await failureFrom(problem(500, 'internal'))).toMatchObject({ kind: 'failed', status: 500 })
  expect(await failureFrom(problem(400, 'chain'))).toMatchObject({
    kind: 'rejected',
    code: 'chain',
  })
  expect(await failureFrom(new Response('', { status: 413 }))).toEqual({ kind: 'too-large' })
})

test('[SEC-1] whoever keeps the token hears that it was refused, and the next call carries the new one', async () => {
  let token = 'old'
  const sent: (string | null)[] = []
  const client = httpOfficeClient({
    url: 'http://office.invalid',
    token: () => token,
    onUnauthorized: () => (token = 'new'),
    fetch: (_url, init) => {
      sent.push(new Headers(init?.headers).get('authorization'))
      return Promise.resolve(problem(401, 'unauthorized'))
    },
  })
  await client.pull({ cursor: 0, epoch: '', limit: 1 })
  await client.pull({ cursor: 0, epoch: '', limit: 1 })
  expect(sent).toEqual(['Bearer old', 'Bearer new'])
})

test('[I14] a stream of pokes that is answered by an error without end is given up', async () => {
  const chunk = new TextEncoder().encode('no '.repeat(100_000))
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      if (pulled > 1_000) controller.error(new Error('still read'))
      else controller.enqueue(chunk)
    },
  })
  const response = new Response(endless, { status: 403 })
  const failure = await readLive(response, () => undefined)
  expect(failure).toMatchObject({ kind: 'not-the-office' })
  expect(pulled).toBeLessThan(400)
})

test('[I14] a page that never ends is given up, not kept', async () => {
  const megabyte = new Uint8Array(1024 * 1024)
  let pulled = 0
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1
      controller.enqueue(megabyte)
    },
  })
  expect(await failureFrom(new Response(endless))).toMatchObject({ kind: 'not-the-office' })
  expect(pulled).toBeLessThan(80)
})

test('a push is named, and its line says which actions went and what became of them, nothing of what they say', async () => {
  const names: (string | null)[] = []
  const lines: unknown[] = []
  const receipt = { id: 'a-2', code: null, detail: null, exceptionId: null, replayed: false }
  const answer = {
    epoch: 'e1',
    ackedSeq: 8,
    durableSeq: 8,
    head: 4,
    serverTime: '2026-03-02T08:00:00.000Z',
    receipts: [
      { ...receipt, seq: 7, outcome: 'accepted' },
      { ...receipt, seq: 8, outcome: 'accepted' },
    ],
  }
  const client = httpOfficeClient({
    url: 'http://office.invalid',
    token: () => 'secret',
    newId: () => 'call-1',
    onPush: (line) => lines.push(line),
    fetch: (_url, init) => {
      names.push(new Headers(init?.headers).get('x-request-id'))
      return Promise.resolve(new Response(JSON.stringify(answer)))
    },
  })
  const action = (seq: number) => ({ seq, id: `a-${seq}`, hash: 'h', body: '{"name":"J. Smit"}' })
  const request = { protocol: 1, incarnation: 'i', epoch: 'e1', ackedSeq: 6, knownHead: 1 }
  await client.push({ ...request, fromSeq: 7, prevHash: 'g', actions: [action(7), action(8)] })
  expect(names).toEqual(['call-1'])
  const span = { fromSeq: 7, toSeq: 8, firstActionId: 'a-7', lastActionId: 'a-8' }
  expect(lines).toEqual([{ requestId: 'call-1', ...span, result: expect.anything() }])
  expect(JSON.stringify(lines)).not.toContain('Smit')
})
