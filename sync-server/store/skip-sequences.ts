import { sql } from 'kysely'
import type { Tx } from './store.ts'

/** More orders, lists and loads than are made in the hours between two backups. */
const NUMBERS_SKIPPED = 10_000

/** Leaves a gap in every numbering, for numbers that were given out and forgotten (EPOCH-4). */
export async function skipSequences(tx: Tx): Promise<void> {
  await sql`
    SELECT setval(oid::regclass, nextval(oid::regclass) + ${NUMBERS_SKIPPED}::bigint)
    FROM pg_class WHERE relkind = 'S' AND relname IN
      ('order_number_seq', 'load_number_seq', 'pick_list_number_seq')`.execute(tx)
}
