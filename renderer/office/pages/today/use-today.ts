import { LIVE_TOPICS } from '#contract/http/live-topics.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call, type CallAnswer } from '../../api.ts'

export type Today = CallAnswer<'GET /v1/console/today'>
/** Parts that are null for whoever may not read them. */
export type PartOf<Name extends keyof Today> = NonNullable<Today[Name]>

/** Nobody says when time alone makes a bench silent or an order late: it is asked for now and again. */
const READ_EVERY_MS = 10_000

/** Figures from before a change are asked for again once the office reads anew. */
const READ_AGAIN_MS = 600

const TICK_MS = 1_000

/** The day's figures, read again whenever the office says so, and its clock as it goes on from there. */
export function useToday(warehouse: string) {
  const { data, error } = useQuery({
    queryKey: ['live', LIVE_TOPICS, 'today', warehouse],
    queryFn: async () => {
      const today = await call('GET /v1/console/today', {
        query: warehouse === '' ? {} : { warehouse },
      })
      return { today, readAtMs: performance.now() }
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.today.isBehind === true ? READ_AGAIN_MS : READ_EVERY_MS,
  })
  const nowMs = useServerNow(data?.today.serverTime, data?.readAtMs ?? 0)
  return { today: data?.today, error, nowMs }
}

/** The office's clock; whatever this computer's own clock shows does not matter. */
function useServerNow(serverTime: string | undefined, readAtMs: number): number {
  const [atMs, setAtMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setAtMs(performance.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return serverTime === undefined ? 0 : Date.parse(serverTime) + Math.max(0, atMs - readAtMs)
}
