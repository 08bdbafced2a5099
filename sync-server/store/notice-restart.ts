import { type RawBuilder, sql } from 'kysely'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import type { Store } from './store.ts'

/** More than is numbered between two backups. A pilot on PGlite makes less, and starts more often. */
const NUMBERS_SKIPPED: Record<Store['kind'], number> = { postgres: 10_000, pglite: 1_000 }

/** Digits of an SSCC's serial and company prefix together. */
const SERIAL_AND_COMPANY_DIGITS = 16

/** Names this run of the database's server; another run has another. */
export const serverStart: RawBuilder<string> = sql<string>`pg_postmaster_start_time()::text`

/**
 * Leaves a gap in every numbering when the database's server has been started since anybody last looked.
 * A restored backup can't be told from the original by anything inside it until a bench proves what is
 * missing (EPOCH-1), and orders may be taken before that; but nothing is restored without a start. So no
 * order number and no SSCC is given out twice even then (EPOCH-4, I15).
 */
export function noticeRestart(kind: Store['kind']): RawBuilder<unknown> {
  return sql`
    WITH noticed AS (
      UPDATE office SET database_started = ${serverStart}
      WHERE database_started IS DISTINCT FROM ${serverStart} RETURNING 1
    ), serials AS (
      UPDATE number_series SET next_serial = next_serial + LEAST(
        ${NUMBER_RANGE_SIZE}::bigint * (SELECT count(*) FROM station),
        (10 ^ (${SERIAL_AND_COMPANY_DIGITS}::integer - length(gs1_company_prefix)))::bigint / 100)
      FROM noticed
    )
    SELECT setval(oid::regclass, nextval(oid::regclass) + ${NUMBERS_SKIPPED[kind]}::bigint)
    FROM pg_class, noticed WHERE relkind = 'S' AND relname IN
      ('order_number_seq', 'load_number_seq', 'pick_list_number_seq')`
}
