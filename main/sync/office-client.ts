import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  EnrolAnswer,
  type EnrolRequest,
  type Heartbeat,
  PullAnswer,
  PushAnswer,
  PushConflict,
  type PushRequest,
} from '#contract/sync/envelope.ts'

/** One call must end; a network that never answers is treated like one that is down. */
export const CALL_TIMEOUT_MS = 15_000

export type CallFailure =
  | { kind: 'unreachable'; detail: string }
  | { kind: 'unauthorized' }
  | { kind: 'busy'; retryAfterMs: number | null }
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
  heartbeat(report: Heartbeat): Promise<CallResult<null>>
  /** Reads pokes until the stream ends; resolves then, whatever the reason. */
  live(onPoke: (poke: { head: number; epoch: string }) => void, signal: AbortSignal): Promise<void>
}

const compress = promisify(gzip)

/** The office over HTTP. `token` is read at each call, as enrolment gives it later. */
export function httpOfficeClient(options: {
  url: string
  token: () => string | null
  /** Ends every call at once, so that a host that closes does not wait for a dead network. */
  closing?: AbortSignal
  fetch?: typeof fetch
}): OfficeClient {
  const send = options.fetch ?? fetch
  async function call(path: string, init: RequestInit): Promise<CallResult<unknown>> {
    const token = options.token()
    const headers = new Headers(init.headers)
    if (token !== null) headers.set('authorization', `Bearer ${token}`)
    try {
      const timeout = AbortSignal.timeout(CALL_TIMEOUT_MS)
      const signal = options.closing ? AbortSignal.any([timeout, options.closing]) : timeout
      const response = await send(`${options.url}${path}`, { ...init, headers, signal })
      return await readAnswer(response)
    } catch (error) {
      return { ok: false, failure: { kind: 'unreachable', detail: String(error) } }
    }
  }
  async function post(path: string, body: unknown): Promise<CallResult<unknown>> {
    const bytes = await compress(JSON.stringify(body))
    return call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: bytes,
    })
  }
  return {
    enrol: async (request) => checked(EnrolAnswer, await post('/v1/stations/enrol', request)),
    push: async (request) => checked(PushAnswer, await post('/v1/sync/push', request)),
    pull: async ({ cursor, epoch, limit }) => {
      const query = new URLSearchParams({ cursor: String(cursor), epoch, limit: String(limit) })
      return checked(PullAnswer, await call(`/v1/sync/pull?${query.toString()}`, { method: 'GET' }))
    },
    heartbeat: async (report) => {
      const answer = await post('/v1/stations/heartbeat', report)
      return answer.ok ? { ok: true, value: null } : answer
    },
    live: (onPoke, signal) => readLive(send, options, onPoke, signal),
  }
}

/** Whatever answers with 200 and the wrong shape is not the office (a captive portal, say). */
function checked<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  answer: CallResult<unknown>,
): CallResult<T> {
  if (!answer.ok) return answer
  const parsed = schema.safeParse(answer.value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return { ok: false, failure: { kind: 'unreachable', detail: 'the answer is not the office’s' } }
}

async function readAnswer(response: Response): Promise<CallResult<unknown>> {
  if (response.status === 204) return { ok: true, value: null }
  const text = await response.text()
  const body = parseJson(text)
  if (response.ok && body !== undefined) return { ok: true, value: body }
  return { ok: false, failure: failureOf(response, body) }
}

function failureOf(response: Response, body: unknown): CallFailure {
  const problem = (body ?? {}) as { code?: unknown; detail?: unknown }
  const code = typeof problem.code === 'string' ? problem.code : 'unknown'
  const detail = typeof problem.detail === 'string' ? problem.detail : ''
  if (response.ok) return { kind: 'unreachable', detail: 'the answer is not JSON' }
  if (response.status === 401) return { kind: 'unauthorized' }
  if (response.status === 413) return { kind: 'too-large' }
  if (response.status === 426) return { kind: 'upgrade' }
  if (response.status === 429 || response.status === 503) {
    const seconds = Number(response.headers.get('retry-after'))
    return { kind: 'busy', retryAfterMs: seconds > 0 ? seconds * 1_000 : null }
  }
  if (response.status === 409) {
    const conflict = PushConflict.safeParse(body)
    if (conflict.success) return { kind: 'conflict', conflict: conflict.data }
  }
  return { kind: 'rejected', status: response.status, code, detail }
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

async function readLive(
  send: typeof fetch,
  options: { url: string; token: () => string | null },
  onPoke: (poke: { head: number; epoch: string }) => void,
  signal: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${options.token() ?? ''}`, accept: 'text/event-stream' }
  const response = await send(`${options.url}/v1/sync/live`, { headers, signal })
  if (!response.ok || response.body === null) return
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true })
    const events = rest.split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1]
      const poke = data === undefined ? undefined : parseJson(data)
      // A poke is a hint; one that can't be read only costs a poll's wait (POKE-1).
      if (isPoke(poke)) onPoke(poke)
    }
  }
}

function isPoke(value: unknown): value is { head: number; epoch: string } {
  const poke = value as { head?: unknown; epoch?: unknown } | undefined
  return typeof poke?.head === 'number' && typeof poke.epoch === 'string'
}
