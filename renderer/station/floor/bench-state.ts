import type { FloorClaim, FloorStation } from '#contract/sync/floor-answer.ts'

/** `stuck`: nothing goes on until somebody comes. `look`: it goes on, and not well. */
export type BenchTone = 'stuck' | 'look' | 'work' | 'quiet'

export type BenchWhy =
  | 'memory'
  | 'silent-holding'
  | 'silent-waiting'
  | 'silent'
  | 'waiting'
  | 'printer-paper'
  | 'printer-open'
  | 'printer-ribbon'
  | 'printer-jam'
  | 'printer'
  | 'printer-lost'
  | 'scale'
  | 'scanner'
  | 'clock'
  | 'errors'
  | 'still'
  | 'picking'
  | 'packing'
  | 'loading'
  | 'ready'
  | 'nobody'
  | 'off'
  | 'never'

/** One bench in one sentence: how it is, why, and what fills the sentence. */
export type BenchState = {
  tone: BenchTone
  why: BenchWhy
  /** Since when it is so, by the office's clock; null where nobody knows. */
  sinceMs: number | null
  count: number
  total: number
  reference: string
}

/** Actions that wait longer than this are stuck: a push takes seconds. */
const WAITS_TOO_LONG_MS = 2 * 60_000

/** Somebody with open work who scans nothing for this long may need help. */
const STILL_MS = 15 * 60_000

/** Of this many scans in an hour a fifth being wrong is no accident. */
const ERRORS_MIN = 10
const ERRORS_SHARE = 0.2

/** Worst first: what keeps the most from going on. */
const RANK: readonly BenchWhy[] = [
  'memory',
  'silent-holding',
  'silent-waiting',
  'silent',
  'printer-paper',
  'printer-open',
  'printer-ribbon',
  'printer-jam',
  'printer',
  'printer-lost',
  'scale',
  'scanner',
  'waiting',
  'clock',
  'errors',
  'still',
  'picking',
  'packing',
  'loading',
  'ready',
  'nobody',
  'off',
  'never',
]

/** What the printers of this house say when they want a hand, in the words of the host. */
const PRINTER_SAYS: readonly (readonly [RegExp, BenchWhy])[] = [
  [/labels have run out/i, 'printer-paper'],
  [/head or cover is open/i, 'printer-open'],
  [/ribbon has run out/i, 'printer-ribbon'],
  [/label is jammed/i, 'printer-jam'],
]

/** What a bench holds, as far as it matters here. */
type HeldBy = Pick<FloorClaim, 'stationId' | 'reference'>

/** How one bench is at `nowMs` of the office's clock. */
export function benchState(
  station: FloorStation,
  claims: readonly HeldBy[],
  nowMs: number,
): BenchState {
  const held = claims.filter(({ stationId }) => stationId === station.stationId)
  return (
    memoryState(station) ??
    (station.online ? null : silentState(station, held)) ??
    deviceState(station) ??
    waitingState(station, nowMs) ??
    paceState(station, nowMs) ??
    workState(station)
  )
}

export type BenchTile<Station = FloorStation> = { station: Station; state: BenchState }

/** All benches, stuck ones first, and of those what has lasted longest. */
export function stuckFirst<Station extends FloorStation>(
  stations: readonly Station[],
  claims: readonly HeldBy[],
  nowMs: number,
): BenchTile<Station>[] {
  return stations
    .map((station) => ({ station, state: benchState(station, claims, nowMs) }))
    .toSorted(
      (a, b) =>
        RANK.indexOf(a.state.why) - RANK.indexOf(b.state.why) ||
        (a.state.sinceMs ?? nowMs) - (b.state.sinceMs ?? nowMs) ||
        a.station.name.localeCompare(b.station.name, undefined, { numeric: true }),
    )
}

/** A claim that nobody works on: its bench is gone, or was taken out. */
export function isStuckClaim({ stationOnline }: Pick<FloorClaim, 'stationOnline'>): boolean {
  return !stationOnline
}

