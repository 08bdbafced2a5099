import { createHash, timingSafeEqual } from 'node:crypto'
import { parseCookie, stringifySetCookie } from 'cookie'

/** Over TLS the name itself makes browsers insist on Secure, Path=/ and no Domain. */
const SECURE_NAME = '__Host-loadline'
/** On this machine, without TLS, browsers keep no secure cookie. */
const PLAIN_NAME = 'loadline'

const TOKEN_LENGTH_MAX = 200

/**
 * The session's token of a browser, or undefined. Over TLS only the name that no neighbour under the same
 * domain, and nobody on the way, can put there.
 */
export function readSessionCookie(
  cookies: string | undefined,
  isSecure: boolean,
): string | undefined {
  if (cookies === undefined) return undefined
  const token = parseCookie(cookies)[isSecure ? SECURE_NAME : PLAIN_NAME]
  return token !== undefined && token !== '' && token.length <= TOKEN_LENGTH_MAX ? token : undefined
}

/** The header that gives a browser its session, or, with a null token, takes it away. */
export function sessionCookie(options: {
  token: string | null
  isSecure: boolean
  expiresAt?: string
}): string {
  const { token, isSecure, expiresAt } = options
  return stringifySetCookie({
    name: isSecure ? SECURE_NAME : PLAIN_NAME,
    value: token ?? '',
    expires: new Date(token === null || expiresAt === undefined ? 0 : expiresAt),
    httpOnly: true,
    path: '/',
    // Lax, so that a link in an e-mail opens signed in; what changes something has its own token.
    sameSite: 'lax',
    secure: isSecure,
  })
}

/** What the pages of one session send along with every change. It follows from the session's token alone. */
export function csrfTokenOf(sessionToken: string): string {
  return createHash('sha256').update(`loadline-csrf:${sessionToken}`).digest('base64url')
}

export function isCsrfToken(sessionToken: string, given: string | string[] | undefined): boolean {
  if (typeof given !== 'string') return false
  const wanted = Buffer.from(csrfTokenOf(sessionToken))
  const bytes = Buffer.from(given)
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}
