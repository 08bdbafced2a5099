import type { Topic } from '#contract/rpc/bench-view.ts'

/** Says which topic to ask again. Pokes for one watcher are merged, so a slow screen costs nothing. */
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
        const [topic] = watcher.topics
        if (topic !== undefined) {
          watcher.topics.delete(topic)
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
