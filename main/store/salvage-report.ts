import { z } from 'zod'
import { SALVAGE_REASONS } from '#contract/sync/log-trouble.ts'

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
