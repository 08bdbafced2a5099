import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { examples } from '../../contract/http/examples/examples.ts'
import type { RouteDefinition } from '../../contract/http/route.ts'
import { routes } from '../../contract/http/routes.ts'
import { expectGood } from '../support/expect-good.ts'
import { databases, type TestDatabase } from '../support/databases.ts'
import { ADMIN_TOKEN, startOffice, type TestOffice, type TestStation } from '../support/office.ts'
import { furnish, handClock, postIntent } from '../support/wholesaler.ts'

type Example = {
  params?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
}

/** What would do something in a statement that was put together from text. */
const HOSTILE = [
  `' OR '1'='1`,
  `'; DROP TABLE audit_entry; --`,
  `1); SELECT pg_sleep(3); --`,
  `\\'; UPDATE office_user SET role='super-admin' --`,
  `$1 {0} %s \${7*7} {{7*7}}`,
]
/** What a search would take for anything. */
const WILDCARDS = ['%', '_', '%%%', '*', '.*']

/** Where a page begins and how it is sorted is compared, so that text in it may well find rows. */
const POSITIONS = /^(after|before|from|to|limit|sort|order|since|until|cursor|by)$/i

/** Calls that take more time, or memory, than one of hundreds may. */
const SKIPPED = new Set(['importLog', 'live', 'watchOffice'])

const ALL = Object.entries(routes as Record<string, RouteDefinition>)
  .filter(([name]) => !SKIPPED.has(name))
  .map(([name, route]) => {
    const example: unknown = examples[name as keyof typeof examples]
    return { name, route, example: example as Example }
  })

describe.each(databases)('hostile text on $kind', ({ open }) => {
  let database: TestDatabase
  let office: TestOffice
  let station: TestStation
  beforeAll(async () => {
    database = await open()
    office = await startOffice({
      database,
      deps: { clock: handClock(), every: () => () => undefined },
    })
    station = await office.enrol()
    await furnish(office)
    for (let count = 0; count < 3; count += 1) await expectGood(postIntent(office))
  })
  afterAll(async () => {
    await office.close()
    await database.close()
  })

  async function send({ name, route }: (typeof ALL)[number], example: Example) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, member: string) =>
      encodeURIComponent(String(example.params?.[member] ?? 'none')),
    )
    const query = new URLSearchParams(
      Object.entries(example.query ?? {}).map(([member, value]) => [member, String(value)]),
    ).toString()
    const isText = route.bodyType === 'text/csv'
    const answer = await office.call(route.method, query === '' ? path : `${path}?${query}`, {
      token: route.auth === 'station' ? station.token : ADMIN_TOKEN,
      ...(isText ? { raw: String(example.body), headers: { 'content-type': 'text/csv' } } : {}),
      ...(isText || example.body === undefined ? {} : { body: example.body }),
    })
    return { call: `${name} ${path}?${query}`, answer }
  }

  test('no filter lets hostile text find anything', async () => {
    const found: string[] = []
    let lists = 0
    for (const call of ALL) {
      const { query }: Example = call.example
      if (call.route.method !== 'GET' || query === undefined) continue
      for (const member of Object.keys(query).filter((name) => !POSITIONS.test(name))) {
        const nonsense = await rows(call, member, 'zz-no-such-thing')
        for (const text of [HOSTILE[0] ?? '', ...WILDCARDS]) {
          const hostile = await rows(call, member, text)
          if (hostile === null) continue
          lists += 1
          // Lists of days have their rows for a thing that does not exist as well.
          if (hostile !== (nonsense ?? 0)) found.push(`${call.name} ${member}=${text}: ${hostile}`)
        }
      }
    }
    expect(found).toEqual([])
    expect(lists).toBeGreaterThan(20)
  })

  async function rows(call: (typeof ALL)[number], member: string, text: string) {
    const { answer } = await send(call, { query: { [member]: text } })
    if (answer.status !== 200) return null
    return (answer.body as { items?: unknown[] }).items?.length ?? null
  }

  const failures: string[] = []
  const note = ({ call, answer }: Awaited<ReturnType<typeof send>>, text: string) => {
    if (answer.status < 500) return
    failures.push(`${answer.status} ${call} with ${text}: ${JSON.stringify(answer.body)}`)
  }

  test('in an address or a query it is never more than text', async () => {
    failures.length = 0
    for (const call of ALL) {
      const example: Example = call.example
      for (const text of [...HOSTILE, ...WILDCARDS]) {
        for (const part of ['params', 'query'] as const) {
          for (const member of Object.keys(example[part] ?? {})) {
            const value = { ...example[part], [member]: text }
            note(await send(call, { ...example, [part]: value }), `${member}=${text}`)
          }
        }
      }
    }
    expect(failures).toEqual([])
  })

  test('in a body it is never more than text, at any depth', async () => {
    failures.length = 0
    for (const call of ALL) {
      const { body, ...rest }: Example = call.example
      if (body === undefined) continue
      for (const text of HOSTILE.slice(0, 3)) {
        for (const hostile of withText(body, text)) {
          note(await send(call, { ...rest, body: hostile }), text)
        }
      }
    }
    expect(failures).toEqual([])
  })

  test('afterwards everything is there, and nobody has become more', async () => {
    const orders = (await office.admin('GET', '/v1/orders')).body as { items: unknown[] }
    expect(orders.items.length).toBeGreaterThanOrEqual(3)
    const { items } = (await office.admin('GET', '/v1/users')).body as {
      items: { name: string; role: string }[]
    }
    const tops = items.filter(({ role }) => role === 'super-admin')
    expect(tops).toEqual([])
    expect((await office.admin('GET', '/v1/audit')).status).toBe(200)
  })
})

/** The same value as often as it has texts, each time with another one of them replaced. */
function* withText(value: unknown, text: string): Generator {
  if (typeof value === 'string') yield text
  if (Array.isArray(value)) {
    for (const [index, part] of value.entries()) {
      for (const changed of withText(part, text)) yield value.with(index, changed)
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [member, part] of Object.entries(value)) {
      for (const changed of withText(part, text)) yield { ...value, [member]: changed }
    }
  }
}
