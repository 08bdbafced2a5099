import type { OfficeRole } from '#contract/http/scopes.ts'
import { instantOf, type OfficeDeps } from '../deps.ts'
import { Problem } from '../http/problem.ts'
import type { Store, Tx } from '../store/index.ts'
import { tokenHash } from './token-hash.ts'

const TOP_ROLE: OfficeRole = 'super-admin'

/** Long enough to be found in a log the next morning. */
const LINK_MS = 24 * 60 * 60 * 1_000

/** 256 bits. */
const TOKEN_BYTES = 32

/** A new link's token while nobody is the administrator yet; null once somebody is. Any number may be open. */
export function createSetupLink(store: Store, deps: OfficeDeps): Promise<string | null> {
  return store.transaction(async (tx) => {
    const now = deps.clock.now()
    await tx.deleteFrom('setup_link').where('expires_at', '<=', instantOf(now)).execute()
    if (await hasAdministrator(tx)) return null
    const token = Buffer.from(deps.randomBytes(TOKEN_BYTES)).toString('base64url')
    await tx
      .insertInto('setup_link')
      .values({ token_hash: tokenHash(token), expires_at: instantOf(now + LINK_MS) })
      .execute()
    return token
  })
}

/**
 * Uses a link up, and with it every other: one of two who come at once waits for the other and is refused.
 * Throws `bad-setup-link`.
 */
export async function useSetupLink(tx: Tx, token: string, now: string): Promise<void> {
  const links = await tx
    .selectFrom('setup_link')
    .select(['token_hash', 'expires_at'])
    .orderBy('token_hash')
    .forUpdate()
    .execute()
  const hash = tokenHash(token)
  const isGood = links.some((link) => link.token_hash === hash && link.expires_at > now)
  if (!isGood || (await hasAdministrator(tx))) {
    throw new Problem('bad-setup-link', 'sign in, or start the office anew for another link')
  }
  await tx.deleteFrom('setup_link').execute()
}

async function hasAdministrator(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('office_user')
    .select('name')
    .where('role', '=', TOP_ROLE)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
