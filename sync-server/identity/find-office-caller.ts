import { ROLE_SCOPES, type OfficeRole, type Scope } from '#contract/http/scopes.ts'
import type { Tx } from '../store/index.ts'

/** Somebody of the office, as a token names them. */
export type FoundCaller = { name: string; scopes: ReadonlySet<Scope> }

/** Who holds a token: an API token that is in force, or a session of a user. Undefined when nobody does. */
export async function findOfficeCaller(
  tx: Tx,
  tokenHash: string,
  now: string,
): Promise<FoundCaller | undefined> {
  const token = await tx
    .selectFrom('api_token')
    .select(['name', 'scopes'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (token !== undefined) {
    return { name: `token:${token.name}`, scopes: new Set(token.scopes as Scope[]) }
  }
  const user = await tx
    .selectFrom('office_session')
    .innerJoin('office_user', 'office_user.name', 'office_session.user_name')
    .select(['office_user.name', 'office_user.role'])
    .where('token_hash', '=', tokenHash)
    .where('office_session.expires_at', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (user === undefined) return undefined
  return { name: user.name, scopes: new Set(ROLE_SCOPES[user.role as OfficeRole]) }
}
