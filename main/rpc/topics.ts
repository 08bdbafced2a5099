import type { Topic } from '#contract/rpc/bench-view.ts'

/** Looked at by asking for the whole bench as well: such a poke says all that one for the bench would. */
const WITH_BENCH: readonly Topic[] = ['queue', 'devices', 'print-jobs']

/**
 * Says which topic to ask again. Pokes for one watcher are merged, so a slow screen costs nothing, and
 * a scan that moves both bench and queue makes a screen ask once.
 */
export class Topics {
  readonly #watchers = new Set<{ topics: Set<Topic>; wake: () => void }>()

  poke(topic: Topic): void {
    for (const watcher of this.#watchers) {
      watcher.topics.add(topic)
      watcher.wake()
    }
  }

  get watcherCount(): number {
    return this.#watchers.size
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<{ topic: Topic }> {
    const watcher = { topics: new Set<Topic>(), wake: () => {} }
    this.#watchers.add(watcher)
    const onAbort = () => watcher.wake()
    signal?.addEventListener('abort', onAbort)
    try {
      for (;;) {
        if (signal?.aborted === true) return
        const topic = mostTelling(watcher.topics)
        if (topic !== undefined) {
          watcher.topics.delete(topic)
          if (WITH_BENCH.includes(topic)) watcher.topics.delete('bench')
          yield { topic }
          continue
        }
        await new Promise<void>((resolve) => {
          watcher.wake = resolve
        })
      }
    } finally {
      signal?.removeEventListener('abort', onAbort)
      this.#watchers.delete(watcher)
    }
  }
}

function mostTelling(topics: ReadonlySet<Topic>): Topic | undefined {
  const [first] = topics
  return WITH_BENCH.find((topic) => topics.has(topic)) ?? first
}
