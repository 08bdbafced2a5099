import { z } from 'zod'

/**
 * Codes that came at once, as from the memory of a cordless scanner. None of them is applied before a
 * person lets them in.
 */
export const ParkedScans = z.object({
  scannerId: z.string(),
  count: z.int(),
  /** Codes beyond what a bench keeps; they can only be scanned again. */
  lost: z.int(),
})
export type ParkedScans = z.infer<typeof ParkedScans>

export const ParkedScansInput = z.object({
  scannerId: z.string().min(1).max(64),
  decision: z.enum(['let-in', 'throw-away']),
})
export type ParkedScansInput = z.infer<typeof ParkedScansInput>

/** How many were scanned with this answer, and how many wait still. */
export const ParkedScansAnswer = z.object({ taken: z.int(), left: z.int() })
export type ParkedScansAnswer = z.infer<typeof ParkedScansAnswer>
