import { actionDefinitions } from '#contract/actions/index.ts'
import type { World } from '../world.ts'

/** A count of this product is more than the office's rule can bear. */
export const CRASHING_SKU = 'CRASH-1'

type Rule = (payload: { sku: string }, context: unknown) => unknown

/** Until what it returns is called, the rule of a count fails at the office. */
export function letRuleCrash(world: World): () => void {
  const known: unknown = actionDefinitions['stock.count']
  const definition = known as { decide: Rule }
  const real = definition.decide
  definition.decide = (payload, context) => {
    if (payload.sku === CRASHING_SKU && world.isOfficeTurn) throw new Error('a rule with a defect')
    return real(payload, context)
  }
  return () => {
    definition.decide = real
  }
}
