import type { ExceptionChoice } from '#contract/http/exception-choices.ts'
import { FloorAnswer } from '#contract/sync/floor-answer.ts'
import { checked } from '../sync/office-answer.ts'
import type { CallResult, OfficeClient } from '../sync/office-client.ts'

/** A panel that is open asks again anyway; a person who decides waits a little longer. */
const LOOK_TIMEOUT_MS = 3_000
const DECIDE_TIMEOUT_MS = 10_000

export type Decision = {
  operatorRef: string
  choice: ExceptionChoice
  input: { counted?: number; load?: string }
}

export type Release = {
  operatorRef: string
  kind: 'list' | 'load'
  /** Id of the list or number of the load. */
  target: string
  reason: string
}

/** What a bench asks the office for its supervisor; nothing of it is part of syncing. */
export type FloorClient = {
  look(): Promise<CallResult<FloorAnswer>>
  decide(exceptionId: string, decision: Decision): Promise<CallResult<unknown>>
  release(release: Release): Promise<CallResult<unknown>>
}

/** Null where the office is none that can be asked. */
export function floorClient({ ask: call }: Pick<OfficeClient, 'ask'>): FloorClient | null {
  if (call === undefined) return null
  return {
    look: async () => checked(FloorAnswer, await call('/v1/floor', { timeoutMs: LOOK_TIMEOUT_MS })),
    decide: (exceptionId, body) =>
      call(`/v1/floor/exceptions/${encodeURIComponent(exceptionId)}/resolve`, {
        body,
        timeoutMs: DECIDE_TIMEOUT_MS,
      }),
    release: ({ kind, target, ...body }) =>
      call(`/v1/floor/${kind}s/${encodeURIComponent(target)}/release`, {
        body,
        timeoutMs: DECIDE_TIMEOUT_MS,
      }),
  }
}
