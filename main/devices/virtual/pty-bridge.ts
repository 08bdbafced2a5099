import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Clock } from '../../clock.ts'

export type PtyBridge = { path: string; close: () => Promise<void> }

/** When the bench closes its port the bridge ends, and is made anew after this long. */
const RESTART_MS = 250

/** How long a bridge may take to show its path. */
const READY_TIMEOUT_MS = 5_000

/**
 * Makes a virtual device reachable as a serial port: a pseudo-terminal at `path`, relayed to the
 * device's TCP port by socat. Null where socat is not installed.
 */
export async function startPtyBridge(options: {
  path: string
  port: number
  clock: Clock
}): Promise<PtyBridge | null> {
  let child: ChildProcess | null = null
  let isClosed = false
  let cancelRestart = (): void => {}
  const ends = `pty,raw,echo=0,link=${options.path}`

  const start = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socat = spawn('socat', [ends, `tcp:127.0.0.1:${options.port}`], { stdio: 'ignore' })
      child = socat
      socat.on('spawn', () => resolve(true))
      socat.on('error', () => resolve(false))
      socat.on('exit', () => {
        child = null
        if (!isClosed) cancelRestart = options.clock.after(RESTART_MS, () => void start())
      })
    })

  if (!(await start())) return null
  await appeared(options.path, options.clock)
  return {
    path: options.path,
    close: async () => {
      isClosed = true
      cancelRestart()
      const last = child
      if (last === null) return
      await new Promise<void>((resolve) => {
        last.once('exit', () => resolve())
        last.kill()
      })
    },
  }
}

function appeared(path: string, clock: Clock): Promise<void> {
  const giveUpAtMs = clock.monotonicMs() + READY_TIMEOUT_MS
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (existsSync(path)) return resolve()
      if (clock.monotonicMs() > giveUpAtMs) return reject(new Error(`socat made no ${path}`))
      clock.after(10, look)
    }
    look()
  })
}
