import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { APP_VERSION } from './app-version.ts'
import { systemClock } from './clock.ts'
import type { DeviceConfig } from './devices/device-config.ts'
import { readDevicesFile } from './devices/read-devices-file.ts'
import { logLine } from './log-line.ts'
import { identityOf, refuseLogWithoutIdentity } from './enrol.ts'
import { startFirstRun } from './first-run/start-first-run.ts'
import { uuidV7 } from './ids.ts'
import { shellParent } from './rpc/port-door.ts'
import { portOf, StartError, type StartFlags } from './start-flags.ts'
import { newLocalToken, type StationConfig } from './station.ts'
import { StationHost } from './station-host.ts'
import { readIdentity, type StationIdentity } from './store/identity.ts'
import { stopOfFolder } from './store/log-stop.ts'
import { beginNewLog } from './store/own-log.ts'
import { lockDataFolder } from './store/single-instance.ts'
import { httpOfficeClient } from './sync/office-client.ts'

/** Runs one bench until it is told to stop; prints a ready line on stdout for whatever it comes to be. */
export async function runStation(dataFolder: string, values: StartFlags): Promise<void> {
  const devices = readDevicesFile(values.devices)
  const known = readIdentity(dataFolder)
  const serverUrl = checkedUrl(values.server ?? known?.serverUrl ?? null)
  const closing = new AbortController()
  // oxlint-disable-next-line no-restricted-properties -- the host's one source of chance
  const random = Math.random
  if (values['new-log'] === true) renewLog(dataFolder)
  const start: Start = { dataFolder, values, devices, random, closing, localToken: null }
  const isFirstRun = known === null && values.code === undefined
  const first = isFirstRun ? await firstRun(start) : null
  const newId = uuidV7(systemClock)
  const office = officeOf(start, first?.identity.serverUrl ?? serverUrl ?? '', newId)
  const identity =
    first?.identity ??
    (await identityOf({
      dataFolder,
      serverUrl,
      code: values.code ?? null,
      appVersion: APP_VERSION,
      office: office.client,
      clock: systemClock,
      random,
      onTrouble: say,
    }))
  office.know(identity)
  const config: StationConfig = {
    dataFolder,
    identity,
    devices,
    devicesFile: values.devices === undefined ? null : resolve(values.devices),
    port: first?.port ?? portOf(values.port),
    localToken: localTokenOf(start),
    pagesFolder: pagesFolder(values.pages),
    appVersion: APP_VERSION,
    isDemo: values.demo ?? false,
  }
  const parts = { clock: systemClock, newId, random, office: office.client, onTrouble: say }
  const host = new StationHost(config, parts)
  const station = await host.start()
  sayReady(station)
  onStopSignal(closing, () => host.close())
}

type Start = {
  dataFolder: string
  values: StartFlags
  devices: DeviceConfig
  random: () => number
  closing: AbortController
  localToken: string | null
}

/**
 * A bench that belongs to nobody waits at its own door for an enrolment code. Under the shell the process
 * ends once it has one, and the shell, whose windows hold ports to it, starts another.
 */
async function firstRun(start: Start): Promise<{ identity: StationIdentity; port: number }> {
  const { dataFolder, values, devices, random, closing } = start
  refuseLogWithoutIdentity(dataFolder)
  mkdirSync(dataFolder, { recursive: true })
  const config = {
    dataFolder,
    devices,
    port: portOf(values.port),
    localToken: localTokenOf(start),
    pagesFolder: pagesFolder(values.pages),
    appVersion: APP_VERSION,
  }
  const waiting = await startFirstRun(config, {
    clock: systemClock,
    newId: uuidV7(systemClock),
    random,
    officeAt: (url) => httpOfficeClient({ url, token: () => null, closing: closing.signal }),
    onTrouble: say,
  })
  say(
    'This bench is not enrolled yet. Scan the enrolment code of the office at it, or start it once ' +
      'with --server URL --code CODE.',
  )
  sayReady({ url: waiting.url, stationId: null })
  const heedNoMore = onStopSignal(closing, () => waiting.close())
  const identity = await waiting.enrolled
  heedNoMore()
  await waiting.close()
  if (shellParent() !== undefined) process.exit(0)
  return { identity, port: Number(new URL(waiting.url).port) }
}

/** The office, for a bench whose token comes with its enrolment or from its data folder. */
function officeOf({ dataFolder, closing }: Start, url: string, newId: () => string) {
  let token: string | null = null
  let stationId: string | null = null
  const client = httpOfficeClient({
    url,
    token: () => token,
    // A bench that the office knows again gets its new token in its data folder.
    onUnauthorized: () => (token = readIdentity(dataFolder)?.token ?? token),
    closing: closing.signal,
    newId,
    onPush: (line) => sayLine({ module: 'sync', msg: 'sent a push', stationId, ...line }),
  })
  const know = (identity: StationIdentity) => {
    ;({ token, stationId } = identity)
  }
  return { client, know }
}

/** Scripts wait for this line; `stationId` is null as long as the bench belongs to no office. */
function sayReady({ url, stationId }: { url: string; stationId: string | null }): void {
  process.stdout.write(`${JSON.stringify({ ready: true, url, stationId })}\n`)
}

/** Ends the process in order when it is told to; the answer stops listening for that. */
function onStopSignal(closing: AbortController, close: () => Promise<void>): () => void {
  const stop = () => {
    closing.abort()
    void close().then(() => process.exit(0))
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.off(signal, stop)
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

/** The same for the whole start, so that a screen that waited for the enrolment stays let in. */
function localTokenOf(start: Start): string {
  start.localToken ??= process.env['LOADLINE_STATION_TOKEN'] ?? writtenToken(start.dataFolder)
  return start.localToken
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
  sayLine({ text })
}

function sayLine(members: Readonly<Record<string, unknown>>): void {
  process.stderr.write(logLine(systemClock.now(), members))
}
