import { PushConflict } from '#contract/sync/envelope.ts'
import type { CallFailure, CallResult } from './office-client.ts'

/**
 * Bytes of one answer once unpacked. The largest page of the feed is well below; a login page that never
 * ends must not fill the memory.
 */
export const ANSWER_BYTES_MAX = 64 * 1024 * 1024

/** What an answer says that has arrived whole. */
export async function readAnswer(response: Response): Promise<CallResult<unknown>> {
  if (response.status === 204) return { ok: true, value: null }
  const text = await readText(response)
  if (text === null) return failed({ kind: 'not-the-office', detail: 'the answer never ends' })
  const body = parseJson(text)
  if (response.ok && isObject(body)) return { ok: true, value: body }
  return failed(failureOf(response, body))
}

/** An answer that is JSON but of another shape: most likely of an office newer than this version. */
export function checked<T>(
  schema: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  answer: CallResult<unknown>,
): CallResult<T> {
  if (!answer.ok) return answer
  const parsed = schema.safeParse(answer.value)
  if (parsed.success) return { ok: true, value: parsed.data }
  return failed({
    kind: 'not-understood',
    detail: 'the answer has a shape unknown to this version',
  })
}

function failureOf(response: Response, body: unknown): CallFailure {
  const { status } = response
  const problem = isObject(body) ? body : {}
  const code = typeof problem['code'] === 'string' ? problem['code'] : null
  const detail = typeof problem['detail'] === 'string' ? problem['detail'] : ''
  // These come from what stands between as well, and mean the same.
  if (status === 413) return { kind: 'too-large' }
  if (status === 429 || status === 503) {
    return { kind: 'busy', retryAfterMs: retryAfterMs(response.headers) }
  }
  if (status === 502 || status === 504) {
    return { kind: 'unreachable', detail: `a proxy answered ${status}` }
  }
  // Every other answer of the office that is no success carries a code (RFC 9457).
  if (code === null) return { kind: 'not-the-office', detail: `${status} without a code` }
  if (status === 401) return { kind: 'unauthorized', code }
  // What leaves here is JSON: it was damaged or cut on its way.
  if (code === 'bad-json') return { kind: 'unreachable', detail: 'the request arrived broken' }
  if (status === 426) return { kind: 'upgrade' }
  if (status === 409) {
    const conflict = PushConflict.safeParse(body)
    if (conflict.success) return { kind: 'conflict', conflict: conflict.data }
  }
  if (status >= 500) return { kind: 'failed', status, detail }
  return { kind: 'rejected', status, code, detail }
}

/**
 * How long to wait: seconds, or until a date. A date is held against the sender's own, as a bench's clock
 * may say anything.
 */
function retryAfterMs(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1_000
  const waitMs = Date.parse(text) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(waitMs) ? null : Math.max(0, waitMs)
}

/** Null when it holds more than any answer may. */
async function readText(response: Response): Promise<string | null> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const parts: string[] = []
  let bytes = 0
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    if (bytes > ANSWER_BYTES_MAX) return null
    parts.push(decoder.decode(chunk, { stream: true }))
  }
  return parts.join('') + decoder.decode()
}

export function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function failed(failure: CallFailure): { ok: false; failure: CallFailure } {
  return { ok: false, failure }
}
