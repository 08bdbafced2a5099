import { isGs1Symbology, splitAim } from '#contract/barcode/aim.ts'
import { GS } from '#contract/barcode/gs1.ts'
import { readCode } from '#contract/barcode/read-code.ts'
import type {
  ScannerProfile,
  ScannerProfileView,
  ScannerTrouble,
} from '#contract/rpc/scanner-profile.ts'
import type { Clock } from '../../clock.ts'
import type { Fault } from '../fault.ts'
import type { Scan } from '../scanner/scanner-driver.ts'
import { patternKeys } from '../wedge/shown-keys.ts'
import { findProfile, isCalibrationCode, plainText, unknownLayout } from './find-profile.ts'
import type { CalibrationScan, FoundProfile } from './find-profile.ts'
import type { ProfileStore } from './profile-store.ts'

/** The second code of the sheet is scanned within this long, or the first is forgotten. */
export const CALIBRATION_WAIT_MS = 60_000

/** What to do about a scanner, in one plain sentence for panels, logs and the health board. */
export const SCANNER_TROUBLE_WORDS: Readonly<Record<ScannerTrouble, string>> = {
  'unknown-layout':
    'The scanner types in a keyboard layout that is not known here: set it to US English, or better to ' +
    'USB HID POS or serial, and scan the calibration sheet again',
  'separator-lost':
    'The scanner leaves out the separator of GS1 codes, so that batch and date run together: set it to ' +
    'send GS (as Ctrl+] where it types), and scan the calibration sheet again',
  'no-suffix':
    'The scanner ends its codes without Enter, so that half a code looks whole: set it to send Enter, ' +
    'and scan the calibration sheet again',
}

export type ScannerCalibration = {
  /** Null before a calibration. */
  profileOf: (scannerId: string) => ScannerProfile | null
  viewOf: (scannerId: string) => ScannerProfileView | null
  /** True for what was part of a calibration, and for nobody else. */
  take: (scannerId: string, scan: CalibrationScan) => boolean
  /** The scan as its scanner's profile says it was meant; null for what was part of a calibration. */
  read: (scan: Scan) => Scan | null
  close: () => void
}

type Options = {
  store: ProfileStore
  clock: Clock
  /** What the devices file says comes for a separator, for a scanner that was never calibrated. */
  configuredSeparator: (scannerId: string) => string | null
  onFault: (scannerId: string, fault: Fault) => void
  /** What a panel shows of the scanner has changed. */
  onChange: (scannerId: string) => void
  /** The scanner's own beep, where it has one: the step was understood, or it was not. */
  answer: (scannerId: string, isGood: boolean) => void
}

/** Two scans of the calibration sheet find out how a scanner speaks; each speaks for itself alone. */
export function calibrateScanners(options: Options): ScannerCalibration {
  const { store, clock } = options
  const waiting = new Map<string, () => void>()

  function stopWaiting(scannerId: string): void {
    waiting.get(scannerId)?.()
    if (waiting.delete(scannerId)) options.onChange(scannerId)
  }

  function begin(scannerId: string): void {
    stopWaiting(scannerId)
    waiting.set(
      scannerId,
      clock.after(CALIBRATION_WAIT_MS, () => stopWaiting(scannerId)),
    )
    options.onChange(scannerId)
    options.answer(scannerId, true)
  }

  function keep(scannerId: string, found: FoundProfile, raw: string): void {
    store.keep(scannerId, { ...found, foundAt: new Date(clock.now()).toISOString() })
    stopWaiting(scannerId)
    options.answer(scannerId, found.trouble === null)
    if (found.trouble === null) return
    const detail = SCANNER_TROUBLE_WORDS[found.trouble]
    options.onFault(scannerId, { code: 'scan-layout', detail, at: clock.now(), raw })
  }

  function take(scannerId: string, scan: CalibrationScan): boolean {
    if (isCalibrationCode(scan)) {
      begin(scannerId)
      return true
    }
    if (!waiting.has(scannerId)) return false
    const found = findProfile(scan)
    if (found === null && isOtherCode(scan)) {
      stopWaiting(scannerId)
      return false
    }
    const raw = scan.kind === 'text' ? scan.text : patternKeys(scan.burst.presses)
    keep(scannerId, found ?? unknownLayout(), raw)
    return true
  }

  function read(scan: Scan): Scan | null {
    const whole = `${scan.aim ?? ''}${scan.text}`
    if (take(scan.scannerId, { kind: 'text', text: whole })) return null
    const profile = store.of(scan.scannerId)
    if (profile === null) {
      const separatorText = options.configuredSeparator(scan.scannerId)
      return { ...scan, text: separated(scan.text, scan.aim, separatorText) }
    }
    // A keyboard's keys have been read by its profile already.
    return profile.layout === null ? withProfile(scan, profile) : scan
  }

  return {
    profileOf: store.of,
    viewOf: (scannerId) => {
      if (waiting.has(scannerId)) return { state: 'waiting' }
      const profile = store.of(scannerId)
      return profile === null ? null : { state: 'found', ...profile }
    },
    take,
    read,
    close: () => {
      for (const cancel of waiting.values()) cancel()
      waiting.clear()
    },
  }
}

/** A whole scan's text as the scanner of this profile meant it. */
export function withProfile(scan: Scan, profile: ScannerProfile): Scan {
  const { prefix, sendsAim } = profile
  const whole = `${scan.aim ?? ''}${scan.text}`
  const bare = prefix !== '' && whole.startsWith(prefix) ? whole.slice(prefix.length) : whole
  const cased = profile.isCapsInverted && profile.layout === null ? swapCase(bare) : bare
  // What looks like an identifier is part of the code where this scanner sends none.
  const { aim, text } = sendsAim ? splitAim(cased) : { aim: null, text: cased }
  return { ...scan, aim, text: separated(text, aim, profile.separatorText) }
}

/** Puts the separator back where it came as another character, and only within a GS1 code. */
function separated(text: string, aim: string | null, separatorText: string | null): string {
  if (separatorText === null || !text.includes(separatorText)) return text
  const mended = text.replaceAll(separatorText, GS)
  if (isGs1Symbology(aim)) return mended
  if (aim !== null) return text
  const { kind } = readCode({ text: mended, aim })
  return kind === 'product' || kind === 'sscc' ? mended : text
}

/** Somebody went on with their work instead: a code that can be read in full is no garbled pattern. */
function isOtherCode(scan: CalibrationScan): boolean {
  const { kind } = readCode(splitAim(plainText(scan)))
  return kind !== 'text' && kind !== 'unreadable'
}

function swapCase(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  )
}
