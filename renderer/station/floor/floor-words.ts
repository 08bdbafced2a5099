import type { FloorException } from '#contract/sync/floor-answer.ts'
import { clockTime, isSameDay, weekday } from '../../format/day.ts'
import { isTextKey, type Say, type TextValues } from '../../text/text.ts'
import { ssccTail } from '../../format/unit-name.ts'
import { kilograms } from '../../format/weight.ts'
import { ageWords } from '../bar-words.ts'
import type { BenchState, BenchTile } from './bench-state.ts'

/** How and when something is told. */
export type At = { say: Say; nowMs: number; timezone: string; language: string }

/** Why a bench is as it is, in one sentence. */
export function benchWords(state: BenchState, at: At): string {
  const { say, nowMs } = at
  const { why, sinceMs, count, total, reference } = state
  const time = sinceMs === null ? '' : whenWords(sinceMs, at)
  return say(`floor.why.${why}`, {
    count,
    total,
    reference,
    time,
    since: sinceMs === null ? '' : say('floor.since', { time }),
    age: sinceMs === null ? '' : ageWords(sinceMs, nowMs, say),
  })
}

/** A time of today, and of any other day with its weekday. */
export function whenWords(atMs: number, { nowMs, timezone, language }: Omit<At, 'say'>): string {
  const time = clockTime(atMs, timezone)
  const isToday = isSameDay(atMs, nowMs, timezone)
  return isToday ? time : `${weekday(atMs, timezone, language)} ${time}`
}

/** The whole floor in one line, to be read first. */
export function floorTitle(tiles: readonly BenchTile[], say: Say): string {
  const stuck = tiles.filter(({ state }) => state.tone === 'stuck').length
  const working = tiles.filter(({ state }) => state.tone === 'work' || state.tone === 'look').length
  if (stuck > 0) return say('floor.stuck', { count: stuck, total: tiles.length })
  return say(working === 0 ? 'floor.fine.none' : 'floor.fine', { count: working })
}

/** What an exception is called, in the language of the screen. */
export function exceptionTitle({ code }: Pick<FloorException, 'code'>, say: Say): string {
  const key = `floor.ex.${code}.title`
  return say(isTextKey(key) ? key : 'floor.ex.other.title')
}

/**
 * What happened, in the language of the screen where the exception says all that the sentence needs; else as
 * the office put it.
 */
export function exceptionWords(
  { code, detail, sentence }: Pick<FloorException, 'code' | 'detail' | 'sentence'>,
  { say, language }: Pick<At, 'say' | 'language'>,
): string {
  const values = { ...textValues(detail), ...spokenValues(detail, say, language) }
  const needs = NEEDS[code]
  const isWhyTold = code === 'short-pick' && (values['reason'] ?? '') !== ''
  const key = `floor.ex.${code}.say${isWhyTold ? '.why' : ''}`
  const isTold = needs?.every((name) => (values[name] ?? '') !== '') ?? false
  if (!isTold || !isTextKey(key)) return sentence
  const words = say(key, values)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Whether the sentence above stands in the words of the screen; the office's own are then left away. */
export function isTranslated(exception: FloorException, at: Pick<At, 'say' | 'language'>): boolean {
  return exceptionWords(exception, at) !== exception.sentence
}

/** What a choice is called and what it does; some mean something else for some exceptions. */
export function choiceWords(
  code: string,
  choice: FloorException['choices'][number]['choice'],
  say: Say,
): { label: string; does: string } {
  const own = `floor.choice.${choice}.${code}`
  const ownDoes = `${own}.does`
  return {
    label: say(isTextKey(own) ? own : `floor.choice.${choice}`),
    does: say(isTextKey(ownDoes) ? ownDoes : `floor.choice.${choice}.does`),
  }
}

/** What each sentence of ours is filled with; without it the office's own sentence says more. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'short-pick': ['orderNumber', 'missing'],
  'over-pick': ['quantity', 'sku', 'open', 'requested'],
  'order-cancelled': ['orderNumber'],
  'order-blocked': ['orderNumber'],
  'unit-closed': ['unitId'],
  'left-behind': ['load', 'unitId'],
  'superseded-copy': ['copy', 'unitId'],
  'weight-out-of-tolerance': ['unitId', 'grossGrams', 'expectedGrams'],
  'lot-mix': ['lot', 'sku', 'first'],
  'stock-below-zero': ['sku'],
}

/** Label numbers by their end, as they are compared by eye, and weights as the scale shows them. */
function spokenValues(
  { unitId, grossGrams, expectedGrams, reason }: Readonly<Record<string, unknown>>,
  say: Say,
  language: string,
): TextValues {
  const given = `reason.${String(reason)}`
  return {
    // What a bench was answered reads as on its screen; what somebody typed is quoted as it was typed.
    ...(isTextKey(given) && { reason: say(given) }),
    ...(typeof unitId === 'string' && { unit: say('unit.label', { tail: ssccTail(unitId) }) }),
    ...(typeof grossGrams === 'number' && { gross: kilograms(grossGrams, language) }),
    ...(typeof expectedGrams === 'number' && { expected: kilograms(expectedGrams, language) }),
  }
}

function textValues(detail: Readonly<Record<string, unknown>>): TextValues {
  const told = Object.entries(detail).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [],
  )
  return Object.fromEntries(told)
}
