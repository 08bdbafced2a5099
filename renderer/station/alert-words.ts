import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import { isSscc } from '#contract/barcode/sscc.ts'
import { expiryDay, shortDay } from '../format/day.ts'
import { cubicMetresUp, kilogramsUp } from '../format/weight.ts'
import { isTextKey, type Say, type TextKey, type TextValues } from '../text/text.ts'
import { ssccTail } from '../format/unit-name.ts'
import { markWords } from './mark-words.ts'

export type AlertWords = {
  title: string
  sentence: string
  /** The one thing to do next, null where the host says something this screen has no words for. */
  next: string | null
  scanned: string | null
  /** `more` is where else to look for the place: its load, plate and day. */
  expected: { label: string; value: string; more: string } | null
}

type Facing = {
  scanned: string
  expected?: { label: TextKey; detail: string }
  /** How both are said, where a bare number would say nothing. */
  as?: 'jobs.copy'
}

/** The alerts that set what was scanned against what belongs there, and the names of those details. */
const FACING: Partial<Record<AlertReason, Facing>> = {
  'product-not-on-list': {
    scanned: 'scanned',
    expected: { label: 'alert.expected', detail: 'needed' },
  },
  'wrong-tote': { scanned: 'scanned', expected: { label: 'alert.tote', detail: 'tote' } },
  'product-already-done': { scanned: 'scanned' },
  'more-than-asked': { scanned: 'scanned' },
  'unknown-code': { scanned: 'text' },
  'unreadable-code': { scanned: 'text' },
  'unknown-list': { scanned: 'text' },
  'unknown-load': { scanned: 'text' },
  'unknown-unit': { scanned: 'text' },
  'foreign-label': { scanned: 'text' },
  'expired-goods': { scanned: 'scanned' },
  'lot-needed': { scanned: 'scanned' },
  'lot-mix': { scanned: 'lot', expected: { label: 'alert.lot', detail: 'first' } },
  'other-region': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'other-date': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'other-load': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'nested-unit': { scanned: 'unit', expected: { label: 'alert.parent', detail: 'parent' } },
  'unit-open': { scanned: 'unit' },
  'old-copy': {
    scanned: 'copy',
    expected: { label: 'alert.live', detail: 'live' },
    as: 'jobs.copy',
  },
  'no-live-copy': { scanned: 'unit' },
  'unit-collected': { scanned: 'unit' },
  'unit-left': { scanned: 'unit' },
  'not-on-board': { scanned: 'unit' },
  'scan-the-qr': { scanned: 'unit' },
  'label-not-scanned-back': { scanned: 'unit' },
  'already-on-board': { scanned: 'unit' },
  'pallet-other-stop': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'pallet-other-day': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'pallet-other-load': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'only-cartons': { scanned: 'unit' },
  'already-on-pallet': { scanned: 'unit' },
  'not-to-put-back': { scanned: 'scanned' },
  'more-than-in-hand': { scanned: 'scanned' },
  'unit-on-pallet': { scanned: 'unit' },
  'unit-on-load': { scanned: 'unit' },
}

/** Titles go by code; these share theirs with lesser troubles, or say more. */
const TITLES: Partial<Record<AlertReason, TextKey>> = {
  'expired-goods': 'alert.title.expired-goods',
  'order-stopped': 'alert.title.order-stopped',
  'order-stopped-because': 'alert.title.order-stopped',
  'load-too-heavy': 'alert.title.load-too-heavy',
  'load-too-big': 'alert.title.load-too-big',
  'open-on-board': 'alert.title.take-off',
  'cancelled-on-board': 'alert.title.take-off',
  'stopped-on-board': 'alert.title.take-off',
  'not-a-seal': 'alert.title.not-a-seal',
  'pallet-other-stop': 'alert.title.not-on-pallet',
  'pallet-other-day': 'alert.title.not-on-pallet',
  'pallet-other-load': 'alert.title.not-on-pallet',
  'only-cartons': 'alert.title.not-on-pallet',
  'wrong-tote': 'alert.title.wrong-tote',
  'take-off-pallet': 'alert.title.take-off-pallet',
}

/** Where something belongs, in the order it is said. */
const PLACES = ['belongsLoad', 'belongsPlate', 'belongsRegion', 'belongsDate'] as const

