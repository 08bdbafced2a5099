import { z } from 'zod'
import { LogOrderInput } from './log-order.ts'

/** After how many minutes a bench that nobody touches may sign its operator out. */
export const IDLE_SIGN_OUT_CHOICES = [5, 15, 60] as const

/** What a supervisor decides about one bench; it stays at that bench. */
export const BenchSettings = z.object({
  /** A complete unit at rest on the scale with the right weight is closed without a scan of CLOSE. */
  autoClose: z.boolean(),
  idleSignOutMinutes: z.literal(IDLE_SIGN_OUT_CHOICES),
})
export type BenchSettings = z.infer<typeof BenchSettings>

/** A bench that nobody has set otherwise. */
export const DEFAULT_BENCH_SETTINGS: BenchSettings = { autoClose: true, idleSignOutMinutes: 15 }

/** What is to be different, and the supervisor behind it. */
export const BenchSettingsInput = LogOrderInput.extend({ change: BenchSettings.partial() })
export type BenchSettingsInput = z.infer<typeof BenchSettingsInput>
