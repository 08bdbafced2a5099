import { isSscc } from '#contract/barcode/sscc.ts'
import type { QueueEntry } from '#contract/rpc/queue-entry.ts'
import { ssccTail } from '../../format/unit-name.ts'
import { isTextKey, type Say } from '../../text/text.ts'

type Answered = Pick<QueueEntry, 'type' | 'state' | 'code' | 'detail'>

/** An action and its receipt in words: what was done, and what the office said. */
export function queueWords(entry: Answered, say: Say): { did: string; answer: string } {
  return { did: actionWords(entry.type, say), answer: receiptSentence(entry, say) }
}

/** The whole of what was done: `Picked 2 × Oak plank 14 mm into …000017`. */
export function didWords(
  entry: Pick<QueueEntry, 'type' | 'subject'> & { unitId?: string | null },
  say: Say,
): string {
  const { type, subject, unitId = null } = entry
  const what = `${actionWords(type, say)} ${subjectWords(subject)}`.trim()
  if (unitId === null) return what
  const key = OUT_OF.includes(type) ? 'queue.out-of' : 'queue.into'
  return say(key, { what, tail: ssccTail(unitId) })
}

/** What became of an action, as a sentence; a code without words shows the office's own. */
export function receiptSentence(
  entry: Pick<QueueEntry, 'state' | 'code' | 'detail'>,
  say: Say,
): string {
  const state = say(`queue.state.${entry.state}`)
  const why = whyWords(entry, say)
  return why === null ? `${state}.` : `${state}: ${why}`
}

/** Why the office excepted or refused something; null where there is nothing to say. */
export function whyWords(
  { code, detail }: { code: string | null; detail: string | null },
  say: Say,
): string | null {
  const known = `answer.${code ?? ''}`
  return code !== null && isTextKey(known) ? say(known) : detail
}

/** A subject with its label numbers cut to what tells them apart. */
export function subjectWords(subject: string): string {
  return subject
    .replace(PRINTED_SSCC, (printed) => printed.replace('(00)', '').replaceAll(' ', ''))
    .split(' ')
    .map((word) => (isSscc(word) ? `…${ssccTail(word)}` : word))
    .join(' ')
}

/** Goods come out of a unit here; everywhere else they go in. */
const OUT_OF: readonly string[] = ['pack.remove', 'pick.put-back']

/** As under its bars: `(00) 3 8712 3450 0000 0001 7`. */
const PRINTED_SSCC = /\(00\)(?: ?\d){18}/g

function actionWords(type: string, say: Say): string {
  const action = `action.${type}`
  return isTextKey(action) ? say(action) : type
}
