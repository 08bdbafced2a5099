import type { Ending, Turn } from './turn.ts'
import { newestCopy, reprint } from './unit-labels.ts'
import type { WorkflowInput } from './workflow-types.ts'

/** What a person says about a label of the print queue, wherever the operator is. */
export function printAnswer(
  turn: Turn,
  input: Extract<WorkflowInput, { kind: 'print-answer' }>,
): Ending {
  const { jobId, unitId, copy, answer, newest } = input
  forgetDoubt(turn, jobId)
  if (answer === 'came-out') {
    turn.resolvedJobs.push({ jobId, state: 'printed' })
    turn.say('print-confirmed', { unit: unitId, copy })
    return 'command'
  }
  if (answer === 'not-printed') turn.resolvedJobs.push({ jobId, state: 'failed' })
  const unit = turn.view.get('unit', unitId)
  // A carton that is open again, or that has a newer label already, needs none.
  if (unit?.status !== 'closed') return 'command'
  const hasNewer = Math.max(newest, newestCopy(turn, unit)) > copy
  if (answer === 'not-printed' && hasNewer) return 'command'
  reprint(turn, unitId, input.reason, { above: newest, printerId: input.printerId })
  return 'command'
}

function forgetDoubt(turn: Turn, jobId: string): void {
  const { prompt, doubts } = turn.state
  const isAsked = prompt?.kind === 'print-in-doubt' && prompt.jobId === jobId
  turn.patch({
    prompt: isAsked ? null : prompt,
    doubts: doubts.filter((doubt) => doubt.jobId !== jobId),
  })
}
