import { t } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { readableVersions } from '#contract/actions/index.ts'
import type { Alert } from '#contract/rpc/alert-view.ts'
import { ExceptionCode, Outcome, RefusalCode } from '#contract/sync/outcome.ts'
import { en } from '../text/en.ts'
import { nl } from '../text/nl.ts'
import { isTextKey, startText, type Say } from '../text/text.ts'
import { alertWords } from './alert-words.ts'
import { feedbackWords } from './feedback-words.ts'
import { didWords, queueWords, subjectWords } from './panels/queue-words.ts'

const ACTION_TYPES = Object.keys(readableVersions())

const say: Say = (key, values) => t(key, values ?? {})

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: { lang: '' } } })
  await startText('en')
})

function alert(changes: Pick<Alert, 'code' | 'reason'> & Partial<Alert>): Alert {
  return { tone: 'wrong', detail: {}, message: 'In plain English.', meanwhile: [], ...changes }
}

test('a wrong product is named beside the one that is needed', () => {
  const detail = { scanned: 'Underlay 3 mm', needed: 'Oak plank 14 mm' }
  const words = alertWords(
    alert({ code: 'wrong-product', reason: 'product-not-on-list', detail }),
    say,
    'en',
  )
  expect(words).toEqual({
    title: 'Wrong product',
    sentence: 'This is Underlay 3 mm. You need Oak plank 14 mm.',
    next: 'Put it back and scan Oak plank 14 mm.',
    scanned: 'Underlay 3 mm',
    expected: { label: 'You need', value: 'Oak plank 14 mm', more: '' },
  })
})

test("the office's code for a refusal is said in words and ends in one full stop", () => {
  const detail = { list: 'LL-000247', why: 'already-claimed' }
  const words = alertWords(
    alert({ code: 'claim-refused', reason: 'list-refused', detail }),
    say,
    'en',
  )
  expect(words.sentence).toBe(
    'The office did not give you pick list LL-000247: somebody else was first.',
  )
})

test('label numbers are shortened, days are named, and a sentence starts with a capital', () => {
  const detail = { unit: '006141411234567890', belongs: '2025-04-18', load: '2025-04-17' }
  const words = alertWords(alert({ code: 'wrong-load', reason: 'other-date', detail }), say, 'en')
  expect(words.sentence).toBe('Label …567890 leaves on Fri 18 Apr. This load leaves on Thu 17 Apr.')
  expect(words.scanned).toBe('Label …567890')
})

test('what was scanned and where the operator is are said in words', () => {
  const words = alertWords(
    alert({
      code: 'wrong-state',
      reason: 'not-now',
      detail: { what: 'REPRINT', where: 'picking' },
    }),
    say,
    'en',
  )
  expect(words.sentence).toBe('“Reprint” can’t be used while you are picking.')
  const weighed = { what: 'WEIGH', where: 'picking' }
  const inWords = alert({ code: 'wrong-state', reason: 'not-now', detail: weighed })
  expect(alertWords(inWords, say, 'en').sentence).toBe(
    '“Can’t weigh” can’t be used while you are picking.',
  )
})

test('a unit that is in the way is named in the language of the screen', () => {
  const detail = { what: 'carton 2' }
  const inTheWay = alert({ code: 'wrong-state', reason: 'finish-this-first', detail })
  expect(alertWords(inTheWay, say, 'en').next).toBe('Finish carton 2 first.')
  const zeg: Say = (key, values) => t(key, { ...values, lng: 'nl' })
  expect(alertWords(inTheWay, zeg, 'nl').next).toBe('Maak eerst doos 2 af.')
})

test('a carton on a pallet sends the loader to the label of the pallet', () => {
  const detail = { unit: '387123450000000036', parent: '387123450000000050' }
  const words = alertWords(alert({ code: 'wrong-load', reason: 'nested-unit', detail }), say, 'en')
  expect(words.sentence).toBe('Label …000036 stands on a pallet.')
  expect(words.next).toBe('Scan the pallet itself: label …000050.')
})

