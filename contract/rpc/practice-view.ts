import { z } from 'zod'

/** What somebody who is new does once, in this order. */
export const PRACTICE_TASKS = [
  'sign-in',
  'pick',
  'wrong',
  'short',
  'close',
  'label',
  'load',
] as const
export type PracticeTask = (typeof PRACTICE_TASKS)[number]

/** What a code on the practice desk is; the words live with the screens. */
export const PRACTICE_THINGS = [
  'badge',
  'supervisor',
  'list',
  'load',
  'product',
  'command',
  'reason',
  'label',
  'seal',
  'scale',
] as const

/** A code that the practice scanner would read, or goods to put on the practice scale. */
export const PracticeHint = z.object({
  thing: z.enum(PRACTICE_THINGS),
  /** Name of the product, command, reason or number, as the bench says it. */
  name: z.string(),
  /** For a real scanner; null for what is weighed. */
  code: z.string().nullable(),
  grams: z.int().nullable(),
})
export type PracticeHint = z.infer<typeof PracticeHint>

/** Practice at a bench: nothing of it is real. */
export const PracticeView = z.object({
  done: z.array(z.enum(PRACTICE_TASKS)),
  /** The one thing to do next; null where the whole floor is done. */
  next: PracticeHint.nullable(),
  /** Something that is wrong here; null where nothing would be. */
  wrong: PracticeHint.nullable(),
  /** The shelf is empty: SHORT can be said. */
  short: PracticeHint.nullable(),
})
export type PracticeView = z.infer<typeof PracticeView>

/** Which of the things on the desk to do, as its button showed it: one that is over does nothing. */
export const PracticeMove = z.object({
  move: z.enum(['next', 'wrong', 'short']),
  shown: PracticeHint,
})
export type PracticeMove = z.infer<typeof PracticeMove>

/** Practice begins only where nothing is in hand: at sign-in, or between two pieces of work. */
export const PracticeAnswer = z.object({
  accepted: z.boolean(),
  trouble: z.enum(['work-in-hand', 'not-practising', 'moved-on']).nullable(),
})
export type PracticeAnswer = z.infer<typeof PracticeAnswer>