const PLAIN = { sinceMs: null, count: 0, total: 0, reference: '' }

function memoryState({ logTrouble }: FloorStation): BenchState | null {
  return logTrouble === null ? null : { ...PLAIN, tone: 'stuck', why: 'memory' }
}

/** One that holds nothing and owes nothing has been switched off, as at night. */
function silentState(
  { lastSeenAt, pending, operator }: FloorStation,
  held: readonly HeldBy[],
): BenchState {
  if (lastSeenAt === null) return { ...PLAIN, tone: 'quiet', why: 'never' }
  const sinceMs = Date.parse(lastSeenAt)
  const [first] = held
  if (first !== undefined) {
    const { reference } = first
    return { ...PLAIN, tone: 'stuck', why: 'silent-holding', sinceMs, reference }
  }
  if (pending > 0) {
    return { ...PLAIN, tone: 'stuck', why: 'silent-waiting', sinceMs, count: pending }
  }
  if (operator !== null) return { ...PLAIN, tone: 'stuck', why: 'silent', sinceMs }
  return { ...PLAIN, tone: 'quiet', why: 'off', sinceMs }
}

function deviceState({ troubles, clockOffsetMs }: FloorStation): BenchState | null {
  const states = troubles.flatMap(({ kind, state, detail, since }) => {
    // A device that is being opened has only just been switched on.
    const why = state === 'opening' ? null : deviceWhy(kind, state, detail)
    const sinceMs = since === null ? null : Date.parse(since) + clockOffsetMs
    return why === null ? [] : [{ ...PLAIN, tone: 'stuck' as const, why, sinceMs }]
  })
  const [worst] = states.toSorted((a, b) => RANK.indexOf(a.why) - RANK.indexOf(b.why))
  return worst ?? null
}

function deviceWhy(kind: string, state: string, detail: string): BenchWhy | null {
  if (kind === 'scale') return 'scale'
  if (kind === 'scanner') return 'scanner'
  if (kind !== 'printer') return null
  if (state !== 'attention') return 'printer-lost'
  return PRINTER_SAYS.find(([words]) => words.test(detail))?.[1] ?? 'printer'
}

function waitingState(
  { pending, oldestPendingAt, clockOffsetMs, clockIsOff }: FloorStation,
  nowMs: number,
): BenchState | null {
  const sinceMs = oldestPendingAt === null ? null : Date.parse(oldestPendingAt) + clockOffsetMs
  if (pending > 0 && sinceMs !== null && nowMs - sinceMs > WAITS_TOO_LONG_MS) {
    return { ...PLAIN, tone: 'stuck', why: 'waiting', sinceMs, count: pending }
  }
  return clockIsOff ? { ...PLAIN, tone: 'look', why: 'clock' } : null
}

function paceState(
  { figures, operator, work, clockOffsetMs }: FloorStation,
  nowMs: number,
): BenchState | null {
  if (figures === null) return null
  const { scansLastHour: total, errorScansLastHour: count, lastScanAt } = figures
  if (count >= ERRORS_MIN && count >= total * ERRORS_SHARE) {
    return { ...PLAIN, tone: 'look', why: 'errors', count, total }
  }
  const lastMs = lastScanAt === null ? null : Date.parse(lastScanAt) + clockOffsetMs
  const isStill = lastMs !== null && nowMs - lastMs > STILL_MS
  if (!isStill || operator === null || work === null) return null
  return { ...PLAIN, tone: 'look', why: 'still', sinceMs: lastMs, reference: work.reference }
}

function workState({ operator, work }: FloorStation): BenchState {
  if (work !== null) {
    const { kind: why, reference, done: count, total } = work
    return { ...PLAIN, tone: 'work', why, reference, count, total }
  }
  return { ...PLAIN, tone: 'quiet', why: operator === null ? 'nobody' : 'ready' }
}
