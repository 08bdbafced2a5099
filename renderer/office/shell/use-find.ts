import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ORDER_SEARCH_MIN } from '#contract/orders/order-search.ts'
import { call, type CallAnswer } from '../api.ts'

/** Whoever types is asked for after a pause as long as this. */
const PAUSE_MS = 200

/** What was found is true for a moment only. */
const STALE_MS = 5_000

export type FindAnswer = CallAnswer<'GET /v1/console/search'>

/** What the office finds for a text; `isSettled` once the answer is about this very text. */
export function useFind(typed: string) {
  const text = typed.trim()
  const isLong = text.length >= ORDER_SEARCH_MIN
  const asked = usePaused(text)
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['find', asked],
    queryFn: () => call('GET /v1/console/search', { query: { q: asked } }),
    enabled: asked.length >= ORDER_SEARCH_MIN,
    staleTime: STALE_MS,
    gcTime: STALE_MS,
    placeholderData: keepPreviousData,
  })
  const isSettled = isLong && asked === text && !isPlaceholderData && data !== undefined
  return { text, isLong, error, isSettled, answer: isLong ? data : undefined, again: refetch }
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
