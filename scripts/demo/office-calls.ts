import { z } from 'zod'

const CALL_TIMEOUT_MS = 30_000

/** The office as a customer's own script sees it: its public HTTP routes and nothing else. */
export type OfficeCalls = {
  get<T extends z.ZodType>(path: string, answer: T): Promise<z.infer<T>>
  post<T extends z.ZodType>(path: string, body: unknown, answer: T): Promise<z.infer<T>>
  put<T extends z.ZodType>(path: string, body: unknown, answer: T): Promise<z.infer<T>>
}

export function officeCalls(url: string, adminToken: string): OfficeCalls {
  async function call<T extends z.ZodType>(
    method: string,
    path: string,
    answer: T,
    body?: unknown,
  ): Promise<z.infer<T>> {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${adminToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`)
    return answer.parse(JSON.parse(text))
  }
  return {
    get: (path, answer) => call('GET', path, answer),
    post: (path, body, answer) => call('POST', path, answer, body),
    put: (path, body, answer) => call('PUT', path, answer, body),
  }
}
