import { z } from 'zod'

/** Why a claim was refused. A refused action still advances the sequence (PUSH-2). */
export const RefusalCode = z.enum([
  'already-claimed',
  'not-found',
  'wrong-state',
  'over-capacity',
  'lease-expired',
  'dependency',
  'poison',
  'forbidden',
])
export type RefusalCode = z.infer<typeof RefusalCode>

/** What rule a recorded fact broke; each opens an exception for a person (FACT-1). */
export const ExceptionCode = z.enum([
  'over-pick',
  'stock-below-zero',
  'order-cancelled',
  'unit-closed',
  'wrong-load',
  'superseded-copy',
  'lot-mix',
  'over-capacity',
  'left-behind',
  'claimed-elsewhere',
  'override-not-allowed',
  'weight-out-of-tolerance',
  'unknown-reference',
  'number-out-of-range',
  'order-blocked',
])
export type ExceptionCode = z.infer<typeof ExceptionCode>

/** `accepted`: recorded. `excepted`: recorded, and a person must look. `refused`: a claim said no to. */
export const Outcome = z.enum(['accepted', 'excepted', 'refused'])
export type Outcome = z.infer<typeof Outcome>
