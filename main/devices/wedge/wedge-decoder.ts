import {
  averageGapMs,
  averageHoldMs,
  holdMs,
  isModifier,
  isScanEnd,
  isScannerFast,
  SCAN_KEY_GAP_MS,
  SCAN_KEYS_MIN,
} from '#contract/rpc/wedge-keys.ts'
import type { KeyPress, WedgeKey } from '#contract/rpc/wedge-keys.ts'

/** Key presses of one code at most; a longer run is noise, or somebody leaning on the keyboard. */
export const BURST_PRESSES_MAX = 1_500

/** A slow code is believed to come from a machine from this many keys on. */
const SLOW_KEYS_MIN = 8

/** No scanner holds a key this long; a finger nearly always does. */
const MACHINE_HOLD_MS = 35

/** A key held this much longer than the others of its code was pressed by somebody else. */
const LONGER_TIMES = 3
const LONGER_BY_MS = 25

/** Gaps before a code are told from those within it by this much. */
const OUTSIDE_TIMES = 5
const OUTSIDE_MS = 40

export type WedgeSettings = {
  /** Greatest mean time between keys that is still a scanner's. */
  averageMs: number
  /** A function key sent before every code, or null. With one, only what follows it counts. */
  prefixKey: string | null
  /** `suffix`: Enter or Tab ends a code, and a code without is half a code. `either`: a pause does too. */
  end: 'suffix' | 'either'
}

/** Keys that one scanner pressed in one go. */
export type WedgeBurst = {
  presses: readonly KeyPress[]
  end: 'enter' | 'tab' | 'gap'
  averageMs: number
}

export type WedgeEvent =
  | ({ kind: 'burst' } & WedgeBurst)
  /** Even and long enough to be a scanner's, but slower than it may be: not a code, unless one asks. */
  | ({ kind: 'slow' } & WedgeBurst)
  /** Certainly a scan, but not certainly all of it, or not only it. */
  | { kind: 'spoiled'; why: 'half' | 'mixed' | 'held' | 'too-long'; presses: readonly KeyPress[] }

export type WedgeDecoder = {
  feed: (key: WedgeKey) => WedgeEvent[]
  /** Nothing more came for `SCAN_KEY_GAP_MS`: what there is ends here. */
  pause: () => WedgeEvent[]
  isMidCode: () => boolean
  clear: () => void
}

/**
 * Tells a scanner from a person by how the keys come, and the keys of the one from those of the other.
 * A person who types is never a scan; where somebody typed into a scan and the two can't be told apart,
 * there is no code rather than a wrong one. Pure: all time comes with the keys.
 */
export function createWedgeDecoder(settings: () => WedgeSettings): WedgeDecoder {
  let burst: KeyPress[] = []
  let shiftSinceMs: number | null = null
  let overflowed = false

  function finish(nowMs: number, isPause: boolean): WedgeEvent[] {
    const presses = burst
    const shifted = shiftSinceMs
    burst = []
    const tooLong = overflowed
    overflowed = false
    if (presses.length === 0) return []
    const event = tooLong
      ? ({ kind: 'spoiled', why: 'too-long', presses: presses.slice(0, 20) } as const)
      : judge(presses, { nowMs, isPause, shiftSinceMs: shifted, ...settings() })
    return event === null ? [] : [event]
  }

  function press(key: WedgeKey): WedgeEvent[] {
    const { code, shift, ctrl, altGr, atMs } = key
    const last = burst.at(-1)
    const isLate = last !== undefined && atMs - last.downAtMs > SCAN_KEY_GAP_MS
    const ended = isLate ? finish(atMs, true) : []
    if (burst.length >= BURST_PRESSES_MAX) overflowed = true
    else burst.push({ code, shift, ctrl, altGr, downAtMs: atMs, upAtMs: null })
    return ended
  }

  function release(key: WedgeKey): WedgeEvent[] {
    const held = burst.findLast(({ code, upAtMs }) => code === key.code && upAtMs === null)
    if (held === undefined) return []
    held.upAtMs = key.atMs
    return split(key.atMs)
  }

  /** An Enter that is up again ends a code, once no key pressed before it is still down. */
  function split(nowMs: number): WedgeEvent[] {
    const at = burst.findIndex(
      (press, index) =>
        isScanEnd(press.code) && press.upAtMs !== null && !isForeignEnd(index, nowMs),
    )
    if (at === -1) return []
    if (burst.slice(0, at).some(({ upAtMs }) => upAtMs === null)) return []
    const rest = burst.slice(at + 1)
    burst = burst.slice(0, at + 1)
    const ended = finish(nowMs, false)
    burst = rest
    return [...ended, ...split(nowMs)]
  }

  /** An Enter within a code, held by a finger while the scanner went on. */
  function isForeignEnd(index: number, nowMs: number): boolean {
    const end = burst[index]
    if (end === undefined || index === burst.length - 1) return false
    return holdMs(end, nowMs) > longHoldMs(burst, nowMs)
  }

  return {
    feed: (key) => {
      if (!isModifier(key.code)) return key.isDown ? press(key) : release(key)
      if (key.code.startsWith('Shift'))
        shiftSinceMs = key.isDown ? (shiftSinceMs ?? key.atMs) : null
      return []
    },
    pause: () => {
      const last = burst.at(-1)
      return last === undefined ? [] : finish(last.downAtMs + SCAN_KEY_GAP_MS, true)
    },
    isMidCode: () => burst.length > 0,
    clear: () => {
      burst = []
      overflowed = false
      shiftSinceMs = null
    },
  }
}

