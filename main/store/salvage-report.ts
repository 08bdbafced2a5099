import { z } from 'zod'
import { LOG_DAMAGES } from './log-damage.ts'

/**
 * Why a log was set aside for a new one: what was found wrong with it; or a person said so of one that the
 * office refused (`forked`), that was put back to an older state, or whose disk now is another station's.
 * `pruned-past`: the office has forgotten more than the log still holds.
 */
export const SALVAGE_REASONS = [
  ...LOG_DAMAGES,
  'forked',
  'set-back',
  'pruned-past',
  're-enrolled',
] as const
export type SalvageReason = (typeof SALVAGE_REASONS)[number]

/** What became of a log that was set aside. */
export const SalvageReport = z.object({
  reason: z.enum(SALVAGE_REASONS),
  /** Instant. */
  at: z.string(),
  /** Actions that stand in the new log with the ids and bodies they had. */
  carried: z.int(),
  /** Actions that are known to have been there and can't be read, and how many of them the office lacks. */
  unreadable: z.int(),
  lost: z.int(),
  /** Where the old log's files lie, below the data folder; null when none were left. */
  folder: z.string().nullable(),
})
export type SalvageReport = z.infer<typeof SalvageReport>

/** Meta key under which a log says from what it was made. */
export const SALVAGE_KEY = 'salvage'
