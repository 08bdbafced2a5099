import { printableBytes } from '../fault.ts'
import { createLineSplitter } from '../line-splitter.ts'
import type { SplitEvent } from '../line-splitter.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'

/** The longest line any scale sends is some 30 characters; beyond this it is noise. */
export const SCALE_LINE_MAX = 4_096

/** `shape` says where in the line the number stood, for formats whose fields may have any width. */
export type ParsedLine = { event: ScaleEvent; shape?: string }

/**
 * A parser over lines. A number counts only when the one before it had the same shape: a lost or an added
 * character moves the end of the number, and a weight of another size than the scale's is never made.
 */
export function createLineParser(options: {
  end: string
  parse: (line: string) => ParsedLine | undefined
  /** Bytes that may be anything, e.g. lamps, are made harmless here. */
  tidy?: (line: Uint8Array) => Uint8Array
}): ScaleParser {
  const splitter = createLineSplitter({ end: options.end, maxBytes: SCALE_LINE_MAX })
  let lastShape: string | null = null

  function read(event: SplitEvent): ScaleEvent {
    if (event.kind === 'overflow') {
      const code = isSevenBit(event.head) ? 'garbage' : 'protocol-mismatch'
      return { kind: 'unread', code, raw: printableBytes(event.head) }
    }
    const bytes = options.tidy?.(event.bytes) ?? event.bytes
    if (!isSevenBit(bytes)) {
      return { kind: 'unread', code: 'protocol-mismatch', raw: printableBytes(event.bytes) }
    }
    const parsed = options.parse(Buffer.from(bytes).toString('latin1'))
    if (parsed === undefined) {
      return { kind: 'unread', code: 'garbage', raw: printableBytes(event.bytes) }
    }
    if (parsed.shape === undefined || parsed.shape === lastShape) return parsed.event
    lastShape = parsed.shape
    return { kind: 'alive', raw: printableBytes(event.bytes) }
  }

  return {
    feed: (chunk) => splitter.feed(chunk).map(read),
    clear: () => {
      splitter.clear()
      lastShape = null
    },
  }
}

/** Where a line's last digit stands and what follows it: the field's end and the unit. */
export function shapeOf(line: string): string {
  const end = line.search(/\d\D*$/)
  return `${end}${line.slice(end + 1)}`
}

/** No scale sends anything but ASCII; a high bit is the parity of another setting, or another speed. */
export function isSevenBit(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80)
}
