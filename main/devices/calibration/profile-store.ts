import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ScannerProfile } from '#contract/rpc/scanner-profile.ts'
import { writeDurably } from '../../store/durable-files.ts'
import { DEVICES_PER_KIND_MAX } from '../device-config.ts'

export const PROFILES_FILE = 'scanner-profiles.json'

/** Scanners that were ever calibrated at this bench and are remembered. */
const PROFILES_MAX = DEVICES_PER_KIND_MAX * 4

const Profiles = z.record(z.string().max(40), ScannerProfile)

export type ProfileStore = {
  of: (scannerId: string) => ScannerProfile | null
  keep: (scannerId: string, profile: ScannerProfile) => void
}

/**
 * What calibrations found out, in a file of its own. It belongs to the hardware on the bench and not to
 * what happened there: a log is set aside when it is damaged and may be carried to another machine, and
 * the scanners would have to be calibrated again for nothing. A file that can't be read is put aside and
 * said, and scanners work by the devices file until they are calibrated again.
 */
export function openProfileStore(
  folder: string,
  onTrouble: (text: string) => void = () => undefined,
): ProfileStore {
  const path = join(folder, PROFILES_FILE)
  let profiles = readProfiles(path, onTrouble)
  return {
    of: (scannerId) => profiles.get(scannerId) ?? null,
    keep: (scannerId, profile) => {
      const others = [...profiles].filter(([id]) => id !== scannerId)
      profiles = new Map([...others.slice(1 - PROFILES_MAX), [scannerId, profile]])
      try {
        writeDurably(path, `${JSON.stringify(Object.fromEntries(profiles), null, 2)}\n`)
      } catch (error) {
        onTrouble(`the calibration of ${scannerId} lasts until the next start: ${String(error)}`)
      }
    },
  }
}

/** Profiles that live as long as the process, for a bench without a data folder. */
export function profilesInMemory(): ProfileStore {
  const profiles = new Map<string, ScannerProfile>()
  return {
    of: (scannerId) => profiles.get(scannerId) ?? null,
    keep: (scannerId, profile) => void profiles.set(scannerId, profile),
  }
}

function readProfiles(
  path: string,
  onTrouble: (text: string) => void,
): Map<string, ScannerProfile> {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return new Map()
  }
  try {
    return new Map(Object.entries(Profiles.parse(JSON.parse(text))))
  } catch (error) {
    onTrouble(`the scanners' calibrations can't be read and are put aside: ${String(error)}`)
    renameSync(path, `${path}.bad`)
    return new Map()
  }
}
