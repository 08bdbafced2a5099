import { sql } from 'kysely'
import type { NumberRange } from '#contract/documents/master-data.ts'
import { NUMBER_RANGE_LOW, NUMBER_RANGE_SIZE } from '#contract/sync/limits.ts'
import type { Tx } from '../store/index.ts'
import { readDocuments, type DocumentWrite } from '../sync/documents.ts'

export type RangeHolder = { id: string; warehouse: string; incarnation: string }
export type Range = NumberRange['ranges'][number]

/** Extension digit of every SSCC we make; the other nine are free for other systems of the company. */
export const EXTENSION_DIGIT = '3'

/** Digits of an SSCC before its check digit. */
const SSCC_BODY_LENGTH = 17

/**
 * Serials nobody else will ever get: they are unique per company prefix, which several warehouses may
 * share. Undefined when the prefix has none left.
 */
export async function leaseRange(tx: Tx, holder: RangeHolder): Promise<Range | undefined> {
  const { gs1_company_prefix: companyPrefix } = await tx
    .selectFrom('warehouse')
    .select('gs1_company_prefix')
    .where('code', '=', holder.warehouse)
    .executeTakeFirstOrThrow()
  const { rows } = await sql<{ first: number }>`
    INSERT INTO number_series AS s (gs1_company_prefix, next_serial)
    VALUES (${companyPrefix}, ${1 + NUMBER_RANGE_SIZE}::bigint)
    ON CONFLICT (gs1_company_prefix) DO UPDATE
    SET next_serial = s.next_serial + ${NUMBER_RANGE_SIZE}::bigint
    RETURNING next_serial - ${NUMBER_RANGE_SIZE}::bigint AS first`.execute(tx)
  const from = rows[0]?.first ?? 1
  const prefix = EXTENSION_DIGIT + companyPrefix
  const last = 10 ** (SSCC_BODY_LENGTH - prefix.length) - 1
  if (from > last) return undefined
  const to = Math.min(from + NUMBER_RANGE_SIZE - 1, last)
  return { incarnation: holder.incarnation, prefix, from, to }
}

/** Ranges a station's document keeps: the newest, and those before it that may still be on its way. */
const RANGES_KEPT = 3

/** `isShort` is true when the station should have been given numbers and the prefix had none. */
export type RangeTopUp = { writes: DocumentWrite[]; isShort: boolean }

const ENOUGH: RangeTopUp = { writes: [], isShort: false }

/**
 * The station's number range document with one more range, when the serial just used leaves a fifth
 * of its newest one or less, or it has none of its incarnation (NUM-1, ID-4). Ranges that are used up or
 * burned are dropped from it; a bench takes them in their order. The caller writes what comes back with its
 * other documents.
 */
export async function topUpNumberRange(
  tx: Tx,
  holder: RangeHolder,
  usedSerial: number,
): Promise<RangeTopUp> {
  const key = { kind: 'number-range', id: holder.id } as const
  const held = (await readDocuments(tx, holder.warehouse, [key], { lock: true })).get(
    'number-range',
    holder.id,
  )
  const ranges = held?.ranges ?? []
  const newest = ranges.findLast((range) => range.incarnation === holder.incarnation)
  if (newest && !isLow(newest, usedSerial)) return ENOUGH
  const next = await leaseRange(tx, holder)
  if (next === undefined) return { writes: [], isShort: true }
  const kept = [...ranges, next].slice(-RANGES_KEPT)
  return { writes: [rangeDocument(holder, kept)], isShort: false }
}

/** Only the station itself ever sees its numbers. */
export function rangeDocument(holder: RangeHolder, ranges: Range[]): DocumentWrite {
  const { id: stationId } = holder
  return { kind: 'number-range', id: stationId, stationId, doc: { stationId, ranges } }
}

function isLow(range: Range, usedSerial: number): boolean {
  return usedSerial >= range.from && range.to - usedSerial <= NUMBER_RANGE_LOW
}
