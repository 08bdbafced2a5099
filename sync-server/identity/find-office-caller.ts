import { ROLE_SCOPES, type OfficeRole, type Scope } from '#contract/http/scopes.ts'
import { instantOf } from '../deps.ts'
import type { Reader } from '../store/index.ts'
import { SESSION_IDLE_MS } from './sessions.ts'

/** Somebody of the office, as a token names them. */
export type FoundCaller = {
  name: string
  scopes: ReadonlySet<Scope>
  /** Hash of the session's token; null for an API token. */
  session: string | null
  expiresAt: string
  /** When the session was last known to be in use; null for an API token. */
  lastSeenAt: string | null
}

/** Who holds a token: an API token that is in force, or a session of a user. Undefined when nobody does. */
export async function findOfficeCaller(
  db: Reader,
  tokenHash: string,
  nowMs: number,
): Promise<FoundCaller | undefined> {
  const now = instantOf(nowMs)
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
      lastSeenAt: null,
    }
  }
  const user = await db
    .selectFrom('office_session')
    .innerJoin('office_user', 'office_user.name', 'office_session.user_name')
    .select([
      'office_user.name',
      'office_user.role',
      'office_session.created_at',
      'office_session.expires_at',
      'last_seen_at',
    ])
    .where('token_hash', '=', tokenHash)
    .where('office_session.expires_at', '>', now)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (user === undefined) return undefined
  const lastSeenAt = user.last_seen_at ?? user.created_at
  const idleAtMs = Date.parse(lastSeenAt) + SESSION_IDLE_MS
  if (idleAtMs <= nowMs) return undefined
  return {
    name: user.name,
    scopes: new Set(ROLE_SCOPES[user.role as OfficeRole]),
    session: tokenHash,
    expiresAt: user.expires_at,
    lastSeenAt,
  }
}
