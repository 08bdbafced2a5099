const INT8 = 20
const DATE = 1082
const TIMESTAMPTZ = 1184
const NUMERIC = 1700

/**
 * How result columns become JS values, the same for both drivers. Counters are int8 and stay far
 * below 2⁵³; sums of int8 arrive as numeric.
 */
export const columnParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: Number,
  [NUMERIC]: Number,
  [DATE]: (text) => text,
  [TIMESTAMPTZ]: parseTimestamp,
}

/** `2026-03-02 08:05:00.5+00` (sessions run in UTC) → `2026-03-02T08:05:00.500Z`. */
export function parseTimestamp(text: string): string {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
  return new Date(iso).toISOString()
}
