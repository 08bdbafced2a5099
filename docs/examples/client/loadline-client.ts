import { createHmac, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** An operation of the office as its description names it. */
type Operation = { method: string; path: string; summary: string }

type Wish = {
  params?: Record<string, string>
  query?: Record<string, string | number>
  body?: unknown
}

/** What the office says when it does not do what it was asked (RFC 9457). */
export class LoadlineProblem extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export type LoadlineClient = {
  operations: ReadonlyMap<string, Operation>
  /** Calls an operation by its name in `/openapi.json`; throws a LoadlineProblem. */
  call<Answer>(operation: string, wish?: Wish): Promise<Answer>
}

/** How often a call is made again that got no answer, or was told to come back later. */
const TRIES = 5
const WAIT_BASE_MS = 500

/** Reads what the office can do from the office itself, so that no address stands in a program. */
export async function openClient(office: string, token: string): Promise<LoadlineClient> {
  const description = (await (await fetch(`${office}/openapi.json`)).json()) as Description
  const operations = new Map<string, Operation>()
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, { operationId, summary }] of Object.entries(methods)) {
      if (operationId === undefined) continue
      operations.set(operationId, { method: method.toUpperCase(), path, summary: summary ?? '' })
    }
  }
  return {
    operations,
    call: async <Answer>(name: string, wish: Wish = {}): Promise<Answer> => {
      const operation = operations.get(name)
      if (operation === undefined) throw new Error(`this office has no operation ${name}`)
      return (await callPatiently(office, token, operation, wish)) as Answer
    },
  }
}

type Description = { paths: Record<string, Record<string, Described>> }
type Described = { operationId?: string; summary?: string }

/** Every call may be made twice: intents and keys make the second one mean the same as the first. */
async function callPatiently(
  office: string,
  token: string,
  operation: Operation,
  wish: Wish,
): Promise<unknown> {
  for (let count = 1; ; count += 1) {
    try {
      const answer = await callOnce(office, token, operation, wish)
      if (answer.status !== 429 && answer.status !== 503) return await read(answer)
      if (count === TRIES) return await read(answer)
    } catch (error) {
      if (error instanceof LoadlineProblem || count === TRIES) throw error
    }
    await sleep(WAIT_BASE_MS * 2 ** count)
  }
}

function callOnce(
  office: string,
  token: string,
  { method, path }: Operation,
  { params = {}, query = {}, body }: Wish,
): Promise<Response> {
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  )
  const url = new URL(place, office)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function read(answer: Response): Promise<unknown> {
  const text = await answer.text()
  const body: unknown = text === '' ? null : JSON.parse(text)
  if (answer.ok) return body
  const problem = (body ?? {}) as { code?: string; detail?: string }
  throw new LoadlineProblem(answer.status, problem.code ?? '', problem.detail ?? answer.statusText)
}

/** An older or newer signature than this is a call that somebody sends again. */
const SIGNATURE_AGE_MAX_SECONDS = 300

/** Whether a webhook was sent by who knows the secret; `body` is the bytes as they came. */
export function isGenuine(
  secret: string,
  header: string,
  body: string,
  nowSeconds: number,
): boolean {
  const parts = new Map(
    header.split(',').map((part): [string, string] => {
      const at = part.indexOf('=')
      return [part.slice(0, at), part.slice(at + 1)]
    }),
  )
  const signedAt = parts.get('t') ?? ''
  if (!(Math.abs(nowSeconds - Number(signedAt)) <= SIGNATURE_AGE_MAX_SECONDS)) return false
  const expected = createHmac('sha256', secret).update(`${signedAt}.${body}`).digest()
  const given = Buffer.from(parts.get('v1') ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
