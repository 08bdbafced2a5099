import { printableBytes } from '../fault.ts'
import type { FaultCode } from '../fault.ts'
import { createLineSplitter } from '../line-splitter.ts'
import type { SplitEvent } from '../line-splitter.ts'

/** Bytes of one code; beyond this it is noise. Long GS1 and QR codes stay well below. */
export const SCAN_BYTES_MAX = 4_096

/** A scanner sends a code in one go: a pause this long is its end, where no suffix is sent. */
export const SCAN_SILENCE_MS = 50

/** Half a code older than this will never be whole; it must not join the next one. */
export const SCAN_STALE_MS = 500

export type LineEvent =
  | { kind: 'code'; text: string; raw: Uint8Array }
  | { kind: 'fault'; code: FaultCode; detail: string; raw: string }

export type LineProfile = {
  suffix: string
  prefix?: string | undefined
  endBySilence?: boolean
}

export type LineScanner = {
  /** Bytes as they came, at `now` (any clock that only grows, ms). */
  feed: (chunk: Uint8Array, now: number) => LineEvent[]
  /** To be asked again at `dueAt`: silence ends a code or drops half of one. */
  silence: (now: number) => LineEvent[]
  dueAt: () => number | null
  /** A new connection starts with nothing. */
  clear: () => void
}

const GS = 0x1d

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
    return [unparsable(pending, 'Half a code arrived and then nothing more')]
  }

  return {
    feed: (chunk, now) => {
      const stale = silence(now)
      if (chunk.length > 0) lastByteAt = now
      return [...stale, ...splitter.feed(chunk).map((event) => eventOf(event, profile.prefix))]
    },
    silence,
    dueAt: () => (splitter.pending().length === 0 ? null : lastByteAt + waitMs),
    clear: () => splitter.clear(),
  }
}

function eventOf(event: SplitEvent, prefix: string | undefined): LineEvent {
  return event.kind === 'overflow' ? garbage(event.head) : readCode(event.bytes, prefix)
}

function readCode(bytes: Uint8Array, prefix: string | undefined): LineEvent {
  const whole = decode(bytes)
  if (prefix !== undefined && !whole.startsWith(prefix)) {
    return unparsable(bytes, 'The code does not start with the prefix this scanner is set to send')
  }
  const text = prefix === undefined ? whole : whole.slice(prefix.length)
  if (text === '') return unparsable(bytes, 'The code is empty')
  if (hasControlCharacter(text)) {
    return unparsable(bytes, 'The code holds a control character that no label has')
  }
  return { kind: 'code', text, raw: bytes }
}

/** UTF-8 where the bytes are valid UTF-8, as QR codes are; else one byte is one character. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

/** GS separates the fields of a GS1 code; every other control character is noise or a wrong setting. */
function hasControlCharacter(text: string): boolean {
  return Array.from(text).some((character) => {
    const code = character.codePointAt(0) ?? 0
    return (code < 0x20 && code !== GS) || (code >= 0x7f && code < 0xa0)
  })
}

function garbage(head: Uint8Array): LineEvent {
  return {
    kind: 'fault',
    code: 'garbage',
    detail: `More than ${SCAN_BYTES_MAX} bytes came without an end; check the scanner's suffix`,
    raw: printableBytes(head),
  }
}

function unparsable(bytes: Uint8Array, detail: string): LineEvent {
  return { kind: 'fault', code: 'scan-unparsable', detail, raw: printableBytes(bytes) }
}
