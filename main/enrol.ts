import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from './clock.ts'
import { newStationKey, withStationKey } from './log-file/station-key.ts'
import { readIdentity, saveIdentity, type StationIdentity } from './store/identity.ts'
import { dropCacheFile } from './store/cache-file.ts'
import { stopOfFolder } from './store/log-stop.ts'
import { beginNewLog, newIncarnation } from './store/own-log.ts'
import { lockDataFolder } from './store/single-instance.ts'
import { syncBackoffMs } from './sync/back-off.ts'
import type { OfficeClient } from './sync/office-client.ts'

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
 * that is not there yet; a code it refuses ends the start. A folder whose log was stopped, as that of a
 * copied disk, becomes a station of its own with a new code; what was never sent goes along (ID-2).
 */
export async function identityOf(options: EnrolOptions): Promise<StationIdentity> {
  const known = readIdentity(options.dataFolder)
  if (known !== null) {
    const own = withStationKey(options.dataFolder, known)
    const isStopped = options.code !== null && stopOfFolder(options.dataFolder) !== null
    if (isStopped) return enrolAnew(options, own)
    return options.serverUrl === null ? own : moved(options, own)
  }
  refuseLogWithoutIdentity(options.dataFolder)
  mkdirSync(options.dataFolder, { recursive: true })
  const identity = await enrol(options)
  saveIdentity(options.dataFolder, identity)
  return identity
}

async function enrol(options: EnrolOptions): Promise<StationIdentity> {
  const { serverUrl, code, appVersion, office, clock } = options
  if (serverUrl === null || code === null) {
    throw new EnrolError(
      'not-enrolled',
      'This bench is not enrolled yet. Start it once with --server URL --code CODE.',
    )
  }
  const incarnation = newIncarnation()
  const key = newStationKey()
  for (let attempt = 0; ; attempt += 1) {
    const answer = await office.enrol({ code, incarnation, appVersion, publicKey: key.public })
    if (answer.ok) {
      const { serverTime: _, ...enrolled } = answer.value
      return { ...enrolled, serverUrl, incarnation, key: { ...key, isKnown: true } }
    }
    const { failure } = answer
    if (failure.kind === 'rejected') throw new EnrolError(failure.code, failure.detail)
    if (failure.kind === 'unauthorized') {
      throw new EnrolError('bad-code', 'The office does not know this code.')
    }
    options.onTrouble(`the office can't be reached for enrolment: ${failure.kind}`)
    await new Promise<void>((resolve) => {
      clock.after(syncBackoffMs(attempt, options.random), resolve)
    })
  }
}

/** With a code that the office does not take, as the first one's, the bench stays what it is: stopped. */
async function enrolAnew(options: EnrolOptions, known: StationIdentity): Promise<StationIdentity> {
  const { dataFolder, clock, onTrouble } = options
  const lock = lockDataFolder(dataFolder)
  try {
    const enrolled = await enrol(options)
    const nowMs = clock.now()
    const cause = { dataFolder, identity: known, nowMs, onTrouble, enrolled }
    const { identity } = beginNewLog({ ...cause, reason: 're-enrolled' })
    // It holds the scope of another station.
    dropCacheFile(dataFolder)
    return identity
  } catch (error) {
    if (!(error instanceof EnrolError)) throw error
    onTrouble(`this bench stays stopped; the office does not take the code: ${error.message}`)
    return known
  } finally {
    lock.release()
  }
}

/** A log whose station is not known any more is no empty bench: enrolling over it would bury it. */
function refuseLogWithoutIdentity(dataFolder: string): void {
  if (!existsSync(join(dataFolder, 'log.db'))) return
  throw new EnrolError(
    'identity-lost',
    `There is a log in ${dataFolder}, but not who it belongs to: station.json is gone. Put that file back ` +
      'from a backup or from a folder in quarantine; nothing was changed. If it is lost for good, move the ' +
      'log away, enrol this bench anew and hand the old log to the office.',
  )
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
