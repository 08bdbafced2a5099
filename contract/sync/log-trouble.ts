import { z } from 'zod'
import { Instant } from '../documents/ids.ts'

/**
 * What can be found wrong with a station's log. The station answers each by itself: it sets the log aside
 * and goes on with a new one that holds everything the office may lack (ID-4).
 */
export const LOG_DAMAGES = [
  'file-missing',
  'not-a-database',
  'page-unreadable',
  'chain-broken',
  'state-unreadable',
  'wal-missing',
  'wal-damaged',
  'behind-cache',
] as const
export type LogDamage = (typeof LOG_DAMAGES)[number]

/**
 * Why nothing may be recorded on a log any more: another machine continued it (ID-2), its disk was put back
 * to an older state, or the office has forgotten more than it still holds (LOG-4).
 */
export const LOG_STOPS = ['forked', 'set-back', 'pruned-past'] as const
export type LogStop = (typeof LOG_STOPS)[number]

/**
 * Why a station was enrolled anew over its own log. `re-enrolled`: its disk was copied, and now is another
 * station's. `disowned`: the office has forgotten the station, as after a restore to before its enrolment.
 */
export const ENROLLED_ANEW = ['re-enrolled', 'disowned'] as const
export type EnrolledAnew = (typeof ENROLLED_ANEW)[number]

/** Why a log was set aside for a new one. */
export const SALVAGE_REASONS = [...LOG_DAMAGES, ...LOG_STOPS, ...ENROLLED_ANEW] as const
export type SalvageReason = (typeof SALVAGE_REASONS)[number]

/** What is or was wrong with a station's log, as it tells people at the bench and in the office. */
export const LogTrouble = z.object({
  /** `stopped`: nothing is recorded. `salvaged`: the station works again; told until a supervisor has seen it. */
  kind: z.enum(['stopped', 'salvaged']),
  reason: z.enum(SALVAGE_REASONS),
  /** When the log was set aside, by the station's clock; null while it is not. */
  at: Instant.nullable(),
  /** Actions taken over into the new log with their ids and bytes. */
  carried: z.int().min(0),
  /** Actions known to have been recorded that can't be read, and how many of them the office lacks. */
  unreadable: z.int().min(0),
  lost: z.int().min(0),
})
export type LogTrouble = z.infer<typeof LogTrouble>

/** The same in a sentence or two, for whoever has to act. */
export function logTroubleSentence({ kind, reason, carried, lost }: LogTrouble): string {
  if (kind === 'stopped') return STOPPED[reason] ?? DAMAGED_NOW
  const taken = `A new log was begun; ${carried} actions that the office may lack were taken over.`
  const isDamage = LOG_DAMAGES.some((damage) => damage === reason)
  if (!isDamage) return `${taken} The old log is kept.`
  return `The memory of this bench was damaged. ${taken} ${missing(reason, lost)} The old log is kept.`
}

/** Where the end of the log is gone nobody can say how much was behind it. */
const ENDLESS: readonly SalvageReason[] = ['file-missing', 'wal-missing', 'not-a-database']

function missing(reason: SalvageReason, lost: number): string {
  if (ENDLESS.includes(reason)) {
    return 'The newest actions may be missing: check what was done last at this bench.'
  }
  if (lost === 0) return 'Nothing that was recorded is missing.'
  return `${lost} could not be read and the office does not have them: check what was done last at this bench.`
}

const DAMAGED_NOW =
  'The memory of this bench is damaged. Nothing is recorded until it starts again; it then goes on with ' +
  'a new log that holds everything that can be read.'

const STOPPED: { [R in SalvageReason]?: string } = {
  forked:
    'Another machine has gone on with the log of this bench, as after its disk was copied. This one ' +
    'records and sends nothing more. If both machines stay in use, enrol this one as a bench of its own ' +
    'with a code from the office. If this one is the bench, a supervisor begins a new log here. What was ' +
    'never sent goes along either way.',
  'set-back':
    'The office holds more of this bench’s work than its disk does: an older copy of the disk was put ' +
    'back, or is used in a second machine. Nothing more is recorded here. A supervisor begins a new log, ' +
    'or enrols this machine as a bench of its own. What was never sent goes along either way.',
  'pruned-past':
    'The office was put back to before what this bench still holds. The bench begins a new log with all ' +
    'that it has when it starts again.',
}
