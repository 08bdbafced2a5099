import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Recording, Said } from './recording.ts'

/** Cuts of each recording, and which: the environment may ask for more, or for others. */
export const CUTS = Number(process.env['LOADLINE_POWER_CUTS'] ?? 80)
export const SEED = Number(process.env['LOADLINE_POWER_CUT_SEED'] ?? 20_261_121)

export function saidIn({ events }: Recording): Said[] {
  return events.flatMap((event) => (event.kind === 'said' ? [event.said] : []))
}

export function endOf(said: readonly Said[]) {
  return said.find((one) => one.kind === 'end')
}

export function printedIn(said: readonly Said[]): string[] {
  return said.flatMap((one) => (one.kind === 'printed' ? [one.unitId] : []))
}

export function shiftFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loadline-shift-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
