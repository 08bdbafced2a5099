import { SCAN_BYTES_MAX, SCAN_STALE_MS, scanFault } from './scan-parser.ts'
import type { ScanEvent, ScanParser } from './scan-parser.ts'
import { decodeScanBytes, scanTextTrouble } from './scan-text.ts'

/** One report of scanned data behind its report id: length, AIM id, data, and at the end the flags. */
export const HID_DATA_MAX = 56
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
type Partial = { aim: string; pieces: Uint8Array[]; length: number; at: number; isBroken: boolean }

/**
 * Joins the reports of a USB scanner in POS mode (usage page 0x8C, usage 0x12) to codes; `feed` takes one
 * whole report, with or without the report id in front. The length byte is trusted, not the zeros behind.
 */
export function createHidPosReports(): HidPosReports {
  let partial: Partial | null = null
  let garbageCount = 0
  let isGarbageTold = false

  function silence(now: number): ScanEvent[] {
    if (partial === null || now - partial.at < SCAN_STALE_MS) return []
    return drop('Part of a code arrived and then nothing more')
  }

  /** Said once: what is broken already has been told. */
  function drop(detail: string): ScanEvent[] {
    const dropped = partial
    partial = null
    if (dropped === null || dropped.isBroken) return []
    return [scanFault('scan-unparsable', detail, Buffer.concat(dropped.pieces))]
  }

  function breakPartial(open: Partial, now: number, detail: string): ScanEvent[] {
    const told = open.isBroken ? [] : [scanFault('scan-unparsable', detail, joined(open))]
    partial = { ...open, pieces: [], length: 0, at: now, isBroken: true }
    return told
  }

  function takeGarbage(report: Uint8Array, now: number): ScanEvent[] {
    garbageCount += 1
    const detail = `A report came that holds no scan (${garbageCount} so far)`
    const told = isGarbageTold ? [] : [scanFault('garbage', detail, report)]
    isGarbageTold = true
    if (partial === null) return told
    return [...told, ...breakPartial(partial, now, 'A part of a long code was damaged')]
  }

  function takeReport(report: Report, now: number): ScanEvent[] {
    const events: ScanEvent[] = []
    if (partial !== null && partial.aim !== report.aim) {
      events.push(...drop('Another code came before the long one was complete'))
    }
    const open = partial ?? startOf(report.aim)
    if (open.isBroken) {
      partial = report.isContinued ? { ...open, at: now } : null
      return events
    }
    if (isRestart(open, report)) {
      const told = breakPartial(open, now, 'A long code began again before it was complete')
      return [...events, ...told]
    }
    const grown = {
      ...open,
      pieces: [...open.pieces, report.data],
      length: open.length + report.data.length,
      at: now,
    }
    if (grown.length > SCAN_BYTES_MAX) {
      partial = { ...startOf(report.aim), at: now, isBroken: true }
      const detail = `More than ${SCAN_BYTES_MAX} bytes came as one code`
      return [...events, scanFault('garbage', detail, joined(grown))]
    }
    partial = report.isContinued ? grown : null
    return report.isContinued ? events : [...events, codeOf(grown)]
  }

  return {
    feed: (bytes, now) => {
      const stale = silence(now)
      const report = readReport(bytes)
      if (report === null) return [...stale, ...takeGarbage(bytes, now)]
      isGarbageTold = false
      return [...stale, ...takeReport(report, now)]
    },
    silence,
    dueAt: () => (partial === null ? null : partial.at + SCAN_STALE_MS),
    isMidCode: () => partial !== null,
    clear: () => {
      partial = null
      isGarbageTold = false
    },
    garbageCount: () => garbageCount,
  }
}

function startOf(aim: string): Partial {
  return { aim, pieces: [], length: 0, at: 0, isBroken: false }
}

/**
 * The same first piece once more: its rest was lost and the item scanned again. No label of ours or of
 * GS1 repeats its first 56 bytes, and one that did would be refused, never misread.
 */
function isRestart({ pieces: [first] }: Partial, { data }: Report): boolean {
  return first !== undefined && data.length === HID_DATA_MAX && Buffer.compare(first, data) === 0
}

function joined({ pieces }: Partial): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces))
}

function codeOf(whole: Partial): ScanEvent {
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

/** The AIM id says where the report begins: a length can't be `]`, as that is more than fits. */
function withoutId(bytes: Uint8Array): Uint8Array | null {
  if (bytes[AIM_AT] === OPENING_BRACKET) return bytes
  return bytes[0] === REPORT_ID && bytes[AIM_AT + 1] === OPENING_BRACKET ? bytes.subarray(1) : null
}
