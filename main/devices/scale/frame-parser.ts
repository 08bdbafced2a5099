import { printableBytes } from '../fault.ts'
import { isSevenBit } from './line-parser.ts'
import type { ScaleEvent, ScaleParser } from './scale-protocol.ts'

/** Bytes kept while a frame is not whole. */
export const SCALE_FRAME_MAX = 64

/**
 * What stands at the start of the bytes: `skip` that many that are no frame, `take` a frame and say what
 * it means, or null to wait for more.
 */
export type FrameStep = { skip: number } | { take: number; event: ScaleEvent | null } | null

/** A parser over frames of a known length, in which any byte may stand anywhere. */
export function createFrameParser(parts: {
  step: (bytes: Uint8Array) => FrameStep
  clear?: () => void
}): ScaleParser {
  const buffer = new Uint8Array(SCALE_FRAME_MAX)
  let length = 0

  function drop(count: number): void {
    buffer.copyWithin(0, count, length)
    length -= count
  }

  /** Takes whole frames off the front; what was skipped on the way is one event. */
  function drain(skipped: number[]): ScaleEvent[] {
    const events: ScaleEvent[] = []
    for (;;) {
      const step = length === 0 ? null : parts.step(buffer.subarray(0, length))
      if (step === null) return events
      if ('skip' in step) {
        skipped.push(...buffer.subarray(0, step.skip))
        drop(step.skip)
      } else {
        if (step.event !== null) events.push(step.event)
        drop(step.take)
      }
    }
  }

  return {
    feed: (chunk) => {
      const events: ScaleEvent[] = []
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + SCALE_FRAME_MAX - length)
        buffer.set(part, length)
        length += part.length
        at += part.length
        const skipped: number[] = []
        events.push(...drain(skipped))
        if (skipped.length > 0) events.push(noise(Uint8Array.from(skipped)))
      }
      return events
    },
    clear: () => {
      length = 0
      parts.clear?.()
    },
  }
}

function noise(bytes: Uint8Array): ScaleEvent {
  const code = isSevenBit(bytes) ? 'garbage' : 'protocol-mismatch'
  return { kind: 'unread', code, raw: printableBytes(bytes) }
}
