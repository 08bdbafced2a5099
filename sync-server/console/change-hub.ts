import { z } from 'zod'
import { LIVE_TOPICS, type LiveTopic } from '#contract/http/live-topics.ts'
import type { OfficeDeps } from '../deps.ts'
import type { Store } from '../store/index.ts'

export type ChangeListener = { onChange(topics: readonly LiveTopic[]): void; onClose(): void }

/** Tells pages which of their figures may have moved; nothing is lost that matters when a hint is. */
export type ChangeHub = {
  /** Call it after the commit. Never throws, never waits. */
  tell(topics: readonly LiveTopic[]): void
  /**
   * Undefined when there are too many listeners already. What moved shortly before is told at once: a page reads
   * first, and its stream opens a moment later.
   */
  subscribe(listener: ChangeListener): (() => void) | undefined
  close(): Promise<void>
}

/** Open pages of one instance: a listener costs a socket and a few hundred bytes. */
const LISTENERS_MAX = 500

/** Changes of a busy floor come by the dozen: a page is told of them together. */
const TELL_PAUSE_MS = 200

/** Longer than a page that trusts in it waits for its stream (`OPENED_SOON_MS` there). */
const RECENT_MS = 10_000

const CHANNEL = 'loadline_changed'
const Told = z.object({ topics: z.array(z.enum(LIVE_TOPICS)), from: z.string().max(64) })

/** Carries hints from commits to the pages of this process and, by NOTIFY, of others. */
export async function startChangeHub(store: Store, deps: OfficeDeps): Promise<ChangeHub> {
  const instance = deps.newId()
  const listeners = new Set<ChangeListener>()
  const own = new Set<LiveTopic>()
  const all = new Set<LiveTopic>()
  const recent = rememberRecent(deps)
  let isPausing = false
  let isClosed = false
  const hear = (payload: string) => {
    const told = Told.safeParse(parse(payload))
    if (told.success && told.data.from !== instance) collect(told.data.topics)
  }
  // What others said while the database was away is not said again, and nobody's page reads by itself.
  const stopListening = await store.listen(CHANNEL, hear, () => collect(LIVE_TOPICS))

  function collect(topics: readonly LiveTopic[]): void {
    for (const topic of topics) all.add(topic)
    recent.add(topics)
    if (isPausing || isClosed || all.size === 0) return
    isPausing = true
    void deps.sleep(TELL_PAUSE_MS).then(flush)
  }

  function flush(): void {
    isPausing = false
    const topics = [...all]
    const toTell = [...own]
    all.clear()
    own.clear()
    if (isClosed) return
    for (const listener of listeners) listener.onChange(topics)
    if (toTell.length === 0 || store.kind === 'pglite') return
    store.notify(CHANNEL, JSON.stringify({ topics: toTell, from: instance })).catch(() => undefined)
  }

  return {
    tell: (topics) => {
      for (const topic of topics) own.add(topic)
      collect(topics)
    },
    subscribe: (listener) => {
      if (listeners.size >= LISTENERS_MAX || isClosed) return undefined
      listeners.add(listener)
      const moved = recent.topics()
      if (moved.length > 0) listener.onChange(moved)
      return () => {
        listeners.delete(listener)
      }
    },
    close: async () => {
      isClosed = true
      for (const listener of listeners) listener.onClose()
      listeners.clear()
      await stopListening()
    },
  }
}

/** What moved of late; all of it while this instance has not been there for as long. */
function rememberRecent({ clock }: OfficeDeps) {
  const startedAtMs = clock.now()
  const movedAtMs = new Map<LiveTopic, number>(LIVE_TOPICS.map((topic) => [topic, startedAtMs]))
  return {
    add: (topics: readonly LiveTopic[]): void => {
      for (const topic of topics) movedAtMs.set(topic, clock.now())
    },
    topics: (): LiveTopic[] => {
      const sinceMs = clock.now() - RECENT_MS
      return LIVE_TOPICS.filter((topic) => (movedAtMs.get(topic) ?? 0) > sinceMs)
    },
  }
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload)
  } catch {
    return undefined
  }
}
