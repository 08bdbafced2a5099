import { hash } from 'node:crypto'

/** Repeatable chance: the same seed and concern give the same draws. */
export type Chance = {
  /** From 0 up to 1. */
  next(): number
  below(limit: number): number
  /** From `from` to `to`, both included. */
  between(from: number, to: number): number
  hit(probability: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the names, each as likely as its weight says. */
  weighted<K extends string>(weights: Record<K, number>): K
  bytes(count: number): Uint8Array
}

/** One generator per concern, so that a draw more in one place moves nothing in another (sfc32). */
export function chanceOf(seed: number, concern: string): Chance {
  const start = hash('sha256', `${seed}/${concern}`, 'buffer')
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => start.readInt32LE(at)) as Four
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    hit: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      const index = below(items.length)
      if (index >= items.length) throw new RangeError('nothing to pick from')
      return items[index] as T
    },
    weighted: <K extends string>(weights: Record<K, number>): K => {
      const entries = Object.entries(weights) as [K, number][]
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [name, weight] of entries) {
        left -= weight
        if (left < 0) return name
      }
      throw new RangeError('nothing has any weight')
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
  }
}

type Four = [number, number, number, number]
