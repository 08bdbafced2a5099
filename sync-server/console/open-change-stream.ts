import type { PassThrough } from 'node:stream'
import type { OfficeDeps } from '../deps.ts'
import { openEventStream } from '../http/event-stream.ts'
import type { ChangeHub } from './change-hub.ts'

/** After this a page opens its stream again, and whoever was signed out meanwhile does not come back. */
const STREAM_LIFE_MS = 5 * 60_000

/** Hints for one page, or undefined when too many listen. */
export function openChangeStream(hub: ChangeHub, deps: OfficeDeps): PassThrough | undefined {
  let unsubscribe: (() => void) | undefined
  const { stream, send } = openEventStream(deps, () => {
    stopLife()
    unsubscribe?.()
  })
  const stopLife = deps.every(STREAM_LIFE_MS, () => stream.end())
  unsubscribe = hub.subscribe({
    onChange: (topics) => send('changed', { topics }),
    onClose: () => stream.end(),
  })
  if (unsubscribe !== undefined) return stream
  stream.destroy()
  return undefined
}
