/** Figures that may have been begun before whoever asked for them. */
export type Shared<T> = { figures: T; isBehind: boolean }

/** Figures of that many kinds (days, warehouses) are held at once; of more, each call reads its own. */
const KINDS_HELD_MAX = 50

/**
 * Reads each kind of figures at most once per pause for all who ask. Time is all that makes them old, so that
 * whoever was told of a change and gets figures from before it is told that too, and asks again.
 */
export function shareFigures<K, T>({
  read,
  keyOf,
  sleep,
  clock,
  holdMs,
}: {
  read: (asked: K) => Promise<T>
  keyOf: (asked: K) => string
  sleep: (durationMs: number) => Promise<void>
  clock: { now(): number }
  /** At least so long, and for as long as reading them took: a database at its limit is not pressed on. */
  holdMs: number
}): (asked: K) => Promise<Shared<T>> {
  const held = new Map<string, Promise<T>>()
  return async (asked) => {
    const key = keyOf(asked)
    const known = held.get(key)
    if (known !== undefined) return { figures: await known, isBehind: true }
    const begunMs = clock.now()
    const reading = read(asked)
    if (held.size < KINDS_HELD_MAX) {
      held.set(key, reading)
      // What failed is not held: the next call tries again.
      void reading.then(
        () => sleep(Math.max(holdMs, clock.now() - begunMs)).then(() => held.delete(key)),
        () => held.delete(key),
      )
    }
    return { figures: await reading, isBehind: false }
  }
}
