import { isTextKey, type Say } from '../text/text.ts'

/** Why somebody at a bench did it: its codes in words; what somebody typed is quoted, as it was typed. */
export function reasonWords(reason: string, say: Say): string {
  if (reason === '') return ''
  const key = `why.${reason}`
  return isTextKey(key) ? say(key) : say('why.typed', { words: reason })
}
