import type { BenchView } from '#contract/rpc/bench-view.ts'

/** What the bench sounds and flashes. */
export type Cue = 'good' | 'wrong' | 'stop'

type Heard = Pick<BenchView, 'feedback' | 'alert'>

/**
 * The cue between two looks at the bench, null where nothing new was scanned. The first look after a
 * page opens is silent: what it shows is old. A scan during an alert sounds wrong, it counted for nothing.
 */
export function cueBetween(before: Heard | null, after: Heard): Cue | null {
  if (before === null) return null
  if (after.feedback !== null && after.feedback.at !== before.feedback?.at) {
    return after.feedback.kind === 'meanwhile' ? 'wrong' : after.feedback.kind
  }
  if (after.alert !== null && after.alert.reason !== before.alert?.reason) return after.alert.tone
  return null
}
