import { z } from 'zod'
import { Text } from '../documents/ids.ts'
import { type ActionDefinition, recorded } from './decision.ts'

/** How a person ended what the office had refused. */
export const RefusalEnding = z.enum(['again', 'amended', 'written-off'])
export type RefusalEnding = z.infer<typeof RefusalEnding>

const Payload = z.object({
  /** Where the refused action stood in the station's log when it was closed, and its id, which never changes. */
  seq: z.int().min(1),
  actionId: z.uuid(),
  how: RefusalEnding,
  reason: Text.optional(),
  /** The action that took its place; none where it was written off. */
  byActionId: z.uuid().optional(),
})
type Payload = z.infer<typeof Payload>

/**
 * A supervisor closes what the office refused: done again, done in another way, or written off. It moves
 * nothing; whatever took its place is an action of its own, just before it. Nothing takes it back.
 */
export const refusalClose: ActionDefinition<'refusal.close', Payload> = {
  type: 'refusal.close',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: () => [],
  decide: () => recorded([]),
}
