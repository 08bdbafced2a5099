import { sql } from 'kysely'
import type { LoggedAction } from '#contract/sync/envelope.ts'
import type { Store } from '../../sync-server/store/index.ts'

/** Whose hands, in which life of a log, and on which of the disks that went on from it. */
export type Whose = { name: string; incarnation: string; branch: string }

export type Recorded = Whose & { id: string; body: string }

/**
 * Everything that hands recorded at any bench, on whatever disk it was, and what only a disk can have lost
 * of it: what no log holds any more, and the office did not hold when that happened.
 */
export class Hands {
  readonly #recorded = new Map<string, Recorded>()
  readonly #incarnations = new Set<string>()
  /** Actions that no log holds any more; true while the office does. */
  readonly #gone = new Map<string, boolean>()

  /** An action stays whose it was, in however many logs it comes to stand. */
  note(whose: Whose, rows: readonly LoggedAction[]): void {
    this.#incarnations.add(whose.incarnation)
    for (const { id, body } of rows) {
      if (!this.#recorded.has(id)) this.#recorded.set(id, { ...whose, id, body })
    }
  }

  get all(): IterableIterator<Recorded> {
    return this.#recorded.values()
  }

  recorded(id: string): Recorded | undefined {
    return this.#recorded.get(id)
  }

  isKnownLog(incarnation: string): boolean {
    return this.#incarnations.has(incarnation)
  }

  /** Where a disk was copied or put back, two of them count their numbers on from the same place. */
  areApart(one: string, other: string): boolean {
    const [a, b] = [this.#recorded.get(one), this.#recorded.get(other)]
    if (a === undefined || b === undefined) return false
    return a.incarnation === b.incarnation && a.branch !== b.branch
  }

  /** These stand in no log any more. Answers with those that the office does not hold either. */
  async lose(store: Store, ids: readonly string[]): Promise<string[]> {
    const held = await heldOf(store, ids)
    for (const id of ids) this.#gone.set(id, held.has(id))
    return ids.filter((id) => !held.has(id))
  }

  /** The office was set back: what only it held may be gone with that. */
  async noteRestored(store: Store): Promise<void> {
    const held = await heldOf(store, [...this.#gone.keys()])
    for (const [id, wasHeld] of this.#gone) this.#gone.set(id, wasHeld && held.has(id))
  }

  mayBeMissing(id: string): boolean {
    return this.#gone.get(id) === false
  }
}

async function heldOf(store: Store, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await store.snapshot((tx) =>
    sql<{ id: string }>`
      SELECT id FROM station_action WHERE id IN (${sql.join(ids)})`.execute(tx),
  )
  return new Set(rows.map(({ id }) => id))
}
