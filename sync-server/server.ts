import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { destination, pino, type Logger } from 'pino'
import { readOfficeAddress } from '#contract/barcode/enrolment-qr.ts'
import { MIN_STATION_VERSION } from '#contract/sync/limits.ts'
import { createHandlers } from './handlers.ts'
import { createAuthenticate, createKnownCallers } from './http/auth.ts'
import { createHttpServer } from './http/http-server.ts'
import { createSeal } from './identity/create-seal.ts'
import { createMetrics } from './http/metrics.ts'
import { readTrustedProxies, type TrustedProxies } from './http/trusted-proxies.ts'
import { startJobs } from './jobs/index.ts'
import { prepareOffice } from './prepare-office.ts'
import type { OfficeDeps } from './deps.ts'
import type { Office } from './office.ts'
import { type Guard, readAllowList, resolveName, startOutbox } from './outbox/index.ts'
import { openStore, type Store } from './store/index.ts'
import { startHub } from './sync/index.ts'

export type OfficeConfig = {
  host: string
  /** 0 takes any free port. */
  port: number
  version: string
  adminToken: string
  /** PostgreSQL; wins over `dataFolder`. */
  databaseUrl?: string | undefined
  connections?: number | undefined
  /** PGlite's folder; in memory when absent. */
  dataFolder?: string | undefined
  logLevel?: string | undefined
  /** Addresses inside the house that webhooks may go to: `host[:port]` and CIDR, with commas. */
  webhookAllow?: string | undefined
  /** Proxies whose `X-Forwarded-For` is believed: addresses and CIDR, with commas. */
  trustedProxies?: string | undefined
  /** Where benches reach this office, for the codes that enrol them. */
  publicUrl?: string | undefined
  /** The oldest station app that is still given work; `MIN_STATION_VERSION` when absent (VER-1). */
  minStationVersion?: string | undefined
  /** Tests check every answer against the route table. */
  checkAnswers?: boolean | undefined
  /** An open store to use instead; its owner closes it. */
  store?: Store | undefined
}

/** Longer than any call may wait for a lock. */
const CLOSE_TIMEOUT_MS = 10_000

export type RunningOffice = { url: string; office: Office; close(): Promise<void> }

/** Starts an office and undoes everything in reverse when it is closed. */
export async function startOffice(config: OfficeConfig, deps: OfficeDeps): Promise<RunningOffice> {
  const log = createLog(config.logLevel ?? 'info')
  const guard = createGuard(config.webhookAllow ?? '')
  const trustedProxies = createTrustedProxies(config.trustedProxies ?? '')
  const metrics = createMetrics()
  const onCollision = (code: string) => metrics.collisions.inc({ code })
  const store = config.store ?? (await openOwnStore(config, deps, onCollision))
  const closers: (() => Promise<void>)[] = config.store ? [] : [() => store.close()]
  try {
    const hub = await startHub(store, deps)
    closers.push(() => hub.close())
    const callers = createKnownCallers({ store, clock: deps.clock })
    const office: Office = {
      version: config.version,
      store,
      deps,
      metrics,
      log,
      minStationVersion: config.minStationVersion ?? MIN_STATION_VERSION,
      publicUrl: config.publicUrl ?? null,
      seal: createSeal(config.adminToken),
      poke: (warehouse) => hub.poke(warehouse),
      forgetCallers: () => callers.forget(),
    }
    await prepareOffice(office)
    const app = createHttpServer({
      office,
      authenticate: createAuthenticate({ adminToken: config.adminToken, callers }),
      handlers: createHandlers(office, { hub, guard }),
      trustedProxies,
      checkAnswers: config.checkAnswers ?? false,
    })
    // The hub goes first: its streams are calls that would never finish by themselves.
    closers.splice(-1, 0, () => closeHttp(app, deps))
    closers.push(startJobs(office))
    const outbox = startOutbox(office, guard)
    closers.push(() => outbox.close())
    await app.listen({ host: config.host, port: config.port })
    const { port } = app.server.address() as AddressInfo
    const host = config.host.includes(':') ? `[${config.host}]` : config.host
    const url = `http://${host}:${port}`
    // Benches of this very machine, and no others, may come without encryption.
    const own = readOfficeAddress(url)
    if (own.ok) office.publicUrl ??= own.value
    return { url, office, close: () => closeInReverse(closers) }
  } catch (error) {
    await closeInReverse(closers)
    throw error
  }
}

async function openOwnStore(
  config: OfficeConfig,
  deps: OfficeDeps,
  onCollision: (code: string) => void,
): Promise<Store> {
  const { databaseUrl, connections, dataFolder } = config
  if (databaseUrl === undefined && dataFolder !== undefined) {
    mkdirSync(dataFolder, { recursive: true })
  }
  return openStore({
    databaseUrl,
    connections,
    dataFolder,
    sleep: (durationMs) => deps.sleep(durationMs),
    onCollision,
  })
}

function createGuard(webhookAllow: string): Guard {
  const allow = readAllowList(webhookAllow)
  if (!allow.ok) throw new Error(`${allow.error} is neither host[:port] nor CIDR`)
  return { allow: allow.value, resolve: resolveName }
}

function createTrustedProxies(text: string): TrustedProxies {
  const proxies = readTrustedProxies(text)
  if (!proxies.ok) throw new Error(`${proxies.error} is neither an address nor CIDR`)
  return proxies.value
}

async function closeInReverse(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}

/** Calls under way are answered; what takes too long is cut off. */
async function closeHttp(app: FastifyInstance, deps: OfficeDeps): Promise<void> {
  const stop = deps.every(CLOSE_TIMEOUT_MS, () => app.server.closeAllConnections())
  await app.close()
  stop()
}

/** JSON lines on stderr; stdout belongs to the ready line. */
function createLog(level: string): Logger {
  const secrets = ['authorization', 'token', 'pin', 'password', 'secret', 'qrKey', 'badgeCode']
  const redact = ['authorization', ...secrets.map((name) => `*.${name}`)]
  return pino(
    { level, base: null, redact, serializers: { err: plainError } },
    destination({ dest: 2, sync: true }),
  )
}

/** Without what a database driver hangs on its errors: statements, parameters, rows. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  return { name, message, stack, ...('code' in error ? { code: error.code } : {}) }
}
