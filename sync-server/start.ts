import { resolve } from 'node:path'
import { realDeps } from './deps.ts'
import { createSetupLink, resolveAdminToken } from './identity/index.ts'
import { loadDemo } from './load-demo.ts'
import { readVersion } from './places.ts'
import { startOffice, type RunningOffice } from './server.ts'
import { readStartConfig, StartError, type StartConfig } from './start-config.ts'

async function main(): Promise<void> {
  const config = readStartConfig(process.argv.slice(2), process.env)
  const deps = realDeps()
  const dataFolder = config.dataFolder === undefined ? undefined : resolve(config.dataFolder)
  const adminToken = resolveAdminToken({
    given: config.givenToken,
    dataFolder,
    randomBytes: (count) => deps.randomBytes(count),
  })
  if (dataFolder === undefined && config.databaseUrl === undefined) {
    say('Nothing is kept: give --data DIR, or DATABASE_URL for PostgreSQL.')
    if (config.givenToken === undefined) say(`Token of this run: ${adminToken}`)
  }
  const running = await startOffice(
    { ...config, dataFolder, adminToken, version: readVersion() },
    deps,
  ).catch((error: unknown) => {
    throw explain(error, config)
  })
  endOnSignals(running)
  const setupToken = await createSetupLink(running.office.store, deps)
  if (setupToken !== null) {
    const address = running.office.publicUrl ?? running.url
    say(
      `First visit: ${address}/welcome#${setupToken} makes the first administrator, once, within a day.`,
    )
  }
  if (config.isDemo) await loadDemo(running.office, { url: running.url, adminToken })
  process.stdout.write(`${JSON.stringify({ ready: true, url: running.url })}\n`)
}

/** The first signal ends in order; a second one ends at once. */
function endOnSignals(running: RunningOffice): void {
  let isEnding = false
  const end = (): void => {
    if (isEnding) process.exit(1)
    isEnding = true
    void running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** What stops an office from starting, in words. Anything else keeps its stack. */
function explain(error: unknown, config: StartConfig): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  const { host, port } = config
  if (code === 'EADDRINUSE') return new StartError(`Port ${port} on ${host} is in use.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`Cannot listen on ${host}, or the database's host is not known.`)
  }
  if (code === 'EACCES') return new StartError(`No permission for port ${port} or the data folder.`)
  if (code === 'ECONNREFUSED')
    return new StartError('The database of DATABASE_URL does not answer.')
  if (code === '28P01' || code === '28000') {
    return new StartError('The database of DATABASE_URL refuses this user or password.')
  }
  if (code === '3D000') return new StartError('The database named in DATABASE_URL does not exist.')
  if (
    error instanceof Error &&
    /another office|another version|newer Loadline|^The restore of|^With LOADLINE_/.test(
      error.message,
    )
  ) {
    return new StartError(`${error.message}.`)
  }
  return error
}

function describe(error: unknown): string {
  if (error instanceof StartError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

main().catch((error: unknown) => {
  say(describe(error))
  process.exit(1)
})
