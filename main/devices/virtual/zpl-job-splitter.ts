/** What a ZPL printer makes of its input: labels to print, and immediate commands. */
export type ZplEvent =
  { kind: 'label'; zpl: string } | { kind: 'host-status' } | { kind: 'cancel-all' }

/** A label longer than this is noise; ours have a few kilobytes. */
const LABEL_MAX = 4_000_000

export type ZplJobSplitter = {
  feed: (bytes: Uint8Array) => ZplEvent[]
  /** True while a label has begun and not ended: what comes next will be taken for its rest. */
  isPartial: () => boolean
}

/**
 * Cuts a printer's input at `^XA` and `^XZ` across any chunks. `~HS` and `~JA` act at once wherever
 * they stand. Bytes are kept as UTF-8 text, as labels of ours are.
 */
export function createZplJobSplitter(): ZplJobSplitter {
  let buffer: Buffer = Buffer.alloc(0)
  return {
    feed: (bytes) => {
      buffer = Buffer.concat([buffer, bytes])
      const events: ZplEvent[] = []
      for (let next = takeNext(buffer); next !== null; next = takeNext(buffer)) {
        buffer = next.rest
        if (next.event !== null) events.push(next.event)
      }
      if (buffer.length > LABEL_MAX) buffer = Buffer.alloc(0)
      return events
    },
    isPartial: () => buffer.includes('^XA'),
  }
}

function takeNext(buffer: Buffer): { event: ZplEvent | null; rest: Buffer } | null {
  const places = [
    { at: buffer.indexOf('~HS'), length: 3, kind: 'host-status' as const },
    { at: buffer.indexOf('~JA'), length: 3, kind: 'cancel-all' as const },
    { at: buffer.indexOf('^XZ'), length: 3, kind: 'end' as const },
  ].filter(({ at }) => at !== -1)
  const first = places.sort((a, b) => a.at - b.at)[0]
  if (first === undefined) return null
  const before = buffer.subarray(0, first.at)
  const after = buffer.subarray(first.at + first.length)
  if (first.kind === 'cancel-all') return { event: { kind: 'cancel-all' }, rest: after }
  if (first.kind === 'host-status') {
    return { event: { kind: 'host-status' }, rest: Buffer.concat([before, after]) }
  }
  // As on a printer, a second start inside a label that never ended belongs to that label.
  const start = before.indexOf('^XA')
  if (start === -1) return { event: null, rest: after }
  return {
    event: { kind: 'label', zpl: `${before.subarray(start).toString('utf8')}^XZ` },
    rest: after,
  }
}
