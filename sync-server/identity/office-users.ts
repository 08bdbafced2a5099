import type { OfficeRole } from '#contract/http/scopes.ts'
import { invalidRequest, Problem } from '../http/problem.ts'
import { noteBefore, type Tx } from '../store/index.ts'

const TOP_ROLE: OfficeRole = 'super-admin'

export type UserPlan = {
  name: string
  displayName: string
  role: OfficeRole
  /** Undefined keeps the address there is; null takes it away. */
  email?: string | null | undefined
  /** Undefined keeps the password there is. */
  passwordHash: string | undefined
}

const COLUMNS = ['name', 'display_name', 'email', 'role', 'created_at', 'disabled_at'] as const

type UserRow = {
  name: string
  display_name: string
  email: string | null
  role: string
  created_at: string
  disabled_at: string | null
}

/** Creates or changes a user. With a new password a disabled one may come in again, and sessions end. */
export async function saveUser(
  tx: Tx,
  plan: UserPlan,
  at: string,
): Promise<ReturnType<typeof answerOf>> {
  const { name, displayName, role, email, passwordHash } = plan
  const tops = await lockTops(tx)
  const known = await findUser(tx, name)
  noteBefore(tx, known && answerOf(known))
  requireAnotherTop(tops, name, role)
  if (typeof email === 'string') await requireFreeEmail(tx, name, email)
  // Somebody of that name or address came in between, by another call: now they are known.
  if (known === undefined && !(await makeUser(tx, plan, at))) return saveUser(tx, plan, at)
  const isLetIn = passwordHash !== undefined
  const row = await tx
    .updateTable('office_user')
    .set({
      display_name: displayName,
      role,
      ...(email === undefined ? {} : { email }),
      ...(isLetIn ? { password_hash: passwordHash, disabled_at: null } : {}),
    })
    .where('name', '=', name)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  if (isLetIn) await endSessions(tx, name, null)
  return answerOf(row)
}

/** Answers false where there is one of that name or address by now. */
async function makeUser(tx: Tx, plan: UserPlan, at: string): Promise<boolean> {
  const { name, displayName, role, email = null, passwordHash } = plan
  if (passwordHash === undefined) {
    throw invalidRequest([{ path: 'password', message: 'a new user needs one' }])
  }
  const made = await tx
    .insertInto('office_user')
    .values({
      name,
      display_name: displayName,
      role,
      password_hash: passwordHash,
      created_at: at,
      disabled_at: null,
      email,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('name')
    .executeTakeFirst()
  return made !== undefined
}

/** Nobody signs in under that name any more, and whoever is signed in is signed out. */
export async function disableUser(tx: Tx, name: string, at: string) {
  const tops = await lockTops(tx)
  const known = await findUser(tx, name)
  noteBefore(tx, known && answerOf(known))
  requireAnotherTop(tops, name, null)
  const row = await tx
    .updateTable('office_user')
    .set((set) => ({ disabled_at: set.fn.coalesce('disabled_at', set.val(at)) }))
    .where('name', '=', name)
    .returning(COLUMNS)
    .executeTakeFirst()
  if (!row) throw new Problem('not-found', `there is no user ${name}`)
  await endSessions(tx, name, null)
  return answerOf(row)
}

export async function listUsers(tx: Tx) {
  const rows = await tx.selectFrom('office_user').select(COLUMNS).orderBy('name').execute()
  return rows.map(answerOf)
}

/** Ends a user's sessions, but for the one whose token has this hash. */
export async function endSessions(tx: Tx, name: string, spared: string | null): Promise<void> {
  await tx
    .deleteFrom('office_session')
    .where('user_name', '=', name)
    .$if(spared !== null, (query) => query.where('token_hash', '!=', spared ?? ''))
    .execute()
}

/**
 * All who have the top role, locked in order, and before anybody else is: two of them that demote each other at the
 * same moment come one after the other, and never wait for each other.
 */
async function lockTops(tx: Tx): Promise<string[]> {
  const tops = await tx
    .selectFrom('office_user')
    .select('name')
    .where('role', '=', TOP_ROLE)
    .where('disabled_at', 'is', null)
    .orderBy('name')
    .forUpdate()
    .execute()
  return tops.map((top) => top.name)
}

/** Refuses what would leave nobody with the top role. */
function requireAnotherTop(tops: readonly string[], name: string, role: OfficeRole | null): void {
  const isOnlyOne = tops.length === 1 && tops[0] === name
  if (isOnlyOne && role !== TOP_ROLE) {
    throw new Problem('last-super-admin', `${name} is the only ${TOP_ROLE}; make another one first`)
  }
}

async function requireFreeEmail(tx: Tx, name: string, email: string): Promise<void> {
  const other = await tx
    .selectFrom('office_user')
    .select('name')
    .where((where) => where(where.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .where('name', '!=', name)
    .executeTakeFirst()
  if (other === undefined) return
  throw new Problem('email-taken', `${other.name} signs in with ${email}`)
}

function findUser(tx: Tx, name: string) {
  return tx
    .selectFrom('office_user')
    .select(COLUMNS)
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirst()
}

function answerOf(row: UserRow) {
  return {
    name: row.name,
    displayName: row.display_name,
    email: row.email,
    role: row.role as OfficeRole,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
  }
}
