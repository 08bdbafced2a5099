import { createLineSplitter } from '../line-splitter.ts'
import type { SplitEvent } from '../line-splitter.ts'
import { SCAN_BYTES_MAX, SCAN_STALE_MS, scanFault } from './scan-parser.ts'
import type { ScanCode, ScanFault, ScanParser } from './scan-parser.ts'
import { decodeScanBytes, scanTextTrouble } from './scan-text.ts'

/** A scanner sends a code in one go: a pause this long is its end, where no suffix is sent. */
export const SCAN_SILENCE_MS = 50

export type LineEvent = ScanCode | ScanFault

export type LineProfile = {
  suffix: string
  prefix?: string | undefined
  endBySilence?: boolean
}

export type LineScanner = Omit<ScanParser, 'feed' | 'silence'> & {
  feed: (chunk: Uint8Array, now: number) => LineEvent[]
  silence: (now: number) => LineEvent[]
}

/** Bytes to complete codes. Pure: time comes in with the bytes, and half a code never gets out. */
export function createLineScanner(profile: LineProfile): LineScanner {
  const splitter = createLineSplitter({ end: profile.suffix, maxBytes: SCAN_BYTES_MAX })
  const waitMs = profile.endBySilence === true ? SCAN_SILENCE_MS : SCAN_STALE_MS
  let lastByteAt = 0

  function silence(now: number): LineEvent[] {
    const pending = splitter.pending()
    if (pending.length === 0 || now - lastByteAt < waitMs) return []
    splitter.clear()
    if (pending.length >= SCAN_BYTES_MAX) return [garbage(pending)]
    if (profile.endBySilence === true) return [readCode(pending, profile.prefix)]
    return [scanFault('scan-unparsable', 'Half a code arrived and then nothing more', pending)]
  }

  return {
    feed: (chunk, now) => {
      const stale = silence(now)
      if (chunk.length > 0) lastByteAt = now
      return [...stale, ...splitter.feed(chunk).map((event) => eventOf(event, profile.prefix))]
    },
    silence,
    dueAt: () => (splitter.pending().length === 0 ? null : lastByteAt + waitMs),
    isMidCode: () => splitter.pending().length > 0,
    clear: () => splitter.clear(),
  }
}

function eventOf(event: SplitEvent, prefix: string | undefined): LineEvent {
  return event.kind === 'overflow' ? garbage(event.head) : readCode(event.bytes, prefix)
}

function readCode(bytes: Uint8Array, prefix: string | undefined): LineEvent {
  const whole = decodeScanBytes(bytes)
  if (prefix !== undefined && !whole.startsWith(prefix)) {
    const detail = 'The code does not start with the prefix this scanner is set to send'
    return scanFault('scan-unparsable', detail, bytes)
  }
  const text = prefix === undefined ? whole : whole.slice(prefix.length)
  const trouble = scanTextTrouble(text)
  if (trouble !== null) return scanFault('scan-unparsable', trouble, bytes)
  return { kind: 'code', text, raw: bytes }
}

function garbage(head: Uint8Array): LineEvent {
  const detail = `More than ${SCAN_BYTES_MAX} bytes came without an end; check the scanner's suffix`
  return scanFault('garbage', detail, head)
}
