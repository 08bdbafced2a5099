import { z } from 'zod'
import { CloseRefusalInput, CloseTrouble } from './refusal-view.ts'

/** A supervisor's badge, and PIN if they have one; neither is needed while a supervisor is signed in. */
export const LogOrderInput = CloseRefusalInput.pick({ badge: true, pin: true })
export type LogOrderInput = z.infer<typeof LogOrderInput>

/** `not-open`: there is nothing to be said about this log. */
export const LogOrderAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true) }),
  z.object({ accepted: z.literal(false), trouble: CloseTrouble }),
])
export type LogOrderAnswer = z.infer<typeof LogOrderAnswer>

/** A part of the log as a file for a stick, `left` actions of which go into the next one. */
export const ExportedLog = z.object({
  name: z.string(),
  base64: z.string(),
  fromSeq: z.int(),
  throughSeq: z.int(),
  actions: z.int(),
  left: z.int(),
  /** Set where the log is damaged behind this action. */
  damagedAfter: z.int().nullable(),
})
export type ExportedLog = z.infer<typeof ExportedLog>

export const ExportAnswer = z.discriminatedUnion('accepted', [
  z.object({ accepted: z.literal(true), file: ExportedLog }),
  z.object({ accepted: z.literal(false), trouble: CloseTrouble }),
])
export type ExportAnswer = z.infer<typeof ExportAnswer>
