import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APP_VERSION } from './app-version.ts'
import { systemClock } from './clock.ts'
import { readDevicesFile } from './devices/read-devices-file.ts'
import { identityOf } from './enrol.ts'
import { uuidV7 } from './ids.ts'
import { portOf, StartError, type StartFlags } from './start-flags.ts'
import { newLocalToken, type StationConfig } from './station.ts'
import { StationHost } from './station-host.ts'
import { readIdentity } from './store/identity.ts'
import { stopOfFolder } from './store/log-stop.ts'
import { beginNewLog } from './store/own-log.ts'
import { lockDataFolder } from './store/single-instance.ts'
import { httpOfficeClient } from './sync/office-client.ts'

/** Runs one bench until it is told to stop; prints its ready line on stdout. */
export async function runStation(dataFolder: string, values: StartFlags): Promise<void> {
  const devices = readDevicesFile(values.devices)
  let token: string | null = null
  const known = readIdentity(dataFolder)
  const serverUrl = checkedUrl(values.server ?? known?.serverUrl ?? null)
  const closing = new AbortController()
  const office = httpOfficeClient({
    url: serverUrl ?? '',
    token: () => token,
    // A bench that the office knows again gets its new token in its data folder.
    onUnauthorized: () => (token = readIdentity(dataFolder)?.token ?? token),
    closing: closing.signal,
  })
  // oxlint-disable-next-line no-restricted-properties -- the host's one source of chance
  const random = Math.random
  if (values['new-log'] === true) renewLog(dataFolder)
  const identity = await identityOf({
    dataFolder,
    serverUrl,
    code: values.code ?? null,
    appVersion: APP_VERSION,
    office,
    clock: systemClock,
    random,
    onTrouble: say,
  })
  token = identity.token
  const config: StationConfig = {
    dataFolder,
    identity,
    devices,
    port: portOf(values.port),
    localToken: process.env['LOADLINE_STATION_TOKEN'] ?? writtenToken(dataFolder),
    pagesFolder: pagesFolder(values.pages),
    appVersion: APP_VERSION,
    isDemo: values.demo ?? false,
  }
  const newId = uuidV7(systemClock)
  const parts = { clock: systemClock, newId, random, office, onTrouble: say }
  const host = new StationHost(config, parts)
  const station = await host.start()
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: station.url, stationId: station.stationId })}\n`,
  )
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      closing.abort()
      void host.close().then(() => process.exit(0))
    })
  }
}

/** `--new-log`: for a log that was stopped. Any other is left alone, however often the flag is given. */
function renewLog(dataFolder: string): void {
  const identity = readIdentity(dataFolder)
  const lock = lockDataFolder(dataFolder)
  try {
    const reason = stopOfFolder(dataFolder)
    if (identity === null || reason === null) {
      say('this bench has no log that was stopped; it goes on with the one it has')
      return
    }
    const nowMs = systemClock.now()
    beginNewLog({ dataFolder, identity, nowMs, reason, onTrouble: say })
  } finally {
    lock.release()
  }
}

/** A new local token at every start, in a file that only the bench's own account may read. */
function writtenToken(dataFolder: string): string {
  const token = newLocalToken()
  const path = join(dataFolder, 'local-token')
  rmSync(path, { force: true })
  writeFileSync(path, token, { mode: 0o600 })
  say(`screens of this machine open at the bench's address with #token= and what is in ${path}`)
  return token
}

/** Plain http only to this very machine; anything further away must be encrypted. */
function checkedUrl(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isLoopback = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)) return url.origin
  throw new StartError('--server must be an https address, or http on this machine.')
}

/** The built screens: beside the built host, or in the source tree's `out/`. */
function pagesFolder(given: string | undefined): string | null {
  const here = dirname(fileURLToPath(import.meta.url))
  // In the source tree `../renderer` is the screens' source, so the built ones come first.
  const candidates = [given, join(here, '../out/renderer'), join(here, '../renderer')]
  return (
    candidates
      .filter((path) => path !== undefined)
      .map((path) => resolve(path))
      .find((path) => existsSync(join(path, 'index.html'))) ?? null
  )
}

function say(text: string): void {
  const line = { time: new Date(systemClock.now()).toISOString(), text }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
