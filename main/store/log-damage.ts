import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LOG_DAMAGES, type LogDamage } from '#contract/sync/log-trouble.ts'
import { writeDurably } from './durable-files.ts'

const DamageNote = z.object({ reason: z.enum(LOG_DAMAGES), detail: z.string() })
export type DamageNote = z.infer<typeof DamageNote>

/** There since a running host found damage that a start would not look for. */
export const DAMAGE_NOTE = 'log.damaged'

/** A log whose bytes do not prove themselves. The station stops rather than build on it. */
export class LogDamagedError extends Error {
  readonly code = 'log-damaged'
  readonly reason: LogDamage

  constructor(message: string, reason: LogDamage = 'chain-broken') {
    super(message)
    this.reason = reason
  }
}

/** Has the next start set the log aside: what was found may lie where a start does not look. */
export function noteDamage(dataFolder: string, note: DamageNote): void {
  writeDurably(join(dataFolder, DAMAGE_NOTE), JSON.stringify(note))
}

export function readDamageNote(dataFolder: string): DamageNote | null {
  const path = join(dataFolder, DAMAGE_NOTE)
  if (!existsSync(path)) return null
  try {
    return DamageNote.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Somebody meant to say that the log is damaged; that much can be read.
    return { reason: 'chain-broken', detail: 'the note itself could not be read' }
  }
}
