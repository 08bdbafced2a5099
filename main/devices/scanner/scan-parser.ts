import { printableBytes } from '../fault.ts'
import type { FaultCode } from '../fault.ts'

/** Bytes of one code; beyond this it is noise. Long GS1 and QR codes stay well below. */
export const SCAN_BYTES_MAX = 4_096

/** Half a code older than this will never be whole; it must not join the next one. */
export const SCAN_STALE_MS = 500

export type ScanCode = {
  kind: 'code'
  text: string
  /** What the reader itself says of the symbology; absent where that stands within the text. */
  aim?: string | null
  raw: Uint8Array
}

export type ScanFault = { kind: 'fault'; code: FaultCode; detail: string; raw: string }

export type ScanEvent =
  | ScanCode
  | ScanFault
  /** The scanner waits for these bytes before it goes on. */
  | { kind: 'answer'; bytes: Uint8Array }
  /** The scanner's word on the last command it was sent. */
  | { kind: 'acknowledged'; isAccepted: boolean }

/** Bytes of one scanner to codes. Pure: time comes in with the bytes, any clock that only grows, ms. */
export type ScanParser = {
  feed: (chunk: Uint8Array, now: number) => ScanEvent[]
  /** To be asked again at `dueAt`: silence ends a code or drops half of one. */
  silence: (now: number) => ScanEvent[]
  dueAt: () => number | null
  /** True while part of a code is held: what came before it was not the last. */
  isMidCode: () => boolean
  /** A new connection starts with nothing. */
  clear: () => void
}

export function scanFault(code: FaultCode, detail: string, raw: Uint8Array): ScanFault {
  return { kind: 'fault', code, detail, raw: printableBytes(raw) }
}
