import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'

/** An app that is too old gets no new work; what it has scanned is always taken (VER-1). */
export function requireVersion(office: Pick<Office, 'minStationVersion'>, version: string): void {
  const { minStationVersion: oldest } = office
  if (!isOlder(version, oldest)) return
  throw new Problem('upgrade', `this station has ${version}; it needs at least ${oldest}`)
}

/**
 * Whether a station app is older than the oldest the office gives work to (VER-1). Versions are compared by
 * their three numbers; one that cannot be read is as old as can be.
 */
export function isOlder(version: string, oldest: string): boolean {
  const [own, wanted] = [numbersOf(version), numbersOf(oldest)]
  const at = own.findIndex((number, index) => number !== wanted[index])
  return at !== -1 && (own[at] ?? 0) < (wanted[at] ?? 0)
}

function numbersOf(version: string): number[] {
  const match = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})/.exec(version)
  return match === null ? [0, 0, 0] : match.slice(1).map(Number)
}
