import type { ScannerConfig } from '../device-config.ts'
import { encodeSsi, SSI } from './ssi-packet.ts'

export type FeedbackKind = 'good' | 'bad' | 'attention'
export type ScannerProfile = ScannerConfig['profile']

/** Whether commands go out as bytes of a line or as reports of a USB HID device. */
export type ScannerWire = 'line' | 'hid'

/** What one maker's scanners can be told. */
export type ScannerCommands = {
  /** What makes it beep or blink; absent where it can't say that, and the bench's own sound does. */
  feedback: Partial<Record<FeedbackKind, readonly Uint8Array[]>>
  /** Reading off and on again; null where this maker's scanners can't. */
  hold: { disable: Uint8Array; enable: Uint8Array } | null
  /** The scanner answers each command, and takes no other before that. */
  isAnswered: boolean
}

/** Zebra's beeps: one short high; three long low; high, low, high. */
const ZEBRA_GOOD_BEEP = 0x00
const ZEBRA_BAD_BEEP = 0x11
const ZEBRA_ATTENTION_BEEP = 0x18
/** The red light stays on after a bad code, until the next good one. */
const ZEBRA_RED_LED = 0x04

const ZEBRA_LIT = encodeSsi(SSI.ledOn, { data: [ZEBRA_RED_LED] })
const ZEBRA_UNLIT = encodeSsi(SSI.ledOff, { data: [ZEBRA_RED_LED] })
const zebraBeep = (code: number): Uint8Array => encodeSsi(SSI.beep, { data: [code] })

/** SYN BEL CR: the scanner beeps as for a good read. */
const HONEYWELL_BEEP = [0x16, 0x07, 0x0d]

/** Honeywell's output report for commands: its id, the length, the command. */
const HONEYWELL_REPORT = 0xfd

/** The trigger report every HID POS scanner has: bit 0 starts a read, bit 1 prevents reading. */
const TRIGGER_REPORT = 0x04
const PREVENT_READ = 0x02

/** By maker over serial lines. `F` of Datalogic beeps three times and turns scanning off until `E`. */
const LINE_COMMANDS: Record<ScannerProfile, ScannerCommands> = {
  none: { feedback: {}, hold: null, isAnswered: false },
  honeywell: { feedback: { good: [bytes(HONEYWELL_BEEP)] }, hold: null, isAnswered: false },
  datalogic: {
    feedback: { good: [ascii('B')], bad: [ascii('FE')], attention: [ascii('FE')] },
    hold: { disable: ascii('D'), enable: ascii('E') },
    isAnswered: false,
  },
  cipherlab: {
    feedback: { good: [ascii('#@////\r')] },
    hold: { disable: ascii('D'), enable: ascii('E') },
    isAnswered: false,
  },
  zebra: {
    feedback: {
      good: [zebraBeep(ZEBRA_GOOD_BEEP), ZEBRA_UNLIT],
      bad: [zebraBeep(ZEBRA_BAD_BEEP), ZEBRA_LIT],
      attention: [zebraBeep(ZEBRA_ATTENTION_BEEP), ZEBRA_LIT],
    },
    hold: { disable: encodeSsi(SSI.scanDisable), enable: encodeSsi(SSI.scanEnable) },
    isAnswered: true,
  },
}

const HID_HOLD = {
  disable: bytes([TRIGGER_REPORT, PREVENT_READ]),
  enable: bytes([TRIGGER_REPORT, 0]),
}

/** The commands of a scanner by its maker and how it is connected. */
export function scannerCommands(profile: ScannerProfile, wire: ScannerWire): ScannerCommands {
  if (wire === 'line') return LINE_COMMANDS[profile]
  const beep = bytes([HONEYWELL_REPORT, HONEYWELL_BEEP.length, ...HONEYWELL_BEEP])
  const feedback = profile === 'honeywell' ? { good: [beep] } : {}
  return { feedback, hold: HID_HOLD, isAnswered: false }
}

function bytes(values: readonly number[]): Uint8Array {
  return new Uint8Array(values)
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
