import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { systemClock } from '../../clock.ts'
import { startVirtualDevices } from './start-virtual-devices.ts'
import { VirtualConfig } from './virtual-config.ts'

const USAGE = 'usage: npm run virtual-devices -- --config FILE'

/** A start that can't go on, in one sentence for whoever typed the command. */
class StartError extends Error {}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (values.config === undefined) throw new StartError(USAGE)
  const config = await readConfig(values.config)
  const devices = await startVirtualDevices(config, {
    clock: systemClock,
    newToken: () => randomBytes(24).toString('hex'),
  })
  const { url, token } = devices
  console.log(JSON.stringify({ ready: true, url, token, ...portsOf(devices) }))
  const stop = (): void => {
    void devices.close().then(() => process.exit(0))
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
