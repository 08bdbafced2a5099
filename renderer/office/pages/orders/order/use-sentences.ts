import { closedStatus } from '#contract/orders/history.ts'
import { reasonWords } from '../../../components/reason-words.ts'
import { unitName } from '../../../components/unit-names.ts'
import { useFormats, type Formats } from '../../../components/use-formats.ts'
import { isTextKey, useText, type Say } from '../../../text/text.ts'
import { OFFICE_SOURCE } from '../office-source.ts'
import type { HistoryEntry, OrderAction } from './use-order.ts'

type Values = Record<string, string | number>

/** The module of what people write themselves. */
const BY_HAND = 'manual'

/** What a sentence says where an entry does not. */
const UNKNOWN = '—'

/** An entry's history and a bench's action, in a sentence each. */
export function useSentences() {
  const { say } = useText()
  const formats = useFormats()
  return {
    ofEntry: (entry: HistoryEntry, history: readonly HistoryEntry[]) =>
      entrySentence(entry, history, { say, formats }),
    ofAction: (action: OrderAction) => actionSentence(action, { say, formats }),
  }
}

type Words = { say: Say; formats: Formats }

export function entrySentence(
  entry: HistoryEntry,
  history: readonly HistoryEntry[],
  words: Words,
): string {
  const { say } = words
  const closed = entry.closes === null ? undefined : history.find(({ id }) => id === entry.closes)
  const values = entryValues(entry, words)
  if (closed !== undefined && entry.status === closedStatus(closed.status)) {
    return say('history.closed', { ...values, what: entrySentence(closed, [], words) })
  }
  if (isTyped(entry)) return say('history.typed', { who: entry.writtenByName ?? entry.writtenBy })
  const key = `history.${entry.status}`
  if (isTextKey(key)) return withoutEmptyEnd(say(key, values))
  const what = entry.status.slice(entry.module.length + 1).replaceAll('_', ' ')
  const note = textOf(entry.payload['note']) ?? textOf(entry.payload['reason'])
  if (entry.module === BY_HAND) return say('history.note', { what: note ?? what })
  return say('history.other', { module: entry.module, what: note ?? what })
}

/** Orders that were taken on before their history named a person are written by the office as a whole. */
function isTyped({ status, payload, writtenBy }: HistoryEntry): boolean {
  const isOurs = status === 'order:submitted' && payload['sourceSystem'] === OFFICE_SOURCE
  return isOurs && writtenBy !== OFFICE_SOURCE
}

/** A note that somebody left empty leaves no colon behind. */
function withoutEmptyEnd(sentence: string): string {
  return sentence.replace(/:\s*$/, '')
}

function entryValues({ payload }: HistoryEntry, { say, formats }: Words): Values {
  const given = Object.entries(payload).flatMap(([name, value]): [string, string | number][] => {
    if (typeof value === 'number') {
      return [[name, name === 'amountCents' ? formats.euros(value) : formats.count(value)]]
    }
    if (typeof value !== 'string') return []
    const state = `order-state.${value}`
    if (isTextKey(state)) return [[name, say(state)]]
    if (name.endsWith('At')) return [[name, formats.time(value)]]
    if (name === 'reason') return [[name, reasonWords(value, say)]]
    return [[name, formats.day(value)]]
  })
  const { missing } = payload
  return {
    ...DEFAULTS,
    ...Object.fromEntries(given),
    ...(Array.isArray(missing) ? { missing: missing.map(goodsOf).join(', ') } : {}),
  }
}

/** Every name that a sentence may ask for. */
const DEFAULTS: Values = Object.fromEntries(
  (
    'sourceSystem orderIntentId reason note from to deliveryDate missing paymentDueAt amountCents paymentRef ' +
    'code quantity sku lot instead expiryDate requested collectedBy before after copy kind unit parent weight expected'
  )
    .split(' ')
    .map((name) => [name, UNKNOWN]),
)

function goodsOf(line: unknown): string {
  const { sku = UNKNOWN, quantity = 0 } = (line ?? {}) as { sku?: string; quantity?: number }
  return `${quantity} × ${sku}`
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function actionSentence(action: OrderAction, { say, formats }: Words): string {
  const key = `action.${action.type}`
  if (!isTextKey(key)) return say('action.other', { type: action.type })
  const payload = (action.payload ?? {}) as Record<string, unknown>
  const plain = Object.entries(payload).flatMap(([name, value]): [string, string | number][] =>
    typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [],
  )
  const { unitId, parentId, kind, grossGrams, expectedGrams, reason } = Object.fromEntries(plain)
  const kindKey = `unit.${String(kind)}`
  return say(key, {
    ...DEFAULTS,
    ...Object.fromEntries(plain),
    sku: action.sku ?? UNKNOWN,
    unit: unitOf(unitId),
    parent: unitOf(parentId),
    ...(isTextKey(kindKey) ? { kind: say(kindKey) } : {}),
    ...(typeof reason === 'string' ? { reason: reasonWords(reason, say) } : {}),
    ...(typeof grossGrams === 'number' ? { weight: formats.weight(grossGrams) } : {}),
    ...(typeof expectedGrams === 'number' ? { expected: formats.weight(expectedGrams) } : {}),
  })
}

function unitOf(unitId: unknown): string {
  return typeof unitId === 'string' ? unitName(unitId) : UNKNOWN
}
