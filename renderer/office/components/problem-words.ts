import type { ProblemCode } from '#contract/http/problems.ts'
import { NL_DETAILS } from '../text/nl-problem-details.ts'
import { NL_FIELD_RULES, NL_THINGS } from '../text/nl-problem-rules.ts'
import { isTextKey, type Say } from '../text/text.ts'

type Refusal = {
  code: ProblemCode | 'unreachable'
  message: string
  errors?: readonly { path: string; message: string }[]
}
type Speaker = { say: Say; language: string }

export type ProblemWords = {
  text: string
  /** What the office said itself, where the page has only a general sentence in its own language. */
  original: string | null
  places: readonly string[]
}

/** What the office said no to, in the language of the page. It speaks English itself; codes and shapes are stable. */
export function problemWords(refusal: Refusal, speaker: Speaker): ProblemWords {
  const { code, message, errors = [] } = refusal
  const places = [...new Set(errors.map((error) => placeWords(error, speaker)))]
  const [only] = places
  if (code === 'invalid-request' && only !== undefined) {
    if (places.length === 1) return { text: only, original: null, places: [] }
    return { text: speaker.say('problem.mend'), original: null, places }
  }
  const { text, original } = sentenceOf(code, message, speaker)
  // A place that only says the sentence again is left out.
  const isSaid = errors.every((error) => message.includes(error.message))
  return { text, original, places: isSaid ? [] : places }
}

function sentenceOf(code: Refusal['code'], message: string, speaker: Speaker) {
  const { say, language } = speaker
  const readable = withUnits(message.replace(/^row \d+, /, ''), language)
  const [, path, wrong] = /^([\w.[\]]+): ((?:is|must) .+)$/.exec(readable) ?? []
  if (path !== undefined && wrong !== undefined) {
    return { text: placeWords({ path, message: wrong }, speaker), original: null }
  }
  if (!FOR_PROGRAMS.has(code)) {
    const said = language === 'nl' ? inDutch(readable, speaker) : englishOf(readable, speaker)
    if (said !== null) return { text: sentence(inWords(said, speaker)), original: null }
  }
  const key = `problem.${code}`
  const text = say(isTextKey(key) ? key : 'problem.refused')
  return { text, original: readable === '' || readable === text ? null : readable }
}

/** Codes whose detail helps whoever writes a program or looks after the office, and nobody else. */
export const FOR_PROGRAMS: ReadonlySet<string> = new Set<ProblemCode>([
  'bad-csrf-token',
  'bad-json',
  'bad-signature',
  'busy',
  'chain',
  'internal',
  'method-not-allowed',
  'rate-limited',
  'revoked',
  'unauthorized',
  'unsupported-media-type',
  'version-conflict',
  'wrong-host',
])

function englishOf(detail: string, { say }: Speaker): string | null {
  if (detail === '') return null
  return detail.replace(/^this call needs the scope (\S+)$/, (_, scope: string) => {
    return `you may not do that: it takes the right ${scopeWords(scope, say) ?? scope}`
  })
}

/** Null where there are no Dutch words for it. What fills a blank may be a sentence of the office itself. */
function inDutch(detail: string, speaker: Speaker): string | null {
  for (const [pattern, words] of NL_DETAILS) {
    const found = pattern.exec(detail)
    if (found === null) continue
    const [, ...parts] = found
    return words.replaceAll(/\$(\d)/g, (_, at: string) => {
      const part = parts[Number(at) - 1] ?? ''
      return thingInDutch(part) ?? scopeWords(part, speaker.say) ?? inDutch(part, speaker) ?? part
    })
  }
  return null
}

function thingInDutch(part: string): string | undefined {
  return Object.hasOwn(NL_THINGS, part) ? NL_THINGS[part] : undefined
}

function scopeWords(scope: string, say: Say): string | null {
  const key = `scope.${scope}`
  return isTextKey(key) ? `“${say(key)}”` : null
}

/** `lines[0].quantity` with what is wrong there, as `Line 1, quantity: must be at least 1`. */
function placeWords({ path, message }: { path: string; message: string }, speaker: Speaker) {
  const what =
    speaker.language === 'nl'
      ? (dutchRule(message) ?? inDutch(message, speaker) ?? message)
      : message
  if (path === '') return sentence(what)
  const place = path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : fieldName(part, speaker)))
    .join(' ')
  return sentence(`${place}: ${what}`)
}

function dutchRule(message: string): string | null {
  for (const [pattern, words] of NL_FIELD_RULES) {
    if (pattern.test(message)) return message.replace(pattern, words)
  }
  return null
}

/** The word a form uses for a member, or the member's own name taken apart. */
function fieldName(name: string, { say }: Speaker): string {
  const key = `problem.field.${name}`
  if (isTextKey(key)) return say(key)
  return name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** Grams and cubic centimetres as people in an office count them. */
function withUnits(message: string, language: string): string {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  return message
    .replaceAll(/(\d{4,}) g\b/g, (_, grams: string) => `${whole.format(Number(grams) / 1_000)} kg`)
    .replaceAll(/(\d{4,}) cm³/g, (_, cm3: string) => `${whole.format(Number(cm3) / 1_000_000)} m³`)
}

/** States of orders in the words that the pages use for them. */
function inWords(text: string, { say }: Speaker): string {
  return text.replaceAll(/\b[A-Z]{2,}(?:_[A-Z]+)*\b/g, (state) => {
    const key = `order-state.${state}`
    return isTextKey(key) ? `“${say(key)}”` : state
  })
}

function sentence(text: string): string {
  const begun = text.replace(/^no (\S+(?: list)?) (\S+)$/, 'there is no $1 $2')
  const full = begun.slice(0, 1).toUpperCase() + begun.slice(1)
  return /[.!?…]$/.test(full) || full === '' ? full : `${full}.`
}
