import { mkdirSync } from 'node:fs'
import type { Clock } from './clock.ts'
import { newStationKey, withStationKey } from './log-file/station-key.ts'
import { readIdentity, saveIdentity, type StationIdentity } from './store/identity.ts'
import { newIncarnation } from './store/own-log.ts'
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

/**
 * Who this station is: from its data folder, or by trading a code for an identity. Waits for an office
 * that is not there yet; a code it refuses ends the start.
 */
export async function identityOf(options: {
  dataFolder: string
  serverUrl: string | null
  code: string | null
  appVersion: string
  office: OfficeClient
  clock: Clock
  random: () => number
  onTrouble: (text: string) => void
}): Promise<StationIdentity> {
  const known = readIdentity(options.dataFolder)
  if (known !== null) {
    const own = withStationKey(options.dataFolder, known)
    return options.serverUrl === null ? own : moved(options, own)
  }
  const { serverUrl, code, appVersion, office, clock } = options
  if (serverUrl === null || code === null) {
    throw new EnrolError(
      'not-enrolled',
      'This bench is not enrolled yet. Start it once with --server URL --code CODE.',
    )
  }
  mkdirSync(options.dataFolder, { recursive: true })
  const incarnation = newIncarnation()
  const key = newStationKey()
  for (let attempt = 0; ; attempt += 1) {
    const answer = await office.enrol({ code, incarnation, appVersion, publicKey: key.public })
    if (answer.ok) {
      const { serverTime: _, ...enrolled } = answer.value
      const identity = { ...enrolled, serverUrl, incarnation, key: { ...key, isKnown: true } }
      saveIdentity(options.dataFolder, identity)
      return identity
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
