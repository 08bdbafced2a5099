import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { syncFolder } from './durable-files.ts'

/** There while a host works on the log; its commits may then live in the write-ahead log alone. */
export const RUN_MARK = 'log.in-use'

const LOG = 'log.db'

/** Whether the host before this one was cut off, by a kill or by power. */
export function wasCutOff(folder: string): boolean {
  return existsSync(join(folder, RUN_MARK)) || sizeOf(join(folder, `${LOG}-wal`)) > 0
}

/**
 * Whether commits must have gone: a host was cut off and the write-ahead log that it worked with is not
 * there. It can't be a clean end, which takes the mark away before SQLite removes that file.
 */
export function isWalMissing(folder: string): boolean {
  return existsSync(join(folder, RUN_MARK)) && !existsSync(join(folder, `${LOG}-wal`))
}

/** To be called once the write-ahead log is there. */
export function openRunMark(folder: string): void {
  const path = join(folder, RUN_MARK)
  if (!existsSync(join(folder, `${LOG}-wal`))) return
  // Its name must last before the mark does, or a power cut between the two would look like its loss.
  syncFolder(folder)
  writeFileSync(path, '')
  syncFolder(folder)
}

/** Takes the mark away, then closes: an end between the two leaves a whole log without a mark. */
export function closeRunMark(folder: string, close: () => void): void {
  rmSync(join(folder, RUN_MARK), { force: true })
  syncFolder(folder)
  close()
}

function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}
