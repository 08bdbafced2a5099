import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { WEDGE_KEYS_MAX } from '#contract/rpc/wedge-keys.ts'
import type { WedgeKey } from '#contract/rpc/wedge-keys.ts'
import { useCall } from '../station-context.tsx'
import { tapKeys } from './key-tap.ts'

/** Keys that wait for the host; it answers in milliseconds, and what is older is no scan any more. */
const WAITING_KEYS_MAX = 4_000

/** While a scanner of this bench types, hands the host what the keyboard does. */
export function useWedge(): void {
  const call = useCall()
  const { data } = useQuery({
    queryKey: ['wedge'],
    queryFn: () => call((client) => client.wedge()),
  })
  const averageMs = data?.averageMs
  useEffect(() => {
    if (averageMs === undefined) return undefined
    const page = `page-${performance.timeOrigin}`
    let waiting: WedgeKey[] = []
    let isSending = false
    const sendAll = async (): Promise<void> => {
      isSending = true
      // One message at a time keeps the keys in their order.
      while (waiting.length > 0) {
        const keys = waiting.slice(0, WEDGE_KEYS_MAX)
        waiting = waiting.slice(WEDGE_KEYS_MAX)
        await call((client) => client.keys({ page, keys }))
      }
      isSending = false
    }
    return tapKeys(window, {
      averageMs,
      send: (keys) => {
        waiting = [...waiting, ...keys].slice(-WAITING_KEYS_MAX)
        if (!isSending) void sendAll()
      },
    })
  }, [averageMs, call])
}
