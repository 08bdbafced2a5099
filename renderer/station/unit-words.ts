import type { UnitView } from '#contract/rpc/work-view.ts'
import type { Say } from '../text/text.ts'

/** "carton 1", as it stands inside a sentence. */
export function unitInSentence(unit: Pick<UnitView, 'kind' | 'ordinal'>, say: Say): string {
  return say(`unit.${unit.kind}`, { number: unit.ordinal }).toLowerCase()
}
