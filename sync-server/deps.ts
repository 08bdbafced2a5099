import { randomBytes } from 'node:crypto'

/** The server's idea of now, in milliseconds since the epoch. */
export type Clock = { now(): number }

/** Time, ids and chance, passed in so that a simulation replays. */
export type OfficeDeps = {
  clock: Clock
  /** A new uuidv7; later ones sort after earlier ones of the same process. */
  newId(): string
  randomBytes(count: number): Uint8Array
  /** Waits; rejects never. */
  sleep(durationMs: number): Promise<void>
  /** Calls `work` every `intervalMs`; the timer never keeps the process alive. Returns its stop. */
  every(intervalMs: number, work: () => void): () => void
}

/** The one real clock, id source, random source and timer of the office process. */
export function realDeps(): OfficeDeps {
  // oxlint-disable-next-line no-restricted-properties
  const clock = { now: () => Date.now() }
  const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count))
  return {
    clock,
    newId: createNewId(clock, random),
    randomBytes: random,
    sleep: (durationMs) =>
      new Promise((resolve) => {
        // oxlint-disable-next-line no-restricted-globals
        setTimeout(resolve, durationMs)
      }),
    every: (intervalMs, work) => {
      // oxlint-disable-next-line no-restricted-globals
      const timer = setInterval(work, intervalMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}

/** uuidv7 (RFC 9562) with a 12-bit counter in place of rand_a, so that ids of one millisecond stay in order. */
export function createNewId(clock: Clock, random: (count: number) => Uint8Array): () => string {
  let lastMs = 0
  let counter = 0
  return () => {
    const now = clock.now()
    if (now > lastMs) {
      lastMs = now
      counter = 0
    } else if (++counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    const time = lastMs.toString(16).padStart(12, '0')
    const tail = Buffer.from(random(8))
    tail[0] = 0x80 | ((tail[0] ?? 0) & 0x3f)
    const low = tail.toString('hex')
    const middle = counter.toString(16).padStart(3, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${middle}-${low.slice(0, 4)}-${low.slice(4)}`
  }
}

/** An instant as the public surface writes it. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
