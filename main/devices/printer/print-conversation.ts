import type { Clock } from '../../clock.ts'
import type { ByteLink, LinkFault } from '../link/byte-link.ts'
import type { PrinterQuestion } from './printer-dialect.ts'
import type { PrinterReport } from './printer-report.ts'

/** A printer answers in a few ms; some say nothing while they lack paper or their head is open. */
export const STATUS_TIMEOUT_MS = 1_000

/** Handed over at a time, so that a printer that stops is noticed: four seconds of a slow serial line. */
const WRITE_CHUNK_BYTES = 4_096

/** Bytes kept of what a printer says; an answer has some eighty at most. */
const HEARD_MAX = 4_096

export type SendResult = { sentBytes: number; stopped: 'done' | 'closed' | 'stalled' }

/** One connection to a printer, from its opening to its end, with every wait bounded. */
export type PrintConversation = {
  /** Null when the printer says nothing that is an answer in time. */
  ask: (question: PrinterQuestion) => Promise<PrinterReport | null>
  send: (bytes: Uint8Array, stallTimeoutMs: number) => Promise<SendResult>
  /** A place in what was heard, for `heardSince`. */
  mark: () => number
  heardSince: (mark: number) => Uint8Array
  /** Waits until `look` finds something, the connection is over or time is up. */
  until: <Found>(timeoutMs: number, look: () => Found | undefined) => Promise<Found | null>
  /** Says we are done and waits for the printer: null is a clean end of the connection. */
  finish: (timeoutMs: number) => Promise<LinkFault | 'still-open' | null>
  /** How long its end may take, where the link knows better than the driver. */
  endTimeoutMs: number | null
  /** Abandoned after its end, a label is taken back, and half of it may be in the printer. */
  takesBack: boolean
  abandon: () => void
  isOver: () => boolean
}

export function converse(link: ByteLink, clock: Clock): PrintConversation {
  let heard: Uint8Array = new Uint8Array(0)
  let forgotten = 0
  let closed: { fault: LinkFault | null } | null = null
  let wake = (): void => {}

  link.onData((bytes) => {
    const all = Buffer.concat([heard, bytes])
    forgotten += Math.max(0, all.length - HEARD_MAX)
    heard = all.subarray(-HEARD_MAX)
    wake()
  })
  link.onClosed((fault) => {
    closed = { fault }
    wake()
  })

  const mark = (): number => forgotten + heard.length
  const heardSince = (place: number): Uint8Array => heard.subarray(Math.max(0, place - forgotten))

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
    ask: async (question) => {
      const start = mark()
      if (!(await withTimeout(clock, STATUS_TIMEOUT_MS, link.write(question.bytes)))) return null
      return until(STATUS_TIMEOUT_MS, () => question.read(heardSince(start)))
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
    mark,
    heardSince,
    until,
    finish: async (timeoutMs) => {
      link.end()
      const end = await until(timeoutMs, () => closed ?? undefined)
      return end === null ? 'still-open' : end.fault
    },
    endTimeoutMs: link.endTimeoutMs ?? null,
    takesBack: link.takesBack === true,
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
