import { ROLE_SCOPES, type OfficeRole } from '#contract/http/scopes.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Office } from '../office.ts'
import type { Store, Tx } from '../store/index.ts'
import { hashSecret, isSecret } from './secret-hash.ts'
import { createSignInLimit } from './sign-in-limit.ts'
import { tokenHash } from './token-hash.ts'

/** A working day and what comes before and after it. */
const SESSION_MS = 12 * 60 * 60 * 1_000

/** A browser that was closed, or a machine that sleeps; a page that is open calls by itself. */
export const SESSION_IDLE_MS = 2 * 60 * 60 * 1_000

/** How exactly it is known when a session was last used: it is written down no more often. */
const SEEN_MS = 5 * 60 * 1_000

/** Sessions of one user at a time; the one that would end first makes room. */
const SESSIONS_MAX = 20

/** 256 bits. */
const TOKEN_BYTES = 32

export type Credentials = {
  name: string
  password: string
  remoteAddress: string
  /** What shows that it is no stranger who tries: which browser or session of that user it is. */
  knownAs?: (user: CheckedUser) => string | undefined
}

export type CheckedUser = { name: string; passwordHash: string }

/** Checks a name and its password; throws `bad-credentials`, or `rate-limited` after too many. */
export type CheckPassword = (given: Credentials) => Promise<CheckedUser>

export function createCheckPassword(
  { store, deps }: Pick<Office, 'store' | 'deps'>,
  verify = isSecret,
): CheckPassword {
  const limit = createSignInLimit({ store, clock: deps.clock })
  // Nobody's password: an unknown name must take as long to refuse as a known one.
  let nobodysHash: Promise<string> | null = null
  const nobodys = () => {
    nobodysHash ??= hashSecret('', (count) => deps.randomBytes(count))
    return nobodysHash
  }

  return async ({ name: login, password, remoteAddress, knownAs }) => {
    const user = await store.snapshot((tx) => findEnabled(tx, login))
    // Name and e-mail address are one; who does not exist is counted alike, by what was typed.
    const who = user?.name ?? login.toLowerCase()
    const known = user && knownAs?.({ name: user.name, passwordHash: user.password_hash })
    const attempt = { who, remoteAddress, known }
    // Counted before the check takes its time, so that many guesses at once are counted too.
    await limit.begin(attempt)
    const dummy = await nobodys()
    const isRight = await verify(password, user?.password_hash ?? dummy)
    if (user === undefined || !isRight) throw badCredentials()
    await limit.takeBack(attempt)
    return { name: user.name, passwordHash: user.password_hash }
  }
}

/** Opens a session for a user whose password was just checked. */
export async function openSession(tx: Tx, checked: CheckedUser, deps: OfficeDeps) {
  return grantSession(tx, await lockChecked(tx, checked), deps)
}

/** Opens a session for a user who has shown who they are; its token is always a new one. */
export async function grantSession(
  tx: Tx,
  user: { name: string; display_name: string; role: string },
  deps: OfficeDeps,
) {
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
      last_seen_at: instantOf(now),
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

/** By name or e-mail address; a name has no @, so nobody can have both of another's. */
function findEnabled(tx: Tx, login: string, isLocked = false) {
  return tx
    .selectFrom('office_user')
    .select(['name', 'display_name', 'role', 'password_hash'])
    .where((where) =>
      where.or([
        where('name', '=', login),
        where(where.fn<string>('lower', ['email']), '=', login.toLowerCase()),
      ]),
    )
    .where('disabled_at', 'is', null)
    .$if(isLocked, (query) => query.forUpdate())
    .executeTakeFirst()
}

/** Ends one session, whoever's it is. */
export async function endSession(tx: Tx, session: string): Promise<void> {
  await tx.deleteFrom('office_session').where('token_hash', '=', session).execute()
}

/** Sessions of a user that can still be used, the newest first. */
export async function listSessions(tx: Tx, name: string, nowMs: number) {
  const rows = await tx
    .selectFrom('office_session')
    .select(['token_hash', 'created_at', 'expires_at', 'last_seen_at'])
    .where('user_name', '=', name)
    .where('expires_at', '>', instantOf(nowMs))
    .where((where) =>
      where(
        where.fn.coalesce('last_seen_at', 'created_at'),
        '>',
        instantOf(nowMs - SESSION_IDLE_MS),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('token_hash')
    .execute()
  return rows.map((row) => ({
    session: row.token_hash,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at ?? row.created_at,
    expiresAt: row.expires_at,
  }))
}

/** Notes that a session is in use, now and then. */
export async function noteUse(
  store: Store,
  { session, lastSeenAt }: { session: string; lastSeenAt: string },
  nowMs: number,
): Promise<void> {
  if (nowMs - Date.parse(lastSeenAt) < SEEN_MS) return
  await store.transaction((tx) =>
    tx
      .updateTable('office_session')
      .set({ last_seen_at: instantOf(nowMs) })
      .where('token_hash', '=', session)
      .execute(),
  )
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
