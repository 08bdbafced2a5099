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
