import { BlockList, isIP } from 'node:net'

/** Some addresses that belong together; an IPv4 address is the same in its IPv6 form. */
export type Network = { includes(address: string): boolean }

/** Reads CIDR, as `10.0.0.0/8`, or a single address; null when it is neither. */
export function readNetwork(text: string): Network | null {
  const [network = '', bits, ...more] = text.split('/')
  const family = isIP(network)
  const bitsMax = family === 4 ? 32 : 128
  const prefix = bits ?? String(bitsMax)
  const isPrefix = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bitsMax
  if (family === 0 || !isPrefix || more.length > 0) return null
  const list = new BlockList()
  list.addSubnet(network, Number(prefix), family === 4 ? 'ipv4' : 'ipv6')
  return { includes: (address) => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4') }
}
