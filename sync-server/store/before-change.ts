import type { Tx } from './store.ts'

const noted = new WeakMap<Tx, unknown>()

/**
 * Notes what stands there before a change, for the audit trail: call it with what was read under the lock, in the
 * words of the API. What is noted first is kept, so that a change that leads to others tells what it was asked for.
 */
export function noteBefore(tx: Tx, state: unknown): void {
  if (state !== undefined && !noted.has(tx)) noted.set(tx, state)
}

/** What was noted in a transaction; null where nothing was. */
export function notedBefore(tx: Tx): unknown {
  return noted.get(tx) ?? null
}