test('only the first word of where something belongs is written as the start of a sentence', () => {
  const place = { belongsLoad: 'LD-2', belongsPlate: 'VDL-02-Z', belongsDate: '2026-11-23' }
  const detail = { unit: '387123450000000067', belongs: 'ZH', load: 'NH', ...place }
  const zeg: Say = (key, values) => t(key, { ...values, lng: 'nl' })
  const wrong = alert({ code: 'wrong-load', reason: 'other-region', detail })
  expect(alertWords(wrong, zeg, 'nl').expected?.more).toBe('Vracht LD-2 · VDL-02-Z · ma 23 nov')
})

test('a product whose name looks like a code of ours keeps its name', () => {
  const detail = { scanned: 'forbidden', needed: 'picking' }
  const words = alertWords(
    alert({ code: 'wrong-product', reason: 'product-not-on-list', detail }),
    say,
    'en',
  )
  expect(words.sentence).toBe('This is forbidden. You need picking.')
})

test('a reason newer than this screen shows the sentence of the host', () => {
  const words = alertWords(alert({ code: 'wrong-state', reason: 'brand-new' }), say, 'en')
  expect(words).toMatchObject({ sentence: 'In plain English.', next: null })
})

test('feedback names the goods, shows grams as kilograms, and is silent when it has no words', () => {
  const feedback = (text: string, detail: Record<string, string | number>) =>
    feedbackWords({ at: 1, kind: 'good', text, detail }, say, 'en')
  expect(feedback('picked', { name: 'Oak', quantity: 2 })).toBe('2 × Oak')
  expect(feedback('unit-closed', { unit: '006141411234567890', grams: 42_080 })).toBe(
    'Closed at 42.08 kg',
  )
  expect(feedback('from-the-future', {})).toBe('')
})

test('every receipt of the queue is a sentence', () => {
  const entry = { type: 'pick.confirm', code: null, detail: null }
  expect(queueWords({ ...entry, state: 'accepted' }, say)).toEqual({
    did: 'Picked',
    answer: 'Accepted.',
  })
  expect(queueWords({ ...entry, state: 'excepted', code: 'stock-below-zero' }, say).answer).toBe(
    'Recorded, the office looks at it: the stock count says there was none.',
  )
  expect(queueWords({ ...entry, state: 'refused', code: 'new', detail: 'Why.' }, say).answer).toBe(
    'Refused: Why.',
  )
  expect(subjectWords('2 × 006141411234567890')).toBe('2 × …567890')
  expect(subjectWords('(00) 0 0614 1411 2345 6789 0')).toBe('…567890')
})

test('every answer the office can give has words in both languages, whatever it is an answer to', () => {
  const codes = [...RefusalCode.options, ...ExceptionCode.options]
  const wordless = codes.filter((code) => {
    const key = `answer.${code}` as const
    return !isTextKey(key) || en[key] === nl[key]
  })
  expect(wordless).toEqual([])
  const spoken = Outcome.options.flatMap((state) =>
    codes.map((code) => {
      const entry = { type: 'load.add', state, code, detail: null }
      return queueWords(entry, say).answer
    }),
  )
  expect(spoken.filter((words) => !/^[A-Z].+: .+\.$/.test(words))).toEqual([])
  expect(ACTION_TYPES.filter((type) => !isTextKey(`action.${type}`))).toEqual([])
})

test('goods say which carton they went into, or came out of', () => {
  const goods = { subject: '2 × Oak plank 14 mm', unitId: '006141411234567890' }
  expect(didWords({ type: 'pick.confirm', ...goods }, say)).toBe(
    'Picked 2 × Oak plank 14 mm into …567890',
  )
  expect(didWords({ type: 'pack.remove', ...goods }, say)).toBe(
    'Took out 2 × Oak plank 14 mm out of …567890',
  )
  expect(didWords({ type: 'session.sign-in', subject: '', unitId: null }, say)).toBe('Signed in')
})
