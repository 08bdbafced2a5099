import type { DocumentReader } from '#contract/documents/document.ts'
import { NUMBER_RANGE_LOW } from '#contract/sync/limits.ts'
import { skipSerialsThrough, topUpNumberRange } from '../stations/index.ts'
import type { Tx } from '../store/index.ts'
import type { DocumentWrite } from './documents.ts'
import type { LockedStation } from './locked-station.ts'

/** Digits of an SSCC before its check digit. */
const SSCC_BODY_LENGTH = 17

/** Digits before the company prefix in a range's prefix. */
const EXTENSION_LENGTH = 1

/** No serial: a log that just began has used none of its own. */
const NONE_USED = -1

/**
 * More SSCC serials for a station that has a fifth left, or whose log is a new one (NUM-1, ID-4). Looks
 * at the units this push opened, so that a push that opened none costs nothing.
 */
export async function rangeWrites(
  tx: Tx,
  station: LockedStation,
  { read, writes }: { read: DocumentReader; writes: readonly DocumentWrite[] },
): Promise<DocumentWrite[]> {
  if (station.isOtherLog) return topUpNumberRange(tx, station, NONE_USED)
  const opened = writes.filter((write) => write.kind === 'unit' && write.isNew === true)
  if (opened.length === 0) return []
  const ranges = read.get('number-range', station.id)?.ranges ?? []
  const newest = ranges.findLast((range) => range.incarnation === station.incarnation)
  if (newest === undefined) return topUpNumberRange(tx, station, NONE_USED)
  const serials = opened
    .filter(({ id }) => id.startsWith(newest.prefix))
    .map(({ id }) => Number(id.slice(newest.prefix.length, SSCC_BODY_LENGTH)))
    .filter((serial) => serial >= newest.from)
  const used = Math.max(NONE_USED, ...serials)
  // Beyond what it was given: of a range that the office has forgotten. It has no other left (EPOCH-4).
  if (used > newest.to) {
    const companyPrefix = newest.prefix.slice(EXTENSION_LENGTH)
    await skipSerialsThrough(tx, { companyPrefix, serial: used })
  }
  return newest.to - used <= NUMBER_RANGE_LOW ? topUpNumberRange(tx, station, used) : []
}
