import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { OperationName, Routes } from '#contract/http/routes.ts'
import type { Scope } from '#contract/http/scopes.ts'
import type { Tx } from '../store/index.ts'

/** Somebody of the office: a user or an API token, with what they may do. */
export type OfficeCaller = {
  kind: 'office'
  name: string
  scopes: ReadonlySet<Scope>
  /** Hash of the token of the user's session; null for an API token. */
  session: string | null
  /** The session's token where it came as a cookie, which is to say from a browser. */
  cookieToken: string | null
}
/** A courier whose signature over the body was right; `name` is `courier:` and its own. */
export type CourierCaller = { kind: 'courier'; name: string }
/** A station's token decides its warehouse; nothing in the request can. */
export type StationCaller = { kind: 'station'; stationId: string; warehouse: string }
export type PublicCaller = { kind: 'public' }

type Callers = {
  office: OfficeCaller
  /** Somebody of the office may call in a courier's place. */
  courier: CourierCaller | OfficeCaller
  station: StationCaller
  public: PublicCaller
}

type Parsed<R, Part extends string> =
  R extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : undefined

/** A call whose parts have passed the route's schemas. */
export type HandlerRequest<N extends OperationName> = {
  params: Parsed<Routes[N], 'params'>
  query: Parsed<Routes[N], 'query'>
  body: Parsed<Routes[N], 'body'>
  auth: Callers[Routes[N]['auth']]
  /**
   * Changes the database on the caller's behalf: one transaction, with who did what in the audit
   * trail. `who` is for calls without a token, where only what was done shows it.
   */
  change: <T>(work: (tx: Tx) => Promise<T>, who?: (done: T) => string) => Promise<T>
  /** Names this call in logs, in the audit trail and in every problem. */
  requestId: string
  /** Where the call came from, for rate limits. */
  remoteAddress: string
  /** True where the call came over TLS, to us or to a proxy that we trust. */
  isSecure: boolean
  /** The cookies that came along, unchecked: for calls that anybody may make. */
  cookies: string | undefined
}

/**
 * An answer's body that the database wrote as JSON already: big pages go out as they came, without being read
 * and written once more. `Body` is what a reader finds in it.
 */
export class WrittenJson<Body> {
  declare readonly body: Body
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type AnswerBody<Answer> = Answer extends { body: infer Schema extends z.ZodType }
  ? { body: z.input<Schema> | WrittenJson<z.input<Schema>> }
  : Answer extends { contentType: string }
    ? { body: string | Uint8Array | Readable }
    : { body?: undefined }

type AnswersOf<Answers> = {
  [Status in keyof Answers]: {
    status: Status
    headers?: Record<string, string | string[]>
  } & AnswerBody<Answers[Status]>
}[keyof Answers]

export type HandlerAnswer<N extends OperationName> = AnswersOf<Routes[N]['answers']>

/** Answers one operation. Expected trouble is thrown as a `Problem`, which also rolls back. */
export type Handler<N extends OperationName> = (
  request: HandlerRequest<N>,
) => Promise<HandlerAnswer<N>>

/** One handler per route; a missing one does not compile. */
export type Handlers = { [N in OperationName]: Handler<N> }
