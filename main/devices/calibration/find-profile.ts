import {
  CALIBRATION_CODE,
  CALIBRATION_HEAD,
  CALIBRATION_TAIL,
} from '#contract/barcode/calibration-code.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { KeyboardLayout } from '#contract/rpc/scanner-profile.ts'
import type { ScannerProfile } from '#contract/rpc/scanner-profile.ts'
import { isScannerFast } from '#contract/rpc/wedge-keys.ts'
import { characterOf } from '../wedge/key-layouts.ts'
import type { WedgeBurst } from '../wedge/wedge-decoder.ts'

/** What a scanner may be set to send in front of every code. */
const PREFIX_MAX = 8

/** A slow scanner is given this much more time than it took for the test. */
const SLOWER_TIMES = 1.5
const KEY_AVERAGE_MAX_MS = 200

/** Keys of a scanner as they came, or the text of one that is no keyboard. */
export type CalibrationScan =
  { kind: 'keys'; burst: WedgeBurst; usualAverageMs: number } | { kind: 'text'; text: string }

export type FoundProfile = Omit<ScannerProfile, 'foundAt'>

/** True for the code that begins a calibration, whatever stands in front and however Caps Lock is. */
export function isCalibrationCode(scan: CalibrationScan): boolean {
  const texts =
    scan.kind === 'text'
      ? [scan.text]
      : [false, true].map((isCapsInverted) => typed(scan.burst, { layout: 'us', isCapsInverted }))
  return texts.some(
    (text) =>
      text.endsWith(CALIBRATION_CODE) && text.length <= CALIBRATION_CODE.length + PREFIX_MAX,
  )
}

/** What a scan of the test pattern says of its scanner; null where this is not the pattern at all. */
export function findProfile(scan: CalibrationScan): FoundProfile | null {
  if (scan.kind === 'text') {
    for (const isCapsInverted of [false, true]) {
      const found = findIn(isCapsInverted ? otherCase(scan.text) : scan.text)
      if (found !== null) {
        const keyboard = { layout: null, suffix: null, keyAverageMs: null }
        return withTrouble({ ...found, ...keyboard, isCapsInverted })
      }
    }
    return null
  }
  for (const layout of KeyboardLayout.options) {
    for (const isCapsInverted of [false, true]) {
      const found = findIn(typed(scan.burst, { layout, isCapsInverted }))
      if (found !== null) {
        const suffix = scan.burst.end === 'gap' ? 'none' : scan.burst.end
        const keyAverageMs = slowAverageMs(scan)
        return withTrouble({ ...found, layout, isCapsInverted, suffix, keyAverageMs })
      }
    }
  }
  return null
}

/** The text of a scan where its scanner is set as it should be. */
export function plainText(scan: CalibrationScan): string {
  return scan.kind === 'text'
    ? scan.text
    : typed(scan.burst, { layout: 'us', isCapsInverted: false })
}

/** What is known of a scanner whose pattern came in a layout that nobody here knows. */
export function unknownLayout(): FoundProfile {
  return {
    layout: 'us',
    isCapsInverted: false,
    separator: 'lost',
    separatorText: null,
    prefix: '',
    suffix: null,
    sendsAim: false,
    keyAverageMs: null,
    trouble: 'unknown-layout',
  }
}

type FoundInText = Pick<FoundProfile, 'separator' | 'separatorText' | 'prefix' | 'sendsAim'>

const PATTERN = new RegExp(
  `^(.{0,${PREFIX_MAX}}?)(\\][A-Za-z][0-9A-Za-z])?[\\u001d]?` +
    `${escaped(CALIBRATION_HEAD)}(.?)${escaped(CALIBRATION_TAIL)}$`,
  's',
)

function findIn(text: string): FoundInText | null {
  const match = PATTERN.exec(text)
  if (match === null) return null
  const [, prefix = '', aim, between = ''] = match
  const separator = between === '' ? 'lost' : between === GS ? 'kept' : 'mapped'
  const separatorText = separator === 'mapped' ? between : null
  return { prefix, sendsAim: aim !== undefined, separator, separatorText }
}

/** The worst first: what a person should do something about. */
function withTrouble(found: Omit<FoundProfile, 'trouble'>): FoundProfile {
  const trouble =
    found.separator === 'lost' ? 'separator-lost' : found.suffix === 'none' ? 'no-suffix' : null
  return { ...found, trouble }
}

/** What the keys say in one layout; keys that say nothing in it leave nothing. */
function typed(
  burst: WedgeBurst,
  setting: { layout: KeyboardLayout; isCapsInverted: boolean },
): string {
  return burst.presses.map((press) => characterOf(press, setting) ?? '').join('')
}

/** Null where the scanner is as fast as the bench expects. */
function slowAverageMs({
  burst,
  usualAverageMs,
}: Extract<CalibrationScan, { kind: 'keys' }>): number | null {
  const nowMs = burst.presses.at(-1)?.downAtMs ?? 0
  if (isScannerFast(burst.presses, { averageMs: usualAverageMs, nowMs })) return null
  return Math.min(KEY_AVERAGE_MAX_MS, Math.ceil(burst.averageMs * SLOWER_TIMES))
}

function otherCase(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  )
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
}
