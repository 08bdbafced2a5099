import type { PrintJobView } from '#contract/rpc/print-job-view.ts'
import { ssccTail } from '../../format/unit-name.ts'
import type { Say, TextKey } from '../../text/text.ts'

/** True for a label that goes no further until somebody says what is to become of it. */
export function needsAnswer({ state, hold, isVoid }: PrintJobView): boolean {
  if (hold !== null) return hold !== 'printer'
  return !isVoid && (state === 'unknown' || state === 'failed')
}

/** What a label's state is called, and the sentence under it. */
export function jobWords(job: PrintJobView): { title: TextKey; say: TextKey } {
  const { state, hold, isVoid, sheet } = job
  const mayExist = state === 'sent' || state === 'printed'
  if (isVoid && mayExist) return { title: 'jobs.void', say: 'jobs.void.say' }
  if (sheet !== null) return sheetWords(job)
  if (hold !== null) return { title: `hold.${hold}`, say: `hold.do.${hold}` }
  return { title: `job.${state}`, say: `job.do.${state}` }
}

/** The same of a page that hangs on no carton: there is nothing to stick on or to scan. */
function sheetWords({ state, hold }: PrintJobView): { title: TextKey; say: TextKey } {
  if (hold === 'expired') return { title: 'hold.expired', say: 'job.sheet.expired' }
  if (hold !== null) return { title: `hold.${hold}`, say: `hold.do.${hold}` }
  if (state === 'sent') return { title: 'job.sheet.sent.title', say: 'job.sheet.sent' }
  const isSpecial = state === 'printed' || state === 'unknown'
  return { title: `job.${state}`, say: isSpecial ? `job.sheet.${state}` : `job.do.${state}` }
}

/** What it is, in one line: a copy of a unit's label, or a page of a list. */
export function jobName({ copy, sheet, unitId }: PrintJobView, say: Say): string {
  if (sheet === null) {
    return [
      say('jobs.copy', { copy }),
      ...(unitId === null ? [] : [say('unit.label', { tail: ssccTail(unitId) })]),
    ].join(' · ')
  }
  const { load, page, pages } = sheet
  return `${say('jobs.sheet', { load })} · ${say('jobs.page', { page, pages })}`
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
