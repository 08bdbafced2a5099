/** What the build writes into `index.html` wherever the nonce of one answer belongs. */
export const CSP_NONCE_PLACEHOLDER = 'LOADLINE_CSP_NONCE'

/** At least 128 random bits in base64 or hex. */
const NONCE = /^[A-Za-z0-9+/=_-]{16,}$/

/**
 * The content security policy of a station page. Styles need the nonce because the component
 * library writes `<style>` elements; scripts come from files alone. `connect` names the sockets a page
 * may open besides its own origin.
 */
export function pagePolicy(options: { nonce: string; connect: readonly string[] }): string {
  if (!NONCE.test(options.nonce)) throw new Error('a nonce is 16 characters of base64 or more')
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${options.nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    ["connect-src 'self'", ...options.connect.map(socketOrigin)].join(' '),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** A policy names origins; anything that could end the directive early is refused. */
function socketOrigin(url: string): string {
  const origin = /^wss?:\/\/[A-Za-z0-9.:[\]-]+/.exec(url)?.[0]
  if (origin === undefined) throw new Error('a page connects to ws: or wss: addresses only')
  return origin
}
