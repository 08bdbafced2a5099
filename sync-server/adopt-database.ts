import type { PickList } from '#contract/documents/pick-list.ts'
import { isInScope } from '#contract/documents/scope.ts'
import { countSlotsAnew } from './capacity/index.ts'
import { instantOf, type OfficeDeps } from './deps.ts'
import type { Store, Tx } from './store/index.ts'
import { type DocumentWrite, writeDocuments } from './sync/index.ts'

/** The day may have turned in no zone that this instant is the day before in. */
const DAY_MS = 86_400_000

/** Pick lists looked at in one go. */
const PAGE_ROWS = 500

/**
 * Once for a database that the version before wrote. Its slots knew estimates and what was packed, not
 * what lists and units hold; and lists of cancelled orders had left the benches, though their goods are
 * still to be put back. Whoever starts beside waits.
 */
export async function adoptDatabase(
  store: Store,
  { clock }: Pick<OfficeDeps, 'clock'>,
): Promise<void> {
  await store.transaction(async (tx) => {
    const office = await tx
      .selectFrom('office')
      .select('is_adopted')
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (office.is_adopted) return
    const from = instantOf(clock.now() - DAY_MS).slice(0, 10)
    const warehouses = await tx.selectFrom('warehouse').select('code').orderBy('code').execute()
    for (const { code: warehouse } of warehouses) {
      await countSlotsAnew(tx, { warehouse, from })
      await writeDocuments(tx, warehouse, await misplacedLists(tx, warehouse))
    }
    await tx.updateTable('office').set({ is_adopted: true }).execute()
  })
}

/** Lists that benches should know and do not, or the other way round. */
async function misplacedLists(tx: Tx, warehouse: string): Promise<DocumentWrite[]> {
  const misplaced: DocumentWrite[] = []
  for (let after = ''; ;) {
    const rows = await tx
      .selectFrom('document')
      .select(['id', 'in_scope', 'body'])
      .where('warehouse', '=', warehouse)
      .where('kind', '=', 'pick-list')
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE_ROWS)
      .execute()
    for (const row of rows) {
      const doc = row.body as PickList
      if (isInScope('pick-list', doc) !== row.in_scope) {
        misplaced.push({ kind: 'pick-list', id: row.id, doc })
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return misplaced
    after = last.id
  }
}
