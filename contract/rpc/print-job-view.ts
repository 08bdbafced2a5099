import { z } from 'zod'
import { LabelSheet } from '../label/label-document.ts'

/**
 * Why a label waits though its printer may be ready. `printer`: the printer said no, and is asked again by
 * itself. The others wait for a person: `expired` has waited too long to come out unasked, `other-size` is
 * for labels of another size than are in the printer, `no-printer` is for a printer that is not here, and
 * of `copy-exists` somebody has scanned or printed this very copy already.
 */
export const PrintHold = z.enum(['printer', 'expired', 'other-size', 'no-printer', 'copy-exists'])
export type PrintHold = z.infer<typeof PrintHold>

export const PrintJobView = z.object({
  id: z.string(),
  unitId: z.string().nullable(),
  copy: z.int(),
  /** Set for what is no unit's label. */
  sheet: LabelSheet.nullable().default(null),
  printerId: z.string(),
  state: z.enum(['queued', 'sending', 'sent', 'printed', 'held', 'failed', 'unknown', 'cancelled']),
  detail: z.string(),
  /** Why this copy was made; null for the first. */
  reason: z.string().nullable(),
  /** Null where it does not wait, or only for its turn. */
  hold: PrintHold.nullable(),
  /** A newer copy exists or is on its way, or this one was made void: it must not be stuck on. */
  isVoid: z.boolean(),
  createdAt: z.iso.datetime(),
})
export type PrintJobView = z.infer<typeof PrintJobView>
