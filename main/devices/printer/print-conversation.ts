import type { Clock } from '../../clock.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import { parseHostStatus } from './host-status.ts'
import type { HostStatus } from './host-status.ts'

/** A printer answers `~HS` in a few ms; while it lacks paper or its head is open it says nothing. */
export const STATUS_TIMEOUT_MS = 1_000

/** Bytes handed over at a time, so that a printer that stops reading is noticed. */
const WRITE_CHUNK_BYTES = 16_384

/** Characters kept of what a printer says; an answer has about eighty. */
const HEARD_MAX = 4_096

const ASK_STATUS = new TextEncoder().encode('~HS\r\n')

export type SendResult = { sentBytes: number; stopped: 'done' | 'closed' | 'stalled' }

/** One connection to a printer, from its opening to its end, with every wait bounded. */
export type PrintConversation = {
  /** Null when the printer says nothing in time. */
  askStatus: () => Promise<HostStatus | null>
  send: (bytes: Uint8Array, stallTimeoutMs: number) => Promise<SendResult>
  /** Says we are done and waits for the printer: null is a clean end of the connection. */
  finish: (timeoutMs: number) => Promise<LinkFault | 'still-open' | null>
  abandon: () => void
  isOver: () => boolean
}

export function converse(link: ByteLink, clock: Clock): PrintConversation {
  let heard = ''
  let closed: { fault: LinkFault | null } | null = null
  let wake = (): void => {}

  link.onData((bytes) => {
    heard = (heard + Buffer.from(bytes).toString('latin1')).slice(-HEARD_MAX)
    wake()
  })
  link.onClosed((fault) => {
    closed = { fault }
    wake()
  })

  /** Waits until `look` finds something, the link closes or time is up. */
  function until<Found>(timeoutMs: number, look: () => Found | undefined): Promise<Found | null> {
    return new Promise((resolve) => {
      const settle = (found: Found | null): void => {
        cancel()
        wake = () => {}
        resolve(found)
      }
      const cancel = clock.after(timeoutMs, () => settle(null))
      wake = () => {
        const found = look()
        if (found !== undefined || closed !== null) settle(found ?? null)
      }
      wake()
    })
  }

  return {
    askStatus: async () => {
      heard = ''
      if (!(await withTimeout(clock, STATUS_TIMEOUT_MS, link.write(ASK_STATUS)))) return null
      return until(STATUS_TIMEOUT_MS, () => parseHostStatus(heard))
    },
    send: async (bytes, stallTimeoutMs) => {
      let sentBytes = 0
      while (sentBytes < bytes.length) {
        const chunk = bytes.subarray(sentBytes, sentBytes + WRITE_CHUNK_BYTES)
        const written = await withTimeout(clock, stallTimeoutMs, link.write(chunk))
        if (written !== true) return { sentBytes, stopped: written === null ? 'stalled' : 'closed' }
        sentBytes += chunk.length
      }
      const drained = await withTimeout(clock, stallTimeoutMs, link.drain())
      if (drained !== true) return { sentBytes, stopped: drained === null ? 'stalled' : 'closed' }
      return { sentBytes, stopped: 'done' }
    },
    finish: async (timeoutMs) => {
      link.end()
      const end = await until(timeoutMs, () => closed ?? undefined)
      return end === null ? 'still-open' : end.fault
    },
    abandon: () => link.destroy(),
    isOver: () => closed !== null,
  }
}

/** Null when the promise took too long; it is left to itself then. */
function withTimeout<Value>(
  clock: Clock,
  timeoutMs: number,
  promise: Promise<Value>,
): Promise<Value | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(timeoutMs, () => resolve(null))
    void promise.then(resolve).finally(cancel)
  })
}
