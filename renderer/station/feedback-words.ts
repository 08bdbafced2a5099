import type { Feedback } from '#contract/rpc/bench-view.ts'
import { ssccTail } from '../format/unit-name.ts'
import { kilograms } from '../format/weight.ts'
import { isTextKey, type Say } from '../text/text.ts'
import { spokenDetail } from './alert-words.ts'

/** The line that says what the last scan was taken for; empty where there are no words for it. */
export function feedbackWords(feedback: Feedback, say: Say, language: string): string {
  const key = `feedback.${feedback.text}`
  if (!isTextKey(key)) return ''
  const grams = feedback.detail['grams']
  const weight = typeof grams === 'number' ? { kilograms: kilograms(grams, language) } : {}
  const { unit } = feedback.detail
  const tail = typeof unit === 'string' ? { tail: ssccTail(unit) } : {}
  return say(key, { ...tail, ...spokenDetail(feedback.detail, say, language), ...weight })
}
