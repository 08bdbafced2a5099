import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { fail, ok, type Result } from '#contract/result.ts'
import type { AllowList } from './allow-list.ts'

export type Address = { address: string; family: 4 | 6 }

/** Every address of a name; rejects when there is none. */
export type Resolve = (hostname: string) => Promise<Address[]>

/** How the office finds and judges whom it may call. */
export type Guard = { allow: AllowList; resolve: Resolve }

/** The addresses that were checked: a call goes to these and no others. */
export type Target = { url: URL; addresses: readonly [Address, ...Address[]] }

/** Names with more addresses than this are not ours to call. */
const ADDRESSES_MAX = 16

export const resolveName: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 4 ? 4 : 6 }))
}

/**
 * Decides whether a webhook may be called, and where. Others type these addresses, so nothing inside
 * the house answers unless it is on the list: only https to public addresses. A name is resolved here
 * once and each of its addresses must pass; who calls must not resolve it again. Fails with a sentence.
 */
export async function findTarget(text: string, guard: Guard): Promise<Result<Target, string>> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return fail('it must be https')
  if (url.username !== '' || url.password !== '' || url.hash !== '') {
    return fail('it must have no user, password or fragment')
  }
  const hostname = url.hostname.replaceAll(/^\[|\]$/g, '')
  const found = await addressesOf(hostname, guard.resolve)
  const [first, ...others] = found
  if (first === undefined) return fail(`${hostname} has no address`)
  if (found.length > ADDRESSES_MAX) return fail(`${hostname} has too many addresses`)
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
  for (const { address } of found) {
    const place = { hostname, port, address: embeddedIPv4(address) ?? address }
    if (guard.allow.allows(place)) continue
    if (!isPublicAddress(address)) return fail(`${hostname} is an address that is not public`)
    if (url.protocol === 'http:') return fail('it must be https')
  }
  return ok({ url, addresses: [first, ...others] })
}

/** Whether an address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const inner = embeddedIPv4(address)
  if (inner !== null) return !NOT_PUBLIC.check(inner, 'ipv4')
  const isGlobal = isIP(address) === 6 && GLOBAL_UNICAST.check(address, 'ipv6')
  return isGlobal && !NOT_PUBLIC.check(address, 'ipv6')
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<Address[]> {
  const family = isIP(hostname)
  if (family !== 0) return [{ address: hostname, family: family === 4 ? 4 : 6 }]
  return resolve(hostname).catch(() => [])
}

/** IANA's special-purpose registries, without the few that are routed everywhere. */
const NOT_PUBLIC = blockListOf([
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Inside 2000::/3: protocol assignments with Teredo, documentation, and 6to4, which holds an IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
])

const GLOBAL_UNICAST = blockListOf([['2000::', 3]])

/** IPv6 forms that a system turns into the IPv4 address at their end (RFC 4291, RFC 6052). */
const HOLDS_IPV4 = blockListOf([
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
])

function embeddedIPv4(address: string): string | null {
  const family = isIP(address)
  if (family === 4) return address
  if (family === 0 || address.includes('%') || !HOLDS_IPV4.check(address, 'ipv6')) return null
  // The URL parser writes every form of an IPv6 address the one short way, its end in hex.
  const short = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [low = '0', high = '0'] = short.split(':').toReversed()
  const [a, b] = [Number.parseInt(high || '0', 16), Number.parseInt(low || '0', 16)]
  return [a >> 8, a & 255, b >> 8, b & 255].join('.')
}

function blockListOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [network, bits] of networks) {
    list.addSubnet(network, bits, isIP(network) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}
