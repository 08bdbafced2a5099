import type { LoggedAction } from '#contract/sync/envelope.ts'
import { isBody } from './carve-actions.ts'
import { chainHash } from './chain.ts'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const HASH = /^[0-9a-f]{64}$/

/**
 * Which of the actions that could still be read prove themselves, in order. An action does by the hash
 * before it, or by the action behind it when its own hash is what broke. The first one behind a hole has
 * nothing before it to be proven by; it counts when its id and body are such. A hash that is none, as at the
 * end of a page that was cut off, proves nothing and disproves nothing.
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
    const known = [...own, ...candidates.map(({ hash }) => hash)].filter(isHash)
    before = { seq, hashes: [...new Set(known)] }
  }
  return proven
}

/** The hash that the action is proven to have, or null. */
function provenBy(
  action: LoggedAction,
  hashesBefore: readonly string[],
  next: readonly LoggedAction[],
): string | null {
  if (!isId(action.id) || !isBody(action.body)) return null
  if (hashesBefore.length === 0) return action.hash
  const made = hashesBefore.map((hash) => chainHash(hash, action.seq, action.id, action.body))
  if (made.includes(action.hash)) return action.hash
  return made.find((hash) => next.some((after) => continues(hash, after))) ?? null
}

function continues(hash: string, { seq, id, body, hash: stored }: LoggedAction): boolean {
  return chainHash(hash, seq, id, body) === stored
}

/** A row that lies on a damaged page may have anything in its columns, or nothing. */
function isId(id: unknown): boolean {
  return typeof id === 'string' && ID.test(id)
}

function isHash(hash: unknown): boolean {
  return typeof hash === 'string' && HASH.test(hash)
}

function isSame(a: LoggedAction, b: LoggedAction): boolean {
  return a.id === b.id && a.body === b.body && a.hash === b.hash
}