type Circumstances = WedgeSettings & {
  nowMs: number
  isPause: boolean
  shiftSinceMs: number | null
}

/** What a run of keys was; null for somebody typing. */
function judge(all: readonly KeyPress[], given: Circumstances): WedgeEvent | null {
  const { nowMs, averageMs } = given
  const sorted = sortOut(all, nowMs)
  const last = sorted.own.at(-1)
  const ending = last !== undefined && isScanEnd(last.code) ? last.code : null
  const withoutEnd = ending === null ? sorted.own : sorted.own.slice(0, -1)
  const presses = afterPrefix(withoutEnd, given.prefixKey)
  if (presses === null) return null
  const limitMs = given.prefixKey === null ? averageMs : Math.max(averageMs, SCAN_KEY_GAP_MS)
  const isFast = isScannerFast(presses, { averageMs: limitMs, nowMs })
  const isSlow = !isFast && ending !== null && isMachineLike(presses, nowMs)
  if (!isFast && !isSlow) return null
  const end = ending === null ? 'gap' : ending === 'Tab' ? 'tab' : 'enter'
  const found = { presses, end, averageMs: averageGapMs(presses) } as const
  if (isSlow) return sorted.isDoubtful ? null : { kind: 'slow', ...found }
  if (sorted.isDoubtful) return { kind: 'spoiled', why: 'mixed', presses }
  if (isShiftHeld(presses, given.shiftSinceMs)) return { kind: 'spoiled', why: 'held', presses }
  if (ending === null && given.end === 'suffix') return { kind: 'spoiled', why: 'half', presses }
  return { kind: 'burst', ...found }
}

/**
 * The scanner's own presses apart from those of a person: a scanner is done with one key before the next,
 * so a key that is held much longer than the others while more go down is somebody's finger. One that is
 * held long with nothing else to show for it leaves doubt.
 */
function sortOut(
  all: readonly KeyPress[],
  nowMs: number,
): { own: KeyPress[]; isDoubtful: boolean } {
  const longMs = longHoldMs(all, nowMs)
  const ownGapMs = median(all.slice(1).map((_, index) => gapAfter(all, index) ?? 0))
  const own: KeyPress[] = []
  let isDoubtful = false
  for (const [index, press] of all.entries()) {
    const next = all[index + 1]
    const isLong = holdMs(press, nowMs) > longMs
    const isOverlapped = next !== undefined && next.downAtMs < (press.upAtMs ?? nowMs)
    const isFarBefore = own.length === 0 && (gapAfter(all, index) ?? 0) > outsideMs(ownGapMs)
    const isFarBehind = next === undefined && (gapAfter(all, index - 1) ?? 0) > outsideMs(ownGapMs)
    if (isLong && (isOverlapped || isFarBefore || isFarBehind)) continue
    // What ends a code may be held: only what stands within it has to be the scanner's for certain.
    if (isLong && !(next === undefined && isScanEnd(press.code))) isDoubtful = true
    own.push(press)
  }
  return { own, isDoubtful }
}

function longHoldMs(presses: readonly KeyPress[], nowMs: number): number {
  const usual = median(presses.map((press) => holdMs(press, nowMs)))
  return Math.max(usual * LONGER_TIMES, usual + LONGER_BY_MS)
}

function outsideMs(gapMs: number): number {
  return Math.max(gapMs * OUTSIDE_TIMES, OUTSIDE_MS)
}

function gapAfter(presses: readonly KeyPress[], index: number): number | null {
  const [press, next] = [presses[index], presses[index + 1]]
  return press === undefined || next === undefined ? null : next.downAtMs - press.downAtMs
}

/** Null where the prefix did not come. */
function afterPrefix(presses: KeyPress[], prefixKey: string | null): KeyPress[] | null {
  if (prefixKey === null) return presses
  const at = presses.findLastIndex(({ code }) => code === prefixKey)
  return at === -1 ? null : presses.slice(at + 1)
}

/** Even, short strokes at a pace that no scanner should have: cordless ones on a bad radio do. */
function isMachineLike(presses: readonly KeyPress[], nowMs: number): boolean {
  return (
    presses.length >= Math.max(SLOW_KEYS_MIN, SCAN_KEYS_MIN) &&
    averageHoldMs(presses, nowMs) <= MACHINE_HOLD_MS &&
    averageGapMs(presses) <= SCAN_KEY_GAP_MS
  )
}

/** Shift was down well before the code began: a person holds it, and every digit would be another. */
function isShiftHeld(presses: readonly KeyPress[], sinceMs: number | null): boolean {
  const [first] = presses
  if (first === undefined || sinceMs === null || !presses.every(({ shift }) => shift)) return false
  return first.downAtMs - sinceMs > OUTSIDE_MS
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
