import { isIP } from 'node:net'
import { fail, ok, type Result } from '#contract/result.ts'
import { readNetwork as readAddressNetwork } from '../http/network.ts'

/** Where a call goes; `hostname` as the address names it, without brackets. */
export type Place = { hostname: string; port: number; address: string }

/** Addresses inside the house that may be called all the same, as an ERP on site. */
export type AllowList = { allows(place: Place): boolean }

type Entry = (place: Place) => boolean

/** Reads `host[:port]` and CIDR, with commas between. Fails with the entry it can't read. */
export function readAllowList(text: string): Result<AllowList, string> {
  const entries: Entry[] = []
  for (const part of text.split(',').map((entry) => entry.trim())) {
    if (part === '') continue
    const entry = part.includes('/') ? readNetwork(part) : readHost(part)
    if (entry === null) return fail(part)
    entries.push(entry)
  }
  return ok({ allows: (place) => entries.some((entry) => entry(place)) })
}

function readNetwork(text: string): Entry | null {
  const network = readAddressNetwork(text)
  return network === null ? null : ({ address }) => network.includes(address)
}

const HOST = /^(?:\[([\da-f:.]+)\]|([\da-z.-]+))(?::(\d{1,5}))?$/

function readHost(text: string): Entry | null {
  const lower = text.toLowerCase()
  const [, bracketed, plain, port] = isIP(lower) === 6 ? [lower, lower] : (HOST.exec(lower) ?? [])
  const host = bracketed ?? plain
  if (host === undefined || (bracketed !== undefined && isIP(bracketed) !== 6)) return null
  if (port !== undefined && Number(port) > 65_535) return null
  return (place) =>
    (place.hostname === host || place.address === host) &&
    (port === undefined || place.port === Number(port))
}
