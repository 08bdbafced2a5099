import { z } from 'zod'
import { REASONS } from '../barcode/loadline-code.ts'

/** Longest id of a print job or a printer that a screen may name. */
const ID_MAX = 80

const JobId = z.string().min(1).max(ID_MAX)
const PrinterId = z.string().min(1).max(ID_MAX)

/** What a person at the bench may say about one label of the print queue. */
export const PrintOrder = z.discriminatedUnion('order', [
  /** It waits, nothing of it was sent: the same copy comes out of another printer. */
  z.object({ order: z.literal('redirect'), jobId: JobId, printerId: PrinterId }),
  /** It has waited for too long to come out by itself, and is wanted all the same. */
  z.object({ order: z.literal('release'), jobId: JobId }),
  z.object({ order: z.literal('cancel'), jobId: JobId }),
  /** It was seen: the doubt about it is over. */
  z.object({ order: z.literal('came-out'), jobId: JobId }),
  /** It was not seen: it is void, and a copy with the next number is printed. */
  z.object({ order: z.literal('not-printed'), jobId: JobId, printerId: PrinterId.optional() }),
  /** A copy with the next number, for a reason; every older one is void from then on. */
  z.object({
    order: z.literal('reprint'),
    jobId: JobId,
    reason: z.enum(REASONS.map(({ name }) => name)),
    printerId: PrinterId.optional(),
  }),
])
export type PrintOrder = z.infer<typeof PrintOrder>

/** Why an order about a label was not followed; each is a sentence on the screen. */
export const PrintTrouble = z.enum([
  'sign-in-first',
  'no-such-job',
  'no-such-printer',
  /** It is on its way, or was: the same copy is never sent a second time. */
  'already-sent',
  'not-waiting',
  'not-in-doubt',
  'same-printer',
  /** The other printer holds labels of another size. */
  'other-size',
  /** Its dots are too coarse for the bars of this label. */
  'too-coarse',
  /** Its language can't hold this label. */
  'cannot-print',
  /** A newer copy was made, or the office made it void. */
  'void',
  /** The carton is open again or gone, or has used up its copies. */
  'no-new-label',
  'wrong-reason',
  'not-recorded',
])
export type PrintTrouble = z.infer<typeof PrintTrouble>

export const PrintOrderAnswer = z.discriminatedUnion('accepted', [
  z.object({
    accepted: z.literal(true),
    /** Number of the copy that is on its way now; null where none is. */
    copy: z.int().nullable(),
  }),
  z.object({ accepted: z.literal(false), trouble: PrintTrouble }),
])
export type PrintOrderAnswer = z.infer<typeof PrintOrderAnswer>

/** A printer that a label could come out of, and why it can't; sizes in millimetres. */
export const PrintTarget = z.object({
  printerId: z.string(),
  name: z.string(),
  widthMm: z.number(),
  heightMm: z.number(),
  dpi: z.int(),
  trouble: PrintTrouble.nullable(),
})
export type PrintTarget = z.infer<typeof PrintTarget>
