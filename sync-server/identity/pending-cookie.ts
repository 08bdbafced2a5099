import { parseCookie, stringifySetCookie } from 'cookie'
import { z } from 'zod'
import type { Pending } from './company-sign-in.ts'

/** See the session's cookie: over TLS the name itself keeps neighbours from putting it there. */
const SECURE_NAME = '__Host-loadline-company'
const PLAIN_NAME = 'loadline-company'

/** Longest cookie that is read, in characters. */
const LENGTH_MAX = 2_000

const PendingText = z.object({
  state: z.string().min(1),
  nonce: z.string().min(1),
  verifier: z.string().min(1),
  to: z.string().regex(/^\/(?![/\\])[^\s\\]*$/),
  until: z.number(),
})

/**
 * What a browser keeps while its person is at the company's log-in, or, with null, forgets. Only this
 * browser can come back with it; that is what makes a link with somebody else's code worthless.
 */
export function pendingCookie(pending: Pending | null, isSecure: boolean): string {
  const text = pending === null ? '' : Buffer.from(JSON.stringify(pending)).toString('base64url')
  return stringifySetCookie({
    name: isSecure ? SECURE_NAME : PLAIN_NAME,
    value: text,
    expires: new Date(pending?.until ?? 0),
    httpOnly: true,
    path: '/',
    // It must come along when the company sends the browser back, which is another site.
    sameSite: 'lax',
    secure: isSecure,
  })
}

export function readPendingCookie(
  cookies: string | undefined,
  isSecure: boolean,
): Pending | undefined {
  if (cookies === undefined) return undefined
  const text = parseCookie(cookies)[isSecure ? SECURE_NAME : PLAIN_NAME] ?? ''
  if (text === '' || text.length > LENGTH_MAX) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return PendingText.safeParse(value).data
  } catch {
    return undefined
  }
}
