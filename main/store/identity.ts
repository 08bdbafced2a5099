import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { EnrolAnswer } from '#contract/sync/envelope.ts'
import { syncFolder } from './durable-files.ts'

/** The station's own key pair: Ed25519, each half DER in base64. */
export const StationKey = z.object({
  public: z.string(),
  private: z.string(),
  /** False until the office was told at enrolment; then heartbeats tell it. */
  isKnown: z.boolean(),
})
export type StationKey = z.infer<typeof StationKey>

/** Who this station is, as the office said when it was enrolled. The token is its password. */
export const StationIdentity = EnrolAnswer.omit({ serverTime: true }).extend({
  serverUrl: z.string(),
  incarnation: z.string(),
  /** Set once a log exists; an empty one found after that was made anew (ID-4). */
  hasLog: z.boolean().optional(),
  /** Signs logs that are carried by hand; stations enrolled by an older app have none at first. */
  key: StationKey.optional(),
})
export type StationIdentity = z.infer<typeof StationIdentity>

/** Who this station is can't be read; without it nothing can be sent, and nothing is lost. */
export class IdentityUnreadableError extends Error {
  readonly code = 'identity-unreadable'

  constructor(path: string, cause: unknown) {
    super(
      `${path} can't be read, so this bench does not know which one it is. Put the file back from a ` +
        'backup or from a folder in quarantine; nothing was changed.',
      { cause },
    )
  }
}

const FILE = 'station.json'

/** Only the account the station runs under may read the token. */
const OWNER_ONLY = 0o600

export function readIdentity(dataFolder: string): StationIdentity | null {
  const path = join(dataFolder, FILE)
  if (!existsSync(path)) return null
  try {
    return StationIdentity.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new IdentityUnreadableError(path, cause)
  }
}

/** The office calls this station otherwise: it does so at once, and after the next start. */
export function renameStation(dataFolder: string, own: StationIdentity, name: string): void {
  own.name = name
  const kept = readIdentity(dataFolder)
  if (kept !== null) saveIdentity(dataFolder, { ...kept, name })
}

/**
 * Writes beside and renames, so that a power cut leaves the old file or the new one; and only the new
 * one once this has returned, as the log's next commit builds on it (ID-4).
 */
export function saveIdentity(dataFolder: string, identity: StationIdentity): void {
  const path = join(dataFolder, FILE)
  const fresh = `${path}.new`
  writeFileSync(fresh, JSON.stringify(identity, null, 2), { mode: OWNER_ONLY, flush: true })
  chmodSync(fresh, OWNER_ONLY)
  renameSync(fresh, path)
  syncFolder(dataFolder)
}
