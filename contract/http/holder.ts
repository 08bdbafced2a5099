import { z } from 'zod'
import { Instant } from '../documents/ids.ts'

/** The station that has a list or a load in hand. */
export const Holder = z.object({
  stationId: z.string(),
  station: z.string(),
  stationOnline: z.boolean(),
  stationRevoked: z.boolean(),
  lastSeenAt: Instant.nullable(),
  operator: z.string().nullable().describe('Who claimed it, or else who is signed in there.'),
  since: Instant.describe('When it was claimed.'),
})
export type Holder = z.infer<typeof Holder>
