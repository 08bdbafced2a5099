import { databaseErrorCode, isQueryError } from '../store/index.ts'

/** An action that the office cannot process: a defect of ours, never of the one who scanned. */
export class DecisionCrash extends Error {
  readonly actionId: string
  constructor(actionId: string, cause: unknown) {
    super(`the rule of action ${actionId} crashed`, { cause })
    this.name = 'DecisionCrash'
    this.actionId = actionId
  }
}

/** As `DecisionCrash`, of a batch in which nobody knows yet whose fault it is. */
export class BatchCrash extends Error {
  constructor(cause: unknown) {
    super('an action of the batch crashed', { cause })
    this.name = 'BatchCrash'
  }
}

/**
 * Runs what is done with a batch. A defect of ours in it is told apart from what the database answers, so
 * that one action that cannot be applied does not hold up its log for good (PUSH-6, I10).
 */
export async function findCrash<T>(
  actions: readonly { id: string }[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const isKnown = error instanceof DecisionCrash || databaseErrorCode(error) !== undefined
    if (isKnown || isQueryError(error)) throw error
    const [action, next] = actions
    if (action === undefined || next !== undefined) throw new BatchCrash(error)
    throw new DecisionCrash(action.id, error)
  }
}
