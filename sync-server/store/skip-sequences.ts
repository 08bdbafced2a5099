import { sql } from 'kysely'
import type { Tx } from './store.ts'

/** More orders, lists and loads than are made in the hours between two backups. */
const NUMBERS_SKIPPED = 10_000

/** Leaves a gap in every numbering, for numbers that were given out and forgotten (EPOCH-4). */
export async function skipSequences(tx: Tx): Promise<void> {
  await sql`
    SELECT setval(oid::regclass, nextval(oid::regclass) + ${NUMBERS_SKIPPED}::bigint)
    FROM pg_class WHERE relkind = 'S' AND relname IN
      ('order_number_seq', 'load_number_seq', 'pick_list_number_seq', 'epcis_position_seq')`.execute(
    tx,
  )
}

/** Further on than orders can be numbered in the time that is lost, it is no number of ours. */
const NUMBERS_LOST_MAX = 1_000_000

/**
 * Never numbers an order as one that a bench has on paper, though nobody here remembers it, nor as others
 * that were made with it (EPOCH-4).
 */
export async function skipOrderNumbersOf(tx: Tx, orderNumbers: readonly string[]): Promise<void> {
  const seen = orderNumbers.flatMap((text) => {
    const digits = /^LL-(\d{1,15})$/.exec(text)?.[1]
    return digits === undefined ? [] : [Number(digits)]
  })
  if (seen.length === 0) return
  const highest = Math.max(...seen)
  await sql`
    SELECT setval('order_number_seq', ${highest}::bigint + ${NUMBERS_SKIPPED}::bigint) FROM order_number_seq
    WHERE last_value < ${highest}::bigint
      AND ${highest}::bigint <= last_value + ${NUMBERS_LOST_MAX}::bigint`.execute(tx)
}
