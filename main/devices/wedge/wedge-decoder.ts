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

/** Presses of such a run that are kept, to show what it was. */
const SHOWN_PRESSES = 20

/** A slow code is believed to come from a machine from this many keys on. */
const SLOW_KEYS_MIN = 8

/** No scanner holds a key this long; a finger nearly always does. */
const MACHINE_HOLD_MS = 35

/** A key held this much longer than the others of its code was pressed by somebody else. */
const LONGER_TIMES = 3
const LONGER_BY_MS = 25

/** A key is not held for longer while codes are scanned; that it came up was then never heard. */
const HELD_MAX_MS = 1_000

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
  const run = new KeyRun(settings)
  return {
    feed: (key) => run.feed(key),
    pause: () => run.pause(),
    isMidCode: () => run.isUnderWay,
    clear: () => run.clear(),
  }
}

/** Keys one after the other without a pause, until what they were can be judged. */
class KeyRun {
  readonly #settings: () => WedgeSettings
  /** Two hands on one key, or an Enter that may have cut a code: nobody can tell what belongs together. */
  readonly #tangled = new WeakSet<KeyPress>()
  /** Keys that are down now and since when, in this run or an earlier one. */
  readonly #down = new Map<string, number>()
  #presses: KeyPress[] = []
  #lastDownMs = -Infinity
  #shiftSinceMs: number | null = null
  #hasOverflowed = false
  /** What came so far was ended because the page was silent, and not by the time on its keys. */
  #isCutByPause = false

  constructor(settings: () => WedgeSettings) {
    this.#settings = settings
  }

  get isUnderWay(): boolean {
    return this.#presses.length > 0
  }

  feed(key: WedgeKey): WedgeEvent[] {
    if (!isModifier(key.code)) return key.isDown ? this.#goDown(key) : this.#comeUp(key)
    if (key.code.startsWith('Shift')) {
      this.#shiftSinceMs = key.isDown ? (this.#shiftSinceMs ?? key.atMs) : null
    }
    return []
  }

  pause(): WedgeEvent[] {
    const last = this.#presses.at(-1)
    if (last === undefined) return []
    this.#isCutByPause = true
    return this.#finish(last.downAtMs + SCAN_KEY_GAP_MS)
  }

  clear(): void {
    this.#presses = []
    this.#down.clear()
    this.#hasOverflowed = false
    this.#isCutByPause = false
    this.#lastDownMs = -Infinity
    this.#shiftSinceMs = null
  }

  #goDown({ code, shift, ctrl, altGr, atMs }: WedgeKey): WedgeEvent[] {
    const isLate = atMs - this.#lastDownMs > SCAN_KEY_GAP_MS
    this.#lastDownMs = atMs
    const ended = isLate ? this.#finish(atMs) : []
    if (this.#presses.length >= BURST_PRESSES_MAX) {
      this.#hasOverflowed = true
      return ended
    }
    const press = { code, shift, ctrl, altGr, downAtMs: atMs, upAtMs: null }
    // A page that was busy handed the rest over late: this is no beginning.
    const isRest = this.#isCutByPause && !isLate
    this.#isCutByPause = false
    const isHeld = atMs - (this.#down.get(code) ?? -Infinity) < HELD_MAX_MS
    if (isRest || isHeld) this.#tangled.add(press)
    this.#down.set(code, atMs)
    this.#presses.push(press)
    return ended
  }

  #comeUp({ code, atMs }: WedgeKey): WedgeEvent[] {
    this.#down.delete(code)
    const held = this.#presses.findLast((press) => press.code === code && press.upAtMs === null)
    if (held === undefined) return []
    held.upAtMs = atMs
    return this.#split(atMs)
  }

  /** An Enter that is up again ends a code, once no key pressed before it is still down. */
  #split(nowMs: number): WedgeEvent[] {
    const presses = this.#presses
    const longMs = longHoldMs(presses, nowMs)
    const at = presses.findIndex((press, index) => {
      // Within a code, and held by a finger while the scanner went on.
      const isForeign = index < presses.length - 1 && holdMs(press, nowMs) > longMs
      return isScanEnd(press.code) && press.upAtMs !== null && !isForeign
    })
    const end = presses[at]
    if (end === undefined || presses.slice(0, at).some(({ upAtMs }) => upAtMs === null)) return []
    const [next, ...others] = presses.slice(at + 1)
    if (next !== undefined && holdMs(end, nowMs) > MACHINE_HOLD_MS) this.#tangled.add(next)
    this.#presses = presses.slice(0, at + 1)
    const ended = this.#finish(nowMs)
    if (next === undefined) return ended
    this.#presses = [next, ...others]
    return [...ended, ...this.#split(nowMs)]
  }

  #finish(nowMs: number): WedgeEvent[] {
    const presses = this.#presses
    const hasOverflowed = this.#hasOverflowed
    this.#presses = []
    this.#hasOverflowed = false
    if (hasOverflowed) {
      return [{ kind: 'spoiled', why: 'too-long', presses: presses.slice(0, SHOWN_PRESSES) }]
    }
    const isTangled = presses.some((press) => this.#tangled.has(press))
    const given = { ...this.#settings(), nowMs, isTangled, shiftSinceMs: this.#shiftSinceMs }
    const event = judge(presses, given)
    return event === null ? [] : [event]
  }
}

type Circumstances = WedgeSettings & {
  nowMs: number
  isTangled: boolean
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
  // No scanner that is fast enough rests on a key for longer than it takes to the next.
  const hasFinger = presses.some((press) => holdMs(press, nowMs) > limitMs)
  const hasEndWithin = presses.some(({ code }) => isScanEnd(code))
  const isMixed = (hasFinger && isFast) || hasEndWithin
  const isDoubtful = sorted.isDoubtful || given.isTangled || isMixed
  if (isSlow) return isDoubtful ? null : { kind: 'slow', ...found }
  if (isDoubtful) return { kind: 'spoiled', why: 'mixed', presses }
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
