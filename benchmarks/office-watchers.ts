import { BENCH_TOKEN } from './office-process.ts'

const PASSWORD = 'vier kratten eikenhout'

/** A page reads at most this often, as the real one does. */
const READ_PAUSE_MS = 400

export type Call = (method: 'PUT' | 'POST', path: string, body: unknown) => Promise<unknown>

/** Calls with the token of a benchmark's offices; an answer that is not good ends the benchmark. */
export function officeCalls(url: string): Call {
  return async (method, path, body) => {
    const response = await fetch(url + path, {
      // Always one of the two: what only reads has no body.
      method: method === 'PUT' ? 'PUT' : 'POST',
      headers: { authorization: `Bearer ${BENCH_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
    return response.json()
  }
}

/** Signs somebody in as a browser does; answers with the cookie. */
export async function signIn(url: string, call: Call): Promise<string> {
  await call('PUT', '/v1/users/watcher', {
    displayName: 'Watcher',
    role: 'super-admin',
    password: PASSWORD,
  })
  const response = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'watcher', password: PASSWORD }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`not signed in: ${await response.text()}`)
  return cookie
}

/** Pages of today without a screen: they hold the stream and read the figures whenever it says so. */
export async function openWatchers(url: string, cookie: string, count: number) {
  const end = new AbortController()
  const readMs: number[] = []
  const watch = async (): Promise<void> => {
    const stream = await fetch(`${url}/v1/console/live`, {
      headers: { cookie },
      signal: end.signal,
    })
    let isDue = false
    let isReading = false
    const read = async (): Promise<void> => {
      if (isReading) return
      isReading = true
      while (isDue && !end.signal.aborted) {
        isDue = false
        const startedAt = performance.now()
        const answer = await fetch(`${url}/v1/console/today`, {
          headers: { cookie },
          signal: end.signal,
        })
        await answer.arrayBuffer()
        readMs.push(performance.now() - startedAt)
        await new Promise((resolve) => setTimeout(resolve, READ_PAUSE_MS))
      }
      isReading = false
    }
    for await (const bytes of stream.body ?? []) {
      if (!Buffer.from(bytes).includes('changed')) continue
      isDue = true
      read().catch(() => undefined)
    }
  }
  for (let n = 0; n < count; n += 1) watch().catch(() => undefined)
  return { readMs, close: () => end.abort() }
}
