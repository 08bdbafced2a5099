import type { Clock } from '../clock.ts'
import { syncBackoffMs } from './back-off.ts'
import type { SyncCore } from './sync-parts.ts'

/** A stream that held this long was a good one; proxies end even those. */
const GOOD_STREAM_MS = 30_000

/**
 * Holds the poke stream open. Its end, in every way a network can fail, is followed by the back-off;
 * losing it only costs the latency of the poll (POKE-1).
 */
export async function liveForever(core: SyncCore, signal: AbortSignal): Promise<void> {
  const { office, clock, random } = core.parts
  let endings = 0
  while (!core.isClosed) {
    const openedMs = clock.monotonicMs()
    const onPoke = () => {
      endings = 0
      core.wake('pull')
    }
    const failure = await office.live(onPoke, signal).catch(() => null)
    if (core.isClosed) return
    if (clock.monotonicMs() - openedMs >= GOOD_STREAM_MS) endings = 0
    const rest = failure ? core.connection.failed('live', failure) : null
    const waitMs = Math.max(syncBackoffMs(endings, random), rest?.ms ?? 0, core.connection.quietMs)
    await sleep(clock, waitMs, signal)
    endings += 1
  }
}

function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const wake = () => {
      cancel()
      signal.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = clock.after(ms, wake)
    signal.addEventListener('abort', wake)
  })
}
