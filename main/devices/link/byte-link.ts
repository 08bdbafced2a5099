import type { Result } from '#contract/result.ts'
import type { FaultCode } from '../fault.ts'

/** Why a link could not be opened, or ended. */
export type LinkFault = { code: FaultCode; detail: string }

/**
 * One open connection to a device, whatever it runs over. It is opened once and closed once; a new
 * connection is a new link, so that bytes meant for the old one can never come out of the new one.
 */
export interface ByteLink {
  /** True once the bytes are handed to the system; false when the link closed before that. */
  write: (bytes: Uint8Array) => Promise<boolean>
  /** True once the system has passed on everything written, as far as it can tell. */
  drain: () => Promise<boolean>
  /** Says that nothing more will be written; `onClosed` follows when the other side is done too. */
  end: () => void
  /** How long `onClosed` may take after `end`, where it is not as quick as a device: a spooler's queue. */
  readonly endTimeoutMs?: number
  /** `destroy` behind `end` takes back what was written, however much of it the device has by then. */
  readonly takesBack?: boolean
  /** Drops the connection now; `onClosed` follows. */
  destroy: () => void
  onData: (run: (bytes: Uint8Array) => void) => void
  /** Runs once, also when the link has already closed. `null` is a clean end, by either side. */
  onClosed: (run: (fault: LinkFault | null) => void) => void
}

/** Opens a new connection each time; some links know when it is worth trying at once. */
export type OpenDevice = {
  (): Promise<Result<ByteLink, LinkFault>>
  /** Runs when something was plugged in; the answer stops it. */
  onPlugged?: ((run: () => void) => () => void) | undefined
}

/** Bytes kept for a listener that is not there yet; a device that talks first says little. */
const EARLY_BYTES_MAX = 65_536

export type LinkEvents = {
  data: (bytes: Uint8Array) => void
  closed: (fault: LinkFault | null) => void
  isClosed: () => boolean
  onData: ByteLink['onData']
  onClosed: ByteLink['onClosed']
}

/** The listening half of every link: keeps what comes before the listener, tells the end once. */
export function createLinkEvents(): LinkEvents {
  let early: Uint8Array[] = []
  let earlyBytes = 0
  let dataListener: ((bytes: Uint8Array) => void) | null = null
  let closedListener: ((fault: LinkFault | null) => void) | null = null
  let end: { fault: LinkFault | null } | null = null
  return {
    data: (bytes) => {
      if (dataListener !== null) return dataListener(bytes)
      if (earlyBytes + bytes.length > EARLY_BYTES_MAX) return
      earlyBytes += bytes.length
      early.push(bytes)
    },
    closed: (fault) => {
      if (end !== null) return
      end = { fault }
      closedListener?.(fault)
    },
    isClosed: () => end !== null,
    onData: (run) => {
      dataListener = run
      const kept = early
      early = []
      for (const bytes of kept) run(bytes)
    },
    onClosed: (run) => {
      closedListener = run
      if (end !== null) run(end.fault)
    },
  }
}

/** What the system's error codes mean to a person at a bench. */
export function faultOfError(error: unknown, place: string): LinkFault {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Its words hold "No such file" too, which is a library's file and not the device's.
  if (code === 'ERR_DLOPEN_FAILED') {
    return {
      code: 'unsupported-link',
      detail: `A library that opens ${place} is missing: ${message}`,
    }
  }
  if (code === 'EACCES' || code === 'EPERM' || /permission denied|access denied/i.test(message)) {
    return { code: 'permission', detail: `No permission to open ${place}` }
  }
  if (code === 'EBUSY' || /cannot lock port|resource busy|temporarily unavailable/i.test(message)) {
    return { code: 'busy', detail: `${place} is in use by another program` }
  }
  if (code === 'ENOENT' || /no such file|file not found/i.test(message)) {
    return { code: 'absent', detail: `${place} is not there` }
  }
  if (code === 'ETIMEDOUT') return { code: 'timeout', detail: `${place} did not answer in time` }
  if (['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)) {
    return { code: 'unreachable', detail: `Nothing answers at ${place} (${code})` }
  }
  return { code: 'unplugged', detail: `${place}: ${message}` }
}
