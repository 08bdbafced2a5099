import { PassThrough, type Readable } from 'node:stream'
import type { OfficeDeps } from '../deps.ts'
import type { Hub } from './hub.ts'

/** Proxies close what is silent for a minute; a station notices a dead stream by its silence. */
const HEARTBEAT_INTERVAL_MS = 20_000

/** A listener that does not read is dropped before it fills our memory; it polls anyway. */
const UNREAD_BYTES_MAX = 64 * 1024

/** Server-sent events of one warehouse, or undefined when too many listen. Ends with its reader or the hub. */
export function openLiveStream(
  hub: Hub,
  deps: OfficeDeps,
  warehouse: string,
): Readable | undefined {
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
