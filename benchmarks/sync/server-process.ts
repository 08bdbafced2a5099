import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { cpuSecondsOf } from './cpu.ts'

/** A server that can be killed and started again on the same data. */
export type ServerProcess = {
  port: () => number
  cpuSeconds: () => number
  kill: () => Promise<void>
  startAgain: () => Promise<void>
  stop: () => Promise<void>
}

export type ServerCommand = {
  args: readonly string[]
  env?: Record<string, string>
  cwd?: string
  /** The port out of the first line that has it. */
  readPort: (line: string) => number | null
}

const START_TIMEOUT_MS = 60_000

export async function startServerProcess(command: ServerCommand): Promise<ServerProcess> {
  let current = await spawnServer(command)
  let earlierSeconds = 0
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    earlierSeconds += cpuSecondsOf(current.child.pid ?? 0)
    if (current.child.exitCode !== null || current.child.signalCode !== null) return
    current.child.kill(signal)
    await once(current.child, 'exit')
  }
  return {
    port: () => current.port,
    cpuSeconds: () => earlierSeconds + cpuSecondsOf(current.child.pid ?? 0),
    kill: () => end('SIGKILL'),
    startAgain: async () => {
      current = await spawnServer(command)
    },
    stop: () => end('SIGTERM'),
  }
}

/** Servers of a benchmark that is broken off must not stay behind. */
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

async function spawnServer({ args, env, cwd, readPort }: ServerCommand) {
  const child = spawn(process.execPath, [...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000)
  })
  const lines = createInterface({ input: child.stdout })
  const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS)
  const ready = new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const port = readPort(line)
      if (port !== null) resolve(port)
    })
    child.on('exit', () => reject(new Error(`a server ended before it was ready: ${said}`)))
  })
  const port = await ready
  clearTimeout(timer)
  return { child, port }
}
