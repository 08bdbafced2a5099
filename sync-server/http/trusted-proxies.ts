import { fail, ok, type Result } from '#contract/result.ts'
import { type Network, readNetwork } from './network.ts'

/** Proxies of the house. Anybody else may write into `X-Forwarded-For` what they like. */
export type TrustedProxies = { isEmpty: boolean; includes(address: string): boolean }

/** Reads addresses and CIDR, with commas between. Fails with the entry it can't read. */
export function readTrustedProxies(text: string): Result<TrustedProxies, string> {
  const networks: Network[] = []
  for (const part of text.split(',').map((entry) => entry.trim())) {
    if (part === '') continue
    const network = readNetwork(part)
    if (network === null) return fail(part)
    networks.push(network)
  }
  return ok({
    isEmpty: networks.length === 0,
    includes: (address) => networks.some((network) => network.includes(address)),
  })
}
