import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { logFileName } from '#contract/sync/log-file.ts'
import type { Clock } from '../clock.ts'
import { syncFolder } from '../store/durable-files.ts'
import { readIdentity } from '../store/identity.ts'
import { openLogReadOnly } from './log-source.ts'
import { withStationKey } from './station-key.ts'
import { logFileOf } from './write-log-file.ts'

/** The log can't be written to a file; the message says why and what to do. */
export class ExportError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export type ExportedLog = {
  file: string
  fromSeq: number
  throughSeq: number
  actions: number
  left: number
  damagedAfter: number | null
}

/**
 * Writes what the office has not acknowledged to a file that a person carries there. The station need not
 * run, and may be forked, revoked, or lie in quarantine.
 */
export async function exportLog(options: {
  dataFolder: string
  /** A file, or a folder that the file goes into under its own name. */
  target: string
  fromSeq: number | undefined
  appVersion: string
  clock: Pick<Clock, 'now'>
}): Promise<ExportedLog> {
  const { dataFolder, appVersion, clock } = options
  const known = readIdentity(dataFolder)
  if (known === null) {
    throw new ExportError('not-enrolled', `There is no station in ${dataFolder}.`)
  }
  const identity = withStationKey(dataFolder, known)
  const { key } = identity
  const log = openLogReadOnly(dataFolder)
  if (log === null || key === undefined) {
    throw new ExportError('no-log', `There is no log in ${dataFolder}.`)
  }
  try {
    const { source, facts } = log
    const file = logFileOf({
      source,
      identity,
      incarnation: facts.incarnation ?? identity.incarnation,
      // A log whose own notes cannot be read is sent from its start: the office knows what it has.
      state: facts.state ?? { epoch: identity.epoch, ackedSeq: 0, knownHead: 0 },
      key,
      fromSeq: options.fromSeq,
      exportedAt: new Date(clock.now()).toISOString(),
      appVersion,
    })
    const { header, actions, left, damagedAfter } = file
    const target = resolve(options.target)
    const path = isFolder(target) ? join(target, logFileName(header)) : target
    await writeWhole(path, file.bytes())
    const { fromSeq, throughSeq } = header
    return { file: path, fromSeq, throughSeq, actions, left, damagedAfter }
  } finally {
    log.close()
  }
}

/** Under another name until it is all on the stick, so that half a file is never taken for a whole one. */
async function writeWhole(path: string, bytes: NodeJS.ReadableStream): Promise<void> {
  const part = `${path}.part`
  await pipeline(bytes, createWriteStream(part, { mode: 0o600, flush: true }))
  renameSync(part, path)
  try {
    // A stick is pulled out as soon as this says that it is done.
    syncFolder(dirname(path))
  } catch {
    // Some network folders know no such thing; the file itself is written.
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}
