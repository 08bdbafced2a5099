import type { QueueEntry } from '#contract/rpc/bench-view.ts'
import { isSscc } from '#contract/barcode/sscc.ts'
import { ssccTail } from '../../format/unit-name.ts'
import { isTextKey, type Say } from '../../text/text.ts'

/** An action and its receipt in words: what was done, and what the office said. */
export function queueWords(
  entry: Pick<QueueEntry, 'type' | 'state' | 'code' | 'detail'>,
  say: Say,
): { did: string; answer: string } {
  const action = `action.${entry.type}`
  return {
    did: isTextKey(action) ? say(action) : entry.type,
    answer: answerWords(entry, say),
  }
}

/** A subject with its label numbers cut to what tells them apart. */
export function subjectWords(subject: string): string {
  return subject
    .split(' ')
    .map((word) => (isSscc(word) ? `…${ssccTail(word)}` : word))
    .join(' ')
}

function answerWords(entry: Pick<QueueEntry, 'state' | 'code' | 'detail'>, say: Say): string {
  const state = say(`queue.state.${entry.state}`)
  const known = `answer.${entry.code ?? ''}`
  if (entry.code !== null && isTextKey(known)) return `${state}: ${say(known)}`
  return entry.detail === null ? `${state}.` : `${state}: ${entry.detail}`
}
