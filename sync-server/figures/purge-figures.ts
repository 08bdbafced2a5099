import { instantOf } from '../deps.ts'
import type { Office } from '../office.ts'
import { FIGURES_KEPT_MS } from './quarters.ts'

/** Forgets figures that nobody can look at any more; answers with how many rows. */
export async function purgeFigures({
  store,
  deps,
}: Pick<Office, 'store' | 'deps'>): Promise<number> {
  const before = instantOf(deps.clock.now() - FIGURES_KEPT_MS)
  const { numDeletedRows } = await store.transaction((tx) =>
    tx.deleteFrom('station_figure').where('quarter', '<', before).executeTakeFirstOrThrow(),
  )
  return Number(numDeletedRows)
}
