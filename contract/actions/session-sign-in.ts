import { z } from 'zod'
import { type ActionDefinition, recorded } from './decision.ts'

const Payload = z.object({})
type Payload = z.infer<typeof Payload>

/** An operator's period at a bench begins; it moves nothing. */
export const sessionSignIn: ActionDefinition<'session.sign-in', Payload> = {
  type: 'session.sign-in',
  v: 1,
  kind: 'fact',
  parse: (payload) => Payload.parse(payload),
  touches: () => [],
  decide: () => recorded([]),
}
