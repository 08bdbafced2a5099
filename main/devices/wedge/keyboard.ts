import type { WedgeKey } from '#contract/rpc/wedge-keys.ts'

type KeysListener = (keys: readonly WedgeKey[], page: string) => void

/** The one keyboard of a bench, as its screens hand it on: keys go to whichever scanner types. */
export class Keyboard {
  readonly #keys = new Set<KeysListener>()
  readonly #screens = new Set<() => void>()
  #averageMs: (() => number) | null = null
  #count = 0

  /** Screens that are connected now. */
  get screens(): number {
    return this.#count
  }

  /** How fast keys must come to be a scanner's; null where none of this bench's scanners types. */
  get averageMs(): number | null {
    return this.#averageMs?.() ?? null
  }

  /** Keys from one page, in the order they were pressed. */
  take(keys: readonly WedgeKey[], page: string): void {
    for (const listener of this.#keys) listener(keys, page)
  }

  /** A screen has connected; the answer says that it is gone. */
  screenCame(): () => void {
    this.#move(1)
    let isHere = true
    return () => {
      if (isHere) this.#move(-1)
      isHere = false
    }
  }

  /** A scanner that types listens here, until it is closed. */
  listen(
    onKeys: KeysListener,
    { onScreens, averageMs }: { onScreens: () => void; averageMs: () => number },
  ): () => void {
    this.#keys.add(onKeys)
    this.#screens.add(onScreens)
    this.#averageMs = averageMs
    return () => {
      this.#keys.delete(onKeys)
      this.#screens.delete(onScreens)
      if (this.#averageMs === averageMs) this.#averageMs = null
    }
  }

  #move(by: number): void {
    this.#count += by
    for (const listener of this.#screens) listener()
  }
}
