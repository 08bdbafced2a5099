import { z } from 'zod'

/** A question the bench waits on; only the codes it names answer it, CANCEL takes it back. */
export const Prompt = z.discriminatedUnion('kind', [
  /** SHORT was scanned: which reason, for how many of which product? */
  z.object({
    kind: z.literal('short-reason'),
    sku: z.string(),
    name: z.string(),
    quantity: z.int(),
  }),
  /** The weight is outside the tolerance: a supervisor's badge, their PIN if they have one, a reason. */
  z.object({
    kind: z.literal('override'),
    step: z.enum(['badge', 'pin', 'reason']),
    unitId: z.string(),
    grossGrams: z.int(),
    expectedGrams: z.int(),
    toleranceGrams: z.int(),
    supervisor: z.string().nullable(),
    /** PINs that may still be typed; null where none is asked for. */
    triesLeft: z.int().nullable().default(null),
  }),
  /** WEIGH was scanned: why can't the goods go on the scale? */
  z.object({ kind: z.literal('declare-reason'), unitId: z.string() }),
  z.object({ kind: z.literal('reprint-reason'), unitId: z.string() }),
  /** A print whose outcome is unknown: did it come out? YES or NO, or scan the label itself. */
  z.object({
    kind: z.literal('print-in-doubt'),
    unitId: z.string(),
    copy: z.int(),
    jobId: z.string(),
  }),
  /** CONFIRM with units missing: they are named, a second CONFIRM goes ahead without them. */
  z.object({ kind: z.literal('confirm-missing'), missing: z.array(z.string()) }),
  z.object({ kind: z.literal('unload-reason'), unitId: z.string() }),
])
export type Prompt = z.infer<typeof Prompt>

export const PROMPT_REASON_PURPOSE = {
  'short-reason': 'short',
  override: 'override',
  'declare-reason': 'declare',
  'reprint-reason': 'reprint',
  'unload-reason': 'unload',
} as const
