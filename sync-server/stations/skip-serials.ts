import { sql } from 'kysely'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import { textColumn, type Tx } from '../store/index.ts'
import { EXTENSION_DIGIT } from './number-ranges.ts'

/** Digits of an SSCC's serial and company prefix together; extension and check digit are the rest. */
const SERIAL_AND_COMPANY_DIGITS = 16

/** Ranges that benches may have been given in the time that was lost. A long prefix has no room for as many. */
const RANGES_SKIPPED_MAX = 100

/** Ranges beyond the one that a bench was seen to work on. */
const RANGES_SKIPPED_BEYOND = 10

/**
 * Leaves a gap in every series of SSCC serials, for those that the office gave out and forgot: no SSCC is
 * ever on two units (EPOCH-4).
 */
export async function skipLostSerials(tx: Tx): Promise<void> {
  await sql`
    UPDATE number_series SET next_serial = next_serial + GREATEST(${NUMBER_RANGE_SIZE}::bigint,
      LEAST(${RANGES_SKIPPED_MAX * NUMBER_RANGE_SIZE}::bigint,
        (10 ^ (${SERIAL_AND_COMPANY_DIGITS}::integer - length(gs1_company_prefix)))::bigint / 100))`.execute(
    tx,
  )
}

/** Never leases what benches were seen to use, though nobody here remembers having given it out (EPOCH-4). */
export async function skipSerialsOf(tx: Tx, unitIds: readonly string[]): Promise<void> {
  const limit = RANGES_SKIPPED_MAX * NUMBER_RANGE_SIZE
  await sql`
    INSERT INTO number_series (gs1_company_prefix, next_serial)
    SELECT DISTINCT gs1_company_prefix, 1 FROM warehouse
    ON CONFLICT DO NOTHING`.execute(tx)
  // Further on than benches can be in the time that is lost, it is a misread and no number of ours. The
  // rest of the range that it is from is leased to somebody, and so may the next ones be.
  await sql`
    UPDATE number_series s SET next_serial = seen.serial + 1 + least(
      ${RANGES_SKIPPED_BEYOND * NUMBER_RANGE_SIZE}::bigint,
      (10 ^ (${SERIAL_AND_COMPANY_DIGITS}::integer - length(s.gs1_company_prefix)))::bigint / 100)
    FROM (
      SELECT p.gs1_company_prefix AS prefix, max(u.serial) AS serial
      FROM number_series p CROSS JOIN LATERAL (
        SELECT substr(id, 2 + length(p.gs1_company_prefix),
          ${SERIAL_AND_COMPANY_DIGITS}::integer - length(p.gs1_company_prefix))::bigint AS serial
        FROM unnest(${textColumn(unitIds)}) AS id
        WHERE left(id, 1 + length(p.gs1_company_prefix)) = ${EXTENSION_DIGIT} || p.gs1_company_prefix
      ) u
      WHERE u.serial BETWEEN p.next_serial AND p.next_serial + ${limit}::bigint
      GROUP BY p.gs1_company_prefix
    ) seen
    WHERE s.gs1_company_prefix = seen.prefix`.execute(tx)
}
