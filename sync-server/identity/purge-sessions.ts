import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'

/** Forgets sessions and first-visit links that nobody can use any more; answers with how many. */
export async function purgeSessions({ store, deps }: Office): Promise<number> {
  const now = instantOf(deps.clock.now())
  return store.transaction(async (tx) => {
    const ended = await tx
      .deleteFrom('office_session')
      .where('expires_at', '<=', now)
      .executeTakeFirst()
    const links = await tx
      .deleteFrom('setup_link')
      .where('expires_at', '<=', now)
      .executeTakeFirst()
    return Number(ended.numDeletedRows + links.numDeletedRows)
  })
}
