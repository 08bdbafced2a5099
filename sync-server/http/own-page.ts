import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { Problem } from './problem.ts'

/** What a call says of the way it came, as far as whoever listens or a trusted proxy vouches for it. */
export type CallOrigin = {
  headers: IncomingHttpHeaders
  /** The host that was asked for, by our own eyes or a trusted proxy's. */
  host: string
  /** True where the call came over TLS, to us or to a proxy. */
  isSecure: boolean
  /** The office's own address, where somebody said so. */
  publicUrl: string | null
}

/**
 * Refuses what a page of somebody else made a browser send. Browsers say where a call comes from and let
 * no page change it; a program says nothing, and then its token or `x-csrf-token` has to do.
 */
export function requireOwnPage({ headers, host, publicUrl }: CallOrigin): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign()
  const { origin } = headers
  if (origin === undefined) return
  if (hostOf(origin) !== host.toLowerCase() && origin !== publicUrl) throw foreign()
}

/** Whether a name leads to this very machine, whoever's name server one asks. */
export function isLoopbackHost(host: string): boolean {
  const name = nameOf(host)
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

/** Whether two hosts are one name, whatever their ports. */
export function isSameName(host: string, other: string): boolean {
  return nameOf(host) === nameOf(other)
}

/** `loadline.example:8443` → `loadline.example`; `[::1]:4400` → `::1`. */
function nameOf(host: string): string {
  return host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

function foreign(): Problem {
  return new Problem('bad-csrf-token', 'the page that made this call is not one of this office')
}
