import { randomBytes } from 'node:crypto'
import { dropCacheFile } from './cache-file.ts'
import { saveIdentity, type StationIdentity } from './identity.ts'
import type { LogStore } from './log-store.ts'

/** 128 random bits name one life of a station's log (ID-2). */
const INCARNATION_BYTES = 16

const META_KEY = 'incarnation'

/** What was taken from a lost log's range is on labels, and nobody here knows how far it went. */
const BURNED = { from: 1, to: 0 }

export function newIncarnation(): string {
  return randomBytes(INCARNATION_BYTES).toString('hex')
}

/**
 * The identity that goes with this very log. The log names its own incarnation; one that was lost and
 * made anew gets another and none of the old numbers, or its first actions would be a fork and its
 * first labels would carry SSCCs that are on goods already (ID-4).
 */
export function identityOfLog(
  log: LogStore,
  identity: StationIdentity,
  dataFolder: string,
): StationIdentity {
  const named = log.meta(META_KEY)
  if (named !== null) return { ...identity, incarnation: named }
  const isLost = identity.hasLog === true && log.lastSeq === 0
  const own: StationIdentity = {
    ...identity,
    hasLog: true,
    ...(isLost
      ? { incarnation: newIncarnation(), numberRange: { ...identity.numberRange, ...BURNED } }
      : {}),
  }
  // It says how much of the lost log the office has, which must not be taken for the new one.
  if (isLost) dropCacheFile(dataFolder)
  saveIdentity(dataFolder, own)
  log.transaction(() => log.setMeta(META_KEY, own.incarnation))
  return own
}