function titleOf({ code, reason }: Alert): TextKey {
  return (isKnownReason(reason) ? TITLES[reason] : undefined) ?? `alert.title.${code}`
}

/** An alert in the language of the screen; one without words of its own says the host's sentence. */
export function alertWords(alert: Alert, say: Say, language: string): AlertWords {
  const title = say(titleOf(alert))
  if (!isKnownReason(alert.reason)) {
    return { title, sentence: alert.message, next: null, scanned: null, expected: null }
  }
  const values = { ...spokenDetail(alert.detail, say, language) }
  if (alert.reason === 'other-load') values['belongs'] = loadNamed(alert, say)
  const facing = FACING[alert.reason]
  const expected = facing?.expected
  const asSaid = (value: string | number | undefined) => {
    const as = facing?.as
    return as === undefined || value === undefined ? value : say(as, { copy: value })
  }
  const expectedValue = expected === undefined ? undefined : asSaid(values[expected.detail])
  const scannedValue = facing === undefined ? undefined : asSaid(values[facing.scanned])
  return {
    title,
    sentence: asSentence(say(`alert.say.${alert.reason}`, values)),
    next: asSentence(say(`alert.do.${alert.reason}`, values)),
    scanned: scannedValue === undefined ? null : asSentence(String(scannedValue)),
    expected:
      expected === undefined || expectedValue === undefined
        ? null
        : { label: say(expected.label), ...placeOf(String(expectedValue), values, say) },
  }
}

/** The place in large letters, and whatever else is known of it: "Load L-0413 · 8-VKB-41 · Fri 18 Apr". */
function placeOf(place: string, values: TextValues, say: Say): { value: string; more: string } {
  const known = PLACES.map((name) => {
    const value = String(values[name] ?? '')
    return name === 'belongsLoad' && value !== '' ? say('dock.load', { number: value }) : value
  })
  const more = known.filter((value) => value !== '' && value !== place)
  return { value: asSentence(place), more: asSentence(more.join(' · ')) }
}

function loadNamed({ detail }: Alert, say: Say): string {
  const number = detail['belongsLoad'] ?? ''
  return number === '' ? say('dock.elsewhere') : say('dock.load', { number })
}

/** Details as people say them: label numbers shortened, days named, names of the host in words. */
export function spokenDetail(detail: Alert['detail'], say: Say, language: string): TextValues {
  const entries = Object.entries(detail).map(([name, value]): [string, string | number] => [
    name,
    typeof value === 'number'
      ? measured(name, value, language)
      : spoken(name, value, say, language),
  ])
  return Object.fromEntries(entries)
}

/** Where the words for a detail's own names stand. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  why: ['answer'],
  where: ['where'],
  role: ['role'],
  what: ['what', 'cmd', 'reason'],
}

/** How the host names the unit that stands open, `carton 1`. */
const OPEN_UNIT = /^(carton|pallet|tote) (\d+)$/

/** Weights and volumes are told in grams and cm³, and said so that what is too much is never too little. */
function measured(name: string, value: number, language: string): string | number {
  if (name.endsWith('Grams')) return kilogramsUp(value, language)
  return name.endsWith('Cm3') ? cubicMetresUp(value, language) : value
}

function spoken(name: string, value: string, say: Say, language: string): string {
  if (isSscc(value)) return say('unit.label', { tail: ssccTail(value) })
  if (name === 'until') return expiryDay(value, language, 'long')
  if (name === 'marks') return markWords(value, language).join(' · ')
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return shortDay(value, language)
  const unit = name === 'what' ? OPEN_UNIT.exec(value) : null
  const unitKey = `unit.${unit?.[1]}`
  if (isTextKey(unitKey)) return say(unitKey, { number: unit?.[2] ?? '' }).toLowerCase()
  const key = FAMILIES[name]?.map((family) => `${family}.${value}`).find(isTextKey)
  if (key === undefined) return value
  // What stands on a button or a sheet is quoted: “Can’t weigh” can’t be used while you are picking.
  return key.startsWith('cmd.') || key.startsWith('reason.') ? `“${say(key)}”` : say(key)
}

/** A detail may end in a full stop or start small; the sentence around it stays a sentence. */
function asSentence(text: string): string {
  const trimmed = text.replace(/([.!?])\.+$/, '$1')
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
}

function isKnownReason(reason: string): reason is AlertReason {
  return reason in ALERT_REASONS
}
