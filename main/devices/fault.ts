/** What goes wrong with devices, in words a screen can translate. */
export type FaultCode =
  | 'unplugged'
  | 'absent'
  | 'permission'
  | 'busy'
  | 'ambiguous'
  | 'unreachable'
  | 'timeout'
  | 'unsupported-link'
  | 'host-crashed'
  | 'garbage'
  | 'protocol-mismatch'
  | 'checksum'
  | 'scan-unparsable'
  | 'scan-duplicate'
  | 'scan-layout'
  | 'scan-bad-check-digit'
  | 'scan-memory-dump'
  | 'scale-fault'
  | 'scale-unit-changed'
  | 'scale-unstable'
  | 'scale-needs-zero'
  | 'scale-overload'
  | 'scale-empty'
  | 'scale-not-removed'
  | 'paper-out'
  | 'paper-low'
  | 'jam'
  | 'cutter'
  | 'head-open'
  | 'ribbon-out'
  | 'paused'
  | 'buffer-full'
  | 'partial-format'
  | 'overheat'
  | 'no-answer'

export type Fault = {
  code: FaultCode
  /** One English sentence for logs and the device panel. */
  detail: string
  /** UTC ms. */
  at: number
  /** The bytes as they came, cut to a few hundred. */
  raw?: string
}

/** Bytes of a raw frame kept with a fault; enough to see what it was. */
export const FAULT_RAW_MAX = 200

/** Bytes as text that survives any log: printable ASCII as it is, the rest as `\xNN`. */
export function printableBytes(bytes: Uint8Array): string {
  const shown = [...bytes.subarray(0, FAULT_RAW_MAX)].map((byte) =>
    byte >= 0x20 && byte < 0x7f && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).padStart(2, '0')}`,
  )
  return shown.join('') + (bytes.length > FAULT_RAW_MAX ? '…' : '')
}
