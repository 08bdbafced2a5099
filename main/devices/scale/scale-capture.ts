import { fail, ok } from '#contract/result.ts'
import type { Result } from '#contract/result.ts'
import type { Clock } from '../../clock.ts'
import type { Fault, FaultCode } from '../fault.ts'
import { createRestRule } from './rest-rule.ts'
import type { ScaleReading, StableReading } from './scale-reading.ts'

/** Captures that may wait at once; a bench asks for one. */
const CAPTURES_MAX = 8

export type CaptureOptions = { timeoutMs: number; signal?: AbortSignal }
export type Captured = Result<StableReading, Fault>
export type Capture = (options: CaptureOptions) => Promise<Captured>

export type ScaleCapture = {
  capture: Capture
  feed: (reading: ScaleReading) => void
  close: () => void
}

type Waiting = { saw: ScaleReading | null; wasTaken: boolean; settle: (end: End) => void }
type End = StableReading | null

/**
 * Waits for a weight to act on. It comes to nothing in a way that says what to do: the load never came to
 * rest, nothing lies there, it is too heavy, zero is not set, or it is what was captured before.
 */
export function createScaleCapture(parts: { clock: Clock; divisionGrams: number }): ScaleCapture {
  const { clock } = parts
  const rule = createRestRule({ sameWithinGrams: parts.divisionGrams })
  const waiting = new Set<Waiting>()
  let isClosed = false

  const capture: Capture = ({ timeoutMs, signal }) => {
    if (isClosed || waiting.size >= CAPTURES_MAX || signal?.aborted === true) {
      return Promise.resolve(fail(fault('busy', 'The scale is being waited for already')))
    }
    return new Promise((resolve) => {
      const giveUp = (): void => one.settle(null)
      const cancel = clock.after(timeoutMs, giveUp)
      signal?.addEventListener('abort', giveUp)
      const one: Waiting = {
        saw: null,
        wasTaken: false,
        settle: (end) => {
          cancel()
          signal?.removeEventListener('abort', giveUp)
          waiting.delete(one)
          resolve(end === null ? fail(whyNot(one)) : ok(end))
        },
      }
      waiting.add(one)
    })
  }

  const settleAll = (end: End): void => waiting.forEach((one) => one.settle(end))

  const fault = (code: FaultCode, detail: string): Fault => ({ code, detail, at: clock.now() })

  const whyNot = ({ saw, wasTaken }: Waiting): Fault => {
    if (saw === null) return fault('no-answer', 'The scale said nothing')
    const withRaw = (code: FaultCode, detail: string) => ({ ...fault(code, detail), raw: saw.raw })
    switch (saw.kind) {
      case 'over':
        return withRaw('scale-overload', 'There is more on the scale than it can weigh')
      case 'under':
        return withRaw('scale-needs-zero', 'The scale is below zero: empty it and set it to zero')
      case 'fault':
        return saw.needsZero === true
          ? withRaw('scale-needs-zero', 'The scale has no zero: empty it and set it to zero')
          : withRaw('scale-fault', `The scale can't weigh now; it sends "${saw.raw}"`)
      case 'motion':
        return withRaw('scale-unstable', 'The weight did not come to rest')
      default:
        if (saw.grams === 0) return withRaw('scale-empty', 'Nothing lies on the scale')
        return wasTaken
          ? withRaw('scale-not-removed', 'This is what was weighed before: take it off first')
          : withRaw('scale-unstable', 'The weight did not come to rest')
    }
  }

  return {
    capture,
    feed: (reading) => {
      const weight = rule.feed(reading)
      const isTaken = weight !== null && rule.isTaken(weight)
      for (const one of waiting) {
        one.saw = reading
        one.wasTaken ||= isTaken
      }
      if (weight === null || isTaken || waiting.size === 0) return
      rule.take(weight)
      settleAll(weight)
    },
    close: () => {
      isClosed = true
      settleAll(null)
    },
  }
}
