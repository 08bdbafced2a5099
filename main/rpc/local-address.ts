import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { SHELL_ORIGIN } from '#contract/rpc/shell-bridge.ts'

export type LocalAddress = { port: number }

/** Names a page of this host may be reached by; any other Host is a rebinding attempt. */
function hostsOf({ port }: LocalAddress): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`]
}

export function isAllowedHost(headers: IncomingHttpHeaders, address: LocalAddress): boolean {
  return headers.host !== undefined && hostsOf(address).includes(headers.host)
}

/** No Origin is a program, not a page; a page must be ours or the shell's. */
export function isAllowedOrigin(headers: IncomingHttpHeaders, address: LocalAddress): boolean {
  const { origin } = headers
  if (origin === undefined || origin === SHELL_ORIGIN) return true
  return hostsOf(address).some((host) => origin === `http://${host}`)
}

export function isAllowedPage(headers: IncomingHttpHeaders, address: LocalAddress): boolean {
  return isAllowedHost(headers, address) && isAllowedOrigin(headers, address)
}

/** Compares in constant time whatever the lengths. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'))
}
