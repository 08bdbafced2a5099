import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Only the account the station runs under may read what the station keeps. */
const OWNER_ONLY = 0o600

/** Makes the names in a folder survive a power cut: new, renamed and removed files are only names. */
export function syncFolder(folder: string): void {
  // A folder can't be opened on Windows, where renames are journalled anyway.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Writes beside and renames, so that a power cut leaves the old file or the new one, whole. */
export function writeDurably(path: string, text: string): void {
  const fresh = `${path}.new`
  writeFileSync(fresh, text, { mode: OWNER_ONLY, flush: true })
  renameSync(fresh, path)
  syncFolder(dirname(path))
}
