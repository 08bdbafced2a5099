import type { CallAnswer } from '../../api.ts'
import { ssccTail } from '../../../format/unit-name.ts'
import { shortDay } from '../../../format/day.ts'
import { kilograms } from '../../../format/weight.ts'
import { en } from '../../text/en.ts'
import { isTextKey, type Say } from '../../text/text.ts'
import { actionWords } from '../../components/action-words.ts'
import { reasonWords } from '../../components/reason-words.ts'

export type ShownException = CallAnswer<'GET /v1/exceptions/{id}'>
export type ShownChoice = ShownException['choices'][number]
type Values = Record<string, string | number>
/** What a sentence takes. */
type Told = Pick<ShownException, 'code' | 'detail' | 'sentence'>
export type Speaking = { say: Say; language: string }

/** What an exception is called. */
export function exceptionTitle(code: string, say: Say): string {
  const key = `ex.${code}.title`
  return say(isTextKey(key) ? key : 'ex.other.title')
}

/** What its kind means, for whoever sees it for the first time. */
export function exceptionMeaning(code: string, say: Say): string {
  const key = `ex.${code}.means`
  return say(isTextKey(key) ? key : 'ex.other.means')
}

/** What happened, in the language of the page where the exception says all that it takes. */
export function exceptionSentence(exception: Told, speaking: Speaking): string {
  const words = told('say', exception, speaking)
  // The office speaks English; who does not gets what it means to them.
  return (
    words ??
    ofOffice(exception.sentence, speaking) ??
    exceptionMeaning(exception.code, speaking.say)
  )
}

/** What the office had. */
export function hadSentence(exception: ShownException, speaking: Speaking): string {
  const words = told('had', exception, speaking)
  return words ?? ofOffice(exception.had, speaking) ?? speaking.say('ex.other.had')
}

/** What the bench said; null where the office found it out by itself. */
export function saidSentence({ said }: ShownException, { say, language }: Speaking): string | null {
  if (said === null) return null
  const values = spoken(said.values ?? {}, { say, language })
  const key = `ex.did.${said.action}`
  // Where nobody knows the goods of a line any more, its number is all there is to say.
  const did = filled(key, values, say) ?? filled(`${key}.line`, values, say)
  const who = whoWords(said, say)
  if (did !== null) return say('ex.did', { who, did })
  const what = actionWords(said.action, language === 'nl' ? 'nl' : 'en')
  return ofOffice(said.sentence, { language }) ?? say('ex.did.other', { who, what })
}

/** What the office says itself, to those who read its language. */
function ofOffice(words: string, { language }: { language: string }): string | null {
  return language === 'en' ? words : null
}

/** Emma at Pack 1. */
export function whoWords(
  { operator, station }: { operator: string | null; station: string | null },
  say: Say,
): string {
  if (station === null) return say('ex.by-office')
  return operator === null ? station : say('ex.who', { operator, station })
}

/** What a choice is called and what it does; some mean something else for some exceptions. */
export function choiceWords(
  code: string,
  { choice, label, does }: Pick<ShownChoice, 'choice' | 'label' | 'does'>,
  say: Say,
): { label: string; does: string } {
  const first = (...keys: string[]) => keys.find((key) => isTextKey(key))
  const name = first(`ex.choice.${choice}.${code}`, `ex.choice.${choice}`)
  const what = first(`ex.choice.${choice}.${code}.does`, `ex.choice.${choice}.does`)
  return {
    label: name === undefined ? label : say(name),
    does: what === undefined ? does : say(what),
  }
}

/** What was decided, by its name; null for what no person chose. */
export function decidedWords(code: string, choice: string | null, say: Say): string | null {
  if (choice === null || !isTextKey(`ex.choice.${choice}`)) return null
  const rule = { choice: choice as ShownChoice['choice'], label: choice, does: '' }
  return choiceWords(code, rule, say).label
}

/** How long ago something was. */
export function agoWords(instant: string, nowMs: number, say: Say): string {
  const minutes = Math.floor((nowMs - Date.parse(instant)) / 60_000)
  if (minutes < 1) return say('ex.age.now')
  if (minutes < 60) return say('ex.age.minutes', { count: minutes })
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return say('ex.age.hours', { count: hours })
  return say('ex.age.days', { count: Math.floor(hours / 24) })
}

function told(part: 'say' | 'had', { code, detail }: Omit<Told, 'sentence'>, speaking: Speaking) {
  const variant = variantOf(code, detail)
  const values = spoken(detail, speaking)
  const key = `ex.${code}.${part}`
  const own = variant === null ? key : `${key}.${variant}`
  return sentence(filled(isTextKey(own) ? own : key, values, speaking.say))
}

/** Some kinds of exception are told in several ways. */
function variantOf(code: string, detail: ShownException['detail']): string | null {
  const has = (name: string) => (detail[name] ?? '') !== ''
  switch (code) {
    case 'order-cancelled':
      return has('goods') ? null : 'bare'
    case 'stock-below-zero':
      return has('counted') ? 'counted' : has('left') ? 'left' : null
    case 'wrong-load':
      return typeof detail['why'] === 'string' ? detail['why'] : null
    case 'short-pick':
      return has('reason') ? 'why' : null
    case 'over-capacity':
      return has('load') ? 'load' : null
    case 'weight-out-of-tolerance':
      return has('noWeight') ? 'none' : null
    case 'number-out-of-range':
      return has('inUse') ? 'in-use' : null
    case 'claimed-elsewhere':
      return has('load') ? 'load' : has('holder') ? null : 'nobody'
    default:
      return null
  }
}

/** A text with all its blanks filled; null where there is no such text, or a blank would stay. */
function filled(key: string, values: Values, say: Say): string | null {
  if (!isTextKey(key)) return null
  const text: string = (en as Record<string, string>)[key] ?? ''
  const blanks = [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '')
  if (blanks.some((name) => (values[name] ?? '') === '')) return null
  return say(key, values)
}

function sentence(words: string | null): string | null {
  return words === null ? null : words.charAt(0).toUpperCase() + words.slice(1)
}

/** Label numbers by their end, as they are compared by eye; weights and days as people say them. */
function spoken(detail: Readonly<Record<string, unknown>>, { say, language }: Speaking): Values {
  const values: Values = {}
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
  }
  const { unitId, deliveryDate, belongs, sku, product = sku, reason } = values
  if (product !== undefined) values['product'] = product
  if (typeof reason === 'string' && reason !== '') values['reason'] = reasonWords(reason, say)
  if (typeof unitId === 'string' && unitId !== '') {
    values['unit'] = say('ex.unit', { tail: ssccTail(unitId) })
  }
  if (typeof deliveryDate === 'string') values['deliveryDate'] = shortDay(deliveryDate, language)
  if (typeof belongs === 'string') values['belongs'] = shortDay(belongs, language)
  const weights = { grossGrams: 'gross', expectedGrams: 'expected', toleranceGrams: 'tolerance' }
  for (const [grams, name] of Object.entries(weights)) {
    const value = values[grams]
    if (typeof value === 'number') values[name] = kilograms(value, language)
  }
  return values
}
