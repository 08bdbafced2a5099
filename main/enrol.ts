import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EnrolledAnew } from '#contract/sync/log-trouble.ts'
import type { Clock } from './clock.ts'
import { newStationKey, withStationKey } from './log-file/station-key.ts'
import { readIdentity, saveIdentity, type StationIdentity } from './store/identity.ts'
import { dropCacheFile } from './store/cache-file.ts'
import { isFolderDisowned, stopOfFolder } from './store/log-stop.ts'
import { beginNewLog, newIncarnation } from './store/own-log.ts'
import { lockDataFolder } from './store/single-instance.ts'
import { syncBackoffMs } from './sync/back-off.ts'
import type { CallResult, OfficeClient } from './sync/office-client.ts'

/** The bench can't be started as asked; the message says what to do. */
export class EnrolError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

type EnrolOptions = {
  dataFolder: string
  serverUrl: string | null
  code: string | null
  appVersion: string
  office: OfficeClient
  clock: Clock
  random: () => number
  onTrouble: (text: string) => void
}

/**
 * Who this station is: from its data folder, or by trading a code for an identity. Waits for an office
 * that is not there yet; a code it refuses ends the start. With a new code a folder becomes another station
 * where its log was stopped, as that of a copied disk (ID-2), or where the office has forgotten the station,
 * as after a restore (I12); its work goes along.
 */
export async function identityOf(options: EnrolOptions): Promise<StationIdentity> {
  const known = readIdentity(options.dataFolder)
  if (known !== null) {
    const own = withStationKey(options.dataFolder, known)
    const reason = options.code === null ? null : reasonToEnrolAnew(options.dataFolder)
    if (reason !== null) return enrolAnew(options, own, reason)
    return options.serverUrl === null ? own : moved(options, own)
  }
  refuseLogWithoutIdentity(options.dataFolder)
  mkdirSync(options.dataFolder, { recursive: true })
  const identity = await enrol(options)
  saveIdentity(options.dataFolder, identity)
  return identity
}

function reasonToEnrolAnew(dataFolder: string): EnrolledAnew | null {
  if (isFolderDisowned(dataFolder)) return 'disowned'
  return stopOfFolder(dataFolder) === null ? null : 're-enrolled'
}

async function enrol(options: EnrolOptions): Promise<StationIdentity> {
  // The same for every attempt: an answer that got lost is given again to the log that it was for.
  const life = newLife()
  for (let attempt = 0; ; attempt += 1) {
    const identity = await tryEnrol(options, life)
    if (identity !== null) return identity
    await new Promise<void>((resolve) => {
      options.clock.after(syncBackoffMs(attempt, options.random), resolve)
    })
  }
}

/** What a log is known by from its first action on. */
type Life = { incarnation: string; key: ReturnType<typeof newStationKey> }

export function newLife(): Life {
  return { incarnation: newIncarnation(), key: newStationKey() }
}

/** Null where the office was not reached. */
async function tryEnrol(options: EnrolOptions, life: Life): Promise<StationIdentity | null> {
  const { serverUrl, code, appVersion, office } = options
  if (serverUrl === null || code === null) {
    throw new EnrolError(
      'not-enrolled',
      'This bench is not enrolled yet. Start it once with --server URL --code CODE.',
    )
  }
  const answer = await askToEnrol({ serverUrl, code, appVersion, office }, life)
  if (answer.ok) return answer.value
  const { failure } = answer
  if (failure.kind === 'rejected') throw new EnrolError(failure.code, failure.detail)
  if (failure.kind === 'unauthorized') {
    throw new EnrolError('bad-code', 'The office does not know this code.')
  }
  options.onTrouble(`the office can't be reached for enrolment: ${failure.kind}`)
  return null
}

/** One try: a code for an identity. With the same life it may be made again until an answer arrives. */
export async function askToEnrol(
  asking: { serverUrl: string; code: string; appVersion: string; office: OfficeClient },
  { incarnation, key }: Life,
): Promise<CallResult<StationIdentity>> {
  const { serverUrl, code, appVersion, office } = asking
  const answer = await office.enrol({ code, incarnation, appVersion, publicKey: key.public })
  if (!answer.ok) return answer
  const { serverTime: _, ...enrolled } = answer.value
  return {
    ok: true,
    value: { ...enrolled, serverUrl, incarnation, key: { ...key, isKnown: true } },
  }
}

/** A log whose station is not known any more is no empty bench: enrolling over it would bury it. */
export function refuseLogWithoutIdentity(dataFolder: string): void {
  if (!existsSync(join(dataFolder, 'log.db'))) return
  throw new EnrolError(
    'identity-lost',
    `There is a log in ${dataFolder}, but not who it belongs to: station.json is gone. Put that file back ` +
      'from a backup or from a folder in quarantine; nothing was changed. If it is lost for good, move the ' +
      'log away, enrol this bench anew and hand the old log to the office.',
  )
}

/**
 * With a code that the office does not take, as the first one's, the bench stays what it is. A stopped one
 * waits for the office, as nothing else can be done at it; one that can record does not (LOG-1).
 */
async function enrolAnew(
  options: EnrolOptions,
  known: StationIdentity,
  reason: EnrolledAnew,
): Promise<StationIdentity> {
  const { dataFolder, clock, onTrouble } = options
  const lock = lockDataFolder(dataFolder)
  try {
    const canWork = stopOfFolder(dataFolder) === null
    const enrolled = await (canWork ? tryEnrol(options, newLife()) : enrol(options))
    if (enrolled === null) return known
    const nowMs = clock.now()
    const { identity } = beginNewLog({
      dataFolder,
      identity: known,
      nowMs,
      onTrouble,
      reason,
      enrolled,
    })
    // It holds the scope of another station.
    dropCacheFile(dataFolder)
    return identity
  } catch (error) {
    if (!(error instanceof EnrolError)) throw error
    onTrouble(`this bench stays what it is; the office does not take the code: ${error.message}`)
    return known
  } finally {
    lock.release()
  }
}

/** An office that moved to another address is still the same office: its epoch will say so. */
function moved(
  { dataFolder, serverUrl }: { dataFolder: string; serverUrl: string | null },
  known: StationIdentity,
): StationIdentity {
  if (serverUrl === null || serverUrl === known.serverUrl) return known
  const identity = { ...known, serverUrl }
  saveIdentity(dataFolder, identity)
  return identity
}
