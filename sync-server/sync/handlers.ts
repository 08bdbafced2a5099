import { SYNC_PROTOCOL } from '#contract/sync/limits.ts'
import { createCallBudget } from '../http/call-budget.ts'
import type { Handler, StationCaller } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import { requireVersion } from '../stations/index.ts'
import type { Hub } from './hub.ts'
import { countPush, logPush } from './log-push.ts'
import { createStreamKeeper, openLiveStream } from './live.ts'
import { pull } from './pull.ts'
import { readScope } from './scope.ts'
import { push, type PushParts, type PushResult } from './push.ts'
import { createTurns } from './turns.ts'

const RETRY_AFTER_SECONDS = 15

/**
 * Calls of one station. A bench that comes back with ten thousand actions makes a few hundred, and each of
 * them waits for an answer; only a station that has gone wrong calls on and on.
 */
export const STATION_CALLS = { callsMax: 3_000, perSecond: 20 }

/**
 * Pages read at once. A floor that comes back together asks for all of them at once; read one after the
 * other they come sooner than all at the same time, and leave connections for what benches send.
 */
const PULLS_AT_ONCE = 4

/** Well before the bench gives up: a page that nobody waits for any more would be work for nothing. */
const PULL_WAIT_MS_MAX = 8_000

const PULL_RETRY_SECONDS = 5

/** What a station calls to send its actions and to hear what the office has. */
export function syncHandlers(
  office: Office,
  hub: Hub,
): {
  push: Handler<'push'>
  pull: Handler<'pull'>
  scope: Handler<'scope'>
  live: Handler<'live'>
} {
  const parts: PushParts = { store: office.store, deps: office.deps, crashes: new Map() }
  const budget = createCallBudget(office.deps.clock, STATION_CALLS)
  const spend = ({ stationId }: StationCaller) => {
    const retryAfterSeconds = budget.spend(stationId)
    if (retryAfterSeconds === 0) return
    throw new Problem('rate-limited', 'this station calls too often', { retryAfterSeconds })
  }
  const keepStream = createStreamKeeper()
  const turns = createTurns({
    atOnce: PULLS_AT_ONCE,
    waitMsMax: PULL_WAIT_MS_MAX,
    sleep: (durationMs) => office.deps.sleep(durationMs),
  })
  const pullParts = {
    ...office,
    requireVersion: (version: string) => requireVersion(office, version),
  }
  return {
    push: async ({ body, auth, requestId }) => {
      spend(auth)
      if (body.protocol !== SYNC_PROTOCOL) {
        throw new Problem('upgrade', `the office speaks protocol ${SYNC_PROTOCOL}`)
      }
      const startedMs = office.deps.clock.now()
      const { stationId } = auth
      const result = await push({ ...parts, requestId }, stationId, body)
      const elapsedMs = office.deps.clock.now() - startedMs
      const pushed = { stationId, requestId, request: body, result, elapsedMs }
      countPush(office.metrics, pushed)
      logPush(office.log, pushed)
      if (result.kind !== 'answer') throw problemOf(result)
      office.metrics.head.set({ warehouse: auth.warehouse }, result.answer.head)
      if (result.decided.length > 0) office.poke(auth.warehouse)
      return { status: 200, body: result.answer }
    },
    pull: async ({ query, auth }) => {
      spend(auth)
      const page = await turns.take(() => pull(pullParts, auth, query))
      if (page !== undefined) return { status: 200, body: page }
      const retryAfterSeconds = PULL_RETRY_SECONDS
      throw new Problem('busy', 'many stations are reading; try again', { retryAfterSeconds })
    },
    scope: async ({ auth }) => {
      spend(auth)
      return { status: 200, body: await readScope(office.store, auth) }
    },
    live: ({ auth }) => {
      spend(auth)
      const stream = openLiveStream(hub, office.deps, auth.warehouse)
      if (stream === undefined) {
        const retryAfterSeconds = RETRY_AFTER_SECONDS
        throw new Problem('rate-limited', 'too many listeners', { retryAfterSeconds })
      }
      keepStream(auth.stationId, stream)
      return Promise.resolve({ status: 200, body: stream })
    },
  }
}

function problemOf(result: Exclude<PushResult, { kind: 'answer' }>): Problem {
  switch (result.kind) {
    case 'chain':
      return new Problem('chain', result.problem)
    case 'unknown-station':
      return new Problem('unauthorized', 'the station is not known')
    case 'conflict': {
      const { code, ...members } = result.conflict
      return new Problem(code, CONFLICTS[code], { members })
    }
    default:
      return result satisfies never
  }
}

const CONFLICTS = {
  gap: 'send the actions from expectedSeq on',
  fork: 'the office holds another action at this seq; this log must stop and be looked at',
  epoch: 'send the actions after survivedSeq again under the new epoch',
} as const
