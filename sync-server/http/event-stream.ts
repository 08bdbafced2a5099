import { PassThrough } from 'node:stream'
import type { OfficeDeps } from '../deps.ts'

/** Proxies close what is silent for a minute; a listener notices a dead stream by its silence. */
const HEARTBEAT_INTERVAL_MS = 20_000

/** A listener that does not read is dropped before it fills our memory. */
const UNREAD_BYTES_MAX = 64 * 1024

export type EventStream = {
  stream: PassThrough
  send: (event: string, data: unknown) => void
}

/** Server-sent events with a sign of life. Ends with its reader, or by `stream.end()`. */
export function openEventStream(deps: OfficeDeps, onClose: () => void): EventStream {
  const stream = new PassThrough({ highWaterMark: UNREAD_BYTES_MAX })
  const write = (text: string) => {
    if (!stream.destroyed && !stream.writableEnded && !stream.write(text)) stream.destroy()
  }
  const stopHeartbeat = deps.every(HEARTBEAT_INTERVAL_MS, () => write(':\n\n'))
  stream.once('close', () => {
    stopHeartbeat()
    onClose()
  })
  write(': listening\n\n')
  return {
    stream,
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
  }
}
