import { sql } from 'kysely'
import { NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import type { Tx } from '../store/index.ts'

/** Digits of an SSCC's serial and company prefix together; extension and check digit are the rest. */
const SERIAL_AND_COMPANY_DIGITS = 16

/** Ranges that benches may have been given in the time that was lost. A long prefix has no room for as many. */
const RANGES_SKIPPED_MAX = 100

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

/** Never leases what a bench was seen to use, though nobody here remembers having given it out. */
export async function skipSerialsThrough(
  tx: Tx,
  { companyPrefix, serial }: { companyPrefix: string; serial: number },
): Promise<void> {
  const limit = RANGES_SKIPPED_MAX * NUMBER_RANGE_SIZE
  // Further on than benches can be in the time that is lost, it is a misread and no number of ours.
  await sql`
    INSERT INTO number_series AS s (gs1_company_prefix, next_serial)
    SELECT ${companyPrefix}, ${serial + 1}::bigint WHERE ${serial}::bigint <= ${limit}::bigint
    ON CONFLICT (gs1_company_prefix) DO UPDATE
    SET next_serial = GREATEST(s.next_serial, ${serial + 1}::bigint)
    WHERE ${serial}::bigint <= s.next_serial + ${limit}::bigint`.execute(tx)
}
