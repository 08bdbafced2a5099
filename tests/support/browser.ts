import type { Answer } from './office.ts'

/** A browser as far as calls go: it keeps cookies, and says where a call comes from. */
export type TestBrowser = {
  cookies: Map<string, string>
  /** The attributes of the cookies that came last, as the header had them. */
  lastCookies: string[]
  call(method: string, path: string, options?: BrowserCall): Promise<Answer>
  /** Signs in and keeps what every change has to carry. */
  signIn(login: string, password: string): Promise<Answer>
  csrfToken: string | null
}

export type BrowserCall = {
  body?: unknown
  raw?: string
  /** Sent as they are; undefined leaves a header out that would be sent. */
  headers?: Record<string, string | undefined>
}

export function openBrowser(url: string, always: Record<string, string> = {}): TestBrowser {
  const browser: TestBrowser = {
    cookies: new Map(),
    lastCookies: [],
    csrfToken: null,
    call: async (method, path, { body, raw, headers = {} } = {}) => {
      const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const given = {
        ...always,
        ...(cookie === '' ? {} : { cookie }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...(browser.csrfToken === null || method === 'GET'
          ? {}
          : { 'x-csrf-token': browser.csrfToken }),
        ...headers,
      }
      const sent = Object.entries(given).filter((entry): entry is [string, string] => {
        return entry[1] !== undefined
      })
      const response = await fetch(url + path, {
        method,
        headers: sent,
        redirect: 'manual',
        ...(payload === undefined ? {} : { body: payload }),
      })
      keepCookies(browser, response.headers.getSetCookie())
      const text = await response.text()
      const isJson = (response.headers.get('content-type') ?? '').includes('json')
      const { status } = response
      return { status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
    },
    signIn: async (login, password) => {
      const answer = await browser.call('POST', '/v1/session', { body: { login, password } })
      const { csrfToken } = answer.body as { csrfToken?: string }
      if (csrfToken !== undefined) browser.csrfToken = csrfToken
      return answer
    },
  }
  return browser
}

function keepCookies(browser: TestBrowser, headers: string[]): void {
  if (headers.length > 0) browser.lastCookies = headers
  for (const header of headers) {
    const [pair = ''] = header.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at)
    const expires = /expires=([^;]+)/i.exec(header)?.[1]
    const isOver = expires !== undefined && Date.parse(expires) === 0
    if (isOver) browser.cookies.delete(name)
    else browser.cookies.set(name, pair.slice(at + 1))
  }
}
