import { randomBytes } from 'node:crypto'
import type { EnrolledAnew, LogStop, SalvageReason } from '#contract/sync/log-trouble.ts'
import { readCachePosition } from './cache-file.ts'
import { checkLogFiles, checkOpenLog, type LogFinding } from './check-log.ts'
import { saveIdentity, type StationIdentity } from './identity.ts'
import { LogDamagedError } from './log-damage.ts'
import { dueNewLog } from './log-stop.ts'
import { LogStore } from './log-store.ts'
import { beginSalvage, resumeSalvage } from './salvage.ts'
import { SALVAGE_KEY, SalvageReport } from './salvage-report.ts'
import { isDamage } from './sqlite-errors.ts'

/** 128 random bits name one life of a station's log (ID-2). */
const INCARNATION_BYTES = 16

const META_KEY = 'incarnation'

/** Times that a start makes a new log before it gives up on the disk. */
const SALVAGES_PER_START_MAX = 2

export type OwnLog = {
  log: LogStore
  identity: StationIdentity
  /** What became of the log before this one, when it was made from another; told until dismissed. */
  salvage: SalvageReport | null
}

type Cause = { reason: SalvageReason; detail: string }

export type OpenOptions = {
  dataFolder: string
  identity: StationIdentity
  /** Now, in milliseconds; names the quarantine folder. */
  nowMs: number
  onTrouble?: (text: string) => void
  openLog?: (dataFolder: string) => LogStore
  incarnation?: () => string
}

export function newIncarnation(): string {
  return randomBytes(INCARNATION_BYTES).toString('hex')
}

/**
 * Opens the station's log as a start does (LOG-6). A log that is damaged is set aside whole, and the
 * station goes on with a new one that holds what the office may lack (ID-4). Throws for what only a
 * person can change: a log of a newer app, a disk that can't be written.
 */
export function openOwnLog(options: OpenOptions): OwnLog {
  const { dataFolder } = options
  let identity = resumeSalvage(dataFolder, options.identity)?.identity ?? options.identity
  for (let salvages = 0; ; salvages += 1) {
    const opened = tryOpen(options, identity)
    if ('log' in opened) return opened
    if (salvages === SALVAGES_PER_START_MAX) {
      throw new LogDamagedError(
        `The disk of this bench damages what is written to it (${opened.detail}). Replace it; ` +
          `nothing was deleted: ${dataFolder}`,
      )
    }
    identity = setAside({ ...options, identity }, opened).identity
  }
}

/**
 * Sets the log aside because a person said so, or the office proved that it can't go on, and begins a new
 * one with what the old one still gives. The host must not run.
 */
export function beginNewLog(
  options:
    | (OpenOptions & { reason: LogStop; enrolled?: never })
    | (OpenOptions & { reason: EnrolledAnew; enrolled: StationIdentity }),
): { identity: StationIdentity; salvage: SalvageReport } {
  const { dataFolder, reason, enrolled = null } = options
  const resumed = resumeSalvage(dataFolder, options.identity)
  const identity = resumed?.identity ?? options.identity
  return setAside({ ...options, identity }, { reason, detail: 'asked for' }, enrolled)
}

function tryOpen(options: OpenOptions, identity: StationIdentity): OwnLog | Cause {
  const { dataFolder, openLog = (folder: string) => new LogStore(folder) } = options
  const finding: LogFinding = checkLogFiles(dataFolder)
  if (finding.kind === 'damaged') return finding
  if (finding.kind === 'none' && identity.hasLog === true) {
    return { reason: 'file-missing', detail: 'the log is gone' }
  }
  let log: LogStore | null = null
  try {
    log = openLog(dataFolder)
    const isBlank = log.lastSeq === 0 && log.meta(META_KEY) === null
    if (isBlank && identity.hasLog === true) {
      throw new LogDamagedError('the log is another, empty one', 'file-missing')
    }
    const due = dueNewLog(log)
    if (due !== null) {
      log.close()
      return { reason: due, detail: 'this log can’t go on' }
    }
    checkOpenLog(log, heldByOffice(dataFolder, log.meta(META_KEY)))
    return { log, identity: named(log, identity, dataFolder), salvage: salvageOf(log) }
  } catch (error) {
    log?.close()
    if (error instanceof LogDamagedError) return { reason: error.reason, detail: error.message }
    if (!isDamage(error)) throw error
    return { reason: 'page-unreadable', detail: String(error) }
  }
}

function setAside(
  options: OpenOptions,
  { reason, detail }: Cause,
  enrolled: StationIdentity | null = null,
) {
  const { dataFolder, identity, nowMs, onTrouble, incarnation = newIncarnation } = options
  onTrouble?.(`the log is set aside (${reason}): ${detail}`)
  const done = beginSalvage(dataFolder, identity, {
    reason,
    detail,
    at: new Date(nowMs).toISOString(),
    incarnation: enrolled?.incarnation ?? incarnation(),
    heldByOffice: heldByOffice(dataFolder, identity.incarnation),
    enrolled,
  })
  const { carried, unreadable, lost, folder } = done.salvage
  onTrouble?.(
    `a new log holds ${carried} actions of the old one; ${unreadable} could not be read, ` +
      `${lost} of them unknown to the office; the old one lies in ${folder ?? 'no folder'}`,
  )
  return done
}

/** How many actions of this very log the office had processed, as far as the cache knows. */
function heldByOffice(dataFolder: string, incarnation: string | null): number {
  const position = readCachePosition(dataFolder)
  if (position === null || incarnation === null) return 0
  return position.incarnation === incarnation ? position.processedSeq : 0
}

/** The identity that goes with this very log: the log names its own incarnation (ID-2). */
function named(log: LogStore, identity: StationIdentity, dataFolder: string): StationIdentity {
  const incarnation = log.meta(META_KEY)
  if (incarnation !== null) {
    const own = { ...identity, incarnation, hasLog: true }
    if (identity.incarnation !== incarnation || identity.hasLog !== true) {
      saveIdentity(dataFolder, own)
    }
    return own
  }
  // An identity that knows of a log is saved only once there is one: a cut between the two loses nothing.
  const own: StationIdentity = { ...identity, hasLog: true }
  log.transaction(() => log.setMeta(META_KEY, own.incarnation))
  saveIdentity(dataFolder, own)
  return own
}

function salvageOf(log: LogStore): SalvageReport | null {
  const stored = log.meta(SALVAGE_KEY)
  if (stored === null) return null
  const parsed = SalvageReport.safeParse(JSON.parse(stored))
  return parsed.success ? parsed.data : null
}
