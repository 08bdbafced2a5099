import { z } from 'zod'

/** Key events in one message; a screen sends what it has as soon as the message before is answered. */
export const WEDGE_KEYS_MAX = 200

/** Fewer keys than this are never a code. */
export const SCAN_KEYS_MIN = 4

/** A pause this long is the end of a code, where the scanner sends no Enter or Tab. Milliseconds. */
export const SCAN_KEY_GAP_MS = 100

/** One movement of a key, as a scanner that pretends to be a keyboard makes them. */
export const WedgeKey = z.object({
  /** The key's place on the keyboard, `event.code` of UI Events: it says nothing of any layout. */
  code: z.string().regex(/^[A-Za-z0-9]{1,24}$/),
  isDown: z.boolean(),
  shift: z.boolean(),
  ctrl: z.boolean(),
  /** AltGr, or the right Alt key whatever the machine takes it for. */
  altGr: z.boolean(),
  /** Milliseconds on the page's own clock, which only grows. */
  atMs: z.number().min(0),
})
export type WedgeKey = z.infer<typeof WedgeKey>

export const WedgeKeysInput = z.object({
  /** Names the page, so that keys of two windows never make one code. */
  page: z.string().min(1).max(40),
  keys: z.array(WedgeKey).min(1).max(WEDGE_KEYS_MAX),
})

/** How fast keys must come to be a scanner's; null where no scanner of this bench types. */
export const WedgeView = z.object({ averageMs: z.number() }).nullable()
export type WedgeView = z.infer<typeof WedgeView>

/** One key from going down to coming up; `upAtMs` is null while it is held. */
export type KeyPress = {
  code: string
  shift: boolean
  ctrl: boolean
  altGr: boolean
  downAtMs: number
  upAtMs: number | null
}

/** Keys that only change what others mean. */
export function isModifier(code: string): boolean {
  return /^(?:Shift|Control|Alt|Meta)(?:Left|Right)$|^(?:CapsLock|NumLock|Fn|AltGraph)$/.test(code)
}

/** Keys that scanners send behind a code. */
export function isScanEnd(code: string): boolean {
  return code === 'Enter' || code === 'NumpadEnter' || code === 'Tab'
}

/** Mean time from one key going down to the next; Infinity for fewer than two keys. */
export function averageGapMs(presses: readonly KeyPress[]): number {
  const [first, last] = [presses[0], presses.at(-1)]
  if (first === undefined || last === undefined || presses.length < 2) return Infinity
  return (last.downAtMs - first.downAtMs) / (presses.length - 1)
}

/** Mean time a key stays down; one still held counts until `nowMs`. */
export function averageHoldMs(presses: readonly KeyPress[], nowMs: number): number {
  const sum = presses.reduce((total, press) => total + holdMs(press, nowMs), 0)
  return presses.length === 0 ? Infinity : sum / presses.length
}

export function holdMs(press: KeyPress, nowMs: number): number {
  return (press.upAtMs ?? nowMs) - press.downAtMs
}

/**
 * True for keys as fast as a scanner's: people stay slower in at least one of the two, as a finger rests
 * on its key for some 80 ms.
 */
export function isScannerFast(
  presses: readonly KeyPress[],
  { averageMs, nowMs }: { averageMs: number; nowMs: number },
): boolean {
  return (
    presses.length >= SCAN_KEYS_MIN &&
    averageGapMs(presses) <= averageMs &&
    averageHoldMs(presses, nowMs) <= averageMs
  )
}
