import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { systemClock } from '../../clock.ts'
import { readRecording } from '../recorder/read-recording.ts'
import { startReplay } from './replay.ts'
import { startVirtualDevices } from './start-virtual-devices.ts'
import { VirtualConfig } from './virtual-config.ts'

const USAGE =
  'usage: npm run virtual-devices -- --config FILE\n' +
  '   or: npm run virtual-devices -- --replay FILE [--speed N] [--badge CODE] [--devices-out FILE]\n' +
  '       FILE is a flight recording, a support file or a data folder'

/** Faster than this no bench keeps up. */
const SPEED_MAX = 100

/** A start that can't go on, in one sentence for whoever typed the command. */
class StartError extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      replay: { type: 'string' },
      speed: { type: 'string' },
      badge: { type: 'string' },
      'devices-out': { type: 'string' },
    },
  })
  if (values.replay !== undefined) return runReplay(values.replay, values)
  if (values.config === undefined) throw new StartError(USAGE)
  const config = await readConfig(values.config)
  const devices = await startVirtualDevices(config, {
    clock: systemClock,
    newToken: () => randomBytes(24).toString('hex'),
  })
  const { url, token } = devices
  say({ ready: true, url, token, ...portsOf(devices) })
  stopOnSignal(devices.close)
}

type ReplayFlags = {
  speed?: string | undefined
  badge?: string | undefined
  'devices-out'?: string | undefined
}

/** Plays a recording to whatever bench attaches itself; stays until it is stopped. */
async function runReplay(path: string, flags: ReplayFlags): Promise<void> {
  const speed = Number(flags.speed ?? 1)
  if (!(speed > 0 && speed <= SPEED_MAX)) throw new StartError(`--speed is up to ${SPEED_MAX}`)
  const { events, unread } = await readRecording(path).catch((error: unknown) => {
    throw new StartError(`${path} can't be read: ${String(error)}`, { cause: error })
  })
  const badge = flags.badge ?? null
  const replay = await startReplay({ events, clock: systemClock, speed, badge })
  if (replay.devices.size === 0) throw new StartError(`${path} holds no recording of devices`)
  const devices = replay.deviceConfig()
  const target = flags['devices-out']
  if (target !== undefined) await writeFile(target, `${JSON.stringify(devices, null, 2)}\n`)
  const { lengthMs } = replay.tape
  say({ ready: true, events: events.length, unread, lengthMs, devices })
  stopOnSignal(replay.close)
  await replay.finished
  say({ finished: true })
}

function say(line: object): void {
  console.log(JSON.stringify(line))
}

function stopOnSignal(close: () => Promise<void>): void {
  const stop = (): void => {
    void close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

async function readConfig(path: string): Promise<VirtualConfig> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new StartError(`${path} can't be read: ${String(error)}`, { cause: error })
  }
  const parsed = VirtualConfig.safeParse(json)
  if (!parsed.success) throw new StartError(`${path} is wrong:\n${z.prettifyError(parsed.error)}`)
  const { codes } = parsed.data
  const isFile = codes !== undefined && !/^https?:\/\//.test(codes)
  return isFile ? { ...parsed.data, codes: resolve(dirname(path), codes) } : parsed.data
}

function portsOf(devices: Awaited<ReturnType<typeof startVirtualDevices>>) {
  const ports = (of: Map<string, { port: number }>) =>
    Object.fromEntries([...of].map(([id, { port }]) => [id, port]))
  return {
    scanners: ports(devices.scanners),
    scales: ports(devices.scales),
    printers: ports(devices.printers),
  }
}

main().catch((error: unknown) => {
  const isInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const isKnown = error instanceof StartError || isInUse
  console.error(isKnown ? error.message : error)
  process.exit(1)
})
