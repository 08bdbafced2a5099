import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Store } from '../store/index.ts'
import { confirmIntent, type Submitted } from './confirm-intent.ts'

/** Takes one intent on in a transaction of its own, and counts what came of it. */
export async function takeIntent(
  { deps, metrics }: Pick<Office, 'deps' | 'metrics'>,
  { change, ...submitted }: Submitted & { change: Store['transaction'] },
): ReturnType<typeof confirmIntent> {
  const count = (outcome: string) => metrics.intents.inc({ outcome })
  try {
    const answer = await change((tx) => confirmIntent(tx, submitted, deps))
    count(answer.replayed ? 'replayed' : 'confirmed')
    return answer
  } catch (error) {
    const isConflict = error instanceof Problem && error.code === 'intent-conflict'
    if (error instanceof Problem) count(isConflict ? 'conflict' : 'refused')
    throw error
  }
}
