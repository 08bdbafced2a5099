import { hash } from 'node:crypto'
import type { LoggedAction, PushRequest } from '#contract/sync/envelope.ts'
import { GENESIS_HASH } from '#contract/sync/limits.ts'

/** What is wrong with a push in itself, before anything stored is looked at; null when nothing is. */
export function chainFault(
  request: Pick<PushRequest, 'fromSeq' | 'prevHash' | 'actions'>,
): string | null {
  let { prevHash } = request
  if (request.fromSeq === 1 && prevHash !== GENESIS_HASH) return 'a log starts from 64 zeros'
  for (const [index, action] of request.actions.entries()) {
    if (action.seq !== request.fromSeq + index) {
      return `action ${index} has seq ${action.seq}, not ${request.fromSeq + index}`
    }
    if (!action.body.isWellFormed() || action.body.includes('\0')) {
      return `the body of seq ${action.seq} is no text`
    }
    if (actionHash(prevHash, action) !== action.hash) {
      return `the hash of seq ${action.seq} does not follow from what stands before it`
    }
    prevHash = action.hash
  }
  return null
}

/** Hex SHA-256 that chains an action to the one before it (ID-2). */
export function actionHash(
  prevHash: string,
  action: Pick<LoggedAction, 'seq' | 'id' | 'body'>,
): string {
  return hash('sha256', `${prevHash}\n${action.seq}\n${action.id}\n${action.body}`)
}
