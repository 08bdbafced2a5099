import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** The demo as `npm start` runs it, with data of its own and no window. */
export type DemoProcess = {
  officeUrl: string
  stationUrl: string
  devicesUrl: string
  /** The local token of the bench, as printed in its address. */
  token: string
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '../..')

export async function startDemo(dataFolder: string): Promise<DemoProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
    cwd: ROOT,
    env: { ...process.env, LOADLINE_DATA: dataFolder, LOADLINE_NO_WINDOW: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const ended = once(child, 'exit')
  const found: { ready?: RegExpExecArray; token?: string; devices?: string } = {}
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(`${line}\n`)
    const ready = /^ready office=(\S+) station=(\S+)$/.exec(line)
    if (ready !== null) found.ready = ready
    const token = /#token=(\w+)/.exec(line)?.[1]
    if (token !== undefined) found.token = token
    const devices = /virtual devices\s+(http\S+)/.exec(line)?.[1]
    if (devices !== undefined) found.devices = devices
    if (found.ready && found.token !== undefined && found.devices !== undefined) break
  }
  const { ready, token, devices } = found
  if (!ready || token === undefined || devices === undefined) {
    throw new Error(`the demo ended before it was ready:\n${said.join('')}`)
  }
  return {
    officeUrl: ready[1] ?? '',
    stationUrl: ready[2] ?? '',
    devicesUrl: devices,
    token,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
