import { ROLE_SCOPES, type OfficeRole } from '#contract/http/scopes.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { createAttemptLimit } from '../http/attempt-limit.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Tx } from '../store/index.ts'
import { hashSecret, isSecret } from './secret-hash.ts'
import { tokenHash } from './token-hash.ts'

/** A working day and what comes before and after it. */
const SESSION_MS = 12 * 60 * 60 * 1_000

/** Sessions of one user at a time; the one that would end first makes room. */
const SESSIONS_MAX = 20

/** 256 bits. */
const TOKEN_BYTES = 32

/** A person mistypes a few; whoever guesses is stopped by the name or by where the guesses come from. */
const WRONG_PASSWORDS_MAX = 5
const FAILURES_PER_ADDRESS_MAX = 20
const FAILURE_WINDOW_MS = 15 * 60 * 1_000

export type Credentials = { name: string; password: string; remoteAddress: string }

export type CheckedUser = { name: string; passwordHash: string }

/** Checks a name and its password; throws `bad-credentials`, or `rate-limited` after too many. */
export type CheckPassword = (given: Credentials) => Promise<CheckedUser>

export function createCheckPassword(
  { store, deps }: Pick<Office, 'store' | 'deps'>,
  verify = isSecret,
): CheckPassword {
  const window = { windowMs: FAILURE_WINDOW_MS }
  const names = createAttemptLimit(deps.clock, { ...window, failuresMax: WRONG_PASSWORDS_MAX })
  const addresses = createAttemptLimit(deps.clock, {
    ...window,
    failuresMax: FAILURES_PER_ADDRESS_MAX,
  })
  // Nobody's password: an unknown name must take as long to refuse as a known one.
  let nobodysHash: Promise<string> | null = null
  const nobodys = () => {
    nobodysHash ??= hashSecret('', (count) => deps.randomBytes(count))
    return nobodysHash
  }

  return async ({ name, password, remoteAddress }) => {
    const seconds = Math.max(names.secondsToWait(name), addresses.secondsToWait(remoteAddress))
    if (seconds > 0) {
      throw new Problem('rate-limited', 'too many wrong passwords; wait, or ask an administrator', {
        retryAfterSeconds: seconds,
      })
    }
    // Counted before the check takes its time, so that many guesses at once are counted too.
    names.noteFailure(name)
    addresses.noteFailure(remoteAddress)
    const dummy = await nobodys()
    const user = await store.snapshot((tx) => findEnabled(tx, name))
    const isRight = await verify(password, user?.password_hash ?? dummy)
    if (user === undefined || !isRight) throw badCredentials()
    names.takeBack(name)
    addresses.takeBack(remoteAddress)
    return { name: user.name, passwordHash: user.password_hash }
  }
}

/** Opens a session for a user whose password was just checked. */
export async function openSession(tx: Tx, checked: CheckedUser, deps: OfficeDeps) {
  const user = await lockChecked(tx, checked)
  const now = deps.clock.now()
  await makeRoom(tx, user.name, instantOf(now))
  const token = Buffer.from(deps.randomBytes(TOKEN_BYTES)).toString('base64url')
  const expiresAt = instantOf(now + SESSION_MS)
  await tx
    .insertInto('office_session')
    .values({
      token_hash: tokenHash(token),
      user_name: user.name,
      created_at: instantOf(now),
      expires_at: expiresAt,
    })
    .execute()
  const role = user.role as OfficeRole
  const scopes = [...ROLE_SCOPES[role]]
  return { token, expiresAt, name: user.name, displayName: user.display_name, role, scopes }
}

/** The user as it was checked, locked; whoever was changed meanwhile has to try again. */
export async function lockChecked(tx: Tx, checked: CheckedUser) {
  const user = await findEnabled(tx, checked.name, true)
  if (user?.password_hash !== checked.passwordHash) throw badCredentials()
  return user
}

function findEnabled(tx: Tx, name: string, isLocked = false) {
  return tx
    .selectFrom('office_user')
    .select(['name', 'display_name', 'role', 'password_hash'])
    .where('name', '=', name)
    .where('disabled_at', 'is', null)
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
}

async function makeRoom(tx: Tx, name: string, now: string): Promise<void> {
  await tx
    .deleteFrom('office_session')
    .where('user_name', '=', name)
    .where((where) =>
      where.or([
        where('expires_at', '<=', now),
        where(
          'token_hash',
          'not in',
          where
            .selectFrom('office_session')
            .select('token_hash')
            .where('user_name', '=', name)
            .orderBy('expires_at', 'desc')
            .orderBy('token_hash')
            .limit(SESSIONS_MAX - 1),
        ),
      ]),
    )
    .execute()
}

function badCredentials(): Problem {
  return new Problem('bad-credentials', 'no user has this name and this password')
}
