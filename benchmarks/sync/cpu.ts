import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts processor time in hundredths of a second, on every machine Node runs on. */
const TICKS_PER_SECOND = 100

/** Fields of /proc/PID/stat after the name, which may hold spaces and brackets. */
const PARENT = 1
const USER = 11
const CHILDREN_SYSTEM = 14

/** User and system time of a process and of all children it has or had; 0 where there is no /proc. */
export function cpuSecondsOf(pid: number): number {
  const own = readStat(pid)
  if (own === null) return 0
  const living = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat !== null && stat[PARENT] === pid)
  const ticks = [own, ...living].reduce((sum, stat) => sum + ticksOf(stat ?? []), 0)
  return ticks / TICKS_PER_SECOND
}

function ticksOf(stat: readonly number[]): number {
  return stat.slice(USER, CHILDREN_SYSTEM + 1).reduce((sum, ticks) => sum + ticks, 0)
}

function readStat(pid: number): number[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
  } catch {
    return null
  }
}
