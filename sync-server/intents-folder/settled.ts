import { join } from 'node:path'
import { ABANDONED_MS, SETTLED_MS } from './limits.ts'
import { listTaken, namesPut, type Places } from './places.ts'
import { looksOf } from './read-file.ts'

/** A file that may be worked on. */
export type Found = {
  path: string
  name: string
  /** Who had it, and is gone. */
  from: string | null
}

/** How a file has looked, and since when. */
type Seen = { looks: string; sinceMs: number }

type Candidate = Found & { afterMs: number }

/** Remembers how files looked, and finds those that have not changed for long enough by the caller's clock. */
export class Settled {
  readonly #owner: string
  #seen = new Map<string, Seen>()

  constructor(owner: string) {
    this.#owner = owner
  }

  /** Files that are whole, and files that whoever took them has no more. */
  async read(places: Places, nowMs: number): Promise<Found[]> {
    const now = new Map<string, Seen>()
    const unchanged: Found[] = []
    for (const found of await this.#candidates(places)) {
      const looks = await looksOf(found.path)
      if (looks === null) continue
      const before = this.#seen.get(found.path)
      const sinceMs = before?.looks === looks ? before.sinceMs : nowMs
      now.set(found.path, { looks, sinceMs })
      if (nowMs - sinceMs >= found.afterMs) unchanged.push(found)
    }
    this.#seen = now
    return unchanged
  }

  async #candidates(places: Places): Promise<Candidate[]> {
    const taken = (await listTaken(places)).map(({ path, name, owner: from }): Candidate => {
      // What we ourselves left behind, as the database was away, is nobody else's.
      return { path, name, from, afterMs: from === this.#owner ? 0 : ABANDONED_MS }
    })
    const put = (await namesPut(places)).map((name): Candidate => {
      return { path: join(places.root, name), name, from: null, afterMs: SETTLED_MS }
    })
    return [...taken, ...put]
  }
}
