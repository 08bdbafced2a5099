import { z } from 'zod'
import { RefusalEnding } from '../actions/refusal-close.ts'
import { Text } from '../documents/ids.ts'
import { Alert } from './alert-view.ts'

/** Longest badge, as scanned, and PIN that a supervisor may give beside a closing. */
const BADGE_LENGTH_MAX = 200

/** What of a refused action a supervisor may change before it is done again. */
export const AMENDABLE_FIELDS = [
  'quantity',
  'pickListId',
  'lineNo',
  'loadId',
  'fromLoadId',
  'toLoadId',
  'unitId',
  'lot',
  'seal',
  'counted',
] as const

/** Why a refusal is given up; the words for them live with the screens. */
export const WRITE_OFF_REASONS = [
  'DONEELSEWHERE',
  'MISTAKE',
  'CANCELLED',
  'CORRECTED',
  'OTHER',
] as const
export type WriteOffReason = (typeof WRITE_OFF_REASONS)[number]

/** Choices of one field that a screen can show; a longer list is no choice by touch. */
export const AMEND_CHOICES_MAX = 12

const Amendment = z.partialRecord(
  z.enum(AMENDABLE_FIELDS),
  z.union([z.string().max(100), z.number()]),
)
export type Amendment = z.infer<typeof Amendment>

/** Something the office refused that nobody has closed. It stays until a supervisor does (I11). */
export const RefusalView = z.object({
  seq: z.int(),
  id: z.string(),
  type: z.string(),
  at: z.iso.datetime(),
  operatorId: z.string().nullable(),
  /** What it was about, as in the queue. */
  subject: z.string(),
  code: z.string(),
  /** Key of the sentence that says why; where a screen has none, the office's own is in `detail`. */
  why: z.string(),
  detail: z.string().nullable(),
  /** Whether this version can do it again as it was. */
  canRetry: z.boolean(),
  /** What may be changed of it, with what it said; nothing may where this is empty. */
  amendable: Amendment,
  /** For fields that name something: what they may name here and now, in words. */
  choices: z.partialRecord(
    z.enum(AMENDABLE_FIELDS),
    z.array(z.object({ value: z.string(), words: z.string() })),
  ),
})
export type RefusalView = z.infer<typeof RefusalView>

/** `badge` is a supervisor's code as scanned; not needed while a supervisor is signed in. */
export const CloseRefusalInput = z.object({
  seq: z.int().min(1),
  how: RefusalEnding,
  reason: Text.optional(),
  amend: Amendment.optional(),
  badge: z.string().min(1).max(BADGE_LENGTH_MAX).optional(),
  pin: z
    .string()
    .regex(/^\d{4,12}$/)
    .optional(),
})
export type CloseRefusalInput = z.infer<typeof CloseRefusalInput>

/** Why a refusal was not closed; nothing was recorded then. */
export const CloseTrouble = z.enum([
  /** It was closed before, or the office has changed its mind. */
  'not-open',
  'supervisor-needed',
  'unknown-badge',
  'role-missing',
  'pin-needed',
  'pin-wrong',
  'pin-locked',
  /** Writing off needs a reason, and amending needs something to amend. */
  'reason-needed',
  'amendment-needed',
  /** The amended action is none that can be done. */
  'bad-amendment',
  /** This version cannot read what was done. */
  'cannot-repeat',
  /** Today's rules say no to it; `alert` says which. */
  'rule-broken',
  /** The bench may begin nothing new. */
  'no-new-work',
  /** The disk is full, or the log is damaged. */
  'not-recorded',
])
export type CloseTrouble = z.infer<typeof CloseTrouble>

export const CloseRefusalAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), byActionId: z.string().nullable() }),
  z.object({ accepted: z.literal(false), trouble: CloseTrouble, alert: Alert.nullable() }),
])
export type CloseRefusalAnswer = z.infer<typeof CloseRefusalAnswer>
