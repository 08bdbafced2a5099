import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { type CallOrigin, isLoopbackHost, isSameName } from './own-page.ts'
import { Problem } from './problem.ts'
import type { TrustedProxies } from './trusted-proxies.ts'

/** How long whoever calls may take, and how much they may hold. */
export type CallLimits = {
  /** From the first byte to the end of the headers. */
  headersTimeoutMs: number
  /** From the first byte to the end of the body: a station on bad Wi-Fi gets this long. */
  requestTimeoutMs: number
  /** How often connections are looked at for that. */
  checkEveryMs: number
  headerBytesMax: number
  /**
   * Connections open at once from one address that is no trusted proxy, and from all. Two hundred benches and a
   * hundred browsers of one house may stand behind one address, with some connections each.
   */
  connectionsPerAddressMax: number
  connectionsMax: number
}

export const CALL_LIMITS: CallLimits = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkEveryMs: 2_000,
  headerBytesMax: 16 * 1024,
  connectionsPerAddressMax: 2_000,
  connectionsMax: 5_000,
}

/** A year, for this name alone: what else the house has under its domain is not ours to decide. */
const STRICT_TRANSPORT = 'max-age=31536000'

/** Answers are read by programs and by our own page; opened in a window by themselves they may do nothing. */
const INERT = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': INERT,
  'cache-control': 'no-store',
} as const

export type WallOptions = {
  /** Whether the office listens to this machine only. */
  isLoopback: boolean
  /** The address that was configured, and not one found out at the start. */
  publicUrl: string | null
  trustedProxies: TrustedProxies | undefined
}

/** Headers that every answer has, and the names that the office answers to. */
export function addWalls(app: FastifyInstance, options: WallOptions): void {
  app.addHook('onRequest', (request, reply, done) => {
    putHeaders(request, reply, options)
    if (isOwnName(request, options)) return done()
    done(new Problem('wrong-host', `nothing here goes by the name of ${request.host}`))
  })
}

export function putHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  options: WallOptions,
): void {
  reply.headers({ 'x-request-id': request.id, ...COMMON_HEADERS })
  if (isSecure(request, options)) reply.header('strict-transport-security', STRICT_TRANSPORT)
}

export function originOf(request: FastifyRequest, options: WallOptions): CallOrigin {
  const { headers, host } = request
  return { headers, host, isSecure: isSecure(request, options), publicUrl: options.publicUrl }
}

/** Over TLS to us, to a proxy that says so, or to whatever stands behind an address with https. */
export function isSecure(request: FastifyRequest, { publicUrl }: WallOptions): boolean {
  if (request.protocol === 'https') return true
  return publicUrl !== null && publicUrl.startsWith('https:') && isNameOf(publicUrl, request.host)
}

/**
 * A page of somebody whose name server says 127.0.0.1 would be a page of ours to the browser (DNS rebinding).
 * An office that listens to the network is reached by whatever name the house gives it, as is a proxy.
 */
function isOwnName({ host }: FastifyRequest, options: WallOptions): boolean {
  const { isLoopback, publicUrl, trustedProxies } = options
  if (!isLoopback || isLoopbackHost(host)) return true
  if (publicUrl !== null) return isNameOf(publicUrl, host)
  return trustedProxies?.isEmpty === false
}

function isNameOf(url: string, host: string): boolean {
  return isSameName(new URL(url).host, host)
}

/** One address that opens connection after connection is let no further before others go without. */
export function limitConnections(
  server: Server,
  { connectionsMax, connectionsPerAddressMax }: CallLimits,
  trustedProxies: TrustedProxies | undefined,
): void {
  const open = new Map<string, number>()
  server.maxConnections = connectionsMax
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket
    if (trustedProxies?.includes(remoteAddress)) return
    const count = (open.get(remoteAddress) ?? 0) + 1
    if (count > connectionsPerAddressMax) {
      socket.destroy()
      return
    }
    open.set(remoteAddress, count)
    socket.once('close', () => {
      const left = (open.get(remoteAddress) ?? 1) - 1
      if (left === 0) open.delete(remoteAddress)
      else open.set(remoteAddress, left)
    })
  })
}
