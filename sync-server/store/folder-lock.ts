import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Keeps a second office off the same PGlite folder, which would destroy it. The lock names the
 * process and when it started, so that what a crash left behind is no obstacle.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'office.lock')
  const own = describeProcess(process.pid)
  try {
    writeFileSync(path, own, { flag: 'wx' })
  } catch {
    const holder = readLock(path)
    const pid = Number(holder.split(' ')[0])
    if (holder !== own && isAlive(pid) && describeProcess(pid) === holder) {
      throw new Error(`another office (process ${pid}) already runs on ${folder}`)
    }
    writeFileSync(path, own)
  }
  return () => rmSync(path, { force: true })
}

function readLock(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** `pid start`: the start time where the system tells it, since process ids come round again. */
function describeProcess(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return `${pid} ${fields[19] ?? ''}`
  } catch {
    return `${pid}`
  }
}
