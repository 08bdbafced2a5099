import type { Logger } from 'pino'
import type { PushRequest } from '#contract/sync/envelope.ts'
import type { Office } from '../office.ts'
import type { Answered } from './process-entries.ts'
import type { PushResult } from './push.ts'

type PushedBatch = {
  stationId: string
  requestId: string
  request: Pick<PushRequest, 'actions'>
  result: PushResult
  elapsedMs: number
}

/**
 * One line for each push with where it begins and ends in the station's log, so that any action of it is found
 * by its seq or by the request's id, which is kept with the action; at `debug` one more for each action.
 */
export function logPush(log: Logger, { result, ...pushed }: PushedBatch): void {
  const { stationId, requestId, request, elapsedMs } = pushed
  const [first] = request.actions
  const last = request.actions.at(-1)
  const line = {
    module: 'sync',
    requestId,
    stationId,
    fromSeq: first?.seq,
    toSeq: last?.seq,
    firstActionId: first?.id,
    lastActionId: last?.id,
    elapsedMs,
  }
  if (result.kind !== 'answer') {
    const why = result.kind === 'conflict' ? result.conflict.code : result.kind
    log.warn({ ...line, why }, 'did not take a push')
    return
  }
  log.info({ ...line, ...countsOf(request, result.decided) }, 'took a push')
  if (!log.isLevelEnabled('debug')) return
  for (const { entry, outcome, code, exceptionId } of result.decided) {
    const { seq, id: actionId, type } = entry
    const found = { module: 'sync', requestId, stationId, seq, actionId, type, outcome }
    log.debug({ ...found, code, exceptionId }, 'decided an action')
  }
}

/** Counts what a push decided; types that this version does not know count as one. */
export function countPush(metrics: Office['metrics'], { result, elapsedMs }: PushedBatch): void {
  metrics.pushSeconds.observe(
    { result: result.kind === 'answer' ? 'taken' : result.kind },
    elapsedMs / 1_000,
  )
  if (result.kind === 'answer') countDecided(metrics, result.decided)
}

export function countDecided(metrics: Office['metrics'], decided: readonly Answered[]): void {
  for (const { entry, outcome } of decided) {
    metrics.pushActions.inc({ outcome })
    metrics.actions.inc({ type: entry.action?.type ?? 'unknown', outcome })
  }
}

function countsOf({ actions }: PushedBatch['request'], decided: readonly Answered[]) {
  const count = (outcome: string) => decided.filter((one) => one.outcome === outcome).length
  return {
    accepted: count('accepted'),
    excepted: count('excepted'),
    refused: count('refused'),
    replayed: Math.max(0, actions.length - decided.length),
  }
}
