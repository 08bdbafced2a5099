import { readdirSync, readFileSync } from 'node:fs'

/** A host's driver processes by family, as the system shows them. */
export function driverPids(hostPid: number): Map<string, number> {
  const pids = new Map<string, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${entry}/status`, 'utf8'))?.[1]
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8')
      const family = /child\/(\w+)-host\.ts/.exec(command)?.[1]
      if (Number(parent) === hostPid && family !== undefined) pids.set(family, Number(entry))
    } catch {
      // It ended while we looked.
    }
  }
  return pids
}

export type Usage = { descriptors: number; kilobytes: number }

/** Open files and memory of a process. */
export function usageOf(pid: number): Usage {
  const resident = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, kilobytes: Number(resident) }
}
