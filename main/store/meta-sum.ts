import { crc32 } from 'node:zlib'

/**
 * Values beside the chain have a sum of their own in the row `sum:key`: a page that reads well may still
 * hold a flipped bit, and a bench must not take another place, number or acknowledgement for its own.
 */
const PREFIX = 'sum:'

export function sumKey(key: string): string {
  return `${PREFIX}${key}`
}

/** The key that a row is about: its own, or that of the value whose sum it is. */
export function summedKey(rowKey: string): string {
  return rowKey.startsWith(PREFIX) ? rowKey.slice(PREFIX.length) : rowKey
}

export function metaSum(key: string, value: string): string {
  return crc32(`${key}\n${value}`).toString(16)
}

/** True also where there is no sum: an earlier app wrote none. */
export function isProven(key: string, value: string, sum: string | undefined): boolean {
  return sum === undefined || sum === metaSum(key, value)
}

/** The values of a damaged log that are what was written, without their sums. */
export function provenMeta(rows: ReadonlyMap<string, string>): Map<string, string> {
  const values = [...rows].filter(([key]) => !key.startsWith(PREFIX))
  return new Map(values.filter(([key, value]) => isProven(key, value, rows.get(sumKey(key)))))
}
