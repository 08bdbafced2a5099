import type { DocumentReader } from '#contract/documents/document.ts'
import { NUMBER_RANGE_LOW } from '#contract/sync/limits.ts'
import type { OfficeDeps } from '../deps.ts'
import { openForStation } from '../exceptions/station-troubles.ts'
import { type RangeTopUp, topUpNumberRange } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from './documents.ts'
import type { LockedStation } from './locked-station.ts'

/** Digits of an SSCC before its check digit. */
const SSCC_BODY_LENGTH = 17

/** No serial: a log that just began has used none of its own. */
const NONE_USED = -1

type Changes = { read: DocumentReader; writes: readonly DocumentWrite[] }

/**
 * More SSCC serials for a station that has a fifth left, or whose log is a new one (NUM-1, ID-4). Where the
 * prefix has none left a person is told once, and the job that looks for numbers goes on.
 */
export async function rangeWrites(
  tx: Tx,
  deps: OfficeDeps,
  station: LockedStation,
  changes: Changes,
): Promise<DocumentWrite[]> {
  if (station.wantsNumbers) return []
  const { writes, isShort } = await topUp(tx, station, changes)
  if (!isShort) return writes
  await tx
    .updateTable('station')
    .set({ wants_numbers: true })
    .where('id', '=', station.id)
    .execute()
  const { gs1_company_prefix: prefix } = await tx
    .selectFrom('warehouse')
    .select('gs1_company_prefix')
    .where('code', '=', station.warehouse)
    .executeTakeFirstOrThrow()
  const trouble = { code: 'no-numbers', detail: { station: station.name, prefix } }
  return [...writes, ...(await openForStation(tx, deps, station, trouble))]
}

/** Looks at the units this push opened, so that a push that opened none costs nothing. */
async function topUp(
  tx: Tx,
  station: LockedStation,
  { read, writes }: Changes,
): Promise<RangeTopUp> {
  if (station.isOtherLog) return topUpNumberRange(tx, station, NONE_USED)
  const opened = writes.filter((write) => write.kind === 'unit' && write.isNew === true)
  if (opened.length === 0) return { writes: [], isShort: false }
  const ranges = read.get('number-range', station.id)?.ranges ?? []
  const newest = ranges.findLast((range) => range.incarnation === station.incarnation)
  if (newest === undefined) return topUpNumberRange(tx, station, NONE_USED)
  const serials = opened
    .filter(({ id }) => id.startsWith(newest.prefix))
    .map(({ id }) => Number(id.slice(newest.prefix.length, SSCC_BODY_LENGTH)))
    .filter((serial) => serial >= newest.from)
  const used = Math.max(NONE_USED, ...serials)
  if (newest.to - used > NUMBER_RANGE_LOW) return { writes: [], isShort: false }
  return topUpNumberRange(tx, station, used)
}
