import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  EnrolAnswer,
  type EnrolRequest,
  type Heartbeat,
  HeartbeatAnswer,
  PullAnswer,
  PushAnswer,
  type PushConflict,
  type PushRequest,
  ScopeAnswer,
} from '#contract/sync/envelope.ts'
import { type Poke, readLive } from './live-stream.ts'
import { checked, readAnswer } from './office-answer.ts'

/** One call must end; a network that never answers is treated like one that is down. */
export const CALL_TIMEOUT_MS = 15_000

export type CallFailure =
  /** Nobody answered, or only a proxy that could not reach the office. */
  | { kind: 'unreachable'; detail: string }
  /** Somebody else answered: most likely the network asks for a login. */
  | { kind: 'not-the-office'; detail: string }
  /** The office answered in a shape this version does not know. */
  | { kind: 'not-understood'; detail: string }
  | { kind: 'unauthorized'; code: string }
  | { kind: 'busy'; retryAfterMs: number | null }
  | { kind: 'failed'; status: number; detail: string }
  | { kind: 'too-large' }
  | { kind: 'upgrade' }
  | { kind: 'conflict'; conflict: PushConflict }
  | { kind: 'rejected'; status: number; code: string; detail: string }

export type CallResult<T> = { ok: true; value: T } | { ok: false; failure: CallFailure }

/** The office as a station sees it; a simulation stands in for the network here. */
export type OfficeClient = {
  enrol(request: EnrolRequest): Promise<CallResult<EnrolAnswer>>
  push(request: PushRequest): Promise<CallResult<PushAnswer>>
  pull(query: { cursor: number; epoch: string; limit: number }): Promise<CallResult<PullAnswer>>
  /** What this station should hold (PULL-4). */
  scope(query: { epoch: string }): Promise<CallResult<ScopeAnswer>>
  /** Answers with what the office wants of the bench; null where it wants nothing. */
  heartbeat(report: Heartbeat): Promise<CallResult<HeartbeatAnswer | null>>
  /** A call that a person at the bench waits for: a GET, or a POST of `body`. Syncing needs none. */
  ask?: (
    path: string,
    options: { body?: unknown; timeoutMs: number },
  ) => Promise<CallResult<unknown>>
  /** Reads pokes until the stream ends; resolves then, with the office's answer if it was no stream. */
  live(onPoke: (poke: Poke) => void, signal: AbortSignal): Promise<CallFailure | null | void>
}

const compress = promisify(gzip)

/** One push as the bench saw it; the office's log has lines with the same `requestId`. */
export type PushLine = {
  requestId: string
  fromSeq: number
  toSeq: number
  firstActionId: string
  lastActionId: string
  /** Actions by what became of them, or how the call failed. */
  result: Record<string, number> | string
}

export type HttpOfficeOptions = {
  url: string
  /** Read at each call, as enrolment gives it later. */
  token: () => string | null
  /** The token was refused: whoever keeps it may look whether there is a newer one. */
  onUnauthorized?: () => void
  /** Ends every call at once, so that a host that closes does not wait for a dead network. */
  closing?: AbortSignal
  fetch?: typeof fetch
  /** Names each call, for the logs of both sides; the office names those that have no name. */
  newId?: () => string
  /** Hears of each push and how it ended. */
  onPush?: (line: PushLine) => void
}

/** The office over HTTP. */
export function httpOfficeClient(options: HttpOfficeOptions): OfficeClient {
  const send = options.fetch ?? fetch
  async function call(
    path: string,
    init: RequestInit,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<CallResult<unknown>> {
    const token = options.token()
    const headers = new Headers(init.headers)
    if (token !== null) headers.set('authorization', `Bearer ${token}`)
    const requestId = headers.get('x-request-id') ?? options.newId?.()
    if (requestId !== undefined) headers.set('x-request-id', requestId)
    try {
      const timeout = AbortSignal.timeout(timeoutMs)
      const signal = options.closing ? AbortSignal.any([timeout, options.closing]) : timeout
      // The office never sends anybody elsewhere; a network that asks for a login does.
      const redirect = 'manual'
      const response = await send(`${options.url}${path}`, { ...init, headers, signal, redirect })
      const answer = await readAnswer(response)
      if (!answer.ok && answer.failure.kind === 'unauthorized') options.onUnauthorized?.()
      return answer
    } catch (error) {
      return { ok: false, failure: { kind: 'unreachable', detail: String(error) } }
    }
  }
  async function post(
    path: string,
    body: unknown,
    { timeoutMs, requestId }: { timeoutMs?: number; requestId?: string | undefined } = {},
  ): Promise<CallResult<unknown>> {
    const bytes = await compress(JSON.stringify(body))
    const headers = {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    }
    return call(path, { method: 'POST', headers, body: bytes }, timeoutMs)
  }
  const get = (path: string, query: Record<string, string>) =>
    call(`${path}?${new URLSearchParams(query).toString()}`, { method: 'GET' })
  return {
    enrol: async (request) => checked(EnrolAnswer, await post('/v1/stations/enrol', request)),
    push: async (request) => {
      const requestId = options.newId?.()
      const answer = checked(PushAnswer, await post('/v1/sync/push', request, { requestId }))
      if (requestId !== undefined) options.onPush?.(pushLine(requestId, request, answer))
      return answer
    },
    pull: async ({ cursor, epoch, limit }) => {
      const query = { cursor: String(cursor), epoch, limit: String(limit) }
      return checked(PullAnswer, await get('/v1/sync/pull', query))
    },
    scope: async (query) => checked(ScopeAnswer, await get('/v1/sync/scope', query)),
    heartbeat: async (report) => {
      const answer = await post('/v1/stations/heartbeat', report)
      if (!answer.ok) return answer
      // A wish that this version does not know is left undone.
      return { ok: true, value: HeartbeatAnswer.safeParse(answer.value).data ?? null }
    },
    ask: (path, { body, timeoutMs }) =>
      body === undefined
        ? call(path, { method: 'GET' }, timeoutMs)
        : post(path, body, { timeoutMs }),
    live: async (onPoke, signal) => {
      const authorization = `Bearer ${options.token() ?? ''}`
      const headers = { authorization, accept: 'text/event-stream' }
      const redirect = 'manual'
      const response = await send(`${options.url}/v1/sync/live`, { headers, signal, redirect })
      return readLive(response, onPoke)
    },
  }
}

function pushLine(
  requestId: string,
  { actions }: PushRequest,
  answer: CallResult<PushAnswer>,
): PushLine {
  const [first] = actions
  const last = actions.at(-1)
  return {
    requestId,
    fromSeq: first?.seq ?? 0,
    toSeq: last?.seq ?? 0,
    firstActionId: first?.id ?? '',
    lastActionId: last?.id ?? '',
    result: answer.ok ? outcomesOf(answer.value) : answer.failure.kind,
  }
}

function outcomesOf({ receipts }: PushAnswer): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of receipts) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
