import { type RawBuilder, sql } from 'kysely'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import type { Store } from './store.ts'

/** More than is numbered in the last minutes of a backup. A pilot on PGlite makes less, and starts more often. */
const NUMBERS_SKIPPED: Record<Store['kind'], number> = { postgres: 10_000, pglite: 1_000 }

/** More than any warehouse numbers, for every second in which this database has heard of nothing. */
const NUMBERS_SKIPPED_PER_SECOND = 1

/** No backup is older than some weeks; a clock that is a year ahead must not use up all numbers. */
const SILENCE_SECONDS_MAX = 30 * 24 * 60 * 60

/** Digits of an SSCC's serial and company prefix together. */
const SERIAL_AND_COMPANY_DIGITS = 16

/** Of all serials of a prefix, one start of the database may skip this part. */
const SERIALS_SKIPPED_PART = 20

/** Names this run of the database's server; another run has another. */
export const serverStart: RawBuilder<string> = sql<string>`pg_postmaster_start_time()::text`

/**
 * Leaves a gap in every numbering when the database's server has been started since anybody last looked.
 * A restored backup can't be told from the original by anything inside it until a bench proves what is
 * missing (EPOCH-1), and orders may be taken before that; but nothing is restored without a start. So no
 * order number and no SSCC is given out twice even then (EPOCH-4, I15). The gap grows with the time since
 * the database last heard of anything, so that two restores of one backup do not leave the same gap.
 */
export function noticeRestart(kind: Store['kind'], now: RawBuilder<string>): RawBuilder<unknown> {
  return sql`
    WITH noticed AS (
      UPDATE office SET database_started = ${serverStart}
      WHERE database_started IS DISTINCT FROM ${serverStart} RETURNING created_at
    ), silence AS (
      SELECT least(${SILENCE_SECONDS_MAX}::bigint, greatest(0, extract(epoch FROM ${now} - greatest(
        created_at,
        (SELECT max(last_seen_at) FROM station),
        (SELECT max(created_at) FROM customer_order)
      ))::bigint)) AS seconds
      FROM noticed
    ), serials AS (
      UPDATE number_series SET next_serial = next_serial + least(
        ${NUMBER_RANGE_SIZE}::bigint * (seconds / 60 + 1 + (SELECT count(*) FROM station)),
        (10 ^ (${SERIAL_AND_COMPANY_DIGITS}::integer - length(gs1_company_prefix)))::bigint
          / ${SERIALS_SKIPPED_PART}::bigint)
      FROM silence
    )
    SELECT setval(oid::regclass, nextval(oid::regclass) + ${NUMBERS_SKIPPED[kind]}::bigint
      + seconds * ${NUMBERS_SKIPPED_PER_SECOND}::bigint)
    FROM pg_class, silence WHERE relkind = 'S' AND relname IN
      ('order_number_seq', 'load_number_seq', 'pick_list_number_seq')`
}
