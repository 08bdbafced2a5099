import { z } from 'zod'

/** A question the bench waits on; only the codes it names answer it, CANCEL takes it back. */
export const Prompt = z.discriminatedUnion('kind', [
  /** SHORT was scanned: which reason, for how many of which product? */
  z.object({
    kind: z.literal('short-reason'),
    /** True where they were picked, and are not there to be packed. */
    isPicked: z.boolean().optional(),
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
  /** Goods of a lot that should wait: why not `first`, which ends sooner? Scanning that lot answers too. */
  z.object({
    kind: z.literal('lot-reason'),
    listId: z.string(),
    lineNo: z.int(),
    name: z.string(),
    lot: z.string(),
    /** The last day its goods may be used; null where nobody knows. */
    until: z.string().nullable(),
    first: z.object({ lot: z.string(), until: z.string() }),
    /** The scan that waits for the answer. */
    scan: z.object({
      text: z.string(),
      quantity: z.int(),
      serial: z.string().nullable(),
      expiryDate: z.string().nullable(),
      weightGrams: z.int().nullable(),
    }),
  }),
  /** Units closed at a bench without a printer have no label: print them here? YES or NO. */
  z.object({ kind: z.literal('labels-missing'), unitIds: z.array(z.string()) }),
  /** A print whose outcome is unknown: did it come out? YES or NO, or scan the label itself. */
  z.object({
    kind: z.literal('print-in-doubt'),
    unitId: z.string(),
    copy: z.int(),
    jobId: z.string(),
  }),
  /**
   * CONFIRM where something would stay behind: a second CONFIRM, or YES, goes ahead without it. The first of
   * the units are named; both numbers are whole, and absent in a question asked by an older release.
   */
  z.object({
    kind: z.literal('confirm-missing'),
    missing: z.array(z.string()),
    /** Units that are packed and not on board. */
    units: z.int().optional(),
    /** Orders that should go with it and are not packed yet. */
    unpacked: z.int().optional(),
  }),
  /** Why does it come off the truck? The label of another unit on board asks about that one. */
  z.object({ kind: z.literal('unload-reason'), unitId: z.string() }),
  /** SEAL was scanned: the next code is the number of the truck's seal; `seal` is the one it replaces. */
  z.object({ kind: z.literal('seal'), loadId: z.string(), seal: z.string().nullable() }),
])
export type Prompt = z.infer<typeof Prompt>

export const PROMPT_REASON_PURPOSE = {
  'short-reason': 'short',
  override: 'override',
  'declare-reason': 'declare',
  'reprint-reason': 'reprint',
  'lot-reason': 'lot',
  'unload-reason': 'unload',
} as const
