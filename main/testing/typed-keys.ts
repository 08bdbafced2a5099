import type { WedgeKey } from '#contract/rpc/wedge-keys.ts'
import { keysOf } from '../devices/wedge/key-layouts.ts'
import type { KeySetting, TypedKey } from '../devices/wedge/key-layouts.ts'

export const US_KEYS: KeySetting = { layout: 'us', isCapsInverted: false }

const PLAIN = { shift: false, ctrl: false, altGr: false }

/** How long each key is down, and from one going down to the next. */
export type Pace = { holdMs: number; gapMs: number }

/** As scanners were measured: 7 to 8 ms from key to key. */
export const SCANNER_PACE: Pace = { holdMs: 3, gapMs: 8 }

/** One key pressed and let go. */
export function press(key: TypedKey | string, atMs: number, holdMs: number): WedgeKey[] {
  const { code, ...held } = typeof key === 'string' ? { code: key, ...PLAIN } : key
  return [
    { code, isDown: true, ...held, atMs },
    { code, isDown: false, ...held, atMs: atMs + holdMs },
  ]
}

/** What a scanner of this setting presses for a text and its end, from `atMs` on. */
export function scannerKeys(
  text: string,
  options: { atMs?: number; pace?: Pace; setting?: KeySetting; end?: string | null } = {},
): WedgeKey[] {
  const { atMs = 0, pace = SCANNER_PACE, setting = US_KEYS, end = 'Enter' } = options
  const keys: (TypedKey | string)[] = keysOf(text, setting)
  if (end !== null) keys.push(end)
  return keys.flatMap((key, index) => press(key, atMs + index * pace.gapMs, pace.holdMs))
}

/** Keys of several hands in the order in which a machine hears them. */
export function heard(...keys: readonly (readonly WedgeKey[])[]): WedgeKey[] {
  return keys.flat().toSorted((one, other) => one.atMs - other.atMs)
}
