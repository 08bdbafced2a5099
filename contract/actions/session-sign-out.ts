import { z } from 'zod'
import { type ActionDefinition, recorded } from './decision.ts'

const Payload = z.object({})
type Payload = z.infer<typeof Payload>

/** An operator's period at a bench ends; it moves nothing. */
export const sessionSignOut: ActionDefinition<'session.sign-out', Payload> = {
  type: 'session.sign-out',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: () => [],
  decide: () => recorded([]),
}
