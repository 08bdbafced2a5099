import { PassThrough } from 'node:stream'
import type { OfficeDeps } from '../deps.ts'
import type { Hub } from './hub.ts'

/** Proxies close what is silent for a minute; a station notices a dead stream by its silence. */
const HEARTBEAT_INTERVAL_MS = 20_000

/** A listener that does not read is dropped before it fills our memory; it polls anyway. */
const UNREAD_BYTES_MAX = 64 * 1024

/** A link that flaps leaves streams behind that nobody reads; the newest of a station are kept. */
export const STREAMS_PER_STATION_MAX = 4

/** Ends the oldest stream of a station that begins one too many, so that it takes no room from others. */
export function createStreamKeeper(): (stationId: string, stream: PassThrough) => void {
  const byStation = new Map<string, Set<PassThrough>>()
  return (stationId, stream) => {
    const own = byStation.get(stationId) ?? new Set()
    byStation.set(stationId, own.add(stream))
    stream.once('close', () => {
      own.delete(stream)
      if (own.size === 0 && byStation.get(stationId) === own) byStation.delete(stationId)
    })
    const [oldest] = own
    if (own.size > STREAMS_PER_STATION_MAX) oldest?.destroy()
  }
}

/** Server-sent events of one warehouse, or undefined when too many listen. Ends with its reader or the hub. */
export function openLiveStream(
  hub: Hub,
  deps: OfficeDeps,
  warehouse: string,
): PassThrough | undefined {
  const stream = new PassThrough({ highWaterMark: UNREAD_BYTES_MAX })
  const send = (text: string) => {
    if (!stream.destroyed && !stream.write(text)) stream.destroy()
  }
  const unsubscribe = hub.subscribe(warehouse, {
    onHead: (event) => send(`event: head\ndata: ${JSON.stringify(event)}\n\n`),
    onClose: () => stream.end(),
  })
  if (unsubscribe === undefined) return undefined
  const stopHeartbeat = deps.every(HEARTBEAT_INTERVAL_MS, () => send(':\n\n'))
  stream.once('close', () => {
    unsubscribe()
    stopHeartbeat()
  })
  send(': listening\n\n')
  return stream
}
