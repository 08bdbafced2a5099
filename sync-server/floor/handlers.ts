import { ROLE_SCOPES } from '#contract/http/scopes.ts'
import { resolveException } from '../exceptions/index.ts'
import { createCallBudget } from '../http/call-budget.ts'
import type { Handlers, StationCaller } from '../http/handler.ts'
import { Problem } from '../http/problem.ts'
import { releaseLoad } from '../loading/index.ts'
import type { Office } from '../office.ts'
import { releasePickList } from '../picking/index.ts'
import type { Tx } from '../store/index.ts'
import { readFloor } from './read-floor.ts'
import {
  requireExceptionHere,
  requireListHere,
  requireLoadHere,
  requireSupervisor,
} from './require.ts'

/** Looks of one station: a panel asks every five seconds, and a few people may open it at once. */
const LOOKS = { callsMax: 30, perSecond: 1 }

/** Decisions of one station: a person makes them. */
const DECISIONS = { callsMax: 20, perSecond: 0.5 }

type FloorHandlers = Pick<
  Handlers,
  'getFloor' | 'decideFloorException' | 'releaseFloorList' | 'releaseFloorLoad'
>

/** What a supervisor sees and decides at a bench, by the code that the office decides with. */
export function floorHandlers(office: Office): FloorHandlers {
  const { store, deps } = office
  const looks = createCallBudget(deps.clock, LOOKS)
  const decisions = createCallBudget(deps.clock, DECISIONS)
  const decide = async <T>(request: Deciding, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const { auth, operatorRef, change } = request
    spend(decisions, auth)
    const done = await change(
      async (tx) => {
        await requireSupervisor(tx, auth.warehouse, operatorRef)
        return work(tx)
      },
      () => `station:${auth.stationId} operator:${operatorRef}`,
    )
    office.poke(auth.warehouse)
    return done
  }
  return {
    getFloor: async ({ auth: { stationId, warehouse } }) => {
      spend(looks, { stationId })
      const now = deps.clock.now()
      return { status: 200, body: await store.snapshot((tx) => readFloor(tx, { warehouse, now })) }
    },
    decideFloorException: async ({ params: { id }, body, auth, change }) => {
      const { operatorRef, ...choice } = body
      const caller = { name: operatorRef, scopes: BENCH_RIGHTS }
      const { status } = await decide({ auth, operatorRef, change }, async (tx) => {
        await requireExceptionHere(tx, auth.warehouse, id)
        return resolveException(tx, { kind: store.kind, deps, id, caller, ...choice })
      })
      return { status: 200, body: { id, status } }
    },
    releaseFloorList: async ({ params: { id }, body: { operatorRef }, auth, change }) => {
      const { list, stationId } = await decide({ auth, operatorRef, change }, async (tx) => {
        const held = await requireListHere(tx, auth.warehouse, id)
        return { list: await releasePickList(tx, { id, writtenBy: operatorRef }, deps), ...held }
      })
      return { status: 200, body: { reference: list.code, stationId } }
    },
    releaseFloorLoad: async ({ params: { number }, body: { operatorRef }, auth, change }) => {
      const { stationId } = await decide({ auth, operatorRef, change }, async (tx) => {
        const held = await requireLoadHere(tx, auth.warehouse, number)
        await releaseLoad(tx, number)
        return held
      })
      return { status: 200, body: { reference: number, stationId } }
    },
  }
}

/** A supervisor may do at a bench what one may do in the office. */
const BENCH_RIGHTS = new Set(ROLE_SCOPES.supervisor)

type Deciding = {
  auth: StationCaller
  operatorRef: string
  change: <T>(work: (tx: Tx) => Promise<T>, who?: (done: T) => string) => Promise<T>
}

function spend(
  budget: ReturnType<typeof createCallBudget>,
  { stationId }: Pick<StationCaller, 'stationId'>,
): void {
  const retryAfterSeconds = budget.spend(stationId)
  if (retryAfterSeconds > 0) {
    throw new Problem('rate-limited', 'this station asks too often', { retryAfterSeconds })
  }
}
