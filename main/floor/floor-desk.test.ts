import { expect, test } from 'vitest'
import { PIN, refusedBench } from '../testing/refused-bench.ts'
import { badge } from '../testing/floor.ts'
import { SupervisorCheck } from '../refusals/supervisor-check.ts'
import { httpOfficeClient } from '../sync/office-client.ts'
import { floorClient } from './floor-client.ts'
import { FloorDesk } from './floor-desk.ts'
import { StationFigures } from './station-figures.ts'

const FLOOR = {
  serverTime: '2026-04-17T08:00:00.000Z',
  warehouse: 'MAIN',
  stations: [],
  claims: [],
  exceptions: [],
  moreExceptions: false,
  people: null,
}

type Sent = { path: string; body: unknown }

/** A desk whose office answers every call with what the test says, over the real client. */
function openDesk(answer: () => Response | Promise<Response>, signedIn: string | null = null) {
  const bench = refusedBench()
  const sent: Sent[] = []
  const client = httpOfficeClient({
    url: 'http://office.test',
    token: () => 'a-token',
    fetch: async (url, init) => {
      const { pathname: path } = new URL(new Request(url).url)
      sent.push({ path, body: await unpacked(init?.body) })
      return answer()
    },
  })
  const desk = new FloorDesk({
    office: floorClient(client),
    figures: new StationFigures(bench.log, 'Europe/Amsterdam'),
    supervisors: new SupervisorCheck(bench.clock),
    view: bench.view,
    cache: bench.cache,
    clock: bench.clock,
    signedIn: () => signedIn,
  })
  return { ...bench, desk, sent }
}

async function unpacked(body: RequestInit['body']): Promise<unknown> {
  if (body === null || body === undefined) return null
  const stream = new Response(body).body?.pipeThrough(new DecompressionStream('gzip'))
  return JSON.parse(await new Response(stream).text())
}

const json = (status: number, body: object) => () => Response.json(body, { status })
const SHIP = { id: 'x1', choice: 'ship-partial' as const }
const FREE = { kind: 'load' as const, target: 'LD-1', reason: 'BENCHBROKEN' as const }

test('the last answer stands, with its age, while the office is gone', async () => {
  let isGone = false
  const { desk, clock, close } = openDesk(() => {
    if (isGone) throw new TypeError('fetch failed')
    return Response.json(FLOOR)
  })
  const at = new Date(clock.now()).toISOString()
  expect(await desk.look()).toMatchObject({ office: { answer: FLOOR, at }, trouble: null })
  isGone = true
  clock.advance(60_000)
  expect(await desk.look()).toMatchObject({ office: { answer: FLOOR, at }, trouble: 'offline' })
  isGone = false
  clock.advance(5_000)
  const after = await desk.look()
  expect(after.trouble).toBeNull()
  expect(after.office?.at).not.toBe(at)
  close()
})

test('screens that look at once ask the office once', async () => {
  const { desk, sent, close } = openDesk(json(200, FLOOR))
  await Promise.all([desk.look(), desk.look(), desk.look()])
  await desk.look()
  expect(sent).toHaveLength(1)
  close()
})

test('an office from before this view, one that is busy and one that forgot the bench are told apart', async () => {
  const answers = [
    [json(404, { code: 'not-found', detail: 'nothing is at /v1/floor' }), 'not-offered'],
    [json(429, { code: 'rate-limited' }), 'busy'],
    [json(401, { code: 'revoked' }), 'not-allowed'],
    [json(502, {}), 'offline'],
    [json(200, { something: 'else' }), 'not-offered'],
  ] as const
  for (const [answer, trouble] of answers) {
    const { desk, close } = openDesk(answer)
    expect(await desk.look()).toMatchObject({ office: null, trouble })
    close()
  }
})

test('nothing is sent before the bench knows who decides: badge first, then the PIN', async () => {
  const { desk, sent, close } = openDesk(json(200, { id: 'x1', status: 'closed' }))
  expect(await desk.decide(SHIP)).toEqual({ accepted: false, trouble: 'supervisor-needed' })
  expect(await desk.decide({ ...SHIP, badge: badge('sanne') })).toMatchObject({
    trouble: 'role-missing',
  })
  expect(await desk.decide({ ...SHIP, badge: badge('nora') })).toMatchObject({
    trouble: 'pin-needed',
  })
  expect(await desk.decide({ ...SHIP, badge: badge('nora'), pin: '0000' })).toMatchObject({
    trouble: 'pin-wrong',
  })
  expect(sent).toEqual([])
  expect(await desk.decide({ ...SHIP, badge: badge('nora'), pin: PIN })).toEqual({
    accepted: true,
    outcome: 'done',
    detail: null,
  })
  expect(sent).toEqual([
    {
      path: '/v1/floor/exceptions/x1/resolve',
      body: { operatorRef: 'nora', choice: 'ship-partial', input: {} },
    },
  ])
  close()
})

test('a supervisor who is signed in types the PIN all the same; one without a PIN need not', async () => {
  const withPin = openDesk(json(200, {}), 'nora')
  expect(await withPin.desk.release(FREE)).toEqual({
    accepted: false,
    trouble: 'supervisor-needed',
  })
  withPin.close()
  const without = openDesk(json(200, {}), 'ilse')
  expect(await without.desk.release(FREE)).toMatchObject({ accepted: true, outcome: 'done' })
  expect(without.sent).toEqual([
    {
      path: '/v1/floor/loads/LD-1/release',
      body: { operatorRef: 'ilse', reason: 'BENCHBROKEN' },
    },
  ])
  without.close()
})

test('what the office says no to is told in kind, and a lost answer is no no', async () => {
  const outcomes = [
    [json(409, { code: 'wrong-state', detail: 'it was closed before' }), 'changed'],
    [json(404, { code: 'not-found', detail: 'no such exception' }), 'changed'],
    [json(403, { code: 'supervisor-needed', detail: 'no supervisor' }), 'not-allowed'],
    [json(422, { code: 'out-of-stock', detail: 'fewer than that' }), 'not-possible'],
    [json(503, { code: 'busy' }), 'offline'],
    [() => Promise.reject(new TypeError('fetch failed')), 'unknown'],
  ] as const
  for (const [answer, outcome] of outcomes) {
    const { desk, close } = openDesk(answer, 'ilse')
    expect(await desk.decide(SHIP)).toMatchObject({ accepted: true, outcome })
    close()
  }
})

test('after an order the next look asks anew, however young the last answer is', async () => {
  const { desk, sent, close } = openDesk(json(200, FLOOR), 'ilse')
  await desk.look()
  await desk.release(FREE)
  await desk.look()
  expect(sent.map(({ path }) => path)).toEqual([
    '/v1/floor',
    '/v1/floor/loads/LD-1/release',
    '/v1/floor',
  ])
  close()
})

test('a station without an office still shows its own day', async () => {
  const bench = refusedBench()
  const desk = new FloorDesk({
    office: null,
    figures: new StationFigures(bench.log, 'Europe/Amsterdam'),
    supervisors: new SupervisorCheck(bench.clock),
    view: bench.view,
    cache: bench.cache,
    clock: bench.clock,
    signedIn: () => null,
  })
  const view = await desk.look()
  expect(view).toMatchObject({ office: null, trouble: 'offline' })
  expect(view.day.hours).toHaveLength(8)
  bench.close()
})
