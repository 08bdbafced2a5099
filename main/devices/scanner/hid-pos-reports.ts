import { SCAN_BYTES_MAX, SCAN_STALE_MS, scanFault } from './scan-parser.ts'
import type { ScanEvent, ScanParser } from './scan-parser.ts'
import { decodeScanBytes, scanTextTrouble } from './scan-text.ts'

/** One report of scanned data behind its report id: length, AIM id, data, and at the end the flags. */
export const HID_DATA_MAX = 56

/**
 * The reports of one code come a few ms apart. One that comes later may be its late end, or the next code
 * of a fast hand where the end was lost: it is neither, as one of the two would be a wrong code.
 */
export const HID_PIECE_GAP_MS = 180

const REPORT_ID = 2
const LENGTH_AT = 0
const AIM_AT = 1
const DATA_AT = 4
const FLAGS_AT = 62
const CONTINUED = 1
const OPENING_BRACKET = 0x5d

export type HidPosReports = ScanParser & {
  /** Reports that were no scanned data, since the start. */
  garbageCount: () => number
}

type Report = { aim: string; data: Uint8Array; isContinued: boolean }

/**
 * What has come of a code in several reports. A broken one lost a piece: whatever still follows belongs
 * to it and is thrown away with it, as a code put together around a hole is a wrong code.
 */
type OpenCode = {
  /** Null where that was damaged, too. */
  aim: string | null
  pieces: Uint8Array[]
  length: number
  at: number
  isBroken: boolean
}

/**
 * Joins the reports of a USB scanner in POS mode (usage page 0x8C, usage 0x12) to codes; `feed` takes one
 * whole report, with or without the report id in front. The length byte is trusted, not the zeros behind.
 */
export function createHidPosReports(): HidPosReports {
  return new HidPosReader()
}

class HidPosReader implements HidPosReports {
  #open: OpenCode | null = null
  #garbageCount = 0
  #isGarbageTold = false

  feed(bytes: Uint8Array, now: number): ScanEvent[] {
    const stale = this.silence(now)
    const report = readReport(bytes)
    if (report === null) return [...stale, ...this.#takeGarbage(bytes, now)]
    this.#isGarbageTold = false
    return [...stale, ...this.#takeReport(report, now)]
  }

  silence(now: number): ScanEvent[] {
    if (this.#open === null || now - this.#open.at < SCAN_STALE_MS) return []
    return this.#drop('Part of a code arrived and then nothing more')
  }

  dueAt(): number | null {
    return this.#open === null ? null : this.#open.at + SCAN_STALE_MS
  }

  isMidCode(): boolean {
    return this.#open !== null
  }

  clear(): void {
    this.#open = null
    this.#isGarbageTold = false
  }

  garbageCount(): number {
    return this.#garbageCount
  }

  #takeGarbage(report: Uint8Array, now: number): ScanEvent[] {
    this.#garbageCount += 1
    const detail = `A report came that holds no scan (${this.#garbageCount} so far)`
    const told = this.#isGarbageTold ? [] : [scanFault('garbage', detail, report)]
    this.#isGarbageTold = true
    if (this.#open !== null) {
      return [...told, ...this.#break(this.#open, now, 'A part of a long code was damaged')]
    }
    // Damaged data may have had more to come, which alone would be the wrong code.
    if (isScannedData(report)) this.#open = { ...startOf(null), at: now, isBroken: true }
    return told
  }

  #takeReport(report: Report, now: number): ScanEvent[] {
    const events: ScanEvent[] = []
    const aim = this.#open?.aim ?? report.aim
    if (aim !== report.aim) {
      events.push(...this.#drop('Another code came before the long one was complete'))
    }
    if (this.#open !== null && now - this.#open.at >= HID_PIECE_GAP_MS) {
      events.push(...this.#break(this.#open, now, 'Part of a long code was lost or came late'))
    }
    const open = this.#open ?? startOf(report.aim)
    if (open.isBroken) {
      this.#open = report.isContinued ? { ...open, at: now } : null
      return events
    }
    if (isRestart(open, report)) {
      const told = this.#break(open, now, 'A long code began again before it was complete')
      return [...events, ...told]
    }
    const grown = grow(open, report, now)
    if (grown.length > SCAN_BYTES_MAX) {
      this.#open = { ...startOf(report.aim), at: now, isBroken: true }
      const detail = `More than ${SCAN_BYTES_MAX} bytes came as one code`
      return [...events, scanFault('garbage', detail, joined(grown))]
    }
    this.#open = report.isContinued ? grown : null
    return report.isContinued ? events : [...events, codeOf(grown)]
  }

  /** Said once: what is broken already has been told. */
  #drop(detail: string): ScanEvent[] {
    const dropped = this.#open
    this.#open = null
    if (dropped === null || dropped.isBroken) return []
    return [scanFault('scan-unparsable', detail, joined(dropped))]
  }

  #break(open: OpenCode, now: number, detail: string): ScanEvent[] {
    const told = open.isBroken ? [] : [scanFault('scan-unparsable', detail, joined(open))]
    this.#open = { ...startOf(open.aim), at: now, isBroken: true }
    return told
  }
}

function startOf(aim: string | null): OpenCode {
  return { aim, pieces: [], length: 0, at: 0, isBroken: false }
}

function grow(open: OpenCode, { data }: Report, now: number): OpenCode {
  return { ...open, pieces: [...open.pieces, data], length: open.length + data.length, at: now }
}

/**
 * The same first piece once more: its rest was lost and the item scanned again. No label of ours or of
 * GS1 repeats its first 56 bytes, and one that did would be refused, never misread.
 */
function isRestart({ pieces: [first] }: OpenCode, { data }: Report): boolean {
  return first !== undefined && data.length === HID_DATA_MAX && Buffer.compare(first, data) === 0
}

function joined({ pieces }: OpenCode): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}

function codeOf(whole: OpenCode): ScanEvent {
  const raw = joined(whole)
  const text = decodeScanBytes(raw)
  const trouble = scanTextTrouble(text)
  if (trouble !== null) return scanFault('scan-unparsable', trouble, raw)
  return { kind: 'code', text, aim: whole.aim, raw }
}

function readReport(bytes: Uint8Array): Report | null {
  const body = withoutId(bytes)
  if (body === null || body.length <= FLAGS_AT) return null
  const length = body[LENGTH_AT] ?? 0
  const aim = Buffer.from(body.subarray(AIM_AT, DATA_AT)).toString('latin1')
  if (length > HID_DATA_MAX || !/^\][A-Za-z][0-9A-Za-z]$/.test(aim)) return null
  const isContinued = ((body[FLAGS_AT] ?? 0) & CONTINUED) !== 0
  // Nothing, with more to come, is no piece of a code.
  if (isContinued && length === 0) return null
  return { aim, data: body.slice(DATA_AT, DATA_AT + length), isContinued }
}

function isScannedData(bytes: Uint8Array): boolean {
  return bytes[0] === REPORT_ID && bytes.length > FLAGS_AT
}

/** The AIM id says where the report begins: a length can't be `]`, as that is more than fits. */
function withoutId(bytes: Uint8Array): Uint8Array | null {
  if (bytes[AIM_AT] === OPENING_BRACKET) return bytes
  return bytes[0] === REPORT_ID && bytes[AIM_AT + 1] === OPENING_BRACKET ? bytes.subarray(1) : null
}
