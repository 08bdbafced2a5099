import { z } from 'zod'

/** One line of the queue panel: an action and what the office said. */
export const QueueEntry = z.object({
  seq: z.int(),
  type: z.string(),
  occurredAt: z.iso.datetime(),
  operatorId: z.string().nullable(),
  /** What it was about, e.g. a SKU and quantity, an SSCC, a load number. */
  subject: z.string(),
  /** The carton or pallet that the goods went into or came out of. */
  unitId: z.string().nullable(),
  state: z.enum(['waiting', 'accepted', 'excepted', 'refused']),
  /** It no longer fits what the office has sent since; it is sent all the same (PULL-3). */
  atRisk: z.boolean(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
})
export type QueueEntry = z.infer<typeof QueueEntry>
