/** A piece between two ends, or word that so much came without an end that it was thrown away. */
export type SplitEvent =
  { kind: 'line'; bytes: Uint8Array } | { kind: 'overflow'; head: Uint8Array; droppedBytes: number }

export type LineSplitter = {
  feed: (chunk: Uint8Array) => SplitEvent[]
  /** What has come of a line that has not ended yet. */
  pending: () => Uint8Array
  /** Forgets a line that has not ended, and whatever was being thrown away. */
  clear: () => void
}

const CR = 0x0d
const LF = 0x0a

/**
 * Cuts a byte stream into lines. With CR, LF or CR LF as the end, any of the three ends a line and
 * empty lines are nothing; another end must come exactly. Beyond `maxBytes` without an end the bytes
 * up to the next end are dropped, and said once to have been.
 */
export function createLineSplitter(options: { end: string; maxBytes: number }): LineSplitter {
  const end = new TextEncoder().encode(options.end)
  const anyNewline = /^[\r\n]+$/.test(options.end)
  const buffer = new Uint8Array(options.maxBytes + end.length)
  let length = 0
  let droppedBytes = 0
  let droppedHead: Uint8Array | null = null

  function endsHere(byte: number): boolean {
    if (anyNewline) return byte === CR || byte === LF
    if (length < end.length) return false
    return end.every((wanted, index) => buffer[length - end.length + index] === wanted)
  }

  function finish(events: SplitEvent[]): void {
    const bytes = buffer.slice(0, length - (anyNewline ? 1 : end.length))
    length = 0
    if (droppedHead !== null) {
      events.push({
        kind: 'overflow',
        head: droppedHead,
        droppedBytes: droppedBytes + bytes.length,
      })
      droppedHead = null
      droppedBytes = 0
    } else if (bytes.length > 0) {
      events.push({ kind: 'line', bytes })
    }
  }

  return {
    feed: (chunk) => {
      const events: SplitEvent[] = []
      for (const byte of chunk) {
        buffer[length] = byte
        length += 1
        if (endsHere(byte)) {
          finish(events)
        } else if (length === buffer.length) {
          // What might be the start of the end is kept; the rest is too much.
          const kept = end.length - 1
          droppedHead ??= buffer.slice(0, options.maxBytes)
          droppedBytes += length - kept
          buffer.copyWithin(0, length - kept, length)
          length = kept
        }
      }
      return events
    },
    pending: () => (droppedHead === null ? buffer.slice(0, length) : droppedHead),
    clear: () => {
      length = 0
      droppedBytes = 0
      droppedHead = null
    },
  }
}
