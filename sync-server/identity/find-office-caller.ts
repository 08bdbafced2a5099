import { ROLE_SCOPES, type OfficeRole, type Scope } from '#contract/http/scopes.ts'
import type { Reader } from '../store/index.ts'

/** Somebody of the office, as a token names them. */
export type FoundCaller = {
  name: string
  scopes: ReadonlySet<Scope>
  /** Hash of the session's token; null for an API token. */
  session: string | null
  expiresAt: string
}

/** Who holds a token: an API token that is in force, or a session of a user. Undefined when nobody does. */
export async function findOfficeCaller(
  db: Reader,
  tokenHash: string,
  now: string,
): Promise<FoundCaller | undefined> {
  const token = await db
    .selectFrom('api_token')
    .select(['name', 'scopes', 'expires_at'])
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (token !== undefined) {
    return {
      name: `token:${token.name}`,
      scopes: new Set(token.scopes as Scope[]),
      session: null,
      expiresAt: token.expires_at,
    }
  }
  const user = await db
    .selectFrom('office_session')
    .innerJoin('office_user', 'office_user.name', 'office_session.user_name')
    .select(['office_user.name', 'office_user.role', 'office_session.expires_at'])
    .where('token_hash', '=', tokenHash)
    .where('office_session.expires_at', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (user === undefined) return undefined
  return {
    name: user.name,
    scopes: new Set(ROLE_SCOPES[user.role as OfficeRole]),
    session: tokenHash,
    expiresAt: user.expires_at,
  }
}
