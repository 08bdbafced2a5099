import { LIVE_TOPICS, type LiveTopic } from '#contract/http/live-topics.ts'
import type { QueryClient } from '@tanstack/react-query'
import { SESSION_KEY } from './session-key.ts'

/** A page reads at most this often, however fast the floor works. */
const READ_PAUSE_MS = 400

/** After an answer that is no stream a browser does not come back by itself: a proxy's 502, too many pages. */
const REOPEN_PAUSE_MS = 5_000

/**
 * What moved between a page's first reading and the opening of its stream is told as the stream opens, for as long
 * as the office remembers it (`RECENT_MS` there). A page that waited longer reads everything again.
 */
const OPENED_SOON_MS = 5_000

type Timer = { wait(ms: number): Promise<void>; now(): number }

/**
 * Reads again what a page shows whenever the office says that it may have moved. Query keys begin with their
 * topic, or with `'live'` and all the topics they depend on: `['orders', …]`, `['live', ['orders', 'stock'], …]`.
 * Returns what ends it.
 */
export function watchOffice(queries: QueryClient, onLink: (isUp: boolean) => void, timer: Timer) {
  const read = readWhatMoved(queries, timer)
  const begunAtMs = timer.now()
  let isOver = false
  let hasBeenUp = false
  let source = open()

  function open(): EventSource {
    const opened = new EventSource('/v1/console/live')
    opened.addEventListener('changed', (event) => {
      const { topics } = JSON.parse((event as MessageEvent<string>).data) as { topics: LiveTopic[] }
      read(topics)
    })
    opened.addEventListener('open', () => {
      onLink(true)
      // What was missed while nobody listened is not said again.
      if (hasBeenUp || timer.now() - begunAtMs > OPENED_SOON_MS) read(LIVE_TOPICS)
      hasBeenUp = true
    })
    opened.addEventListener('error', () => {
      if (isOver) return
      onLink(false)
      if (opened.readyState === EventSource.CLOSED) void reopen()
    })
    return opened
  }

  async function reopen(): Promise<void> {
    // From the first time on: what a page shows was read before anybody listened.
    hasBeenUp = true
    await timer.wait(REOPEN_PAUSE_MS)
    if (isOver) return
    source = open()
    // The answer may have been that nobody is signed in any more.
    void queries.invalidateQueries({ queryKey: SESSION_KEY })
  }

  return () => {
    isOver = true
    source.close()
  }
}

/** Hints that come while something is read wait, and are read together. */
function readWhatMoved(queries: QueryClient, timer: Timer): (topics: readonly LiveTopic[]) => void {
  const due = new Set<LiveTopic>()
  let isReading = false

  async function readAll(): Promise<void> {
    if (isReading) return
    isReading = true
    while (due.size > 0) {
      const topics = new Set(due)
      due.clear()
      void queries.invalidateQueries({ predicate: ({ queryKey }) => depends(queryKey, topics) })
      await timer.wait(READ_PAUSE_MS)
    }
    isReading = false
  }

  return (topics) => {
    for (const topic of topics) due.add(topic)
    void readAll()
  }
}

/** True when what a query shows may have moved. The session has the zones of the warehouses, which are settings. */
export function depends(queryKey: readonly unknown[], topics: ReadonlySet<string>): boolean {
  const [first, second] = queryKey
  if (first === SESSION_KEY[0]) return topics.has('settings')
  if (first !== 'live') return typeof first === 'string' && topics.has(first)
  return Array.isArray(second) && second.some((topic) => topics.has(String(topic)))
}
