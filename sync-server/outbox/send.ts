import { request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { fail, ok, type Result } from '#contract/result.ts'
import type { OfficeDeps } from '../deps.ts'
import { findTarget, type Guard, type Target } from './guard-address.ts'

/** Finding, connecting, sending and reading together; whoever needs longer is asked again later. */
export const SEND_TIMEOUT_MS = 10_000

/** More of an answer is not read: what counts is its status. */
export const ANSWER_BYTES_MAX = 64 * 1_024

export type Call = { url: string; headers: Readonly<Record<string, string>>; body: string }

/** Why an event was not taken; `status` where there was an answer. */
export type Failed = { sentence: string; status: number | null }

export type SendParts = {
  deps: Pick<OfficeDeps, 'every'>
  guard: Guard
  /** Ends every call under way when the office closes. */
  closing: AbortSignal
}

/**
 * Posts one event. Good is an answer of 2xx that came to its end, or to more than is read of one;
 * anything else fails with a sentence. Redirects are not followed, as nobody checked where they lead.
 */
export async function send(parts: SendParts, call: Call): Promise<Result<number, Failed>> {
  const { deps, guard, closing } = parts
  const timeout = new AbortController()
  const signal = AbortSignal.any([timeout.signal, closing])
  const stop = deps.every(SEND_TIMEOUT_MS, () => timeout.abort())
  try {
    const target = await Promise.race([findTarget(call.url, guard), whenAborted(signal)])
    if (!target.ok) return unanswered(target.error)
    const answer = await post(target.value, call, signal)
    if (!answer.isWhole) signal.throwIfAborted()
    return judge(answer)
  } catch (error) {
    if (timeout.signal.aborted) return unanswered(`no answer within ${SEND_TIMEOUT_MS / 1_000} s`)
    return unanswered(closing.aborted ? 'the office closed' : describe(error))
  } finally {
    stop()
  }
}

type Answer = { status: number; isWhole: boolean }

function judge({ status, isWhole }: Answer): Result<number, Failed> {
  const failed = (sentence: string) => fail({ sentence, status })
  if (status >= 300 && status < 400) return failed(`answered ${status}; redirects are not followed`)
  if (status < 200 || status >= 300) return failed(`answered ${status}`)
  return isWhole ? ok(status) : failed(`the answer ${status} broke off`)
}

function unanswered(sentence: string): Result<number, Failed> {
  return fail({ sentence, status: null })
}

function post(target: Target, { headers, body }: Call, signal: AbortSignal): Promise<Answer> {
  const { url } = target
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sending: ClientRequest = request(url, {
      method: 'POST',
      // A connection of its own, to one of the addresses that were checked and to no other.
      agent: false,
      lookup: onlyTo(target),
      signal,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    })
    sending.on('response', (response) => readAnswer(response, resolve))
    sending.on('error', reject)
    sending.end(body)
  })
}

function readAnswer(response: IncomingMessage, resolve: (answer: Answer) => void): void {
  const status = response.statusCode ?? 0
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes <= ANSWER_BYTES_MAX) return
    resolve({ status, isWhole: true })
    response.destroy()
  })
  response.on('end', () => resolve({ status, isWhole: response.complete }))
  // An answer that breaks off says so here and as an error; both mean the same.
  response.on('error', () => resolve({ status, isWhole: false }))
  response.on('close', () => resolve({ status, isWhole: false }))
}

function onlyTo({ addresses }: Target): LookupFunction {
  const [first] = addresses
  return (_hostname, options, done) => {
    if (options.all === true) done(null, [...addresses])
    else done(null, first.address, first.family)
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
  })
}

function describe(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ECONNREFUSED') return 'refused the connection'
  if (code === 'ECONNRESET') return 'closed the connection without an answer'
  const message = error instanceof Error ? error.message : String(error)
  return code === '' ? message : `${message} (${code})`
}
