import { z } from 'zod'

/** Alert codes a bench can latch; fixed by the public surface. */
export const AlertCode = z.enum([
  'wrong-product',
  'over-pick',
  'unknown-code',
  'wrong-load',
  'unit-not-closed',
  'superseded-copy',
  'unverified-label',
  'lot-mix',
  'wrong-state',
  'no-numbers',
  'no-weight',
  'load-refused',
  'claim-refused',
  'order-cancelled',
  'not-allowed',
])
export type AlertCode = z.infer<typeof AlertCode>

/**
 * A latched alert. `tone` is `wrong` (red: the scan was wrong) or `stop` (amber: the office said no).
 * `detail` fills the sentence in the screen's language; `message` is the same in plain English.
 * `meanwhile` names what was scanned while it was latched: logged, never applied.
 */
export const Alert = z.object({
  code: AlertCode,
  tone: z.enum(['wrong', 'stop']),
  /** Which sentence: several situations share one alert code. */
  reason: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  message: z.string(),
  meanwhile: z.array(z.string()),
})
export type Alert = z.infer<typeof Alert>
