import type { LoggedAction } from '#contract/sync/envelope.ts'
import { isBody } from './carve-actions.ts'
import { chainHash } from './chain.ts'

/**
 * Which of the actions that could still be read prove themselves, in order. An action does by the hash
 * before it, or by the action behind it when its own hash is what broke. The first one behind a hole has
 * nothing before it to be proven by; it counts when its body is one.
 *
 * @param found - every row that could be read, in any order; of one seq there may be several
 * @param start - the end of the chain before them; its hash is empty where it is not known
 */
export function proveActions(
  found: readonly LoggedAction[],
  start: { seq: number; hash: string },
): LoggedAction[] {
  const bySeq = new Map<number, LoggedAction[]>()
  for (const action of found) {
    const same = bySeq.get(action.seq)
    if (same === undefined) bySeq.set(action.seq, [action])
    else if (!same.some((known) => isSame(known, action))) same.push(action)
  }
  const proven: LoggedAction[] = []
  /** Hashes that the action before may have had; empty where it is not there. */
  let before: { seq: number; hashes: string[] } | null =
    start.hash === '' ? null : { seq: start.seq, hashes: [start.hash] }
  for (const seq of [...bySeq.keys()].toSorted((a, b) => a - b)) {
    const candidates = bySeq.get(seq) ?? []
    const hashes: string[] = before?.seq === seq - 1 ? before.hashes : []
    const next = bySeq.get(seq + 1) ?? []
    const right = candidates.find((action) => provenBy(action, hashes, next) !== null)
    if (right !== undefined) proven.push({ ...right, hash: provenBy(right, hashes, next) ?? '' })
    const own = right === undefined ? [] : [provenBy(right, hashes, next) ?? '']
    before = { seq, hashes: [...new Set([...own, ...candidates.map(({ hash }) => hash)])] }
  }
  return proven
}

/** The hash that the action is proven to have, or null. */
function provenBy(
  action: LoggedAction,
  hashesBefore: readonly string[],
  next: readonly LoggedAction[],
): string | null {
  if (!isBody(action.body)) return null
  if (hashesBefore.length === 0) return action.hash
  const made = hashesBefore.map((hash) => chainHash(hash, action.seq, action.id, action.body))
  if (made.includes(action.hash)) return action.hash
  return made.find((hash) => next.some((after) => continues(hash, after))) ?? null
}

function continues(hash: string, { seq, id, body, hash: stored }: LoggedAction): boolean {
  return chainHash(hash, seq, id, body) === stored
}

function isSame(a: LoggedAction, b: LoggedAction): boolean {
  return a.id === b.id && a.body === b.body && a.hash === b.hash
}
