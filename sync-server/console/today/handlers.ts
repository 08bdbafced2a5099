import type { Scope } from '#contract/http/scopes.ts'
import type { Handlers, OfficeCaller } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { shareFigures } from '../share-figures.ts'
import { readToday, type TodayFigures } from './read-today.ts'
import { readTrends } from './read-trends.ts'

/** However many pages watch, the day is read this often at most. */
const TODAY_HOLD_MS = 500

/** Trends move slowly, and nobody waits for their last pick. */
const TRENDS_HOLD_MS = 2_000

/** What Today and its charts show. */
export function todayHandlers({ store, deps }: Office): Pick<Handlers, 'getToday' | 'getTrends'> {
  const sleep = (durationMs: number) => deps.sleep(durationMs)
  const today = shareFigures({
    read: (warehouse: string | null) => {
      const nowMs = deps.clock.now()
      return store.snapshot((tx) => readToday(tx, { warehouse, nowMs }))
    },
    keyOf: (warehouse) => warehouse ?? '',
    sleep,
    clock: deps.clock,
    holdMs: TODAY_HOLD_MS,
  })
  const trends = shareFigures({
    read: (asked: { warehouse: string | null; day: string | null }) => {
      const nowMs = deps.clock.now()
      return store.snapshot((tx) => readTrends(tx, { ...asked, nowMs }))
    },
    keyOf: ({ warehouse, day }) => `${day ?? ''} ${warehouse ?? ''}`,
    sleep,
    clock: deps.clock,
    holdMs: TRENDS_HOLD_MS,
  })
  return {
    getToday: async ({ query, auth }) => {
      const { figures, isBehind } = await today(query.warehouse ?? null)
      return { status: 200, body: { ...readableFor(auth, figures), isBehind } }
    },
    getTrends: async ({ query: { warehouse = null, day = null } }) => {
      const { figures } = await trends({ warehouse, day })
      return { status: 200, body: figures }
    },
  }
}

/** Parts that the caller has no right to read are left out. */
function readableFor({ scopes }: OfficeCaller, figures: TodayFigures) {
  const ifMay = <T>(scope: Scope, part: T) => (scopes.has(scope) ? part : null)
  return {
    ...figures,
    orders: ifMay('orders:read', figures.orders),
    progress: ifMay('picking:read', figures.progress),
    capacity: ifMay('capacity:read', figures.capacity),
    exceptions: ifMay('exceptions:read', figures.exceptions),
    stations: ifMay('stations:read', figures.stations),
    loads: ifMay('loading:read', figures.loads),
  }
}
