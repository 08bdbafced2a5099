import { UserName } from '#contract/http/identity-routes.ts'
import type { OfficeRole } from '#contract/http/scopes.ts'
import type { Tx } from '../store/index.ts'
import type { CompanyPerson } from './company-sign-in.ts'

/** Names tried for somebody who is made: `ilse`, `ilse-2`, … */
const NAMES_TRIED_MAX = 100
const NAME_LENGTH_MAX = 60

export type NewCompanyUser = {
  role: OfficeRole
  /** Of a password that nobody knows. */
  passwordHash: string
  at: string
}

/** The enabled user with that address, locked; undefined where there is none. */
export function findByEmail(tx: Tx, email: string) {
  return tx
    .selectFrom('office_user')
    .select(['name', 'display_name', 'role', 'disabled_at'])
    .where((where) => where(where.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .forUpdate()
    .executeTakeFirst()
}

/** Makes a user for somebody whom the company vouches for; a password is set for them, or never. */
export async function makeCompanyUser(
  tx: Tx,
  { email, displayName }: CompanyPerson,
  { role, passwordHash, at }: NewCompanyUser,
) {
  const [local = ''] = email.split('@')
  for (const name of namesFor(local)) {
    const made = await tx
      .insertInto('office_user')
      .values({
        name,
        display_name: displayName ?? local,
        role,
        password_hash: passwordHash,
        created_at: at,
        disabled_at: null,
        email,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(['name', 'display_name', 'role', 'disabled_at'])
      .executeTakeFirst()
    if (made !== undefined) return made
  }
  return undefined
}

/** What somebody may be called after the first part of their address. */
export function namesFor(local: string): string[] {
  const plain = local
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, NAME_LENGTH_MAX)
  const base = plain === '' ? 'user' : plain
  const numbered = Array.from({ length: NAMES_TRIED_MAX - 1 }, (_, index) => `${base}-${index + 2}`)
  return [base, ...numbered].filter((name) => UserName.safeParse(name).success)
}
