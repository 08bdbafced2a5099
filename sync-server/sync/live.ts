import type { PassThrough } from 'node:stream'
import type { OfficeDeps } from '../deps.ts'
import { openEventStream } from '../http/event-stream.ts'
import type { Hub } from './hub.ts'

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
  let unsubscribe: (() => void) | undefined
  const { stream, send } = openEventStream(deps, () => unsubscribe?.())
  unsubscribe = hub.subscribe(warehouse, {
    onHead: (event) => send('head', event),
    onClose: () => stream.end(),
  })
  if (unsubscribe !== undefined) return stream
  stream.destroy()
  return undefined
}
