import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { destination, pino, type Logger } from 'pino'
import { createHandlers } from './handlers.ts'
import { createAuthenticate } from './http/auth.ts'
import { createHttpServer } from './http/http-server.ts'
import { createMetrics } from './http/metrics.ts'
import { startJobs } from './jobs/index.ts'
import { prepareOffice } from './prepare-office.ts'
import type { OfficeDeps } from './deps.ts'
import type { Office } from './office.ts'
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
  /** PGlite's folder; in memory when absent. */
  dataFolder?: string | undefined
  logLevel?: string | undefined
  /** Tests check every answer against the route table. */
  checkAnswers?: boolean | undefined
  /** An open store to use instead; its owner closes it. */
  store?: Store | undefined
}

export type RunningOffice = { url: string; office: Office; close(): Promise<void> }

/** Starts an office and undoes everything in reverse when it is closed. */
export async function startOffice(config: OfficeConfig, deps: OfficeDeps): Promise<RunningOffice> {
  const log = createLog(config.logLevel ?? 'info')
  const store = config.store ?? (await openOwnStore(config, deps))
  const closers: (() => Promise<void>)[] = config.store ? [] : [() => store.close()]
  const hub = await startHub(store, deps)
  closers.push(() => hub.close())
  const office: Office = {
    version: config.version,
    store,
    deps,
    metrics: createMetrics(),
    log,
    poke: (warehouse) => hub.poke(warehouse),
  }
  try {
    await prepareOffice(office)
    const app = createHttpServer({
      office,
      authenticate: createAuthenticate({
        adminToken: config.adminToken,
        store,
        clock: deps.clock,
      }),
      handlers: createHandlers(office, hub),
      checkAnswers: config.checkAnswers ?? false,
    })
    closers.push(() => app.close(), startJobs(office))
    await app.listen({ host: config.host, port: config.port })
    const { port } = app.server.address() as AddressInfo
    const host = config.host.includes(':') ? `[${config.host}]` : config.host
    return { url: `http://${host}:${port}`, office, close: () => closeInReverse(closers) }
  } catch (error) {
    await closeInReverse(closers)
    throw error
  }
}

async function openOwnStore(config: OfficeConfig, deps: OfficeDeps): Promise<Store> {
  const { databaseUrl, dataFolder } = config
  if (databaseUrl === undefined && dataFolder !== undefined) {
    mkdirSync(dataFolder, { recursive: true })
  }
  return openStore({ databaseUrl, dataFolder, sleep: (durationMs) => deps.sleep(durationMs) })
}

async function closeInReverse(closers: (() => Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}

/** JSON lines on stderr; stdout belongs to the ready line. */
function createLog(level: string): Logger {
  const redact = ['authorization', '*.authorization', '*.token', '*.pin', '*.qrKey', '*.badgeCode']
  return pino({ level, base: null, redact }, destination({ dest: 2, sync: true }))
}
