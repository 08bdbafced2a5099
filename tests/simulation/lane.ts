import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { RunResult } from './run-simulation.ts'

export type LaneSetup = { stations: number; steps: number; databaseUrl: string | undefined }

export type Lane = { run(seed: number): Promise<RunResult>; close(): Promise<void> }

/** A process with a database of its own, which runs one seed at a time. */
export function startLane({ stations, steps, databaseUrl }: LaneSetup): Lane {
  const size = [String(stations), String(steps)]
  const path = join(import.meta.dirname, 'lane-process.ts')
  const child = fork(path, databaseUrl === undefined ? size : [...size, databaseUrl], {
    serialization: 'advanced',
  })
  return {
    run: async (seed) => {
      child.send(seed)
      return resultOf(child)
    },
    close: async () => {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

async function resultOf(child: ChildProcess): Promise<RunResult> {
  const abort = new AbortController()
  const { signal } = abort
  const ended = once(child, 'exit', { signal }).then(([code]: unknown[]) => {
    throw new Error(`a simulation process ended with ${String(code)}`)
  })
  try {
    const [result] = (await Promise.race([once(child, 'message', { signal }), ended])) as [
      RunResult,
    ]
    return result
  } finally {
    abort.abort()
    ended.catch(() => undefined)
  }
}
