import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import type { TextKey } from '../../text/text.ts'

/** True for a label that goes no further until somebody says what is to become of it. */
export function needsAnswer({ state, hold, isVoid }: PrintJobView): boolean {
  if (hold !== null) return hold !== 'printer'
  return !isVoid && (state === 'unknown' || state === 'failed')
}

/** What a label's state is called, and the sentence under it. */
export function jobWords({ state, hold, isVoid }: PrintJobView): { title: TextKey; say: TextKey } {
  const mayExist = state === 'sent' || state === 'printed'
  if (isVoid && mayExist) return { title: 'jobs.void', say: 'jobs.void.say' }
  if (hold !== null) return { title: `hold.${hold}`, say: `hold.do.${hold}` }
  return { title: `job.${state}`, say: `job.do.${state}` }
}

const TONES: Record<PrintJobView['state'], string> = {
  queued: 'waiting',
  sending: 'waiting',
  sent: 'waiting',
  printed: 'accepted',
  held: 'excepted',
  failed: 'refused',
  unknown: 'excepted',
  cancelled: 'waiting',
}

/** The colour of a label's row; the words beside it say the same. */
export function jobTone(job: PrintJobView): string {
  if (job.isVoid && !needsAnswer(job)) return 'waiting'
  return job.hold === null ? TONES[job.state] : 'excepted'
}
