import { z } from 'zod'
import { EXCEPTION_CHOICES } from '../http/exception-choices.ts'
import { Count, Instant, Reference, Text } from '../documents/ids.ts'
import { FloorAnswer } from '../sync/floor-answer.ts'
import { LogOrderInput } from './log-order.ts'
import { CloseTrouble } from './refusal-view.ts'

/** Hours of this bench's own figures, and reasons of wrong scans that are named. */
export const FLOOR_HOURS = 8
export const FLOOR_REASONS_MAX = 5

/** Loads that a unit may be moved to; a longer list is no choice by touch. */
export const FLOOR_LOADS_MAX = 12

/** One hour of this bench, the newest last; `from` is its first moment by the bench's clock. */
const FloorHour = z.object({
  from: Instant,
  picks: z.int(),
  scans: z.int(),
  errorScans: z.int(),
})
export type FloorHour = z.infer<typeof FloorHour>

/** This bench's own day, from its own log: there with and without the office. */
export const BenchDay = z.object({
  hours: z.array(FloorHour).length(FLOOR_HOURS),
  scansToday: z.int(),
  errorScansToday: z.int(),
  picksToday: z.int(),
  /** Why alerts were latched today, the most frequent first. */
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })).max(FLOOR_REASONS_MAX),
})
export type BenchDay = z.infer<typeof BenchDay>

/**
 * Why the office's part is old or missing: it can't be reached, it asks to wait, it is older than this
 * panel, or it does not let this bench look.
 */
export const FloorTrouble = z.enum(['offline', 'busy', 'not-offered', 'not-allowed'])
export type FloorTrouble = z.infer<typeof FloorTrouble>

/** What a supervisor sees at a bench. */
export const FloorView = z.object({
  /** The office's last answer and when it came, by the bench's clock; null where none ever came. */
  office: z.object({ answer: FloorAnswer, at: Instant }).nullable(),
  trouble: FloorTrouble.nullable(),
  day: BenchDay,
  /** Loads here that goods may be moved to. */
  loads: z
    .array(z.object({ number: z.string(), region: z.string(), plate: z.string() }))
    .max(FLOOR_LOADS_MAX),
})
export type FloorView = z.infer<typeof FloorView>

/** What a supervisor decides about an exception. */
export const DecideExceptionInput = LogOrderInput.extend({
  id: z.string().max(64),
  choice: z.enum(EXCEPTION_CHOICES),
  counted: Count.optional(),
  load: Reference.optional(),
})
export type DecideExceptionInput = z.infer<typeof DecideExceptionInput>

/** Why work is taken from a bench; the words for them live with the screens. */
export const RELEASE_REASONS = ['BENCHBROKEN', 'PERSONGONE', 'URGENT', 'OTHER'] as const
export type ReleaseReason = (typeof RELEASE_REASONS)[number]

/** A supervisor takes a list, named by its id, or a load, by its number, from whoever holds it. */
export const ReleaseClaimInput = LogOrderInput.extend({
  kind: z.enum(['list', 'load']),
  target: Text,
  reason: z.enum(RELEASE_REASONS),
})
export type ReleaseClaimInput = z.infer<typeof ReleaseClaimInput>

/**
 * What became of it in the office. `changed`: somebody was faster, or it is not so any more. `not-allowed`:
 * the office knows the badge's owner as no supervisor. `unknown`: the call was lost, and may have been done.
 */
export const FloorOutcome = z.enum([
  'done',
  'changed',
  'not-allowed',
  'not-possible',
  'offline',
  'unknown',
])
export type FloorOutcome = z.infer<typeof FloorOutcome>

/** `accepted`: a supervisor stood behind it, and the office was asked; `detail` is what it said. */
export const FloorOrderAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), outcome: FloorOutcome, detail: z.string().nullable() }),
  z.object({ accepted: z.literal(false), trouble: CloseTrouble }),
])
export type FloorOrderAnswer = z.infer<typeof FloorOrderAnswer>
