import { z } from 'zod'

/** "312 made, 312 accounted for": every action is waiting or has one answer of the office, never neither. */
const counts = {
  made: z.int(),
  /** Not acknowledged yet; they are sent by themselves. */
  waiting: z.int(),
  accepted: z.int(),
  excepted: z.int(),
  /** Refused, and still before a supervisor; refused, and closed by one. */
  refusedOpen: z.int(),
  refusedClosed: z.int(),
  /** Accepted, excepted and refused together. */
  accountedFor: z.int(),
  isComplete: z.boolean(),
}
export const AccountCounts = z.object(counts)
export type AccountCounts = z.infer<typeof AccountCounts>

/** From the last sign-in at this bench to the sign-out behind it, or to now. */
export const ShiftAccount = z.object({
  operatorId: z.string().nullable(),
  begunAt: z.iso.datetime(),
  /** Null while they are signed in. */
  endedAt: z.iso.datetime().nullable(),
  ...counts,
})
export type ShiftAccount = z.infer<typeof ShiftAccount>

/** The bench's own account of its work. Signing in and out is not counted. */
export const Account = z.object({
  /** Null where nobody has signed in yet. */
  shift: ShiftAccount.nullable(),
  /** Since midnight on the warehouse's wall. */
  today: AccountCounts,
})
export type Account = z.infer<typeof Account>
