import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { DestinationStream } from 'pino'
import { readOfficeAddress } from '#contract/barcode/enrolment-qr.ts'
import { MIN_STATION_VERSION } from '#contract/sync/limits.ts'
import { startChangeHub } from './console/index.ts'
import { createHandlers } from './handlers.ts'
import { createAuthenticate, createKnownCallers } from './http/auth.ts'
import { readConsole } from './http/console-files.ts'
import { createHttpServer } from './http/http-server.ts'
import { type CompanyConfig, createCompanySignIn } from './identity/company-sign-in.ts'
import { createSeal } from './identity/create-seal.ts'
import { createMetrics } from './http/metrics.ts'
import { measureStore } from './health/index.ts'
import { isLoopbackHost } from './http/own-page.ts'
import { type CertificateFiles, followCertificate, readCertificate } from './http/tls.ts'
import { readTrustedProxies, type TrustedProxies } from './http/trusted-proxies.ts'
import type { CallLimits } from './http/walls.ts'
import { watchIntents } from './intents-folder/index.ts'
import { startJobs } from './jobs/index.ts'
import { createLog } from './log/index.ts'
import { BUILT_CONSOLE } from './places.ts'
import { prepareOffice } from './prepare-office.ts'
import type { OfficeDeps } from './deps.ts'
import type { Office } from './office.ts'
import {
  type Guard,
  type NatsConfig,
  readAllowList,
  resolveName,
  startNats,
  startOutbox,
} from './outbox/index.ts'
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
  /** Where log lines go; stderr when absent. */
  logStream?: DestinationStream | undefined
  /** Addresses inside the house that webhooks may go to: `host[:port]` and CIDR, with commas. */
  webhookAllow?: string | undefined
  /** Proxies whose `X-Forwarded-For` is believed: addresses and CIDR, with commas. */
  trustedProxies?: string | undefined
  /** Where benches reach this office, for the codes that enrol them. */
  publicUrl?: string | undefined
  /** Certificate and key of an office that speaks TLS itself; it is http when absent. */
  tls?: CertificateFiles | undefined
  /** The company's own log-in (OpenID Connect), where it has one. */
  company?: CompanyConfig | undefined
  /** Where events go besides to webhooks: a stream of NATS JetStream. */
  nats?: NatsConfig | undefined
  /** A folder whose files are imported as order intents. */
  intentsFolder?: string | undefined
  /** Other times and sizes than `CALL_LIMITS`. */
  callLimits?: Partial<CallLimits> | undefined
  /** Where the build left the console; `out/office` when absent. */
  consoleFolder?: string | undefined
  /** Days after which finished orders no longer say who they were for; never when absent. */
  customerDays?: number | undefined
  /** How long `/readyz` says that the office ends before it takes no more calls; at once when absent. */
  drainMs?: number | undefined
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
  const log = createLog(config.logLevel ?? 'info', config.logStream)
  const guard = createGuard(config.webhookAllow ?? '')
  const trustedProxies = createTrustedProxies(config.trustedProxies ?? '')
  const metrics = createMetrics()
  const certificate = config.tls === undefined ? null : readCertificate(config.tls)
  const consoleFiles = readConsole(config.consoleFolder ?? BUILT_CONSOLE)
  const onCollision = (code: string) => metrics.collisions.inc({ code })
  const opened = config.store ?? (await openOwnStore(config, deps, onCollision))
  const store = measureStore(opened, metrics)
  const closers: (() => Promise<void>)[] = config.store ? [] : [() => store.close()]
  try {
    const hub = await startHub(store, deps)
    closers.push(() => hub.close())
    const changes = await startChangeHub(store, deps)
    closers.push(() => changes.close())
    const callers = createKnownCallers({ store, clock: deps.clock })
    const office: Office = {
      version: config.version,
      store,
      deps,
      metrics,
      log,
      customerDays: config.customerDays ?? null,
      health: { isClosing: false, jobsAliveAtMs: deps.clock.now() },
      minStationVersion: config.minStationVersion ?? MIN_STATION_VERSION,
      publicUrl: config.publicUrl ?? null,
      seal: createSeal(config.adminToken),
      poke: (warehouse) => hub.poke(warehouse),
      tell: (topics) => changes.tell(topics),
      forgetCallers: () => callers.forget(),
    }
    await prepareOffice(office)
    const company = createCompanySignIn(config.company, office)
    const app = createHttpServer({
      office,
      authenticate: createAuthenticate({ adminToken: config.adminToken, callers }),
      handlers: createHandlers(office, { hub, changes, guard, consoleFiles, company }),
      consoleFiles,
      trustedProxies,
      isLoopback: isLoopbackHost(config.host),
      publicUrl: config.publicUrl ?? null,
      certificate,
      ...(config.callLimits === undefined ? {} : { limits: config.callLimits }),
      checkAnswers: config.checkAnswers ?? false,
    })
    // The hubs go first: their streams are calls that would never finish by themselves.
    closers.splice(-2, 0, () => closeHttp(app, deps))
    closers.push(startJobs(office))
    closers.push(...(await startExchange(office, config, guard)))
    await app.listen({ host: config.host, port: config.port })
    if (config.tls !== undefined) {
      const stop = followCertificate(app, config.tls, { log, deps })
      closers.push(() => Promise.resolve(stop()))
    }
    const { port } = app.server.address() as AddressInfo
    const host = config.host.includes(':') ? `[${config.host}]` : config.host
    const url = `${certificate === null ? 'http' : 'https'}://${host}:${port}`
    // Benches of this very machine, and no others, may come without encryption.
    const own = readOfficeAddress(url)
    if (own.ok) office.publicUrl ??= own.value
    const close = async () => {
      office.health.isClosing = true
      // Whoever spreads the calls hears of it before the door is shut.
      if ((config.drainMs ?? 0) > 0) await deps.sleep(config.drainMs ?? 0)
      await closeInReverse(closers)
    }
    return { url, office, close }
  } catch (error) {
    await closeInReverse(closers)
    throw error
  }
}

/** What goes to other programs by itself, and comes from them; answers with what ends it. */
async function startExchange(
  office: Office,
  config: OfficeConfig,
  guard: Guard,
): Promise<(() => Promise<void>)[]> {
  const nats = config.nats === undefined ? null : await startNats(office, config.nats)
  const outbox = startOutbox(office, guard, nats)
  const { intentsFolder } = config
  const watch = intentsFolder === undefined ? null : watchIntents(office, intentsFolder)
  return [
    () => nats?.close() ?? Promise.resolve(),
    () => outbox.close(),
    () => watch?.close() ?? Promise.resolve(),
  ]
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
