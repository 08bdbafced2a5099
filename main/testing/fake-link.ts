import { createLinkEvents } from '../devices/link/byte-link.ts'
import type { ByteLink, LinkFault } from '../devices/link/byte-link.ts'

export type FakeLink = ByteLink & {
  /** What was written so far, in order. */
  written: Uint8Array[]
  writtenText: () => string
  /** The device says something. */
  receive: (bytes: Uint8Array | string) => void
  /** The device goes away. */
  drop: (fault?: LinkFault | null) => void
  ended: () => boolean
}

/** A link with a test at the other end: everything happens at once, nothing by itself. */
export function fakeLink(): FakeLink {
  const events = createLinkEvents()
  const written: Uint8Array[] = []
  let ended = false
  return {
    written,
    writtenText: () => written.map((bytes) => Buffer.from(bytes).toString('latin1')).join(''),
    receive: (bytes) =>
      events.data(typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'latin1')) : bytes),
    drop: (fault = { code: 'unplugged', detail: 'gone' }) => events.closed(fault),
    ended: () => ended,
    write: (bytes) => {
      if (events.isClosed()) return Promise.resolve(false)
      written.push(bytes)
      return Promise.resolve(true)
    },
    drain: () => Promise.resolve(!events.isClosed()),
    end: () => {
      ended = true
    },
    destroy: () => events.closed(null),
    onData: events.onData,
    onClosed: events.onClosed,
  }
}

/** Lets everything that waits on a settled promise run; no time passes. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
