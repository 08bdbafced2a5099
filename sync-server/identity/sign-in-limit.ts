import { hash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { instantOf, type Clock } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Store, Tx } from '../store/index.ts'

/** A person mistypes a few; whoever guesses is stopped by the name or by where the guesses come from. */
const WRONG_PASSWORDS_MAX = 5
const FAILURES_PER_ADDRESS_MAX = 20
const FAILURE_WINDOW_MS = 15 * 60 * 1_000

/** Windows that have ended and go with every failure that is counted: more than a failure can open. */
const SWEPT_MAX = 20

/** Groups of an IPv6 address that a house has as a whole: whoever has one address has 2^64. */
const IPV6_GROUPS_OF_HOUSE = 4
const IPV6_GROUPS = 8

/**
 * `who` is the user, or what was typed where nobody has that name; `remoteAddress` is where it came from. `known` names
 * a browser that this user has signed in well with, or their session.
 */
export type SignInAttempt = { who: string; remoteAddress: string; known?: string | undefined }

/**
 * Counts sign-ins that fail, in the database and so for all instances together, within a window that the
 * first failure opens. A restart forgets nothing. What is known counts by itself: strangers who guess at a
 * name do not lock its owner out, and whoever has the owner's browser has five guesses of their own.
 */
export type SignInLimit = {
  /** Counts an attempt as failed before it is tried; throws `rate-limited` where there were too many. */
  begin(attempt: SignInAttempt): Promise<void>
  /** It has turned out well after all. */
  takeBack(attempt: SignInAttempt): Promise<void>
}

export function createSignInLimit({ store, clock }: { store: Store; clock: Clock }): SignInLimit {
  return {
    begin: (attempt) =>
      store.transaction(async (tx) => {
        const nowMs = clock.now()
        await sweep(tx, nowMs)
        // Always in this order, so that two attempts never wait for each other.
        for (const { key, failuresMax } of countersOf(attempt)) {
          await count(tx, key, { nowMs, failuresMax })
        }
      }),
    takeBack: (attempt) =>
      store.transaction(async (tx) => {
        for (const { key } of countersOf(attempt)) {
          await tx
            .updateTable('sign_in_failure')
            .set((set) => ({ failures: set('failures', '-', 1) }))
            .where('key_hash', '=', key)
            .where('failures', '>', 0)
            .execute()
        }
      }),
  }
}

/** An IPv6 address stands for its whole house (/64); an IPv4 address for itself. */
export function houseOf(address: string): string {
  const [plain = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1]
  if (mapped !== undefined || !isIPv6(plain)) return mapped ?? plain
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : IPV6_GROUPS - before.length - after.length
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after]
  return groups
    .slice(0, IPV6_GROUPS_OF_HOUSE)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}

function countersOf({ who, remoteAddress, known }: SignInAttempt) {
  const keyOf = (text: string) => hash('sha256', text, 'hex')
  if (known !== undefined) {
    return [{ key: keyOf(`known:${who}\n${known}`), failuresMax: WRONG_PASSWORDS_MAX }]
  }
  return [
    { key: keyOf(`user:${who}`), failuresMax: WRONG_PASSWORDS_MAX },
    { key: keyOf(`house:${houseOf(remoteAddress)}`), failuresMax: FAILURES_PER_ADDRESS_MAX },
  ]
}

type Window = { nowMs: number; failuresMax: number }

async function count(tx: Tx, key: string, { nowMs, failuresMax }: Window): Promise<void> {
  const now = instantOf(nowMs)
  const until = instantOf(nowMs + FAILURE_WINDOW_MS)
  // One statement, so that many guesses at once are counted one after the other.
  const counted = await sql<{ failures: number }>`
    INSERT INTO sign_in_failure AS known (key_hash, failures, counts_until) VALUES (${key}, 1, ${until})
    ON CONFLICT (key_hash) DO UPDATE SET
      failures = CASE WHEN known.counts_until <= ${now} THEN 1 ELSE known.failures + 1 END,
      counts_until = CASE WHEN known.counts_until <= ${now} THEN ${until} ELSE known.counts_until END
    WHERE known.counts_until <= ${now} OR known.failures < ${failuresMax}
    RETURNING failures
  `.execute(tx)
  if (counted.rows.length > 0) return
  const { counts_until } = await tx
    .selectFrom('sign_in_failure')
    .select('counts_until')
    .where('key_hash', '=', key)
    .executeTakeFirstOrThrow()
  throw new Problem('rate-limited', 'too many wrong passwords; wait, or ask an administrator', {
    retryAfterSeconds: Math.max(1, Math.ceil((Date.parse(counts_until) - nowMs) / 1_000)),
  })
}

async function sweep(tx: Tx, nowMs: number): Promise<void> {
  await tx
    .deleteFrom('sign_in_failure')
    .where('key_hash', 'in', (ended) =>
      ended
        .selectFrom('sign_in_failure')
        .select('key_hash')
        .where('counts_until', '<=', instantOf(nowMs))
        .orderBy('counts_until')
        .limit(SWEPT_MAX)
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}
