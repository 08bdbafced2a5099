import { ALERT_REASONS, type AlertReason } from '#contract/rpc/alert-reasons.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import { isSscc } from '#contract/barcode/sscc.ts'
import { shortDay } from '../format/day.ts'
import { isTextKey, type Say, type TextKey, type TextValues } from '../text/text.ts'
import { ssccTail } from '../format/unit-name.ts'

export type AlertWords = {
  title: string
  sentence: string
  /** The one thing to do next, null where the host says something this screen has no words for. */
  next: string | null
  scanned: string | null
  expected: { label: string; value: string } | null
}

type Facing = { scanned: string; expected?: { label: TextKey; detail: string } }

/** The alerts that set what was scanned against what belongs there, and the names of those details. */
const FACING: Partial<Record<AlertReason, Facing>> = {
  'product-not-on-list': {
    scanned: 'scanned',
    expected: { label: 'alert.expected', detail: 'needed' },
  },
  'product-already-done': { scanned: 'scanned' },
  'more-than-asked': { scanned: 'scanned' },
  'unknown-code': { scanned: 'text' },
  'unreadable-code': { scanned: 'text' },
  'unknown-list': { scanned: 'text' },
  'unknown-load': { scanned: 'text' },
  'unknown-unit': { scanned: 'text' },
  'foreign-label': { scanned: 'text' },
  'lot-needed': { scanned: 'scanned' },
  'lot-mix': { scanned: 'lot', expected: { label: 'alert.batch', detail: 'first' } },
  'other-region': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'other-date': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'other-load': { scanned: 'unit', expected: { label: 'alert.belongs', detail: 'belongs' } },
  'nested-unit': { scanned: 'unit', expected: { label: 'alert.parent', detail: 'parent' } },
  'unit-open': { scanned: 'unit' },
  'old-copy': { scanned: 'copy', expected: { label: 'alert.live', detail: 'live' } },
  'scan-the-qr': { scanned: 'unit' },
  'label-not-scanned-back': { scanned: 'unit' },
  'already-on-board': { scanned: 'unit' },
  'not-to-put-back': { scanned: 'scanned' },
  'more-than-in-hand': { scanned: 'scanned' },
  'unit-on-load': { scanned: 'unit' },
}

/** Titles go by code; a stopped order shares its code with lesser troubles and has one of its own. */
function titleOf({ code, reason }: Alert): TextKey {
  const isStopped = reason === 'order-stopped' || reason === 'order-stopped-because'
  return isStopped ? 'alert.title.order-stopped' : `alert.title.${code}`
}

/** An alert in the language of the screen; one without words of its own says the host's sentence. */
export function alertWords(alert: Alert, say: Say, language: string): AlertWords {
  const title = say(titleOf(alert))
  if (!isKnownReason(alert.reason)) {
    return { title, sentence: alert.message, next: null, scanned: null, expected: null }
  }
  const values = spokenDetail(alert.detail, say, language)
  const facing = FACING[alert.reason]
  const expected = facing?.expected
  const expectedValue = expected === undefined ? undefined : values[expected.detail]
  const scannedValue = facing === undefined ? undefined : values[facing.scanned]
  return {
    title,
    sentence: asSentence(say(`alert.say.${alert.reason}`, values)),
    next: asSentence(say(`alert.do.${alert.reason}`, values)),
    scanned: scannedValue === undefined ? null : asSentence(String(scannedValue)),
    expected:
      expected === undefined || expectedValue === undefined
        ? null
        : { label: say(expected.label), value: String(expectedValue) },
  }
}

/** Details as people say them: label numbers shortened, days named, names of the host in words. */
export function spokenDetail(detail: Alert['detail'], say: Say, language: string): TextValues {
  const entries = Object.entries(detail).map(([name, value]): [string, string | number] => [
    name,
    typeof value === 'number' ? value : spoken(name, value, say, language),
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

function spoken(name: string, value: string, say: Say, language: string): string {
  if (isSscc(value)) return say('unit.label', { tail: ssccTail(value) })
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return shortDay(value, language)
  const key = FAMILIES[name]?.map((family) => `${family}.${value}`).find(isTextKey)
  return key === undefined ? value : say(key)
}

/** A detail may end in a full stop or start small; the sentence around it stays a sentence. */
function asSentence(text: string): string {
  const trimmed = text.replace(/([.!?])\.+$/, '$1')
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
}

function isKnownReason(reason: string): reason is AlertReason {
  return reason in ALERT_REASONS
}
