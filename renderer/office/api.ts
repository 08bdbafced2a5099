import type { ProblemBody } from '#contract/http/problems.ts'
import type { OperationName, Routes } from '#contract/http/routes.ts'
import type { z } from 'zod'

/** A call as it stands in the API's description: `GET /v1/orders/{orderNumber}`. */
type AddressOf<N extends OperationName> = `${Routes[N]['method']} ${Routes[N]['path']}`
type OperationAt = { [N in OperationName as AddressOf<N>]: N }
export type CallAddress = keyof OperationAt

type Part<Route, Name extends string> =
  Route extends Record<Name, infer S extends z.ZodType> ? Record<Name, z.input<S>> : unknown
type QueryPart<Route> = Route extends { query: infer S extends z.ZodType }
  ? { query?: z.input<S> }
  : unknown
/**
 * What a call takes: `params` and `body` where it has them; its `query` may be left out. What `isNew` is refused where
 * there is one already.
 */
type InputOf<Route> = Part<Route, 'params'> &
  Part<Route, 'body'> &
  QueryPart<Route> &
  (Route extends { createsByPut: true } ? { isNew?: boolean } : unknown)

type Inputs = { [A in CallAddress]: InputOf<Routes[OperationAt[A]]> }
type Arguments = { [A in CallAddress]: object extends Inputs[A] ? [Inputs[A]?] : [Inputs[A]] }

type BodyOf<Answer> = Answer extends { body: infer S extends z.ZodType }
  ? z.output<S>
  : Answer extends { contentType: string }
    ? string
    : undefined
type BodiesOf<Answers> = { [S in keyof Answers]: BodyOf<Answers[S]> }[keyof Answers]
type AnswersAt = { [A in CallAddress]: BodiesOf<Routes[OperationAt[A]]['answers']> }

/** What a call answers with when all is well: `CallAnswer<'GET /v1/session'>`. */
export type CallAnswer<A extends CallAddress> = AnswersAt[A]

/** The office said no; `code` is stable, `detail` is for people. */
export class CallProblem extends Error {
  readonly status: number
  readonly code: ProblemBody['code'] | 'unreachable'
  readonly errors: NonNullable<ProblemBody['errors']>
  /** The whole body: some codes carry further members. */
  readonly body: Readonly<Record<string, unknown>>

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? 'the office cannot be reached')
    this.name = 'CallProblem'
    this.status = status
    this.code = body.code ?? 'unreachable'
    this.errors = body.errors ?? []
    this.body = body
  }
}

type AnyInput = {
  params?: Record<string, string | number>
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  isNew?: boolean
}

/** What must go along with every change; known once the session has been read. */
let csrfToken: string | null = null
export function keepCsrfToken(token: string | null): void {
  csrfToken = token
}

/** Told whenever the office does not know who we are any more. */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

/** Told when another sign-in in this browser has taken the place of the session that this page knows. */
let onSessionMoved: () => void = () => undefined
export function whenSessionMoved(listener: () => void): void {
  onSessionMoved = listener
}

/**
 * One call of the office's API, typed by the route table: `call('GET /v1/orders/{orderNumber}', { params })`.
 * Throws a `CallProblem`.
 */
export async function call<A extends CallAddress>(
  address: A,
  ...given: Arguments[A]
): Promise<CallAnswer<A>> {
  const { params, query, body, isNew = false } = (given[0] ?? {}) as AnyInput
  const [method = 'GET', path = ''] = address.split(' ')
  const more = isNew ? { 'if-none-match': '*' } : {}
  const response = await send(method, addressOf(path, params, query), body, undefined, more)
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  // An answer that breaks off on its way is none.
  const text = await response.text().catch(() => {
    throw new CallProblem(0, {})
  })
  return (isJson ? (JSON.parse(text) as unknown) : text === '' ? undefined : text) as CallAnswer<A>
}

/** The address of a call, for links to files and for `<img>`. */
export function addressOf(
  path: string,
  params: AnyInput['params'] = {},
  query: AnyInput['query'] = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  )
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  if (asked.length === 0) return filled
  return `${filled}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString()}`
}

/** Sends a body as JSON, or text and bytes as they are with `contentType`. */
export async function send(
  method: string,
  address: string,
  body?: unknown,
  contentType = 'application/json',
  more: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const isRaw = typeof body === 'string' || body instanceof Blob
  const response = await fetch(address, {
    method,
    credentials: 'same-origin',
    headers: {
      ...more,
      ...(body === undefined ? {} : { 'content-type': contentType }),
      ...(method === 'GET' || csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  }).catch(() => {
    throw new CallProblem(0, {})
  })
  if (response.ok) return response
  const problem = (await response.json().catch(() => ({}))) as Partial<ProblemBody>
  if (response.status === 401 && problem.code === 'unauthorized') onSignedOut()
  if (problem.code === 'bad-csrf-token') onSessionMoved()
  throw new CallProblem(response.status, problem)
}
